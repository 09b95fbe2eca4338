import type { ComputeKind } from "../../facts/compute-kind.js";
import { type Exact, fraction, plus, times, whole, ZERO } from "../../price/exact.js";
import { findPrice, HOURS_PER_MONTH, isKnownFor, tieredUsd } from "../../price/price-book.js";
import type { PriceId } from "../../price/price-id.js";
import {
  type Charge,
  type Ipv4Gateway,
  type Ipv4GatewayId,
  ipv4GatewaysOf,
  publicIpv4Charge,
} from "../components.js";
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
import {
  type ComputePlace,
  type Ipv4RouteTo,
  type KnownNetwork,
  natNumberOf,
  newPlaces,
} from "./known-network.js";

/** A network on the way from what exists to a design. */
export interface NetworkState {
  /** Compute that runs in the new subnets of a design that moves it, by its position in the workload. */
  readonly moved: ReadonlySet<number>;
  /** By key of a place, the route table that it was given instead of the one it shared. */
  readonly ownTables: ReadonlyMap<string, string>;
  readonly gatewayEndpoints: ReadonlySet<string>;
  /** The zones that each interface endpoint is in. */
  readonly endpoints: ReadonlyMap<string, number>;
  /** The zone of each zonal NAT gateway, by its number; `null`: not known. */
  readonly natGateways: ReadonlyMap<number, number | null>;
  /** Numbers of the NAT gateways whose address is allocated. */
  readonly natAddresses: ReadonlySet<number>;
  /** Zones with a public subnet that gateways can stand in. */
  readonly publicSubnets: ReadonlySet<number>;
  /** What costs nothing and is there once: `internet-gateway`, `egress-only-gateway`, `ipv6-block`. */
  readonly parts: ReadonlySet<string>;
  /** A transit gateway to a central egress that others pay for. */
  readonly hasCentral: boolean;
  /** IPv4 gateways other than zonal NAT gateways that were built. */
  readonly built: ReadonlySet<Ipv4GatewayId>;
  /** Public IPv4 addresses of compute. */
  readonly addresses: number;
  /** By route table: where `0.0.0.0/0` leads, which have `::/0`, and where `64:ff9b::/96` leads. */
  readonly ipv4Routes: ReadonlyMap<string, Ipv4RouteTo>;
  readonly ipv6Routes: ReadonlySet<string>;
  readonly nat64Routes: ReadonlyMap<string, Ipv4RouteTo>;
  /** Compute that has IPv6 addresses, and the settings to use them. */
  readonly ipv6Addresses: ReadonlySet<number>;
  /** Compute whose subnets have DNS64. */
  readonly dns64: ReadonlySet<number>;
  /** `GROUP SERVICE` for which the dual-stack setting is on. */
  readonly settings: ReadonlySet<string>;
}

