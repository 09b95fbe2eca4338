import { dividedBy, type Exact, isZero, minus, times, whole } from "../price/exact.js";
import type { Price, PriceBook } from "../price/price-book.js";
import { familyOf } from "../price/price-family.js";
import type { PriceId } from "../price/price-id.js";
import type { Workload } from "../workload/workload.js";
import type { PlanFacts } from "./plan-input.js";

/**
 * The prices of the workload's region, less what is agreed with AWS. NAT instances that run as spot instances cost so
 * much less than on demand, and have no other discount.
 */
export function discountedPrices(book: PriceBook, workload: Workload, facts: PlanFacts): PriceBook {
  const { region, discountPercent, spotDiscountPercent } = workload;
  const instances = new Set<PriceId>(
    facts.options.flatMap(({ sizes = [] }) => sizes.map(({ priceId }) => priceId)),
  );
  const percentOff = (id: PriceId): Exact =>
    spotDiscountPercent !== null && instances.has(id)
      ? spotDiscountPercent
      : discountPercent[familyOf(id)];
  const discounted = [...(book.prices.get(region) ?? [])].map(
    ([id, price]) => [id, less(price, percentOff(id))] as const,
  );
  return { ...book, prices: new Map([...book.prices, [region, new Map(discounted)]]) };
}

function less(price: Price, percentOff: Exact): Price {
  if (isZero(percentOff)) return price;
  const factor = dividedBy(minus(whole(100), percentOff), whole(100));
  return {
    ...price,
    tiers: price.tiers.map((tier) => ({ ...tier, usd: times(tier.usd, factor) })),
  };
}
