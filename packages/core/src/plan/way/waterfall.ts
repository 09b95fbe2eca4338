import { compare, type Exact, minus } from "../../price/exact.js";
import type { Plan } from "../plan-workload.js";
import type { WayChange, WayToDesign } from "./way.js";

/** A change, and the monthly cost before and after it. */
export interface WaterfallStep {
  readonly change: WayChange;
  readonly before: Exact;
  readonly after: Exact;
  /** Below zero: it costs. */
  readonly saves: Exact;
}

/** The way from the cost of today to that of a design, in USD a month. */
export interface Waterfall {
  /** Which end of a range it goes along: `high` takes unchecked destinations to have no IPv6. */
  readonly scenario: "low" | "high";
  /** Whether changes save something else at the other end. */
  readonly isRange: boolean;
  readonly today: Exact;
  readonly steps: readonly WaterfallStep[];
  /** What the design costs: today less everything that is saved. */
  readonly design: Exact;
}

/** @returns null where a saving is not known, or what exists today */
export function waterfallOf(
  { design, changes, isTodayKnown }: WayToDesign,
  { existingCost }: Plan,
): Waterfall | null {
  if (!isTodayKnown || existingCost === null) return null;
  for (const scenario of ["high", "low"] as const) {
    const today = existingCost[scenario];
    const cost = design[scenario];
    if (today === null || cost === null) continue;
    const steps: WaterfallStep[] = [];
    let before = today;
    for (const change of changes) {
      const saves = change.saves[scenario];
      if (saves === null) break;
      const after = minus(before, saves);
      steps.push({ change, before, after, saves });
      before = after;
    }
    if (steps.length < changes.length || compare(before, cost) !== 0) continue;
    const other = scenario === "high" ? "low" : "high";
    const isRange = changes.some(({ saves }) => !isSame(saves[scenario], saves[other]));
    return { scenario, isRange, today, steps, design: cost };
  }
  return null;
}

const isSame = (a: Exact | null, b: Exact | null): boolean =>
  a === null || b === null ? a === b : compare(a, b) === 0;
