import { type Markup, markup } from "@egress6/core/map/markup";
import { usdText } from "@egress6/core/plan/plan-words";
import type { Waterfall } from "@egress6/core/plan/way/waterfall";
import { approximate, compare, type Exact, isZero, ZERO } from "@egress6/core/price/exact";

const WIDTH = 760;
const ROW = 26;
const LABEL = 300;
const AMOUNT = 90;

/** From the cost of today down to that of the design. The table beside it has the same figures. */
export function waterfallSvg({ today, design, steps }: Waterfall, title: string): Markup {
  const shown = steps.filter(({ saves }) => !isZero(saves));
  const rows = [
    { label: "Today", amount: usdText(today), kind: "total", from: ZERO, to: today },
    ...shown.map(({ change, before, after, saves }) => ({
      label: change.what,
      amount: `${compare(saves, ZERO) > 0 ? "−" : "+"}${usdText(sizeOf(saves))}`,
      kind: compare(saves, ZERO) > 0 ? "less" : "more",
      from: before,
      to: after,
    })),
    { label: title, amount: usdText(design), kind: "total", from: ZERO, to: design },
  ];
  const most = Math.max(
    ...rows.flatMap(({ from, to }) => [approximate(from), approximate(to)]),
    0.01,
  );
  const track = WIDTH - LABEL - AMOUNT - 16;
  const at = (usd: Exact): number => (Math.max(0, approximate(usd)) / most) * track;
  const height = rows.length * ROW;
  const label = `Cost a month: ${usdText(today)} today, ${usdText(design)} with “${title}”. The table has each change.`;
  return markup`<svg class="bars" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">
${rows.map(({ label: text, amount, kind, from, to }, index) => {
  const y = index * ROW;
  const left = Math.min(at(from), at(to));
  const width = Math.max(1, Math.abs(at(from) - at(to)));
  return markup`<text x="${LABEL}" y="${y + 17}" text-anchor="end">${fitted(text)}</text>
<rect class="bar ${kind}" x="${round(LABEL + 8 + left)}" y="${y + 4}" width="${round(width)}" height="${ROW - 8}"/>
<text class="amount" x="${WIDTH}" y="${y + 17}" text-anchor="end">${amount}</text>
`;
})}</svg>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const sizeOf = (usd: Exact): Exact => ({
  ...usd,
  numerator: usd.numerator < 0n ? -usd.numerator : usd.numerator,
});

const MOST_CHARACTERS = 46;
const fitted = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
