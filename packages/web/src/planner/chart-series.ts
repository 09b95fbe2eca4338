import type { CostCurve, CostCurves, CostPoint, Varied } from "@egress6/core/plan/cost-curves";
import { usdText } from "@egress6/core/plan/plan-words";
import type { Table } from "@egress6/core/plan/section";
import {
  approximate,
  compare,
  decimalText,
  type Exact,
  roundedText,
} from "@egress6/core/price/exact";
import { maybeUsdOver, type Period, usdOver } from "./period.js";

/** As many as there are colours that can be told apart. */
const MOST_SERIES = 6;
const MOST_ROWS = 9;

/** The cheapest curves, those that are cheapest where the workload stands first. */
export function shownCurves({ curves, now }: CostCurves): readonly CostCurve[] {
  return [...curves]
    .sort((a, b) => compareCosts(usdNear(a, now), usdNear(b, now)))
    .slice(0, MOST_SERIES);
}

/** Where the workload stands, or at the first point after it. */
const usdNear = ({ points }: CostCurve, now: Exact | null): Exact | null =>
  (points.find(({ value }) => now !== null && compare(value, now) >= 0) ?? points.at(-1))?.usd ??
  null;

function compareCosts(a: Exact | null, b: Exact | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compare(a, b);
}

export interface ChartRow {
  readonly design: string;
  readonly value: number;
  readonly usd: number;
}

/** As numbers, for drawing only. */
export const chartRows = (curves: readonly CostCurve[], period: Period): readonly ChartRow[] =>
  curves.flatMap(({ design, points }) =>
    points.flatMap(({ value, usd }) =>
      usd === null
        ? []
        : [
            {
              design: design.title,
              value: approximate(value),
              usd: approximate(usdOver(usd, period)),
            },
          ],
    ),
  );

export const VARIED_WORDS: Readonly<Record<Varied, string>> = {
  data: "GB a month",
  count: "instances",
  azs: "zones",
};

/** The chart as a table: a row for some of its points, a column for each design. */
export function chartTable(varied: Varied, curves: readonly CostCurve[], period: Period): Table {
  const points = curves[0]?.points ?? [];
  const step = Math.max(1, Math.ceil((points.length - 1) / (MOST_ROWS - 1)));
  const rows = points.flatMap(({ value }, index) =>
    index % step === 0 || index === points.length - 1 ? [rowAt(value, index, curves, period)] : [],
  );
  return {
    head: [VARIED_WORDS[varied], ...curves.map(({ design }) => design.title), "cheapest"],
    rows,
    numbers: [0, ...curves.map((_, index) => index + 1)],
  };
}

function rowAt(
  value: Exact,
  index: number,
  curves: readonly CostCurve[],
  period: Period,
): readonly string[] {
  const costs = curves.map(({ points }) => maybeUsdOver(points[index]?.usd ?? null, period));
  const cheapest = curves
    .map((curve, position) => ({ curve, usd: costs[position] ?? null }))
    .sort((a, b) => compareCosts(a.usd, b.usd))[0];
  return [
    amountText(value),
    ...costs.map((usd) => (usd === null ? "–" : usdText(usd))),
    cheapest === undefined || cheapest.usd === null ? "none" : cheapest.curve.design.title,
  ];
}

const amountText = (value: CostPoint["value"]): string =>
  value.denominator === 1n ? decimalText(value) : roundedText(value, 1);
