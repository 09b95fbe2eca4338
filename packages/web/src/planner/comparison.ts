import type { DesignPlan } from "@egress6/core/plan/design-plan";
import { costText, usdText } from "@egress6/core/plan/plan-words";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { approximate, compare, type Exact, minus, ZERO } from "@egress6/core/price/exact";
import { mostGb } from "@egress6/core/workload/volume";
import { costOver, maybeUsdOver, type Period } from "./period.js";

/** What two plans say, a row for each figure: A, B, and how much more or less B is. */
export function comparisonRows(
  a: Plan,
  b: Plan,
  period: Period,
): readonly (readonly [what: string, a: string, b: string, difference: string])[] {
  const ids = [
    ...new Set([...a.designs, ...b.designs].filter(isPriced).map(({ design }) => design.id)),
  ];
  return [
    ["workload", a.input.workload.name, b.input.workload.name, ""],
    ["region", a.input.workload.region, b.input.workload.region, ""],
    countRow("zones", a.input.workload.zones, b.input.workload.zones),
    ["GB a month", gbText(a), gbText(b), ""],
    usdRow("today", period, a.existingCost?.high ?? null, b.existingCost?.high ?? null),
    headlineRow("cheapest", "cheapest", a, b, period),
    headlineRow("cheapest managed", "cheapestManaged", a, b, period),
    ...ids.map((id) => {
      const [inA, inB] = [a, b].map(({ designs }) =>
        designs.find(({ design }) => design.id === id),
      );
      return designRow(inA?.design.title ?? inB?.design.title ?? id, inA, inB, period);
    }),
  ];
}

type Row = readonly [string, string, string, string];

const isPriced = ({ rank }: DesignPlan): boolean => rank !== null;

function countRow(what: string, a: number, b: number): Row {
  const difference = b === a ? "the same" : b > a ? `${b - a} more` : `${a - b} fewer`;
  return [what, String(a), String(b), difference];
}

/** Everything that is known to be sent; where nobody knows, at least that. */
function gbText({ destinations }: Plan): string {
  const known = destinations.flatMap(({ volume }) => mostGb(volume) ?? []);
  const total = known.reduce<Exact>((sum, gb) => minus(sum, minus(ZERO, gb)), ZERO);
  const text = approximate(total).toLocaleString("en-US", { maximumFractionDigits: 1 });
  return known.length < destinations.length ? `at least ${text}` : text;
}

function headlineRow(
  what: string,
  which: "cheapest" | "cheapestManaged",
  a: Plan,
  b: Plan,
  period: Period,
): Row {
  const [inA, inB] = [a, b].map(({ headlines, designs }) =>
    designs.find(({ design }) => design.id === headlines[which].design),
  );
  return designRow(what, inA, inB, period, true);
}

function designRow(
  what: string,
  a: DesignPlan | undefined,
  b: DesignPlan | undefined,
  period: Period,
  isNamed = false,
): Row {
  const text = (plan: DesignPlan | undefined): string =>
    plan === undefined
      ? "–"
      : `${costText(costOver(plan, period))}${isNamed ? `, ${plan.design.title}` : ""}`;
  return [what, text(a), text(b), differenceBetween(a?.high ?? null, b?.high ?? null, period)];
}

const usdRow = (what: string, period: Period, a: Exact | null, b: Exact | null): Row => [
  what,
  oneText(maybeUsdOver(a, period)),
  oneText(maybeUsdOver(b, period)),
  differenceBetween(a, b, period),
];

const oneText = (usd: Exact | null): string => (usd === null ? "not known" : usdText(usd));

/** `$35.27 more`; of two ranges, of their upper ends. */
function differenceBetween(a: Exact | null, b: Exact | null, period: Period): string {
  const [first, second] = [maybeUsdOver(a, period), maybeUsdOver(b, period)];
  if (first === null || second === null) return "–";
  const order = compare(second, first);
  if (order === 0) return "the same";
  return order > 0
    ? `${usdText(minus(second, first))} more`
    : `${usdText(minus(first, second))} less`;
}
