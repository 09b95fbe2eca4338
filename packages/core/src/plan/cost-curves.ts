import { compare, dividedBy, type Exact, fraction, times, whole, ZERO } from "../price/exact.js";
import type { VARIED } from "./break-evens.js";
import type { Design } from "./designs.js";
import {
  classesOf,
  type FlowClass,
  flowsOf,
  isAnyOpen,
  scaledFlow,
  UNITS_PER_GB,
} from "./flows.js";
import type { PlanInput } from "./plan-input.js";
import type { Plan } from "./plan-workload.js";
import { isOpen, solveDesign } from "./solve-design.js";

export type Varied = (typeof VARIED)[number];

export interface CostPoint {
  /** GB a month, instances, or zones. */
  readonly value: Exact;
  /** A month; `null`: it does not work, or has no price. */
  readonly usd: Exact | null;
}

/** What a design would cost if one thing of the workload were different. */
export interface CostCurve {
  readonly design: Design;
  readonly points: readonly CostPoint[];
}

export interface CostCurves {
  readonly varied: Varied;
  /** As the workload has it; `null`: nobody knows, and there are no curves over it. */
  readonly now: Exact | null;
  readonly curves: readonly CostCurve[];
}

const MOST_ZONES = 6;
const STEPS = 24n;
const LEAST_GB = whole(1000);
const MOST_TIMES = whole(4);

/**
 * The cost of each design that works and has a known cost, over a range around the workload: to four times its data or
 * instances, to six zones. Unknown destinations are taken to have no IPv6.
 */
export function costCurves(
  { input, destinations, designs, breakEvens }: Plan,
  varied: Varied,
): CostCurves {
  const classes = classesOf(flowsOf(input, destinations));
  const now = amountNow(varied, input, classes);
  if (varied === "data" && isAnyOpen(classes)) return { varied, now: null, curves: [] };
  const values = valuesOf(varied, now, breakEvens.endpointsBreakEvenGb);
  const curves = designs
    .filter(
      ({ design, status, high }) => status === "works" && high !== null && design.id !== "mixed",
    )
    .map(({ design, input: there, classes: flows }) => ({
      design,
      points: values.map((value) => {
        const changed = changedTo(varied, value, now, there, flows);
        const result = solveDesign(design, changed.classes, "high", changed.input);
        const isSure = result.kind === "solution" && result.doubt === null && !isOpen(result);
        return { value, usd: isSure ? result.usd : null };
      }),
    }));
  return { varied, now, curves };
}

function amountNow(varied: Varied, { workload }: PlanInput, classes: readonly FlowClass[]): Exact {
  if (varied === "azs") return whole(workload.zones);
  if (varied === "count") return whole(workload.compute.reduce((sum, { count }) => sum + count, 0));
  return fraction(
    classes.reduce((sum, { units, mostUnits }) => sum + (mostUnits ?? units), 0n),
    UNITS_PER_GB,
  );
}

function valuesOf(varied: Varied, now: Exact, breakEvenGb: Exact | null): readonly Exact[] {
  if (varied === "azs") return Array.from({ length: MOST_ZONES }, (_, index) => whole(index + 1));
  if (varied === "count") {
    return steps(times(now, MOST_TIMES)).map(roundedUp).filter(isNewAndPositive);
  }
  const ends = [times(now, MOST_TIMES), times(breakEvenGb ?? ZERO, whole(2)), LEAST_GB];
  return steps(ends.reduce((most, end) => (compare(end, most) > 0 ? end : most)));
}

const steps = (end: Exact): readonly Exact[] =>
  Array.from({ length: Number(STEPS) + 1 }, (_, step) => times(end, fraction(BigInt(step), STEPS)));

const roundedUp = ({ numerator, denominator }: Exact): Exact =>
  whole((numerator + denominator - 1n) / denominator);

function isNewAndPositive(value: Exact, index: number, all: readonly Exact[]): boolean {
  const before = all[index - 1];
  return compare(value, ZERO) > 0 && (before === undefined || compare(value, before) > 0);
}

/** The workload with that many zones, instances or GB; instances and GB of each part in proportion. */
function changedTo(
  varied: Varied,
  value: Exact,
  now: Exact,
  input: PlanInput,
  classes: readonly FlowClass[],
): { readonly input: PlanInput; readonly classes: readonly FlowClass[] } {
  const { workload } = input;
  if (varied === "azs") {
    const zones = Number(value.numerator);
    return { input: { ...input, workload: { ...workload, zones } }, classes };
  }
  const factor = compare(now, ZERO) === 0 ? ZERO : dividedBy(value, now);
  if (varied === "data") {
    return { input, classes: classes.map((flow) => scaledFlow(flow, factor)) };
  }
  const compute = workload.compute.map((each) => {
    const count = (BigInt(each.count) * factor.numerator) / factor.denominator;
    return { ...each, count: Math.max(1, Number(count)) };
  });
  return { input: { ...input, workload: { ...workload, compute } }, classes };
}
