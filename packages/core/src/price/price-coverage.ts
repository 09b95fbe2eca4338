import { ageOf } from "../facts/age.js";
import type { Provenance } from "../facts/provenance.js";
import type { PriceBook } from "./price-book.js";
import { PRICE_IDS, type PriceId } from "./price-id.js";

/**
 * `known`: read or measured · `inferred`: it follows from something else · `other-currency`: known, but not in USD, so
 * that no plan counts with it · `missing`: no source has it
 */
export const COVERAGE_STATES = ["known", "inferred", "other-currency", "missing"] as const;
export type CoverageState = (typeof COVERAGE_STATES)[number];

export interface CoveredPrice {
  readonly id: PriceId;
  readonly state: CoverageState;
  /** `null`: missing. */
  readonly provenance: Provenance | null;
  readonly ageDays: number | null;
  readonly isStale: boolean;
}

export interface CoveredRegion {
  readonly region: string;
  /** Every price, also those that are missing, in the order of `PRICE_IDS`. */
  readonly prices: readonly CoveredPrice[];
  /** How many of them plans can count with. */
  readonly known: number;
}

/**
 * Which prices a region has, and how old they are. No region stands in for another.
 * @param now ms since the epoch
 */
export function coverageOf(
  book: PriceBook,
  regions: readonly string[],
  now: number,
): readonly CoveredRegion[] {
  return regions.map((region) => {
    const prices = PRICE_IDS.map((id) => coveredPrice(book, region, id, now));
    const known = prices.filter(({ state }) => state === "known" || state === "inferred").length;
    return { region, prices, known };
  });
}

function coveredPrice(book: PriceBook, region: string, id: PriceId, now: number): CoveredPrice {
  const price = book.prices.get(region)?.get(id);
  const foreign = book.inOtherCurrency.get(region)?.get(id);
  const provenance = price ?? foreign ?? null;
  if (provenance === null) {
    return { id, state: "missing", provenance, ageDays: null, isStale: false };
  }
  const ofUsd = provenance.confidence === "inferred" ? "inferred" : "known";
  const state = price === undefined ? "other-currency" : ofUsd;
  return { id, state, provenance, ...ageOf(provenance.asOf, now) };
}
