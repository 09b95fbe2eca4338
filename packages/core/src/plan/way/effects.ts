import type { Ipv4GatewayId } from "../components.js";
import type { Ipv4RouteTo, NetworkState } from "./network-state.js";

/** What a step does to the network, and what its rollback does. */
export interface Effect {
  readonly apply: (state: NetworkState) => NetworkState;
  readonly undo: (state: NetworkState) => NetworkState;
}

export const NO_EFFECT: Effect = { apply: (state) => state, undo: (state) => state };

type NameSetField = "gatewayEndpoints" | "built" | "ipv6Routes" | "settings";
type GroupSetField = "ipv6Addresses" | "nat64" | "moved";

/** Adds one element to a set of the state. */
export function adds(field: NameSetField, element: string): Effect;
export function adds(field: GroupSetField, element: number): Effect;
export function adds(field: NameSetField | GroupSetField, element: string | number): Effect {
  const changed = (state: NetworkState, isIn: boolean): NetworkState => {
    const set = new Set<string | number>(state[field]);
    if (isIn) set.add(element);
    else set.delete(element);
    return { ...state, [field]: set };
  };
  return { apply: (state) => changed(state, true), undo: (state) => changed(state, false) };
}

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

/** Leads the default IPv4 route of a subnet elsewhere; `null`: there is none. */
export function leadsIpv4(
  subnet: string,
  to: Ipv4RouteTo | null,
  before: Ipv4RouteTo | null,
): Effect {
  const changed = (state: NetworkState, target: Ipv4RouteTo | null): NetworkState => {
    const routes = new Map(state.ipv4Routes);
    if (target === null) routes.delete(subnet);
    else routes.set(subnet, target);
    return { ...state, ipv4Routes: routes };
  };
  return { apply: (state) => changed(state, to), undo: (state) => changed(state, before) };
}

type CountField = "natGateways" | "natAddresses";

/** More or fewer NAT gateways, and their addresses. */
export function counts(by: Readonly<Partial<Record<CountField, number>>>): Effect {
  const changed = (state: NetworkState, sign: number): NetworkState => ({
    ...state,
    natGateways: state.natGateways + sign * (by.natGateways ?? 0),
    natAddresses: state.natAddresses + sign * (by.natAddresses ?? 0),
  });
  return { apply: (state) => changed(state, 1), undo: (state) => changed(state, -1) };
}

export const setsAddresses = (to: number, before: number): Effect => ({
  apply: (state) => ({ ...state, addresses: to }),
  undo: (state) => ({ ...state, addresses: before }),
});

export const DETACHES_CENTRAL: Effect = {
  apply: (state) => ({ ...state, hasCentral: false }),
  undo: (state) => ({ ...state, hasCentral: true }),
};
