/** Per what a price is: a price in GB is per GB of a month, one in hours per hour that a thing exists. */
export const PRICE_UNITS = ["hour", "GB", "GB-month", "Gbps-hour"] as const;
export type PriceUnit = (typeof PRICE_UNITS)[number];

/** What else than the usage type must be so of a product; a text of AWS's price list. */
export interface ProductMarks {
  readonly operation?: string;
  readonly operatingSystem?: string;
  readonly tenancy?: string;
  readonly preInstalledSoftware?: string;
  readonly capacityStatus?: string;
}

/** Where a price lives in AWS's price list. */
export interface PriceRule {
  /** Offers that carry the price, the one that must have it first. */
  readonly offers: readonly string[];
  /** The whole usage type but the prefix of its region. */
  readonly usageType: string;
  readonly where: ProductMarks;
  /** No plan counts with it, and not every region has it: a file without it is complete. */
  readonly isOptional: boolean;
}

interface PriceKind {
  readonly unit: PriceUnit;
  /**
   * `null`: it has no row of its own, or none that is known by name. A gateway endpoint is free, a price between
   * regions depends on both.
   */
  readonly rule: PriceRule | null;
}

const EC2 = ["AmazonEC2"];
const VPC = ["AmazonVPC"];
const TRANSFER = ["AWSDataTransfer", "AmazonEC2"];

const price = <Unit extends PriceUnit>(
  unit: Unit,
  offers: readonly string[],
  usageType: string,
  where: ProductMarks = {},
) => ({ unit, rule: { offers, usageType, where, isOptional: false } });

const nat = <Unit extends PriceUnit>(unit: Unit, operation: string, what: string) =>
  price(unit, EC2, `${operation}-${what}`, { operation });

const transitGateway = <Unit extends PriceUnit>(unit: Unit, what: string) =>
  price(unit, VPC, `TransitGateway-${what}`, { operation: "TransitGatewayVPC" });

const linux = (instanceType: string) =>
  price("hour", EC2, `BoxUsage:${instanceType}`, {
    operatingSystem: "Linux",
    tenancy: "Shared",
    preInstalledSoftware: "NA",
    capacityStatus: "Used",
  });

const optional = ({ unit, rule }: { readonly unit: "hour"; readonly rule: PriceRule }) => ({
  unit,
  rule: { ...rule, isOptional: true },
});

const endpoint = { operation: "VpcEndpoint" };

/** Prices that egress on AWS is made of, each with its unit and the rule by which it is found. */
export const PRICE_KINDS = {
  natGatewayHour: nat("hour", "NatGateway", "Hours"),
  natGatewayGb: nat("GB", "NatGateway", "Bytes"),
  regionalNatGatewayHourPerAz: nat("hour", "RegionalNatGateway", "Hours"),
  regionalNatGatewayGb: nat("GB", "RegionalNatGateway", "Bytes"),
  natProvisionedGbpsHour: nat("Gbps-hour", "NatGateway", "Prvd-Gbps"),
  natProvisionedGb: nat("GB", "NatGateway", "Prvd-Bytes"),
  publicIpv4InUseHour: price("hour", VPC, "PublicIPv4:InUseAddress"),
  publicIpv4IdleHour: price("hour", VPC, "PublicIPv4:IdleAddress"),
  publicIpv4ContiguousBlockHour: { unit: "hour", rule: null },
  interfaceEndpointHourPerAz: price("hour", VPC, "VpcEndpoint-Hours", endpoint),
  interfaceEndpointGb: price("GB", VPC, "VpcEndpoint-Bytes", endpoint),
  gatewayEndpointHour: { unit: "hour", rule: null },
  gwlbEndpointHour: price("hour", VPC, "VpcEndpoint-GWLBE-Hours"),
  gwlbEndpointGb: price("GB", VPC, "VpcEndpoint-GWLBE-Bytes"),
  transitGatewayAttachmentHour: transitGateway("hour", "Hours"),
  transitGatewayGb: transitGateway("GB", "Bytes"),
  vpcEncryptionControlsHour: optional(price("hour", VPC, "VPCEncryptionControls-hours")),
  crossAzGbEachDirection: price("GB", TRANSFER, "DataTransfer-Regional-Bytes"),
  crossRegionGb: { unit: "GB", rule: null },
  internetEgressGb: price("GB", TRANSFER, "DataTransfer-Out-Bytes"),
  t4gNanoHour: linux("t4g.nano"),
  t4gMicroHour: optional(linux("t4g.micro")),
  t4gSmallHour: optional(linux("t4g.small")),
  t4gMediumHour: optional(linux("t4g.medium")),
  t4gLargeHour: optional(linux("t4g.large")),
  c7gnMediumHour: optional(linux("c7gn.medium")),
  c7gnLargeHour: optional(linux("c7gn.large")),
  t3NanoHour: optional(linux("t3.nano")),
  ebsGp3GbMonth: price("GB-month", EC2, "EBS:VolumeUsage.gp3"),
} as const satisfies Readonly<Record<string, PriceKind>>;

export type PriceId = keyof typeof PRICE_KINDS;

export const PRICE_IDS = Object.keys(PRICE_KINDS) as readonly PriceId[];

export const unitOf = (id: PriceId): PriceUnit => PRICE_KINDS[id].unit;

export const ruleOf = (id: PriceId): PriceRule | null => PRICE_KINDS[id].rule;
