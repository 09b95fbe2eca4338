import type {
  ExistingNetwork,
  ExistingSubnet,
  Workload,
  WorkloadCompute,
} from "../../workload/workload.js";

/** Where a default route leads. `nat 2`: NAT gateway 2. `other pcx-0a`: what is none of AWS's gateways out. */
export type Ipv4RouteTo =
  | "public"
  | "central"
  | "transit-gateway"
  | "nat-gateway-regional"
  | "nat-instance"
  | "nat-instance-single"
  | NatRoute
  | `other ${string}`;
export type NatRoute = `nat ${number}`;

export const natRoute = (number: number): NatRoute => `nat ${number}`;

/** @returns null of a route that leads elsewhere */
export const natNumberOf = (to: Ipv4RouteTo): number | null =>
  to.startsWith("nat ") ? Number(to.slice("nat ".length)) : null;

/** The part of a compute that is in one zone and behind one route table. */
export interface ComputePlace {
  /** `GROUP/ZONE/NUMBER`, where a compute has several places in a zone. */
  readonly key: string;
  /** Position of the compute in the workload. */
  readonly group: number;
  /** From 0. */
  readonly zone: number;
  /** The key of its route table. */
  readonly table: string;
  /** None: not known. */
  readonly subnets: readonly ExistingSubnet[];
  /** Of what the compute sends, `weight` of `whole` leave from here. */
  readonly weight: bigint;
  readonly whole: bigint;
}

export interface KnownTable {
  readonly id: string | null;
  readonly ipv4: Ipv4RouteTo | null;
  readonly hasIpv6: boolean;
  /** The id of what `::/0` leads to; `null`: not said. */
  readonly ipv6Target: string | null;
  /** Where `64:ff9b::/96` leads. */
  readonly nat64: Ipv4RouteTo | null;
  /** Whether its routes are taken from counts, since nobody says them. */
  readonly isAssumed: boolean;
}

/** A NAT gateway that stands in a zone: its identity through all steps. */
export interface StandingGateway {
  /** From 1. That of the first gateway of a zone is the zone's number. */
  readonly number: number;
  /** `null`: not said. */
  readonly id: string | null;
  /** From 0; `null`: not known. */
  readonly zone: number | null;
}

/**
 * What exists, as far as the workload says: by subnet, route table and route where it has them, else derived from
 * counts, and then marked as assumed. Today's cost and the steps start from it.
 */
export interface KnownNetwork {
  /** By position of the compute; none for what is in no VPC. */
  readonly places: readonly (readonly ComputePlace[])[];
  readonly tables: ReadonlyMap<string, KnownTable>;
  readonly natGateways: readonly StandingGateway[];
  /** By zone, a subnet that leads to the internet gateway and that none of the compute is in. */
  readonly publicSubnets: ReadonlyMap<number, ExistingSubnet>;
  /** Keys of the route tables of those. */
  readonly publicTables: ReadonlySet<string>;
  readonly internetGateway: string | null;
  readonly egressOnlyGateway: string | null;
  readonly transitGateway: string | null;
  /** Names or ids of the zones; `null`: not said. */
  readonly zones: readonly (string | null)[];
  readonly areSubnetsSaid: boolean;
  readonly isAnyAssumed: boolean;
}

export const IPV4_DEFAULT = "0.0.0.0/0";
export const IPV6_DEFAULT = "::/0";
export const NAT64_PREFIX = "64:ff9b::/96";

/** What may hold compute: a subnet, or a route table of which nobody says the subnets. */
interface Spot {
  readonly subnet: ExistingSubnet | null;
  readonly table: string;
  /** `null`: not said. */
  readonly zone: number | null;
}

/** A place, before it is known how much of the compute's data leaves there. */
interface Corner {
  readonly zone: number;
  readonly table: string;
  readonly subnets: readonly ExistingSubnet[];
  readonly spots: number;
}

export function knownNetwork(workload: Workload): KnownNetwork {
  return new Reader(workload).all();
}

class Reader {
  private readonly workload: Workload;
  private readonly existing: ExistingNetwork | null;
  private readonly zoneNames: readonly string[];
  private readonly targets = new Map<string, Map<string, string>>();
  private readonly tableOfSubnet = new Map<string, string>();
  private readonly mainTable: string | null;
  private readonly spots: readonly Spot[];

