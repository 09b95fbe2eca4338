import { Egress6Error } from "../errors.js";
import type { InstanceSize } from "../facts/egress-option.js";
import { dividedBy, type Exact, times, whole } from "../price/exact.js";
import { HOURS_PER_MONTH } from "../price/price-book.js";
import type { PriceId } from "../price/price-id.js";
import type { Workload } from "../workload/workload.js";
import type { PlanFacts, PlanInput } from "./plan-input.js";

/** IPv4 gateways that the whole VPC shares. */
export const IPV4_GATEWAY_IDS = [
  "nat-gateway-zonal",
  "nat-gateway-zonal-single",
  "nat-gateway-regional",
  "nat-instance",
  "nat-instance-single",
  "transit-gateway",
] as const;
const NAT_INSTANCE_GATEWAY_IDS = ["nat-instance", "nat-instance-single"] as const;
export type Ipv4GatewayId = (typeof IPV4_GATEWAY_IDS)[number];

/** What is charged, for a month or for each GB. */
export interface Charge {
  readonly item: string;
  readonly priceId: PriceId;
  /** Hours or GB-months in a month; for a charge by the GB, how often each GB counts. */
  readonly quantity: Exact;
}

export interface Ipv4Gateway {
  readonly id: Ipv4GatewayId;
  readonly fixed: readonly Charge[];
  readonly perGb: readonly Charge[];
  /** Of NAT instances; `null`: it grows by itself, and carries more than anybody sends. */
  readonly instances: SizedInstances | null;
}

/** NAT instances of one type. */
export interface SizedInstances {
  readonly size: InstanceSize;
  readonly count: number;
}

const hours = (count: number): Exact => times(whole(count), HOURS_PER_MONTH);

const zonesText = (zones: number): string => `${zones} ${zones === 1 ? "zone" : "zones"}`;

/** An IPv4 gateway as AWS charges it; NAT instances in each of their sizes, the smallest first. */
export function ipv4GatewaysOf(id: Ipv4GatewayId, input: PlanInput): readonly Ipv4Gateway[] {
  if (!isNatInstances(id)) return [ipv4GatewayOf(id, input)];
  const { sizes } = natInstanceOf(input.facts);
  return sizes.map((size) => natInstancesOf(id, size, input));
}

type NatInstanceGatewayId = (typeof NAT_INSTANCE_GATEWAY_IDS)[number];

export const isNatInstances = (id: Ipv4GatewayId): id is NatInstanceGatewayId =>
  NAT_INSTANCE_GATEWAY_IDS.some((each) => each === id);

function natInstancesOf(
  id: NatInstanceGatewayId,
  size: InstanceSize,
  input: PlanInput,
): Ipv4Gateway {
  const { zones } = input.workload;
  const count = id.endsWith("-single") ? 1 : zones;
  return {
    id,
    fixed: natInstanceCharges(count, size, input),
    perGb: count === zones ? [] : [crossZone(zones)],
    instances: { size, count },
  };
}

/** The others as AWS charges them in that many zones; single ones serve all zones from one. */
function ipv4GatewayOf(
  id: Exclude<Ipv4GatewayId, NatInstanceGatewayId>,
  { workload }: PlanInput,
): Ipv4Gateway {
  const { zones } = workload;
  const hasCentral = workload.existing?.hasCentralEgress ?? false;
  switch (id) {
    case "nat-gateway-zonal":
      return {
        id,
        fixed: natGatewayCharges(zones),
        perGb: [natGatewayGb],
        instances: null,
      };
    case "nat-gateway-zonal-single":
      return {
        id,
        fixed: natGatewayCharges(1),
        perGb: [natGatewayGb, crossZone(zones)],
        instances: null,
      };
    case "nat-gateway-regional":
      return {
        id,
        fixed: [
          {
            item: `regional NAT gateway, ${zonesText(zones)}`,
            priceId: "regionalNatGatewayHourPerAz",
            quantity: hours(zones),
          },
          gatewayAddress(zones),
        ],
        perGb: [
          {
            item: "regional NAT gateway, data",
            priceId: "regionalNatGatewayGb",
            quantity: whole(1),
          },
        ],
        instances: null,
      };
    case "transit-gateway":
      return {
        id,
        fixed: hasCentral ? [attachment(whole(1))] : centralCharges(workload),
        perGb: [
          { item: "transit gateway, data", priceId: "transitGatewayGb", quantity: whole(1) },
          natGatewayGb,
        ],
        instances: null,
      };
  }
}

const attachment = (count: Exact, item = "transit gateway attachment"): Charge => ({
  item,
  priceId: "transitGatewayAttachmentHour",
  quantity: times(count, HOURS_PER_MONTH),
});

