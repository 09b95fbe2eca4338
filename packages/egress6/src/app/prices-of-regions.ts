import { Egress6Error } from "@egress6/core/errors";
import type { PriceBook } from "@egress6/core/price/price-book";

/** @throws Egress6Error PRICE_MISSING: nothing is known of one of them */
export function pricesOfRegions(book: PriceBook, regions: readonly string[]): PriceBook {
  for (const region of regions) {
    if (!book.prices.has(region) && !book.inOtherCurrency.has(region)) throw nothingKnown(region);
  }
  return {
    ...book,
    prices: onlyOf(book.prices, regions),
    inOtherCurrency: onlyOf(book.inOtherCurrency, regions),
  };
}

const onlyOf = <T>(all: ReadonlyMap<string, T>, regions: readonly string[]): Map<string, T> =>
  new Map(
    regions.flatMap((region) => {
      const ids = all.get(region);
      return ids === undefined ? [] : [[region, ids] as const];
    }),
  );

function nothingKnown(region: string): Egress6Error {
  return new Egress6Error(
    "PRICE_MISSING",
    "input",
    `No price is known in ${region}. Get them with \`egress6 prices update --region ${region}\`, or \`egress6 prices import FILE\`.`,
  );
}
