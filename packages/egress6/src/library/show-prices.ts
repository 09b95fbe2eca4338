import { type PricesDocument, priceBookJson } from "@egress6/core/price/price-book-json";
import { loadPrices } from "../adapter/price-list/price-file.js";
import { pricesOfRegions } from "../app/prices-of-regions.js";

export interface PricesArguments {
  /** Left out: all that are known. */
  readonly region?: readonly string[] | undefined;
  /** A file that `egress6 prices` wrote; left out: the prices shipped. */
  readonly prices?: string | undefined;
}

/**
 * The prices of egress, with date, certainty and source.
 * @returns what `egress6 prices show --json` prints
 * @throws Egress6Error PRICE_MISSING, PRICES_UNREADABLE, PRICES_INVALID
 */
export function showPrices({ region, prices }: PricesArguments = {}): PricesDocument {
  const book = loadPrices(prices ?? null);
  return priceBookJson(region === undefined ? book : pricesOfRegions(book, region));
}