  constructor(workload: Workload) {
    this.workload = workload;
    this.existing = workload.existing;
    this.zoneNames = zonesInOrder(workload);
    for (const { routeTable, destination, target } of workload.existing?.routes ?? []) {
      const own = this.targets.get(routeTable) ?? new Map<string, string>();
      if (!own.has(destination)) own.set(destination, target);
      this.targets.set(routeTable, own);
    }
    const tables = workload.existing?.routeTables ?? [];
    for (const { id, subnets } of tables) {
      for (const subnet of subnets) this.tableOfSubnet.set(subnet, id);
    }
    this.mainTable = tables.find(({ isMain }) => isMain)?.id ?? null;
    this.spots = this.readSpots();
  }

  all(): KnownNetwork {
    const { workload, existing } = this;
    const { zones } = workload;
    const corners = workload.compute.map((compute, group) => this.cornersOf(compute, group));
    const natGateways = this.readGateways(corners.flat());
    const tables = new Map<string, KnownTable>();
    for (const [group, own] of corners.entries()) {
      for (const { table, zone } of own) {
        if (!tables.has(table)) tables.set(table, this.readTable(table, zone, group, natGateways));
      }
    }
    const places = corners.map((own, group) => placesIn(own, group));
    const used = new Set(places.flat().flatMap(({ subnets }) => subnets));
    const open = this.spots.filter(
      ({ subnet, table }) => subnet !== null && !used.has(subnet) && this.isPublic(table),
    );
    return {
      places,
      tables,
      natGateways,
      publicSubnets: new Map(
        [...open]
          .reverse()
          .flatMap(({ subnet, zone }) =>
            subnet === null || zone === null ? [] : [[zone, subnet]],
          ),
      ),
      publicTables: new Set(open.map(({ table }) => table)),
      internetGateway: this.anyTarget("igw-"),
      egressOnlyGateway: this.anyTarget("eigw-"),
      transitGateway: this.anyTarget("tgw-"),
      zones: Array.from({ length: zones }, (_, zone) => this.zoneNames[zone] ?? null),
      areSubnetsSaid: (existing?.subnets ?? []).length > 0,
      isAnyAssumed: [...tables.values()].some(({ isAssumed }) => isAssumed),
    };
  }

  private targetOf(table: string, destination: string): string | null {
    const target = this.targets.get(table)?.get(destination) ?? null;
    return target === "local" ? null : target;
  }

  private anyTarget(prefix: string): string | null {
    const routes = this.existing?.routes ?? [];
    return routes.find(({ target }) => target.startsWith(prefix))?.target ?? null;
  }

  private isPublic(table: string): boolean {
    return this.targetOf(table, IPV4_DEFAULT)?.startsWith("igw-") ?? false;
  }

  private readSpots(): readonly Spot[] {
    const { subnets = [], routeTables = [] } = this.existing ?? {};
    if (subnets.length > 0) {
      return subnets.map((subnet) => ({
        subnet,
        table:
          subnet.routeTable ??
          this.tableOfSubnet.get(subnet.id) ??
          this.mainTable ??
          `of ${subnet.id}`,
        zone: this.zoneOf(subnet.zone),
      }));
    }
    const ids = [...new Set([...routeTables.map(({ id }) => id), ...this.targets.keys()])];
    return ids.map((table) => ({ subnet: null, table, zone: null }));
  }

  private zoneOf(name: string | null): number | null {
    const at = name === null ? -1 : this.zoneNames.indexOf(name);
    return at < 0 ? null : at % this.workload.zones;
  }

  private leadsOut(table: string): boolean {
    return [IPV4_DEFAULT, IPV6_DEFAULT, NAT64_PREFIX].some(
      (destination) => this.targetOf(table, destination) !== null,
    );
  }

  /** Those that the workload says it is in; else those of its kind, private ones first. */
  private spotsOf({ name, kind }: WorkloadCompute): readonly Spot[] {
    const named = this.spots.filter(({ subnet }) => subnet?.compute.includes(name) ?? false);
    if (named.length > 0) return named;
    const open = this.spots.filter(
      ({ subnet }) =>
        subnet === null ||
        (subnet.compute.length === 0 &&
          (subnet.kind === kind.subnets ||
            (subnet.kind !== "ipv6-only" && kind.subnets !== "ipv6-only"))),
    );
    const alike = open.filter(({ subnet }) => subnet === null || subnet.kind === kind.subnets);
    const fitting = alike.length > 0 ? alike : open;
    const isOut = fitting.filter(({ table }) => this.isPublic(table));
    const isIn = fitting.filter(({ table }) => !this.isPublic(table));
    const routed = isIn.filter(({ table }) => this.leadsOut(table) || !this.targets.has(table));
    const isLikelyPublic =
      kind.publicIpv4 === "yes" &&
      this.existing !== null &&
      this.existing.publicIpv4 > 0 &&
      this.existing.natGateways === 0 &&
      !this.existing.hasCentralEgress;
    const inOrder = isLikelyPublic ? [isOut, routed, isIn] : [routed, isOut, isIn];
    return inOrder.find((each) => each.length > 0) ?? [];
  }

