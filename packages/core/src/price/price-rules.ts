import {
  PRICE_IDS,
  type PriceId,
  type PriceRule,
  type PriceUnit,
  type ProductMarks,
  ruleOf,
} from "./price-id.js";

/** What AWS's price list says of a product; a text is empty where it says nothing. */
export interface OfferProduct extends Readonly<Required<ProductMarks>> {
  readonly sku: string;
  /** `EU-NatGateway-Hours` */
  readonly usageType: string;
  /** `eu-west-1`; of transfers, the region that the bytes leave. */
  readonly regionCode: string;
}

/** Which price of ours the product is; `null`: none. */
export function priceIdOf(offerCode: string, product: OfferProduct): PriceId | null {
  for (const id of PRICE_IDS) {
    const rule = ruleOf(id);
    if (rule === null || !rule.offers.includes(offerCode)) continue;
    if (isUsageType(product.usageType, rule.usageType) && hasMarks(product, rule)) return id;
  }
  return null;
}

const MARKS = [
  "operation",
  "operatingSystem",
  "tenancy",
  "preInstalledSoftware",
  "capacityStatus",
] as const satisfies readonly (keyof ProductMarks)[];

const hasMarks = (product: OfferProduct, { where }: PriceRule): boolean =>
  MARKS.every((mark) => where[mark] === undefined || product[mark] === where[mark]);

/**
 * Whether it is that usage type, with or without the prefix of a region. `NatGateway-Hours` must not match
 * `RegionalNatGateway-Hours`; prefixes cannot be derived: `EU-` is eu-west-1, us-east-1 has none in EC2.
 */
function isUsageType(usageType: string, wanted: string): boolean {
  if (!usageType.endsWith(wanted)) return false;
  return /^(?:[A-Z0-9]+-)?$/.test(usageType.slice(0, usageType.length - wanted.length));
}

/** Prices that the offer must have; where none of them is, it is not what it says. */
export const priceIdsOf = (offerCode: string): readonly PriceId[] =>
  PRICE_IDS.filter((id) => {
    const rule = ruleOf(id);
    return rule !== null && !rule.isOptional && rule.offers[0] === offerCode;
  });

/** A question to the price list that finds some of our prices in a region, and few other products. */
export interface PriceQuestion {
  readonly offerCode: string;
  /** What the usage type must have in it. */
  readonly usageTypePart: string;
  /** The attribute that names the region. */
  readonly regionAttribute: "regionCode" | "fromRegionCode";
}

/**
 * The questions that find every price of a region, one for each usage type. One that asks for `NatGateway-Hours` finds
 * `RegionalNatGateway-Hours` as well, so that is not asked for; `priceIdOf` tells them apart.
 */
export function priceQuestions(offerCode: string): readonly PriceQuestion[] {
  const parts = PRICE_IDS.flatMap((id) => {
    const rule = ruleOf(id);
    return rule?.offers[0] === offerCode ? [rule.usageType] : [];
  });
  const regionAttribute = offerCode === "AWSDataTransfer" ? "fromRegionCode" : "regionCode";
  return parts
    .filter((part) => !parts.some((other) => other !== part && part.includes(other)))
    .map((usageTypePart) => ({ offerCode, usageTypePart, regionAttribute }));
}

const UNIT_WORDS: Readonly<Record<PriceUnit, RegExp>> = {
  hour: /^(hrs?|hours?)$/i,
  GB: /^(gb|gigabytes?)$/i,
  "GB-month": /^gb-mo(nth)?$/i,
  "Gbps-hour": /^gbps-(hrs?|hours?)$/i,
};

/** Whether the price list's word means that unit: `Hrs`, `GB-Mo`. */
export const isUnit = (word: string, unit: PriceUnit): boolean => UNIT_WORDS[unit].test(word);
