import { gigabytesText } from "@egress6/core/plan/plan-words";
import { compare, type Exact, isZero, roundedText, ZERO } from "@egress6/core/price/exact";
import type { Leak, Proof, UsdRange } from "@egress6/core/prove/proof";

const MOST_LEAKS = 3;

/** The answer in a few sentences. */
export function proofHeadline(proof: Proof): string {
  return [
    verdictText(proof),
    ...(proof.saved === null ? [] : savedSentence(proof.saved, proof.savedOn)),
    leaksSentence(proof.leaks),
    ...promiseSentence(proof),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function verdictText({ kind, totals, better, worse, unknown, isPartial }: Proof): string {
  if (totals !== null) {
    const { before, after } = totals.gbPerMonth;
    return isPartial
      ? `Not known whether NAT bytes fell: ${gbText(before)} a month in the first, ${gbText(after)} in the second, and one of them does not show all.`
      : bytesText(totals.gbPerMonth);
  }
  const counts = [
    countOf(better.length, FIXED[kind]),
    countOf(worse.length, "got worse"),
    countOf(unknown.length, "not known"),
  ].filter((text) => text !== "");
  return counts.length === 0 ? "Nothing changed." : `${sentence(counts.join(", "))}`;
}

const FIXED = {
  audit: "fixed",
  survey: "changed for the better",
  check: "now over IPv6 or fixed",
  doctor: "now over IPv6 or fixed",
  flows: "moved",
} as const;

const countOf = (count: number, words: string): string => (count === 0 ? "" : `${count} ${words}`);

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

function bytesText({ before, after }: { readonly before: Exact; readonly after: Exact }): string {
  const change = compare(after, before);
  if (change === 0) return `NAT bytes stayed at ${gbText(before)} a month.`;
  const verb = change < 0 ? "fell" : "rose";
  return `NAT bytes ${verb} from ${gbText(before)} to ${gbText(after)} a month${percentText(before, after)}.`;
}

function percentText(before: Exact, after: Exact): string {
  if (isZero(before)) return "";
  const [a, b] = [Number(roundedText(before, 9)), Number(roundedText(after, 9))];
  const percent = Math.round(((b - a) / a) * 100);
  return ` (${percent < 0 ? "−" : "+"}${Math.abs(percent)} %)`;
}

export const gbText = (gb: Exact | null): string =>
  gb === null ? "an unknown amount" : gigabytesText(gb);

function savedSentence(saved: UsdRange, on: string | null): readonly string[] {
  const text = savedText(saved);
  if (text === null) return [];
  const isLoss = saved.high !== null && compare(saved.high, ZERO) < 0;
  const isNothing = text === "$0.00";
  if (isNothing) return [`Saved a month: nothing (${on}).`];
  return [isLoss ? `Costs ${text} more a month (${on}).` : `Saved a month: ${text} (${on}).`];
}

/** `$382.00 to $391.00`; null: not known. */
function savedText({ low, high }: UsdRange): string | null {
  if (low === null && high === null) return null;
  if (low === null || high === null)
    return `${low === null ? "at most" : "at least"} ${usd(low ?? high ?? ZERO)}`;
  const [one, two] = [usd(low), usd(high)];
  return one === two ? one : `${one} to ${two}`;
}

const usd = (value: Exact): string => `$${roundedText(value, 2).replace(/^-/, "")}`;

function leaksSentence(leaks: readonly Leak[]): string {
  if (leaks.length === 0) return "";
  const shown = leaks.slice(0, MOST_LEAKS).map(({ name, traffic }) => {
    const amount = traffic === null ? "" : ` (${gbText(traffic.gbPerMonth.after)})`;
    return `${name}${amount}`;
  });
  const more = leaks.length - shown.length;
  return `Still on IPv4: ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

function promiseSentence({ promises, promised }: Proof): readonly string[] {
  if (promises === null) return [];
  const count = (state: string) => promises.filter((each) => each.state === state).length;
  const [met, broken, open] = [count("met"), count("not met"), count("unknown")];
  const money = promised === null ? null : savedText(promised);
  return [
    `Of ${promises.length} promises of the plan, ${met} ${met === 1 ? "is" : "are"} met, ${broken} not, ${open} not known.`,
    ...(money === null ? [] : [`The plan promised to save ${money} a month in all.`]),
  ];
}
