import type { Catalog } from "@egress6/core/endpoint/catalog";
import { Egress6Error } from "@egress6/core/errors";
import { nearest } from "@egress6/core/identify/nearest";
import type { PriceBook } from "@egress6/core/price/price-book";
import { coverageOf } from "@egress6/core/price/price-coverage";

export interface CoverageRequest {
  readonly catalog: Catalog;
  readonly book: PriceBook;
  /** Undefined: all of the catalog, and those that have prices. */
  readonly regions: readonly string[] | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Which prices there are, region by region.
 * @throws Egress6Error REGION_UNKNOWN
 */
export function runCoverage({ catalog, book, regions, now }: CoverageRequest) {
  const all = catalog.partitions.flatMap((partition) => partition.regions.map(({ id }) => id));
  const known = [...new Set([...all, ...book.prices.keys(), ...book.inOtherCurrency.keys()])];
  for (const region of regions ?? []) if (!known.includes(region)) throw unknown(region, known);
  return coverageOf(book, regions ?? known.sort(), now);
}

function unknown(region: string, known: readonly string[]): Egress6Error {
  const like = nearest(region, known, (name) => [name], 3).join(", ");
  return new Egress6Error(
    "REGION_UNKNOWN",
    "input",
    `There is no region ${region}. Nearest: ${like}.`,
  );
}
