import type { ComputeKind } from "../../facts/compute-kind.js";
import { dividedBy, type Exact, fraction, plus, times, whole, ZERO } from "../../price/exact.js";
import { findPrice, HOURS_PER_MONTH, isKnownFor, tieredUsd } from "../../price/price-book.js";
import type { PriceId } from "../../price/price-id.js";
import {
  type Charge,
  type Ipv4Gateway,
  type Ipv4GatewayId,
  ipv4GatewaysOf,
  publicIpv4Charge,
} from "../components.js";
import type { Design } from "../designs.js";
import type { Destination } from "../destination.js";
import {
  type FlowClass,
  kindIn,
  type PathId,
  reachOverIpv6,
  type Scenario,
  UNITS_PER_GB,
} from "../flows.js";
import { needsDefaultName } from "../hidden-by-private-dns.js";
import type { PlanInput } from "../plan-input.js";

/** Where the default IPv4 route of a subnet leads. `nat`: the zonal NAT gateways. */
export type Ipv4RouteTo =
  | Exclude<Ipv4GatewayId, `nat-gateway-zonal${string}`>
  | "nat"
  | "public"
  | "central";

/** A network on the way from what exists to a design. Subnets are of one compute and one zone each. */
export interface NetworkState {
  /** Compute that runs in the new subnets of a design that moves it, by its position in the workload. */
  readonly moved: ReadonlySet<number>;
  readonly gatewayEndpoints: ReadonlySet<string>;
  /** The zones that each interface endpoint is in. */
  readonly endpoints: ReadonlyMap<string, number>;
  readonly natGateways: number;
  readonly natAddresses: number;
  /** A transit gateway to a central egress that others pay for. */
  readonly hasCentral: boolean;
  /** IPv4 gateways other than zonal NAT gateways that were built. */
  readonly built: ReadonlySet<Ipv4GatewayId>;
  /** Public IPv4 addresses of compute. */
  readonly addresses: number;
  /** By subnet. */
  readonly ipv4Routes: ReadonlyMap<string, Ipv4RouteTo>;
  readonly ipv6Routes: ReadonlySet<string>;
  /** Compute whose subnets have IPv6 addresses. */
  readonly ipv6Addresses: ReadonlySet<number>;
  /** Compute whose subnets have DNS64 and its route. */
  readonly nat64: ReadonlySet<number>;
  /** `GROUP SERVICE` for which the dual-stack setting is on. */
  readonly settings: ReadonlySet<string>;
}

/** The workload before and after its compute is moved; the same where a design moves nothing. */
export interface World {
  readonly design: Design;
  readonly input: PlanInput;
  readonly before: readonly FlowClass[];
  readonly after: readonly FlowClass[];
  /** The type of NAT instance that the design has; `null`: none. */
  readonly instanceTypes: Readonly<Record<Scenario, string | null>>;
}

function gatewayIn(world: World, id: Ipv4GatewayId, scenario: Scenario): Ipv4Gateway | undefined {
  const sizes = ipv4GatewaysOf(id, world.input);
  const type = world.instanceTypes[scenario];
  return sizes.find(({ instances }) => instances?.size.type === type) ?? sizes[0];
}

/** What one compute sends from one zone to destinations that are reached alike. */
export interface Slice {
  readonly flow: FlowClass;
  readonly zone: number;
  /** Microgigabytes a month. */
  readonly units: bigint;
  /** Whether there may be more. */
  readonly isOpen: boolean;
}

export const subnetKey = (group: number, zone: number, isMoved: boolean): string =>
  `${isMoved ? "new " : ""}${group}/${zone}`;

export const settingKey = (group: number, service: string): string => `${group} ${service}`;

/** Whether SDKs have to be told to call the name over IPv6, as far as is known. */
export const mayNeedSetting = ({ kind, ipv6, service }: Destination): boolean =>
  kind === "service" && service !== null && (ipv6.needsSetting || ipv6.support === "unknown");

/** What is sent in a state, by subnet. */
export function slicesIn(world: World, state: NetworkState, scenario: Scenario): readonly Slice[] {
  const { zones } = world.input.workload;
  const classes =
    world.before === world.after
      ? world.before
      : [
          ...world.before.filter(({ group }) => !state.moved.has(group)),
          ...world.after.filter(({ group }) => state.moved.has(group)),
        ];
  return classes.flatMap((flow) => {
    const total = scenario === "low" ? flow.units : (flow.mostUnits ?? flow.units);
    const isOpen = scenario === "high" && flow.mostUnits === null;
    return Array.from({ length: zones }, (_, zone) => {
      const upTo = (count: number): bigint => (total * BigInt(count)) / BigInt(zones);
      return { flow, zone, units: upTo(zone + 1) - upTo(zone), isOpen };
    });
  });
}

/** The kind of a compute in a state. */
export function kindAt({ input }: World, state: NetworkState, flow: FlowClass): ComputeKind {
  const usesIpv6 = state.ipv6Addresses.has(flow.group);
  return kindIn({ usesIpv6 }, flow.compute, input);
}

export interface Reached {
  readonly path: PathId;
  readonly via: Ipv4RouteTo | null;
}