  private cornersOf(compute: WorkloadCompute, group: number): readonly Corner[] {
    if (compute.kind.subnets === "none") return [];
    const { zones } = this.workload;
    const spots = this.spotsOf(compute);
    const unplaced = spots.filter(({ zone }) => zone === null);
    const spotsIn = (zone: number): readonly Spot[] => {
      const own = [
        ...spots.filter((spot) => spot.zone === zone),
        ...unplaced.filter((_, index) => index % zones === zone),
      ];
      if (own.length > 0) return own;
      // A route table may be that of several zones; a subnet is in one.
      const shared = unplaced.filter(({ subnet }) => subnet === null);
      const next = shared[zone % Math.max(shared.length, 1)];
      return next === undefined ? [] : [next];
    };
    return Array.from({ length: zones }, (_, zone) => zone).flatMap((zone): readonly Corner[] => {
      const byTable = new Map<string, Spot[]>();
      for (const spot of spotsIn(zone)) {
        byTable.set(spot.table, [...(byTable.get(spot.table) ?? []), spot]);
      }
      if (byTable.size === 0) {
        return [{ zone, table: `${group}/${zone}`, subnets: [], spots: 1 }];
      }
      return [...byTable].map(([table, own]) => ({
        zone,
        table,
        subnets: own.flatMap(({ subnet }) => subnet ?? []),
        spots: own.length,
      }));
    });
  }

  /** Gateways that routes name, in the zone that leads to them; then those that are only counted. */
  private readGateways(corners: readonly Corner[]): readonly StandingGateway[] {
    const { zones } = this.workload;
    const zonesTo = new Map<string, Set<number>>();
    const note = (table: string, zone: number | null): void => {
      for (const destination of [IPV4_DEFAULT, NAT64_PREFIX]) {
        const id = this.targetOf(table, destination);
        if (id === null || !id.startsWith("nat-")) continue;
        const found = zonesTo.get(id) ?? new Set();
        if (zone !== null) found.add(zone);
        zonesTo.set(id, found);
      }
    };
    for (const { table, zone } of corners) note(table, zone);
    for (const { table, zone } of this.spots) note(table, zone);
    for (const table of this.targets.keys()) note(table, null);
    const inUse = new Set(corners.flatMap(({ subnets }) => subnets));
    const open = this.spots.filter(({ table }) => this.isPublic(table));
    const zonesWith = (spots: readonly Spot[]): ReadonlySet<number> =>
      new Set(spots.flatMap(({ zone }) => zone ?? []));
    const spare = zonesWith(open.filter(({ subnet }) => subnet === null || !inUse.has(subnet)));
    const anyPublic = zonesWith(open);
    const taken = new Set<number>();
    const gateways: StandingGateway[] = [];
    let extra = zones;
    const stand = (id: string | null, zone: number | null): void => {
      const isFirst = zone !== null && !taken.has(zone);
      if (zone !== null) taken.add(zone);
      if (!isFirst) extra += 1;
      gateways.push({ id, zone, number: isFirst ? zone + 1 : extra });
    };
    const fewestFirst = [...zonesTo].sort(([, a], [, b]) => a.size - b.size);
    for (const [id, those] of fewestFirst) {
      const inOrder = [...those].sort((a, b) => a - b);
      const free = inOrder.filter((zone) => !taken.has(zone));
      // It stands in a public subnet, best in one that has nothing else.
      const zone =
        free.find((each) => spare.has(each)) ??
        free.find((each) => anyPublic.has(each)) ??
        [...spare].sort((a, b) => a - b).find((each) => !taken.has(each)) ??
        free[0] ??
        inOrder[0] ??
        null;
      stand(id, zone);
    }
    const unnamed = (this.existing?.natGateways ?? 0) - gateways.length;
    for (let index = 0; index < unnamed; index += 1) {
      const zone = Array.from({ length: zones }, (_, at) => at).find((at) => !taken.has(at));
      stand(null, zone ?? null);
    }
    return gateways.sort((a, b) => a.number - b.number);
  }