/** The workload before and after its compute is moved; the same where a design moves nothing. */
export interface World {
  readonly input: PlanInput;
  readonly known: KnownNetwork;
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

/** What one compute sends from one place to destinations that are reached alike. */
export interface Slice {
  readonly flow: FlowClass;
  /** `null`: outside a VPC. */
  readonly place: ComputePlace | null;
  /** Microgigabytes a month, rounded. */
  readonly units: bigint;
  /** Whether there may be more. */
  readonly isOpen: boolean;
}

export const settingKey = (group: number, service: string): string => `${group} ${service}`;

/** Whether SDKs have to be told to call the name over IPv6, as far as is known. */
export const mayNeedSetting = ({ kind, ipv6, service }: Destination): boolean =>
  kind === "service" && service !== null && (ipv6.needsSetting || ipv6.support === "unknown");

/** Where a compute is in a state. */
export function placesOf(
  { known, input }: Pick<World, "known" | "input">,
  { moved, ownTables }: Pick<NetworkState, "moved" | "ownTables">,
  group: number,
): readonly ComputePlace[] {
  if (moved.has(group)) return newPlaces(group, input.workload.zones);
  const places = known.places[group] ?? [];
  if (ownTables.size === 0) return places;
  return places.map((place) => ({ ...place, table: ownTables.get(place.key) ?? place.table }));
}

/** What is sent in a state, by place. */
export function slicesIn(world: World, state: NetworkState, scenario: Scenario): readonly Slice[] {
  const places = new Map<number, readonly ComputePlace[]>();
  return classesIn(world, state).flatMap((flow): readonly Slice[] => {
    const total = totalOf(flow, scenario);
    const isOpen = scenario === "high" && flow.mostUnits === null;
    const own = places.get(flow.group) ?? placesOf(world, state, flow.group);
    places.set(flow.group, own);
    if (own.length === 0) return [{ flow, place: null, units: total, isOpen }];
    let seen = 0n;
    return own.map((place) => {
      const before = seen;
      seen += place.weight;
      const upTo = (weight: bigint): bigint => (total * weight) / place.whole;
      return { flow, place, units: upTo(seen) - upTo(before), isOpen };
    });
  });
}

function classesIn(world: World, { moved }: NetworkState): readonly FlowClass[] {
  if (world.before === world.after || moved.size === 0) return world.before;
  return [
    ...world.before.filter(({ group }) => !moved.has(group)),
    ...world.after.filter(({ group }) => moved.has(group)),
  ];
}

/** Places that are alike become one, with what all of them send. */
function joinedBy(
  places: readonly ComputePlace[],
  keyOf: (place: ComputePlace) => string,
): readonly ComputePlace[] {
  const found = new Map<string, ComputePlace>();
  for (const place of places) {
    const key = keyOf(place);
    const same = found.get(key);
    found.set(key, same === undefined ? place : { ...same, weight: same.weight + place.weight });
  }
  return [...found.values()];
}

/** The same for places from which everything takes the same way. */
function wayOut(state: NetworkState, { zone, table }: ComputePlace): string {
  const ipv6 = state.ipv6Routes.has(table) ? "6" : "";
  return `${zone}|${state.ipv4Routes.get(table) ?? ""}|${state.nat64Routes.get(table) ?? ""}|${ipv6}`;
}

/** What takes another path after a change, in microgigabytes a month. */
export function unitsMoved(
  world: World,
  before: NetworkState,
  after: NetworkState,
  scenario: Scenario,
): { readonly units: bigint; readonly isOpen: boolean } {
  const flows = classesIn(world, after);
  const former = formerFlows(classesIn(world, before), flows);
  type Pairs = readonly (readonly [ComputePlace | null, ComputePlace | null])[];
  const likenesses = { before: new Likeness(world, before), after: new Likeness(world, after) };
  const pairs = new Map<string, Pairs>();
  const texts = new Map<string, Map<Destination, readonly boolean[]>>();
  const pathText = (state: NetworkState, flow: FlowClass, place: ComputePlace | null): string => {
    const reached = pathIn(world, state, { flow, place }, scenario);
    return reached === null ? "" : `${reached.path} ${reached.via ?? ""}`;
  };
  const likeness = new Map<number, string>();
  let units = 0n;
  let isOpen = false;
  for (const flow of flows) {
    const { group, destination } = flow;
    const alike =
      likeness.get(group) ??
      `${likenesses.before.ofCompute(group)}\n${likenesses.after.ofCompute(group)}`;
    likeness.set(group, alike);
    const own = pairs.get(alike) ?? pairsOf(group);
    pairs.set(alike, own);
    const then = former.get(flow);
    const byDestination = texts.get(alike) ?? new Map<Destination, readonly boolean[]>();
    texts.set(alike, byDestination);
    const isUsual = then?.destination === destination && then.compute.kind === flow.compute.kind;
    const areSame =
      (isUsual ? byDestination.get(destination) : undefined) ??
      own.map(
        ([from, to]) =>
          then !== undefined &&
          (from !== null || to === null) &&
          pathText(before, then, from) === pathText(after, flow, to),
      );
    if (isUsual) byDestination.set(destination, areSame);
    if (!areSame.includes(false)) continue;
    const total = totalOf(flow, scenario);
    let seen = 0n;
    for (const [index, [, to]] of own.entries()) {
      const upTo = (weight: bigint): bigint => (to === null ? total : (total * weight) / to.whole);
      const start = seen;
      seen += to?.weight ?? 0n;
      if (areSame[index]) continue;
      units += to === null ? total : upTo(seen) - upTo(start);
      if (flow.mostUnits === null) isOpen = true;
    }
  }
  return { units, isOpen };

  function pairsOf(group: number): Pairs {
    const then = new Map(placesOf(world, before, group).map((place) => [place.key, place]));
    const now = placesOf(world, after, group);
    if (now.length === 0) return [[null, null]];
    const fromKey = (place: ComputePlace): string => {
      const from = then.get(place.key);
      return `${from === undefined ? "" : wayOut(before, from)} to ${wayOut(after, place)}`;
    };
    return joinedBy(now, fromKey).map((place) => [then.get(place.key) ?? null, place]);
  }
}

type FormerFlows = ReadonlyMap<FlowClass, FlowClass | undefined>;

/** Of lists that a step leaves as they are, as most do: computed once. */
const formerOfSame = new WeakMap<readonly FlowClass[], FormerFlows>();

/** By flow after a step, the same one before it. */
function formerFlows(before: readonly FlowClass[], after: readonly FlowClass[]): FormerFlows {
  const known = before === after ? formerOfSame.get(after) : undefined;
  if (known !== undefined) return known;
  const keyOf = ({ group, destination }: FlowClass): string =>
    `${group}\n${destination.kind}\n${destination.name}`;
  const byKey = new Map(before.map((flow) => [keyOf(flow), flow]));
  const former = new Map(after.map((flow) => [flow, byKey.get(keyOf(flow))]));
  if (before === after) formerOfSame.set(after, former);
  return former;
}

/** By compute, what its places are: computed once, since most steps leave them as they are. */
const placeTexts = new WeakMap<KnownNetwork, string[]>();

/** Which computes are alike in a state: what they send to one destination takes the same ways. */
class Likeness {
  private readonly world: World;
  private readonly state: NetworkState;
  private readonly settings = new Map<number, string>();
  private readonly separated: ReadonlySet<number>;

