import { Egress6Error } from "../errors.js";
import { compare, decimal, decimalText } from "./exact.js";
import type { Price, PriceBook, PriceTier } from "./price-book.js";
import { doFollow } from "./price-book-json.js";
import { type PriceId, unitOf } from "./price-id.js";
import { isUnit, type OfferProduct, priceIdOf, priceIdsOf } from "./price-rules.js";

/** What an offer file says of itself. */
export interface OfferHeader {
  /** `AmazonEC2` */
  readonly code: string;
  /** `20260925174521` */
  readonly version: string;
  /** `2026-09-25T17:45:21Z` */
  readonly publicationDate: string;
}

/** One row of an on-demand price, as written in the file. */
export interface OfferRate {
  readonly sku: string;
  /** Rates of one term belong together: `JRTCKXETXF`. */
  readonly term: string;
  /** ISO 8601; empty when the file does not say. */
  readonly effectiveDate: string;
  readonly beginRange: string;
  /** `Inf`: without end. */
  readonly endRange: string;
  readonly unit: string;
  /** Empty: the price is in another currency. */
  readonly usd: string;
}

export interface CollectedOffer {
  readonly header: OfferHeader;
  readonly book: PriceBook;
  /** Products looked at. */
  readonly products: number;
  /** Rows that should have been prices and are not: what is wrong with each. */
  readonly problems: readonly string[];
  /** What such an offer should have, and this file has not in any region. */
  readonly absent: readonly PriceId[];
}

interface Wanted {
  readonly id: PriceId;
  readonly region: string;
  readonly usageType: string;
  readonly rates: OfferRate[];
}

/** Above this share of records that cannot be read, nothing of a file is believed. */
const DAMAGED_SHARE = 0.01;
const DAMAGED_SHOWN = 5;

/** Picks the prices that egress is made of out of an offer, product by product, and rate by rate. */
export class OfferCollector {
  private readonly header: OfferHeader;
  private readonly fallbackRegion: string | undefined;
  private readonly wanted = new Map<string, Wanted>();
  private readonly problems: string[] = [];
  private products = 0;
  private damaged = 0;

  /** @param fallbackRegion of products that name none, when the file is known to be of one region */
  constructor(header: OfferHeader, fallbackRegion?: string) {
    this.header = header;
    this.fallbackRegion = fallbackRegion;
  }

  addProduct(product: OfferProduct): void {
    this.products += 1;
    const { sku, usageType } = product;
    const id = priceIdOf(this.header.code, product);
    if (id === null || this.wanted.has(sku)) return;
    const region = product.regionCode || this.fallbackRegion;
    if (region === undefined) this.problems.push(`${usageType} (${sku}) names no region code`);
    else this.wanted.set(sku, { id, region, usageType, rates: [] });
  }

  /** Counts a record that could not be read. */
  addDamaged(problem: string): void {
    this.damaged += 1;
    if (this.damaged <= DAMAGED_SHOWN) this.problems.push(problem);
  }

  /** Whether the rates of that product are asked for. */
  wants(sku: string): boolean {
    return this.wanted.has(sku);
  }

  /** Rates of products that are not wanted are dropped. */
  addRate(rate: OfferRate): void {
    this.wanted.get(rate.sku)?.rates.push(rate);
  }

  /**
   * @throws Egress6Error OFFER_WITHOUT_PRICES when there is none in the whole file: it is of another
   * offer, or AWS has changed how it writes them; OFFER_DAMAGED when too much could not be read
   */
  finish(): CollectedOffer {
    if (this.damaged > this.products * DAMAGED_SHARE) throw this.damagedOffer();
    const prices = new Map<string, Map<PriceId, Price>>();
    for (const rows of this.rowsByPlace().values()) {
      const [first] = rows;
      if (first === undefined) continue;
      if (rows.some((row) => ratesText(row) !== ratesText(first))) {
        const skus = rows.map(({ offer }) => offer?.sku).join(", ");
        this.problems.push(
          `${first.id} in ${first.region} has rows that differ (${skus}): none is taken`,
        );
        continue;
      }
      const ids = prices.get(first.region) ?? new Map<PriceId, Price>();
      prices.set(first.region, ids.set(first.id, first));
    }
    if (prices.size === 0) throw this.withoutPrices();
    const found = new Set([...prices.values()].flatMap((ids) => [...ids.keys()]));
    return {
      header: this.header,
      book: {
        date: this.header.publicationDate.slice(0, 10),
        prices,
        inOtherCurrency: new Map(),
      },
      products: this.products,
      problems: this.problems,
      absent: priceIdsOf(this.header.code).filter((id) => !found.has(id)),
    };
  }