  private readTable(
    table: string,
    zone: number,
    group: number,
    natGateways: readonly StandingGateway[],
  ): KnownTable {
    const isId = !table.startsWith("of ") && !/^\d+\/\d+$/.test(table);
    const id = isId ? table : null;
    if (!this.targets.has(table)) {
      return {
        id,
        isAssumed: true,
        ipv6Target: null,
        ...this.assumedRoutes(zone, group, natGateways),
      };
    }
    const to = (destination: string): Ipv4RouteTo | null => {
      const target = this.targetOf(table, destination);
      return target === null ? null : routeTo(target, natGateways);
    };
    return {
      id,
      isAssumed: false,
      ipv4: to(IPV4_DEFAULT),
      hasIpv6: this.targetOf(table, IPV6_DEFAULT) !== null,
      ipv6Target: this.targetOf(table, IPV6_DEFAULT),
      nat64: to(NAT64_PREFIX),
    };
  }

  /** From the number of gateways and addresses, and the kind of the subnets. */
  private assumedRoutes(
    zone: number,
    group: number,
    natGateways: readonly StandingGateway[],
  ): Pick<KnownTable, "ipv4" | "hasIpv6" | "nat64"> {
    const { existing, compute } = this.workload;
    const kind = compute[group]?.kind;
    const own = natGateways.find((each) => each.zone === zone) ?? natGateways[0];
    const ipv4: Ipv4RouteTo | null =
      existing?.hasCentralEgress === true
        ? "central"
        : own !== undefined
          ? natRoute(own.number)
          : (existing?.publicIpv4 ?? 0) > 0 && kind?.publicIpv4 === "yes"
            ? "public"
            : null;
    if (kind?.subnets !== "ipv6-only") return { ipv4, hasIpv6: false, nat64: null };
    // What is in IPv6-only subnets leaves over IPv6, and over NAT64 where there is NAT.
    const isNat = ipv4 !== null && natNumberOf(ipv4) !== null;
    return { ipv4: null, hasIpv6: true, nat64: isNat ? ipv4 : null };
  }
}

function routeTo(target: string, natGateways: readonly StandingGateway[]): Ipv4RouteTo {
  const gateway = natGateways.find(({ id }) => id === target);
  if (gateway !== undefined) return natRoute(gateway.number);
  if (target.startsWith("igw-")) return "public";
  return target.startsWith("tgw-") ? "central" : `other ${target}`;
}

/** Those that the workload names, then those of its subnets; those with compute first. */
function zonesInOrder({ existing, zoneNames }: Workload): readonly string[] {
  const subnets = existing?.subnets ?? [];
  const all = new Set(subnets.flatMap(({ zone }) => zone ?? []));
  const named = new Set(
    subnets.flatMap(({ zone, compute }) => (compute.length > 0 ? (zone ?? []) : [])),
  );
  const said = [...all].sort(
    (a, b) => Number(named.has(b)) - Number(named.has(a)) || (a < b ? -1 : 1),
  );
  if (zoneNames === null) return said;
  return said.length > 0 && !said.some((zone) => zoneNames.includes(zone))
    ? said
    : [...new Set([...zoneNames, ...said])];
}

function placesIn(corners: readonly Corner[], group: number): readonly ComputePlace[] {
  const spotsIn = (zone: number): number =>
    corners.reduce((sum, each) => (each.zone === zone ? sum + each.spots : sum), 0);
  const zones = new Set(corners.map(({ zone }) => zone));
  const common = [...zones].reduce((product, zone) => leastMultiple(product, spotsIn(zone)), 1);
  const seen = new Map<number, number>();
  const nextIn = (zone: number): number => {
    const number = (seen.get(zone) ?? 0) + 1;
    seen.set(zone, number);
    return number;
  };
  return corners.map(({ zone, table, subnets, spots }) => ({
    key: `${group}/${zone}/${nextIn(zone)}`,
    group,
    zone,
    table,
    subnets,
    weight: BigInt((common / spotsIn(zone)) * spots),
    whole: BigInt(common * zones.size),
  }));
}

function leastMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}

/** Those of new subnets, each with a route table of its own. */
export function newPlaces(group: number, zones: number): readonly ComputePlace[] {
  return Array.from({ length: zones }, (_, zone) => ({
    key: `${group}/${zone}/1`,
    group,
    zone,
    table: `new ${group}/${zone}`,
    subnets: [],
    weight: 1n,
    whole: BigInt(zones),
  }));
}
