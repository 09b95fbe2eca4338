import { dividedBy, type Exact, isZero, minus, times, whole } from "../price/exact.js";
import type { Price, PriceBook } from "../price/price-book.js";
import type { Workload } from "../workload/workload.js";

/** The prices of the workload's region, less what is agreed with AWS. */
export function discountedPrices(
  book: PriceBook,
  { region, discountPercent }: Pick<Workload, "region" | "discountPercent">,
): PriceBook {
  if (isZero(discountPercent)) return book;
  const factor = dividedBy(minus(whole(100), discountPercent), whole(100));
  const discounted = [...(book.prices.get(region) ?? [])].map(
    ([id, price]) => [id, discountedPrice(price, factor)] as const,
  );
  return { ...book, prices: new Map([...book.prices, [region, new Map(discounted)]]) };
}

const discountedPrice = (price: Price, factor: Exact): Price => ({
  ...price,
  tiers: price.tiers.map((tier) => ({ ...tier, usd: times(tier.usd, factor) })),
});