  /** The prices that are sound, those of one region and id together; the others become problems. */
  private rowsByPlace(): ReadonlyMap<string, readonly Price[]> {
    const rows = new Map<string, Price[]>();
    for (const [sku, wanted] of this.wanted) {
      const { id, region, usageType } = wanted;
      const price = this.priceOf(sku, wanted);
      if (typeof price === "string") {
        this.problems.push(`${usageType} (${sku}) in ${region} ${price}`);
        continue;
      }
      const place = `${region} ${id}`;
      rows.set(place, [...(rows.get(place) ?? []), price]);
    }
    return rows;
  }

  /** The price, or what is wrong with it. */
  private priceOf(sku: string, { id, region, rates }: Wanted): Price | string {
    const term = this.currentTerm(rates);
    const tiers: PriceTier[] = [];
    for (const { beginRange, endRange, unit, usd } of term) {
      if (usd === "") return "has no price in USD";
      if (!isUnit(unit, unitOf(id))) return `is per ${unit}, not per ${unitOf(id)}`;
      const numbers = [beginRange, endRange === "Inf" ? "0" : endRange, usd];
      if (!numbers.every(isDecimal)) return `has a rate that is no number: ${numbers.join(", ")}`;
      const toGb = endRange === "Inf" ? null : decimal(endRange);
      tiers.push({ fromGb: decimal(beginRange), toGb, usd: decimal(usd) });
    }
    tiers.sort((a, b) => compare(a.fromGb, b.fromGb));
    if (tiers.length === 0) return "has no on-demand rate";
    if (!doFollow(tiers)) return "has tiers that do not follow on each other";
    const { code, version, publicationDate } = this.header;
    return {
      region,
      id,
      tiers,
      sources: [`AWS price list, ${code} ${version}`],
      asOf: publicationDate.slice(0, 10),
      confidence: "documented",
      certainty: "high",
      offer: { code, version, sku },
      conflicts: [],
    };
  }

  /** The rates in force when the offer was published: of the latest term that had begun. */
  private currentTerm(rates: readonly OfferRate[]): readonly OfferRate[] {
    const begun = rates.filter(({ effectiveDate }) => effectiveDate <= this.header.publicationDate);
    const [latest] = [...begun].sort((a, b) => (a.effectiveDate > b.effectiveDate ? -1 : 1));
    return begun.filter(
      ({ term, effectiveDate }) => term === latest?.term && effectiveDate === latest.effectiveDate,
    );
  }

  private damagedOffer(): Egress6Error {
    const { code, version } = this.header;
    return new Egress6Error(
      "OFFER_DAMAGED",
      "input",
      `${this.damaged} records of the offer ${code} ${version} cannot be read, such as ${this.problems[0]}. Nothing is taken from it; get the file again.`,
    );
  }

  private withoutPrices(): Egress6Error {
    const { code, version } = this.header;
    const reasons = this.problems.slice(0, 3).map((problem) => ` ${problem}.`);
    return new Egress6Error(
      "OFFER_WITHOUT_PRICES",
      "input",
      `The offer ${code} ${version} holds none of the prices that egress is made of, in ${this.products} products.${reasons.join("")} They are in the offers AmazonEC2, AmazonVPC and AWSDataTransfer.`,
    );
  }
}

const isDecimal = (text: string): boolean => /^\d{1,30}(\.\d{1,30})?$/.test(text);

const ratesText = ({ tiers }: Price): string =>
  tiers
    .map(({ fromGb, toGb, usd }) => [fromGb, toGb, usd].map((value) => value && decimalText(value)))
    .join();