  constructor(world: World, state: NetworkState) {
    this.world = world;
    this.state = state;
    for (const key of state.settings) {
      const group = Number.parseInt(key, 10);
      this.settings.set(group, `${this.settings.get(group) ?? ""} ${key.slice(key.indexOf(" "))}`);
    }
    this.separated = new Set([...state.ownTables.keys()].map((key) => Number.parseInt(key, 10)));
  }

  ofCompute(group: number): string {
    const { moved, ipv6Addresses, dns64 } = this.state;
    const flags = `${moved.has(group)} ${ipv6Addresses.has(group)} ${dns64.has(group)}`;
    const { id } = this.world.input.workload.compute[group]?.kind ?? { id: "" };
    return `${this.placesText(group)}|${flags}|${id}|${this.settings.get(group) ?? ""}`;
  }

  private placesText(group: number): string {
    const { world, state } = this;
    if (state.moved.has(group) || this.separated.has(group)) return `only ${group}`;
    const texts = placeTexts.get(world.known) ?? textsOfPlaces(world.known);
    placeTexts.set(world.known, texts);
    return texts[group] ?? "";
  }
}

/** The same number for computes whose places are alike. */
function textsOfPlaces({ places }: KnownNetwork): string[] {
  const numbers = new Map<string, string>();
  return places.map((own) => {
    const text = own
      .map(({ zone, table, weight, whole: all }) => `${zone} ${table} ${weight}/${all}`)
      .join("\n");
    const number = numbers.get(text) ?? String(numbers.size);
    numbers.set(text, number);
    return number;
  });
}

/** Whether two states send and cost the same, since they differ in what costs nothing and carries nothing alone. */
export const isAlike = (a: NetworkState, b: NetworkState): boolean =>
  TRAFFIC_FIELDS.every((field) => a[field] === b[field]);

const TRAFFIC_FIELDS = [
  "moved",
  "ownTables",
  "gatewayEndpoints",
  "endpoints",
  "natGateways",
  "natAddresses",
  "hasCentral",
  "built",
  "addresses",
  "ipv4Routes",
  "ipv6Routes",
  "nat64Routes",
  "ipv6Addresses",
  "dns64",
  "settings",
] as const satisfies readonly (keyof NetworkState)[];

const totalOf = (flow: FlowClass, scenario: Scenario): bigint =>
  scenario === "low" ? flow.units : (flow.mostUnits ?? flow.units);

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
  { flow, place }: Pick<Slice, "flow" | "place">,
  scenario: Scenario,
): Reached | null {
  const { destination, group } = flow;
  const kind = kindAt(world, state, flow);
  const reach = reachOverIpv6(destination, kind);
  // Of compute whose setting nobody knows, nobody knows either whether it uses the route that is there.
  const isSending =
    scenario === "low" ||
    kind.subnets !== "dual-stack" ||
    state.moved.has(group) ||
    state.ipv6Addresses.has(group);
  const hasIpv6 = (reach === "yes" && isSending) || (reach === "unknown" && scenario === "low");
  const sendsIpv4 = kind.sendsIpv4 === "yes";
  const hasIpv4 = destination.ipv4 !== "no";
  if (place === null) {
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
    hasIpv6 &&
    !isHidden &&
    state.ipv6Routes.has(place.table) &&
    (isSet || !mayNeedSetting(destination));
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
  if (isIpv6Open) return { path: "egress-only-internet-gateway", via: null };
  if (!hasIpv4) return null;
  if (sendsIpv4) {
    const via = state.ipv4Routes.get(place.table);
    return via === undefined ? null : { path: pathOf(via), via };
  }
  const via = state.nat64Routes.get(place.table);
  const isTranslated = state.dns64.has(group) && kind.nat64 === "yes";
  return via !== undefined && isTranslated ? { path: "nat64", via } : null;
}

/** The way out that a route leads to. What is none of AWS's gateways is an appliance that somebody runs. */
export function pathOf(to: Ipv4RouteTo): PathId {
  if (natNumberOf(to) !== null) return "nat-gateway-zonal";
  if (to === "public") return "internet-gateway";
  if (to === "central" || to === "transit-gateway") return "transit-gateway";
  return to === "nat-gateway-regional" ? "nat-gateway-regional" : "nat-instance";
}

/** What a network is charged for in a month. */
export interface Bill {
  readonly amounts: ReadonlyMap<PriceId, Exact>;
  /** Of these there may be more: nobody knows how much data there is. */
  readonly open: ReadonlySet<PriceId>;
}

/** What the network of a state is charged for. */
export function billOf(world: World, state: NetworkState, scenario: Scenario): Bill {
  const amounts = new Map<PriceId, Exact>();
  const open = new Set<PriceId>();
  const add = (id: PriceId, amount: Exact): void => {
    if (amount.numerator !== 0n) amounts.set(id, plus(amounts.get(id) ?? ZERO, amount));
  };
  const addHours = (id: PriceId, count: number): void =>
    add(id, times(whole(count), HOURS_PER_MONTH));
  addHours("natGatewayHour", state.natGateways.size);
  addHours("publicIpv4InUseHour", state.natAddresses.size);
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
  const amountsOver = new Map<string, Data>();
  for (const { flow, units: total, isOpen } of alikeFlows(world, state, scenario)) {
    for (const place of flow.places) {
      const reached = pathIn(world, state, { flow: flow.first, place }, scenario);
      if (reached === null) continue;
      const over = reached.path === "interface-endpoint" ? "endpoint" : reached.via;
      if (over === null || over === "public" || over.startsWith("other ")) continue;
      const standsIn = over === "endpoint" ? null : state.natGateways.get(natNumberOf(over) ?? 0);
      const crosses = standsIn !== null && standsIn !== undefined && standsIn !== place.zone;
      const { weight, whole: all } = place;
      const key = `${over} ${crosses} ${all}`;
      const found = amountsOver.get(key) ?? { over, crosses, units: 0n, whole: all, isOpen: false };
      found.units += total * weight;
      found.isOpen ||= isOpen && !over.startsWith("nat-instance");
      amountsOver.set(key, found);
    }
  }
  for (const { over, crosses, units, whole: all, isOpen } of amountsOver.values()) {
    const gb = fraction(units, UNITS_PER_GB * all);
    for (const { priceId, quantity } of perGb(over, crosses)) {
      add(priceId, times(quantity, gb));
      if (isOpen) open.add(priceId);
    }
  }
  return { amounts, open };

  function perGb(
    over: Ipv4RouteTo | "endpoint",
    crosses: boolean,
  ): readonly Pick<Charge, "priceId" | "quantity">[] {
    if (over === "endpoint") return [{ priceId: "interfaceEndpointGb", quantity: whole(1) }];
    if (over === "central") {
      return [
        { priceId: "natGatewayGb", quantity: whole(1) },
        { priceId: "transitGatewayGb", quantity: whole(1) },
      ];
    }
    if (natNumberOf(over) !== null) {
      // Out of the zone without a gateway, and back in.
      return [
        { priceId: "natGatewayGb", quantity: whole(1) },
        ...(crosses ? [{ priceId: "crossAzGbEachDirection" as const, quantity: whole(2) }] : []),
      ];
    }
    const id = builtIdOf(over);
    return id === null ? [] : (gatewayIn(world, id, scenario)?.perGb ?? []);
  }
}

interface AlikeFlows {
  readonly flow: { readonly first: FlowClass; readonly places: readonly ComputePlace[] };
  units: bigint;
  isOpen: boolean;
}

/** What alike computes send to a destination, as one; nothing of what is outside a VPC. */
function alikeFlows(world: World, state: NetworkState, scenario: Scenario): readonly AlikeFlows[] {
  const likeness = new Likeness(world, state);
  const alikeOf = new Map<number, string>();
  const placesOfAlike = new Map<string, readonly ComputePlace[]>();
  const found = new Map<string, Map<Destination, AlikeFlows>>();
  const all: AlikeFlows[] = [];
  for (const flow of classesIn(world, state)) {
    const { group, destination } = flow;
    const alike = alikeOf.get(group) ?? likeness.ofCompute(group);
    alikeOf.set(group, alike);
    const places =
      placesOfAlike.get(alike) ??
      joinedBy(placesOf(world, state, group), (place) => wayOut(state, place));
    placesOfAlike.set(alike, places);
    const own = found.get(alike) ?? new Map<Destination, AlikeFlows>();
    found.set(alike, own);
    const before = own.get(destination);
    const units = totalOf(flow, scenario);
    const isOpen = scenario === "high" && flow.mostUnits === null;
    if (before === undefined) {
      const entry = { flow: { first: flow, places }, units, isOpen };
      own.set(destination, entry);
      all.push(entry);
    } else {
      before.units += units;
      before.isOpen ||= isOpen;
    }
  }
  return all;
}

interface Data {
  readonly over: Ipv4RouteTo | "endpoint";
  readonly crosses: boolean;
  readonly whole: bigint;
  /** Microgigabytes, times `whole`. */
  units: bigint;
  isOpen: boolean;
}

function builtIdOf(to: Ipv4RouteTo): Ipv4GatewayId | null {
  switch (to) {
    case "transit-gateway":
    case "nat-gateway-regional":
    case "nat-instance":
    case "nat-instance-single":
      return to;
    default:
      return null;
  }
}

/** What a bill comes to; `null`: a price or an amount of data is not known. */
export function usdOf({ amounts, open }: Bill, { prices, workload }: PlanInput): Exact | null {
  if (open.size > 0) return null;
  let usd = ZERO;
  for (const [id, amount] of amounts) {
    const price = findPrice(prices, workload.region, id);
    if (price === undefined || !isKnownFor(price, amount)) return null;
    usd = plus(usd, tieredUsd(price, amount));
  }
  return usd;
}

/** What the network of a state costs a month; `null`: a price or an amount of data is not known. */
export const stateUsd = (world: World, state: NetworkState, scenario: Scenario): Exact | null =>
  usdOf(billOf(world, state, scenario), world.input);
