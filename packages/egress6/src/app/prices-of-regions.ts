import { Egress6Error } from "@egress6/core/errors";
import type { PriceBook } from "@egress6/core/price/price-book";

/** @throws Egress6Error PRICE_MISSING: nothing is known of one of them */
export function pricesOfRegions(book: PriceBook, regions: readonly string[]): PriceBook {
  const prices = regions.map((region) => {
    const ids = book.prices.get(region);
    if (ids === undefined) throw nothingKnown(region);
    return [region, ids] as const;
  });
  return { ...book, prices: new Map(prices) };
}

function nothingKnown(region: string): Egress6Error {
  return new Egress6Error(
    "PRICE_MISSING",
    "input",
    `No price is known in ${region}. Get them with \`egress6 prices update --region ${region}\`, or \`egress6 prices import FILE\`.`,
  );
}
