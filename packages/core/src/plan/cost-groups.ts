import { compare, type Exact, plus, ZERO } from "../price/exact.js";
import type { PriceId } from "../price/price-id.js";
import type { CostLine } from "./solve-design.js";

/** What a bill is split into, in the order in which it is drawn. */
export const COST_GROUPS = [
  "nat-hours",
  "nat-data",
  "public-ipv4",
  "endpoint-hours",
  "endpoint-data",
  "instances",
  "transit",
  "other",
] as const;
export type CostGroup = (typeof COST_GROUPS)[number];

export const COST_GROUP_WORDS: Readonly<Record<CostGroup, string>> = {
  "nat-hours": "NAT gateway, hours",
  "nat-data": "NAT gateway, data",
  "public-ipv4": "public IPv4 addresses",
  "endpoint-hours": "interface endpoints, hours",
  "endpoint-data": "interface endpoints, data",
  instances: "NAT instances",
  transit: "transit gateway",
  other: "other",
};

const GROUP_OF: Readonly<Partial<Record<PriceId, CostGroup>>> = {
  natGatewayHour: "nat-hours",
  regionalNatGatewayHourPerAz: "nat-hours",
  natGatewayGb: "nat-data",
  regionalNatGatewayGb: "nat-data",
  publicIpv4InUseHour: "public-ipv4",
  interfaceEndpointHourPerAz: "endpoint-hours",
  interfaceEndpointGb: "endpoint-data",
  t4gNanoHour: "instances",
  t4gMicroHour: "instances",
  t4gSmallHour: "instances",
  t4gMediumHour: "instances",
  t4gLargeHour: "instances",
  c7gnMediumHour: "instances",
  c7gnLargeHour: "instances",
  ebsGp3GbMonth: "instances",
  transitGatewayAttachmentHour: "transit",
  transitGatewayGb: "transit",
};

/** The bill by group, without those that cost nothing. */
export function costsByGroup(
  lines: readonly CostLine[],
): readonly (readonly [group: CostGroup, usd: Exact])[] {
  const usdOf = (group: CostGroup): Exact =>
    lines
      .filter(({ priceId }) => (GROUP_OF[priceId] ?? "other") === group)
      .reduce((total, { usd }) => plus(total, usd), ZERO);
  return COST_GROUPS.map((group) => [group, usdOf(group)] as const).filter(
    ([, usd]) => compare(usd, ZERO) > 0,
  );
}
