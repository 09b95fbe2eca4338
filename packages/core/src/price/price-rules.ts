import type { PriceId, PriceUnit } from "./price-id.js";

/** What an offer file, JSON or CSV, says of a product; a text is empty where it says nothing. */
export interface OfferProduct {
  readonly sku: string;
  /** `EU-NatGateway-Hours` */
  readonly usageType: string;
  readonly operation: string;
  /** `eu-west-1`; of transfers, the region that the bytes leave. */
  readonly regionCode: string;
  readonly operatingSystem: string;
  readonly tenancy: string;
  readonly preInstalledSoftware: string;
  readonly capacityStatus: string;
}

interface PriceRule {
  /** Offers that carry the price, the one that must have it first. */
  readonly offers: readonly string[];
  /** The whole usage type but the prefix of its region. */
  readonly usageType: string;
  /** What else must be so. */
  readonly where: readonly (readonly [keyof OfferProduct, string])[];
}

const EC2 = ["AmazonEC2"];
const VPC = ["AmazonVPC"];
const TRANSFER = ["AWSDataTransfer", "AmazonEC2"];

/**
 * Where each price lives in AWS's price list. Those missing here have no row of their own, or none that is
 * known by name: a gateway endpoint is free, a price between regions depends on both.
 */
const RULES: ReadonlyMap<PriceId, PriceRule> = new Map<PriceId, PriceRule>([
  ["natGatewayHour", nat("NatGateway", "Hours")],
  ["natGatewayGb", nat("NatGateway", "Bytes")],
  ["regionalNatGatewayHourPerAz", nat("RegionalNatGateway", "Hours")],
  ["regionalNatGatewayGb", nat("RegionalNatGateway", "Bytes")],
  ["natProvisionedGbpsHour", nat("NatGateway", "Prvd-Gbps")],
  ["natProvisionedGb", nat("NatGateway", "Prvd-Bytes")],
  ["publicIpv4InUseHour", rule(VPC, "PublicIPv4:InUseAddress")],
  ["publicIpv4IdleHour", rule(VPC, "PublicIPv4:IdleAddress")],
  ["interfaceEndpointHourPerAz", rule(VPC, "VpcEndpoint-Hours", [["operation", "VpcEndpoint"]])],
  ["interfaceEndpointGb", rule(VPC, "VpcEndpoint-Bytes", [["operation", "VpcEndpoint"]])],
  ["gwlbEndpointHour", rule(VPC, "VpcEndpoint-GWLBE-Hours")],
  ["gwlbEndpointGb", rule(VPC, "VpcEndpoint-GWLBE-Bytes")],
  ["transitGatewayAttachmentHour", transitGateway("Hours")],
  ["transitGatewayGb", transitGateway("Bytes")],
  ["crossAzGbEachDirection", rule(TRANSFER, "DataTransfer-Regional-Bytes")],
  ["internetEgressGb", rule(TRANSFER, "DataTransfer-Out-Bytes")],
  [
    "t4gNanoHour",
    rule(EC2, "BoxUsage:t4g.nano", [
      ["operatingSystem", "Linux"],
      ["tenancy", "Shared"],
      ["preInstalledSoftware", "NA"],
      ["capacityStatus", "Used"],
    ]),
  ],
  ["ebsGp3GbMonth", rule(EC2, "EBS:VolumeUsage.gp3")],
]);

function rule(
  offers: readonly string[],
  usageType: string,
  where: PriceRule["where"] = [],
): PriceRule {
  return { offers, usageType, where };
}

function nat(operation: string, what: string): PriceRule {
  return rule(EC2, `${operation}-${what}`, [["operation", operation]]);
}

function transitGateway(what: string): PriceRule {
  return rule(VPC, `TransitGateway-${what}`, [["operation", "TransitGatewayVPC"]]);
}

/** Which price of ours the product is; `null`: none. */
export function priceIdOf(offerCode: string, product: OfferProduct): PriceId | null {
  for (const [id, { offers, usageType, where }] of RULES) {
    if (!isUsageType(product.usageType, usageType) || !offers.includes(offerCode)) continue;
    if (where.every(([name, value]) => product[name] === value)) return id;
  }
  return null;
}

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
  [...RULES].flatMap(([id, { offers }]) => (offers[0] === offerCode ? [id] : []));

const UNIT_WORDS: Readonly<Record<PriceUnit, RegExp>> = {
  hour: /^(hrs?|hours?)$/i,
  GB: /^(gb|gigabytes?)$/i,
  "GB-month": /^gb-mo(nth)?$/i,
  "Gbps-hour": /^gbps-(hrs?|hours?)$/i,
};

/** Whether the price list's word means that unit: `Hrs`, `GB-Mo`. */
export const isUnit = (word: string, unit: PriceUnit): boolean => UNIT_WORDS[unit].test(word);
