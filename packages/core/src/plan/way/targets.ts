import type { Ipv4GatewayId } from "../components.js";
import type { Scenario } from "../flows.js";
import type { Solution } from "../solve-design.js";
import { type ComputePlace, type Ipv4RouteTo, natRoute, newPlaces } from "./known-network.js";
import { computeInVpc, routesOfGroup, SCENARIOS, type WayContext } from "./planned-step.js";

/** Numbers of the zonal NAT gateways of a design, by zone: those that stand there already stay. */
export function natGatewaysIn(
  { world, start }: WayContext,
  network: Solution,
): ReadonlyMap<number, number> {
  const { zones } = world.input.workload;
  const all = Array.from({ length: zones }, (_, zone) => zone);
  if (network.ipv4Gateways.includes("nat-gateway-zonal")) {
    return new Map(all.map((zone) => [zone, zone + 1]));
  }
  if (!network.ipv4Gateways.includes("nat-gateway-zonal-single")) return new Map();
  const led = (number: number): number =>
    [...start.ipv4Routes.values(), ...start.nat64Routes.values()].filter(
      (to) => to === natRoute(number),
    ).length;
  const [most = 1] = [...start.natGateways.keys()].sort((a, b) => led(b) - led(a) || a - b);
  return new Map(all.map((zone) => [zone, most]));
}

export const natNumbersIn = (context: WayContext, network: Solution): ReadonlySet<number> =>
  new Set(natGatewaysIn(context, network).values());

/** What leads out of a route table over IPv4, or over NAT64 where the compute sends no IPv4. */
export interface Wanted {
  readonly field: "ipv4Routes" | "nat64Routes";
  readonly to: Ipv4RouteTo;
}

/** Where the design leads the IPv4 of a place; `null`: nowhere. */
function wantedAt(
  context: WayContext,
  network: Solution,
  gateways: ReadonlyMap<number, number>,
  { group, zone }: ComputePlace,
): Wanted | null {
  const nat = gateways.get(zone);
  const instance: Ipv4RouteTo = network.ipv4Gateways.includes("nat-instance")
    ? "nat-instance"
    : "nat-instance-single";
  for (const { path } of routesOfGroup(network, group)) {
    if (path === "nat64") {
      return { field: "nat64Routes", to: nat === undefined ? instance : natRoute(nat) };
    }
    const to = pathTo(path);
    if (to !== null) return { field: "ipv4Routes", to };
  }
  return null;

  function pathTo(path: string): Ipv4RouteTo | null {
    if (path === "internet-gateway") return "public";
    if (path === "nat-gateway-zonal") return nat === undefined ? null : natRoute(nat);
    if (path === "nat-gateway-regional") return "nat-gateway-regional";
    if (path === "transit-gateway") return context.start.hasCentral ? "central" : "transit-gateway";
    return path === "nat-instance" ? instance : null;
  }
}

/** Places of one route table that get one of their own, since the design leads them elsewhere. */
export interface Separation {
  readonly from: string;
  readonly to: string;
  readonly places: readonly ComputePlace[];
}

/** A route table in the network of a design, with what is behind it. */
export interface TargetTable {
  readonly table: string;
  /** The table whose routes it has before any step leads them elsewhere; `null`: it is new, and empty. */
  readonly before: string | null;
  readonly places: readonly ComputePlace[];
  readonly wanted: Wanted | null;
}

export interface Target {
  readonly tables: readonly TargetTable[];
  readonly separations: readonly Separation[];
}

/** The route tables of a design; `null`: it has no network in that outcome. */
export function targetIn(context: WayContext, scenario: Scenario): Target | null {
  const network = context.targets[scenario];
  if (network === null) return null;
  const { known, input } = context.world;
  const compute = computeInVpc(context);
  const byTable = new Map<string, ComputePlace[]>();
  for (const { group, isMoved } of compute) {
    const places = isMoved ? newPlaces(group, input.workload.zones) : (known.places[group] ?? []);
    for (const place of places) {
      const own = byTable.get(place.table);
      if (own === undefined) byTable.set(place.table, [place]);
      else own.push(place);
    }
  }
  const gateways = natGatewaysIn(context, network);
  const tables: TargetTable[] = [];
  const separations: Separation[] = [];
  for (const [table, places] of byTable) {
    const before = known.tables.has(table) ? table : null;
    const wants = places.map((place) => {
      const wanted = wantedAt(context, network, gateways, place);
      return { place, wanted, key: wanted === null ? null : keyOf(wanted, place) };
    });
    const keys = [...new Set(wants.flatMap(({ key }) => key ?? []))];
    const now = [context.start.ipv4Routes.get(table), context.start.nat64Routes.get(table)];
    // A gateway in another subnet of this route table needs its way to the internet gateway.
    const kept = known.publicTables.has(table)
      ? "public"
      : (keys.find((key) => now.some((to) => to === key)) ?? keys[0] ?? null);
    const add = (key: string, own: typeof wants): void => {
      if (own.length === 0) return;
      tables.push({
        table: key,
        before,
        places: own.map(({ place }) => place),
        wanted: own.find(({ wanted }) => wanted !== null)?.wanted ?? null,
      });
    };
    add(
      table,
      wants.filter(({ key }) => key === null || key === kept),
    );
    for (const key of keys.filter((each) => each !== kept)) {
      const own = wants.filter((each) => each.key === key);
      const to = `${table} to ${key}`;
      separations.push({ from: table, to, places: own.map(({ place }) => place) });
      add(to, own);
    }
  }
  return { tables, separations };
}

export const targetsOf = (context: WayContext): Readonly<Record<Scenario, Target | null>> => ({
  low: targetIn(context, "low"),
  high: targetIn(context, "high"),
});

/** What is alike in both outcomes once, with the outcomes in which it holds. */
export function byOutcome<T>(
  itemsIn: (scenario: Scenario) => readonly T[],
  keyOf: (item: T) => string,
): readonly { readonly item: T; readonly isDone: (scenario: Scenario) => boolean }[] {
  const found = new Map<string, { item: T; scenarios: Set<Scenario> }>();
  for (const scenario of SCENARIOS) {
    for (const item of itemsIn(scenario)) {
      const key = keyOf(item);
      const entry = found.get(key) ?? { item, scenarios: new Set() };
      entry.scenarios.add(scenario);
      found.set(key, entry);
    }
  }
  return [...found.values()].map(({ item, scenarios }) => ({
    item,
    isDone: (scenario) => scenarios.has(scenario),
  }));
}

/** Each zone has a NAT instance of its own. */
const keyOf = ({ to }: Wanted, { zone }: ComputePlace): string =>
  to === "nat-instance" ? `${to} ${zone + 1}` : to;

const NEEDS_PUBLIC_SUBNET: readonly Ipv4GatewayId[] = ["nat-instance", "nat-instance-single"];

/** Zones in which a gateway of the design is built that stands in a public subnet. */
export function zonesOfNewGateways(context: WayContext, network: Solution): ReadonlySet<number> {
  const { zones } = context.world.input.workload;
  const nat = [...natNumbersIn(context, network)]
    .filter((number) => !context.start.natGateways.has(number))
    .map((number) => number - 1);
  const instances = network.ipv4Gateways.some((id) => NEEDS_PUBLIC_SUBNET.includes(id))
    ? Array.from(
        { length: network.ipv4Gateways.includes("nat-instance") ? zones : 1 },
        (_, zone) => zone,
      )
    : [];
  return new Set([...nat, ...instances]);
}
