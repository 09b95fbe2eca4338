import { Egress6Error } from "../errors.js";
import type { Conflict, Provenance } from "../facts/provenance.js";
import { compare, type Exact, minus, plus, times, whole, ZERO } from "./exact.js";
import type { PriceId } from "./price-id.js";

/** AWS's month, by which its own examples count. */
export const HOURS_PER_MONTH: Exact = whole(730);

/** What each GB from `fromGb` to `toGb` of a month costs. Tiers of a price follow on each other from 0. */
export interface PriceTier {
  readonly fromGb: Exact;
  /** `null`: without end. Where the last tier ends, nothing is known of what follows. */
  readonly toGb: Exact | null;
  readonly usd: Exact;
}

/** The row of AWS's price list that a price was read from. */
export interface PriceOffer {
  /** `AmazonEC2` */
  readonly code: string;
  /** `20260925174521`: `yyyymmddhhmmss`, as in the address of the pinned file. */
  readonly version: string;
  readonly sku: string;
}

/** One price in one region, in USD. A price by the hour has one tier, from 0 without end. */
export interface Price extends Provenance {
  readonly region: string;
  readonly id: PriceId;
  readonly tiers: readonly PriceTier[];
  readonly offer?: PriceOffer | undefined;
  readonly conflicts: readonly Conflict[];
}

/** A price that is charged in another currency than USD: it is shown, and no figure counts with it. */
export interface ForeignPrice extends Provenance {
  readonly currency: ForeignCurrency;
  /** By the unit of the price. */
  readonly amount: Exact;
}

/** What AWS charges in, in its partitions of China. */
export const FOREIGN_CURRENCIES = ["CNY"] as const;
type ForeignCurrency = (typeof FOREIGN_CURRENCIES)[number];

/** Prices by region and id. A missing one was not found in any source: it is not 0. */
export interface PriceBook {
  /** When the book was last gone through: `2026-11-23`. */
  readonly date: string;
  readonly prices: ReadonlyMap<string, ReadonlyMap<PriceId, Price>>;
  /** Of regions where AWS charges in another currency. */
  readonly inOtherCurrency: ReadonlyMap<string, ReadonlyMap<PriceId, ForeignPrice>>;
}

export const findPrice = (book: PriceBook, region: string, id: PriceId): Price | undefined =>
  book.prices.get(region)?.get(id);

/** @throws Egress6Error PRICE_MISSING, which names the commands that get it */
export function priceOf(book: PriceBook, region: string, id: PriceId): Price {
  const found = findPrice(book, region, id);
  if (found === undefined) throw missing(region, `price ${id}`);
  return found;
}

/**
 * The one rate of a price that is the same for every unit.
 * @throws Egress6Error PRICE_MISSING
 * @throws RangeError when it depends on how much is used: that one needs `tieredUsd`
 */
export function flatUsd(book: PriceBook, region: string, id: PriceId): Exact {
  const [first, ...more] = priceOf(book, region, id).tiers;
  if (first === undefined || more.length > 0 || first.toGb !== null) {
    throw new RangeError(`${id} in ${region} depends on how much is used`);
  }
  return first.usd;
}

/** @throws as `flatUsd` */
export const monthlyUsd = (book: PriceBook, region: string, id: PriceId): Exact =>
  times(flatUsd(book, region, id), HOURS_PER_MONTH);

/**
 * What that much costs, tier by tier.
 * @param gb GB of the month, 0 or more
 * @throws Egress6Error PRICE_MISSING when it is more than the known tiers cover
 */
export function tieredUsd({ region, id, tiers }: Price, gb: Exact): Exact {
  let usd = ZERO;
  for (const { fromGb, toGb, usd: rate } of tiers) {
    if (compare(gb, fromGb) <= 0) return usd;
    const upTo = toGb === null || compare(gb, toGb) < 0 ? gb : toGb;
    usd = plus(usd, times(minus(upTo, fromGb), rate));
  }
  const end = tiers.at(-1)?.toGb;
  if (end === null || (end !== undefined && compare(gb, end) <= 0)) return usd;
  throw missing(region, `price ${id} of so many GB`);
}

/** Whether the price is known for that much; beyond its last tier it is not. */
export function isKnownFor({ tiers }: Price, gb: Exact): boolean {
  const end = tiers.at(-1)?.toGb ?? null;
  return end === null || compare(gb, end) <= 0;
}

/** Prices of both books; where both have one, that of `over`. */
export function mergePriceBooks(base: PriceBook, over: PriceBook): PriceBook {
  return {
    date: base.date > over.date ? base.date : over.date,
    prices: mergedById(base.prices, over.prices),
    inOtherCurrency: mergedById(base.inOtherCurrency, over.inOtherCurrency),
  };
}

type ById<T> = ReadonlyMap<string, ReadonlyMap<PriceId, T>>;

function mergedById<T>(base: ById<T>, over: ById<T>): ById<T> {
  const regions = [...new Set([...base.keys(), ...over.keys()])].sort();
  return new Map(
    regions.map((region): [string, ReadonlyMap<PriceId, T>] => [
      region,
      new Map([...(base.get(region) ?? []), ...(over.get(region) ?? [])]),
    ]),
  );
}

function missing(region: string, what: string): Egress6Error {
  return new Egress6Error(
    "PRICE_MISSING",
    "input",
    `No ${what} is known in ${region}, and none is guessed. Get it with \`egress6 prices update --region ${region}\`, or \`egress6 prices import FILE\` with an offer file of AWS's price list.`,
  );
}