/** The attachment of this VPC, and its share of the hub: an attachment and a NAT gateway in each zone. */
function centralCharges({ zones, sharedByVpcs }: Workload): readonly Charge[] {
  const nat = natGatewayCharges(zones);
  if (sharedByVpcs === 1) {
    const both = "transit gateway attachments, this VPC and the egress VPC";
    return [attachment(whole(2), both), ...nat];
  }
  const share = dividedBy(whole(1), whole(sharedByVpcs));
  const of = `a share of one in ${sharedByVpcs}`;
  return [
    attachment(whole(1), "transit gateway attachment, this VPC"),
    attachment(share, `transit gateway attachment of the egress VPC, ${of}`),
    ...nat.map(({ item, priceId, quantity }) => ({
      item: `${item}, ${of}`,
      priceId,
      quantity: times(quantity, share),
    })),
  ];
}

const natGatewayGb: Charge = {
  item: "NAT gateway, data",
  priceId: "natGatewayGb",
  quantity: whole(1),
};

function natGatewayCharges(zones: number): readonly Charge[] {
  return [
    { item: `NAT gateway, ${zonesText(zones)}`, priceId: "natGatewayHour", quantity: hours(zones) },
    gatewayAddress(zones),
  ];
}

function gatewayAddress(zones: number): Charge {
  return {
    item: `public IPv4 of the NAT gateway, ${zonesText(zones)}`,
    priceId: "publicIpv4InUseHour",
    quantity: hours(zones),
  };
}

/**
 * A NAT instance as the egress option has it.
 * @throws Egress6Error FACTS_INVALID
 */
export function natInstanceOf({ options }: PlanFacts): {
  readonly sizes: readonly InstanceSize[];
  readonly diskGb: number;
} {
  const option = options.find(({ id }) => id === "nat-instance");
  const sizes = option?.sizes ?? [];
  const disk = option?.charges.find(({ priceId }) => priceId === "ebsGp3GbMonth");
  if (sizes.length > 0 && disk !== undefined) return { sizes, diskGb: disk.quantity };
  throw new Egress6Error(
    "FACTS_INVALID",
    "input",
    "egress-options.json does not say of nat-instance what it carries, or how large its disk is.",
  );
}

function natInstanceCharges(
  instances: number,
  { type, priceId }: InstanceSize,
  { facts, workload }: PlanInput,
): readonly Charge[] {
  const { diskGb } = natInstanceOf(facts);
  const of = instances === 1 ? "NAT instance" : `${instances} NAT instances`;
  return [
    {
      item: `${of}, ${type}${workload.spotDiscountPercent === null ? "" : ", spot"}`,
      priceId,
      quantity: times(hours(instances), shareOfDay(workload)),
    },
    { item: `public IPv4 of ${of}`, priceId: "publicIpv4InUseHour", quantity: hours(instances) },
    {
      item: `disk of ${of}, ${diskGb} GB gp3`,
      priceId: "ebsGp3GbMonth",
      quantity: whole(instances * diskGb),
    },
  ];
}

/** How much of the month compute runs; what AWS bills for being there runs on. */
export const shareOfDay = ({ hoursPerDay }: Pick<Workload, "hoursPerDay">): Exact =>
  hoursPerDay === null ? whole(1) : dividedBy(hoursPerDay, whole(24));

/**
 * Bytes of the other zones cross a zone border, and AWS charges each such GB twice: out of the one zone
 * and into the other. Traffic is taken to be even over the zones.
 */
function crossZone(zones: number): Charge {
  return {
    item: `across zones, ${zones - 1}/${zones} of the data, out and in`,
    priceId: "crossAzGbEachDirection",
    quantity: dividedBy(whole(2 * (zones - 1)), whole(zones)),
  };
}

/** Given back when the compute stops. */
export function publicIpv4Charge(count: number, workload: Workload): Charge {
  return {
    item: `public IPv4, ${count} ${count === 1 ? "address" : "addresses"}`,
    priceId: "publicIpv4InUseHour",
    quantity: times(hours(count), shareOfDay(workload)),
  };
}

/** Endpoints in one zone serve the others without a charge across zones (since 2022-04). */
export function endpointCharge(endpoints: readonly string[], zones: number): Charge {
  const many =
    endpoints.length === 1 ? "interface endpoint" : `${endpoints.length} interface endpoints`;
  return {
    item: `${many} ${endpoints.join(", ")}, ${zonesText(zones)}`,
    priceId: "interfaceEndpointHourPerAz",
    quantity: hours(endpoints.length * zones),
  };
}
