import { findPrice, type Price } from "../price/price-book.js";
import type { PriceId } from "../price/price-id.js";
import type { BreakEvens } from "./break-evens.js";
import type { DesignPlan } from "./design-plan.js";
import type { ExistingCost } from "./existing-cost.js";
import type { PlanInput } from "./plan-input.js";

/** The prices that the figures of a plan rest on, all of the workload's region. */
export interface PricesUsed {
  /** How many there are; without any, nothing has an age. */
  readonly count: number;
  /** When the oldest and the newest was stated: a day, or a month or year where its source says no more. */
  readonly oldest: string | null;
  readonly newest: string | null;
  /** How many of them are inferred, and not read in a price list or measured. */
  readonly inferred: number;
  /** Those of little certainty. */
  readonly weak: readonly Price[];
}

/** The prices of all designs, of what exists, and of the break-evens that have a figure. */
export function pricesUsedIn(
  { prices, workload }: PlanInput,
  designs: readonly DesignPlan[],
  existingCost: ExistingCost | null,
  breakEvens: BreakEvens,
): PricesUsed {
  const ids = new Set<PriceId>([
    ...designs.flatMap(({ network }) => network?.lines.map(({ priceId }) => priceId) ?? []),
    ...(existingCost?.prices ?? []),
    ...breakEvens.prices,
  ]);
  const used = [...ids].flatMap((id) => findPrice(prices, workload.region, id) ?? []);
  const dates = used.map(({ asOf }) => asOf).sort();
  return {
    count: used.length,
    oldest: dates[0] ?? null,
    newest: dates.at(-1) ?? null,
    inferred: used.filter(isInferred).length,
    weak: used.filter(({ certainty }) => certainty === "low"),
  };
}

const isInferred = ({ confidence }: Price): boolean => confidence === "inferred";

/** `prices of 2024-02 to 2026-10-01, 2 of 5 inferred` */
export function pricesUsedText({ count, oldest, newest, inferred }: PricesUsed): string {
  if (oldest === null || newest === null) return "no prices";
  const range = oldest === newest ? oldest : `${oldest} to ${newest}`;
  return `prices of ${range}${inferred === 0 ? "" : `, ${inferred} of ${count} inferred`}`;
}
