import type { Ipv4GatewayId } from "../components.js";
import type { ComputePlace, Ipv4RouteTo } from "./known-network.js";
import type { NetworkState } from "./network-state.js";

/** What a step does to the network, and what its rollback does. */
export interface Effect {
  readonly apply: (state: NetworkState) => NetworkState;
  readonly undo: (state: NetworkState) => NetworkState;
}

type NameSetField = "gatewayEndpoints" | "built" | "ipv6Routes" | "settings" | "parts";
type NumberSetField = "ipv6Addresses" | "dns64" | "moved" | "publicSubnets" | "natAddresses";

/** Adds one element, which is not in it yet, to a set of the state. */
export function adds(field: NameSetField, element: string): Effect;
export function adds(field: NumberSetField, element: number): Effect;
export function adds(field: NameSetField | NumberSetField, element: string | number): Effect {
  const changed = (state: NetworkState, isIn: boolean): NetworkState => {
    const set = new Set<string | number>(state[field]);
    if (isIn) set.add(element);
    else set.delete(element);
    return { ...state, [field]: set };
  };
  return { apply: (state) => changed(state, true), undo: (state) => changed(state, false) };
}

export const reversed = ({ apply, undo }: Effect): Effect => ({ apply: undo, undo: apply });

export const builds = (id: Ipv4GatewayId): Effect => adds("built", id);

/** Puts each of these endpoints into so many zones; 0: into none. */
export function setsEndpointZones(
  names: readonly string[],
  zones: number,
  before: ReadonlyMap<string, number>,
): Effect {
  const changed = (
    { endpoints, ...state }: NetworkState,
    zonesOf: (name: string) => number,
  ): NetworkState => {
    const all = new Map(endpoints);
    for (const name of names) {
      if (zonesOf(name) === 0) all.delete(name);
      else all.set(name, zonesOf(name));
    }
    return { ...state, endpoints: all };
  };
  return {
    apply: (state) => changed(state, () => zones),
    undo: (state) => changed(state, (name) => before.get(name) ?? 0),
  };
}

/** Leaves the endpoints that are there in one zone each. */
export function leavesOneZone(before: ReadonlyMap<string, number>): Effect {
  const changed = (state: NetworkState, zonesOf: (name: string) => number): NetworkState => ({
    ...state,
    endpoints: new Map([...state.endpoints.keys()].map((name) => [name, zonesOf(name)])),
  });
  return {
    apply: (state) => changed(state, () => 1),
    undo: (state) => changed(state, (name) => before.get(name) ?? 1),
  };
}

type RouteField = "ipv4Routes" | "nat64Routes";

/** Leads a route of a table elsewhere; `null`: there is none. */
export function leads(
  field: RouteField,
  table: string,
  to: Ipv4RouteTo | null,
  before: Ipv4RouteTo | null,
): Effect {
  const changed = (state: NetworkState, target: Ipv4RouteTo | null): NetworkState => ({
    ...state,
    [field]: withRoute(state[field], table, target),
  });
  return { apply: (state) => changed(state, to), undo: (state) => changed(state, before) };
}

function withRoute<T>(
  routes: ReadonlyMap<string, T>,
  table: string,
  to: T | null | undefined,
): ReadonlyMap<string, T> {
  const all = new Map(routes);
  if (to === null || to === undefined) all.delete(table);
  else all.set(table, to);
  return all;
}

/** Gives places a new route table, with the routes of the one that they shared. */
export function separates(places: readonly ComputePlace[], from: string, to: string): Effect {
  const changed = (state: NetworkState, isOwn: boolean): NetworkState => {
    const ownTables = new Map(state.ownTables);
    const ipv6Routes = new Set(state.ipv6Routes);
    for (const { key } of places) {
      if (isOwn) ownTables.set(key, to);
      else ownTables.delete(key);
    }
    if (isOwn && ipv6Routes.has(from)) ipv6Routes.add(to);
    else ipv6Routes.delete(to);
    const route = <T>(routes: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
      withRoute(routes, to, isOwn ? routes.get(from) : null);
    return {
      ...state,
      ownTables,
      ipv6Routes,
      ipv4Routes: route(state.ipv4Routes),
      nat64Routes: route(state.nat64Routes),
    };
  };
  return { apply: (state) => changed(state, true), undo: (state) => changed(state, false) };
}

/** A NAT gateway without its address, which stays allocated. */
export function standsNatGateway(number: number, zone: number | null): Effect {
  const changed = (state: NetworkState, isThere: boolean): NetworkState => {
    const natGateways = new Map(state.natGateways);
    if (isThere) natGateways.set(number, zone);
    else natGateways.delete(number);
    return { ...state, natGateways };
  };
  return { apply: (state) => changed(state, true), undo: (state) => changed(state, false) };
}

export const both = (first: Effect, second: Effect): Effect => ({
  apply: (state) => second.apply(first.apply(state)),
  undo: (state) => first.undo(second.undo(state)),
});

export const setsAddresses = (to: number, before: number): Effect => ({
  apply: (state) => ({ ...state, addresses: to }),
  undo: (state) => ({ ...state, addresses: before }),
});

export const DETACHES_CENTRAL: Effect = {
  apply: (state) => ({ ...state, hasCentral: false }),
  undo: (state) => ({ ...state, hasCentral: true }),
};
