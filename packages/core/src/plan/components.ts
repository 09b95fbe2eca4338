import { Egress6Error } from "../errors.js";
import { dividedBy, type Exact, fraction, times, whole } from "../price/exact.js";
import { HOURS_PER_MONTH } from "../price/price-book.js";
import type { PriceId } from "../price/price-id.js";
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
  readonly name: string;
  readonly fixed: readonly Charge[];
  readonly perGb: readonly Charge[];
  /** What it carries in a month if it never rests; `null`: more than anybody sends. */
  readonly mostGb: Exact | null;
}

const hours = (count: number): Exact => times(whole(count), HOURS_PER_MONTH);

const zonesText = (zones: number): string => `${zones} ${zones === 1 ? "zone" : "zones"}`;

/** The IPv4 gateways as AWS charges them in that many zones; single ones serve all zones from one. */
export function ipv4GatewayOf(id: Ipv4GatewayId, { workload, facts }: PlanInput): Ipv4Gateway {
  const { zones } = workload;
  const hasCentral = workload.existing?.hasCentralEgress ?? false;
  switch (id) {
    case "nat-gateway-zonal":
      return {
        id,
        name: `NAT gateway in ${zones === 1 ? "the zone" : `each of ${zonesText(zones)}`}`,
        fixed: natGatewayCharges(zones),
        perGb: [natGatewayGb],
        mostGb: null,
      };
    case "nat-gateway-zonal-single":
      return {
        id,
        name: "one NAT gateway for all zones",
        fixed: natGatewayCharges(1),
        perGb: [natGatewayGb, crossZone(zones)],
        mostGb: null,
      };
    case "nat-gateway-regional":
      return {
        id,
        name: `regional NAT gateway, active in ${zonesText(zones)}`,
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
        mostGb: null,
      };
    case "nat-instance":
      return {
        id,
        name: `NAT instance in ${zones === 1 ? "the zone" : `each of ${zonesText(zones)}`}`,
        fixed: natInstanceCharges(zones, facts),
        perGb: [],
        mostGb: gbOfNatInstances(zones, facts),
      };
    case "nat-instance-single":
      return {
        id,
        name: "one NAT instance for all zones",
        fixed: natInstanceCharges(1, facts),
        perGb: [crossZone(zones)],
        mostGb: gbOfNatInstances(1, facts),
      };
    case "transit-gateway":
      return {
        id,
        name: hasCentral
          ? "transit gateway to the central egress that exists"
          : "transit gateway and a central egress of its own",
        fixed: [
          {
            item: hasCentral
              ? "transit gateway attachment"
              : "transit gateway attachments, this VPC and the egress VPC",
            priceId: "transitGatewayAttachmentHour",
            quantity: hours(hasCentral ? 1 : 2),
          },
          ...(hasCentral ? [] : natGatewayCharges(zones)),
        ],
        perGb: [
          { item: "transit gateway, data", priceId: "transitGatewayGb", quantity: whole(1) },
          natGatewayGb,
        ],
        mostGb: null,
      };
  }
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
  readonly mbitPerSecond: number;
  readonly diskGb: number;
} {
  const option = options.find(({ id }) => id === "nat-instance");
  const mbitPerSecond = option?.sustainedMbitPerSecond;
  const disk = option?.charges.find(({ priceId }) => priceId === "ebsGp3GbMonth");
  if (mbitPerSecond !== undefined && disk !== undefined) {
    return { mbitPerSecond, diskGb: disk.quantity };
  }
  throw new Egress6Error(
    "FACTS_INVALID",
    "input",
    "egress-options.json does not say of nat-instance what it carries, or how large its disk is.",
  );
}

function natInstanceCharges(instances: number, facts: PlanFacts): readonly Charge[] {
  const { diskGb } = natInstanceOf(facts);
  const of = instances === 1 ? "NAT instance" : `${instances} NAT instances`;
  return [
    { item: `${of}, t4g.nano`, priceId: "t4gNanoHour", quantity: hours(instances) },
    { item: `public IPv4 of ${of}`, priceId: "publicIpv4InUseHour", quantity: hours(instances) },
    {
      item: `disk of ${of}, ${diskGb} GB gp3`,
      priceId: "ebsGp3GbMonth",
      quantity: whole(instances * diskGb),
    },
  ];
}

/** Each byte comes in once and goes out once, so either direction carries them all. */
function gbOfNatInstances(instances: number, facts: PlanFacts): Exact {
  const gbPerHour = fraction(BigInt(natInstanceOf(facts).mbitPerSecond) * 3600n, 8000n);
  return times(times(gbPerHour, HOURS_PER_MONTH), whole(instances));
}

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

export function publicIpv4Charge(count: number): Charge {
  return {
    item: `public IPv4, ${count} ${count === 1 ? "address" : "addresses"}`,
    priceId: "publicIpv4InUseHour",
    quantity: hours(count),
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