/** The path that it takes; `null`: it is cut off. Private DNS leads to an interface endpoint first. */
export function pathIn(
  world: World,
  state: NetworkState,
  { flow, zone }: Slice,
  scenario: Scenario,
): Reached | null {
  const { destination, group } = flow;
  const kind = kindAt(world, state, flow);
  const subnet = subnetKey(group, zone, state.moved.has(group));
  const reach = reachOverIpv6(destination, kind);
  const hasIpv6 = reach === "yes" || (reach === "unknown" && scenario === "low");
  const sendsIpv4 = kind.sendsIpv4 === "yes";
  const hasIpv4 = destination.ipv4 !== "no";
  if (kind.subnets === "none") {
    return (sendsIpv4 && hasIpv4) || hasIpv6 ? { path: "outside-vpc", via: null } : null;
  }
  const isSet = state.settings.has(settingKey(group, destination.service ?? ""));
  // Private DNS of an endpoint without IPv6 answers with A records only.
  const isHidden =
    !sendsIpv4 &&
    destination.endpointsIpv6 !== "yes" &&
    destination.endpoints.some((name) => state.endpoints.has(name)) &&
    needsDefaultName(destination, world.input);
  const isIpv6Open =
    hasIpv6 && !isHidden && state.ipv6Routes.has(subnet) && (isSet || !mayNeedSetting(destination));
  const isPrivate = world.input.workload.constraints.privateServices.has(destination.service ?? "");
  const areEndpointsThere =
    destination.endpoints.length > 0 &&
    destination.endpoints.every((name) => state.endpoints.has(name)) &&
    (sendsIpv4 || (kind.sendsIpv6 === "yes" && destination.endpointsIpv6 === "yes"));
  // The dual-stack name leaves the endpoint, whose private DNS answers for the default name.
  const leaves = isIpv6Open && isSet && !isPrivate;
  if (areEndpointsThere && !leaves) return { path: "interface-endpoint", via: null };
  if (
    destination.hasGateway &&
    state.gatewayEndpoints.has(destination.service ?? "") &&
    (sendsIpv4 || (hasIpv6 && destination.hasGatewayIpv6))
  ) {
    return { path: "gateway-endpoint", via: null };
  }
  if (isPrivate) return null;
  if (isIpv6Open) return { path: "egress-only-internet-gateway", via: null };
  const via = state.ipv4Routes.get(subnet);
  if (via === undefined || !hasIpv4) return null;
  if (sendsIpv4) return { path: PATHS[via], via };
  const isNat = via === "nat" || via.startsWith("nat-instance");
  const isTranslated = isNat && state.nat64.has(group) && kind.nat64 === "yes";
  return isTranslated ? { path: "nat64", via } : null;
}

const PATHS: Readonly<Record<Ipv4RouteTo, PathId>> = {
  nat: "nat-gateway-zonal",
  public: "internet-gateway",
  central: "transit-gateway",
  "transit-gateway": "transit-gateway",
  "nat-gateway-regional": "nat-gateway-regional",
  "nat-instance": "nat-instance",
  "nat-instance-single": "nat-instance",
};

/** What the network of a state costs a month; `null`: a price or an amount of data is not known. */
export function stateUsd(world: World, state: NetworkState, scenario: Scenario): Exact | null {
  const amounts = new Map<PriceId, Exact>();
  let isOpen = false;
  const add = (id: PriceId, amount: Exact): void => {
    amounts.set(id, plus(amounts.get(id) ?? ZERO, amount));
  };
  const { zones, region } = world.input.workload;
  const addHours = (id: PriceId, count: number): void => {
    if (count > 0) add(id, times(whole(count), HOURS_PER_MONTH));
  };
  addHours("natGatewayHour", state.natGateways);
  addHours("publicIpv4InUseHour", state.natAddresses);
  const { priceId: addressId, quantity: addressHours } = publicIpv4Charge(
    state.addresses,
    world.input.workload,
  );
  add(addressId, addressHours);
  addHours("transitGatewayAttachmentHour", state.hasCentral ? 1 : 0);
  addHours(
    "interfaceEndpointHourPerAz",
    [...state.endpoints.values()].reduce((total, count) => total + count, 0),
  );
  for (const id of state.built) {
    for (const { priceId, quantity } of gatewayIn(world, id, scenario)?.fixed ?? []) {
      add(priceId, quantity);
    }
  }
  const dataCharges = new Map<Ipv4RouteTo | "endpoint", bigint>();
  for (const slice of slicesIn(world, state, scenario)) {
    const reached = pathIn(world, state, slice, scenario);
    if (reached === null) continue;
    const over = reached.path === "interface-endpoint" ? "endpoint" : reached.via;
    if (over === null || over === "public") continue;
    if (slice.isOpen && !over.startsWith("nat-instance")) isOpen = true;
    dataCharges.set(over, (dataCharges.get(over) ?? 0n) + slice.units);
  }
  for (const [over, units] of dataCharges) {
    const gb = fraction(units, UNITS_PER_GB);
    for (const { priceId, quantity } of perGb(over)) add(priceId, times(quantity, gb));
  }
  if (isOpen) return null;
  let usd = ZERO;
  for (const [id, amount] of amounts) {
    if (amount.numerator === 0n) continue;
    const price = findPrice(world.input.prices, region, id);
    if (price === undefined || !isKnownFor(price, amount)) return null;
    usd = plus(usd, tieredUsd(price, amount));
  }
  return usd;

  function perGb(over: Ipv4RouteTo | "endpoint"): readonly Pick<Charge, "priceId" | "quantity">[] {
    if (over === "endpoint") return [{ priceId: "interfaceEndpointGb", quantity: whole(1) }];
    if (over === "public") return [];
    if (over === "central") {
      return [
        { priceId: "natGatewayGb", quantity: whole(1) },
        { priceId: "transitGatewayGb", quantity: whole(1) },
      ];
    }
    if (over !== "nat") return gatewayIn(world, over, scenario)?.perGb ?? [];
    const served = Math.min(Math.max(state.natGateways, 1), zones);
    return [
      { priceId: "natGatewayGb", quantity: whole(1) },
      {
        priceId: "crossAzGbEachDirection",
        quantity: dividedBy(whole(2 * (zones - served)), whole(zones)),
      },
    ];
  }
}
