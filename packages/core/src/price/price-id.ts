/** Per what a price is: a price in GB is per GB of a month, one in hours per hour that a thing exists. */
export const PRICE_UNITS = ["hour", "GB", "GB-month", "Gbps-hour"] as const;
export type PriceUnit = (typeof PRICE_UNITS)[number];

/** Prices that egress on AWS is made of, and their units. */
export const PRICE_UNIT_OF = {
  natGatewayHour: "hour",
  natGatewayGb: "GB",
  regionalNatGatewayHourPerAz: "hour",
  regionalNatGatewayGb: "GB",
  natProvisionedGbpsHour: "Gbps-hour",
  natProvisionedGb: "GB",
  publicIpv4InUseHour: "hour",
  publicIpv4IdleHour: "hour",
  publicIpv4ContiguousBlockHour: "hour",
  interfaceEndpointHourPerAz: "hour",
  interfaceEndpointGb: "GB",
  gatewayEndpointHour: "hour",
  gwlbEndpointHour: "hour",
  gwlbEndpointGb: "GB",
  transitGatewayAttachmentHour: "hour",
  transitGatewayGb: "GB",
  crossAzGbEachDirection: "GB",
  crossRegionGb: "GB",
  internetEgressGb: "GB",
  t4gNanoHour: "hour",
  ebsGp3GbMonth: "GB-month",
} as const satisfies Readonly<Record<string, PriceUnit>>;

export type PriceId = keyof typeof PRICE_UNIT_OF;

export const PRICE_IDS = Object.keys(PRICE_UNIT_OF) as readonly PriceId[];
