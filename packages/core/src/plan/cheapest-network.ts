import { type CutEdge, minimumCut } from "./minimum-cut.js";

/**
 * What a shared IPv4 gateway costs that the whole VPC may use: a NAT gateway in each zone, a transit gateway.
 * All amounts of money in this file are in one unit of the caller's choice, as whole numbers.
 */
export interface Ipv4GatewayCost {
  readonly fixed: bigint;
  readonly perByte: bigint;
  /** Indices of the groups whose traffic it can carry. */
  readonly groups: ReadonlySet<number>;
}

/** Compute that is routed alike. */
export interface Group {
  /** What public IPv4 addresses for all of it cost; `null`: it cannot have them. */
  readonly publicIpv4: bigint | null;
}

/** The interface endpoints of one service; bought, they carry all that can use them. */
export interface EndpointCost {
  readonly fixed: bigint;
}

/** Bytes beyond `fromByte` of a month cost `perByte`; rates must fall from tier to tier. */
export interface ByteTier {
  readonly fromByte: bigint;
  readonly perByte: bigint;
}

/** What one group sends to one destination, or to several that are reached alike. */
export interface Demand {
  readonly group: number;
  readonly bytes: bigint;
  /** Reached without any paid component: over IPv6, or a gateway endpoint. */
  readonly isFree: boolean;
  /** Whether the group can use a bought IPv4 gateway, or its own public IPv4, for it. */
  readonly overIpv4: boolean;
  /** Index of the endpoint that would carry it; `null`: none can. */
  readonly endpoint: number | null;
}

export interface NetworkProblem {
  readonly ipv4Gateways: readonly Ipv4GatewayCost[];
  readonly groups: readonly Group[];
  readonly endpoints: readonly EndpointCost[];
  readonly endpointTiers: readonly ByteTier[];
  readonly demands: readonly Demand[];
}

/** What to buy, by index. */
export interface NetworkChoice {
  readonly cost: bigint;
  readonly ipv4Gateways: readonly number[];
  /** Groups that get public IPv4 addresses. */
  readonly publicIpv4: ReadonlySet<number>;
  readonly endpoints: ReadonlySet<number>;
}

/**
 * The cheapest network that carries every demand; exact, not a heuristic.
 *
 * 1. IPv4 gateways are few: every subset of them is tried in which each is the cheapest for some group.
 *    Another one holds a gateway that carries nothing, and costs no less than the subset without it.
 * 2. Falling byte tiers make the endpoints' byte charge concave in the total, so it is the least of
 *    straight lines, one for each tier: cost(bytes) = min over tiers of (intercept + rate × bytes). The
 *    minimum over networks and the minimum over lines may be swapped; each line is tried. The line of a
 *    tier that begins beyond all bytes is the least nowhere.
 * 3. What is left is, for each group, public IPv4 or not (u), and, for each service, no endpoint or one
 *    (v). A demand costs rate × bytes where the endpoint is bought, and gateway × bytes where neither is:
 *    a·(1 − v) + b·v·(1 − u). Terms of that form are the edges of a graph whose minimum cut is the
 *    cheapest choice (Picard and Ratliff 1975).
 *
 * @returns null when no network carries all
 */
export function cheapestNetwork(problem: NetworkProblem): NetworkChoice | null {
  let best: NetworkChoice | null = null;
  const rates = lineRates(problem);
  for (const ipv4Gateways of subsets(problem.ipv4Gateways.length)) {
    if (!isEachCheapest(problem, ipv4Gateways)) continue;
    for (const endpointRate of rates) {
      const choice = cheapestChoice(problem, ipv4Gateways, endpointRate);
      const cost = networkCost(problem, choice);
      if (cost !== null && (best === null || cost < best.cost)) best = { ...choice, cost };
    }
  }
  return best;
}

/** What a network costs, at the true tiers; `null` when it leaves a demand uncarried. */
export function networkCost(
  problem: NetworkProblem,
  { ipv4Gateways, publicIpv4, endpoints }: Omit<NetworkChoice, "cost">,
): bigint | null {
  let cost = 0n;
  let endpointBytes = 0n;
  for (const gateway of ipv4Gateways) cost += problem.ipv4Gateways[gateway]?.fixed ?? 0n;
  for (const group of publicIpv4) {
    const addresses = problem.groups[group]?.publicIpv4 ?? null;
    if (addresses === null) return null;
    cost += addresses;
  }
  for (const endpoint of endpoints) cost += problem.endpoints[endpoint]?.fixed ?? 0n;
  for (const demand of problem.demands) {
    if (demand.endpoint !== null && endpoints.has(demand.endpoint)) endpointBytes += demand.bytes;
    else if (demand.isFree || (demand.overIpv4 && publicIpv4.has(demand.group))) continue;
    else {
      const perByte = ipv4GatewayRate(problem, ipv4Gateways, demand);
      if (perByte === null) return null;
      cost += perByte * demand.bytes;
    }
  }
  return cost + tieredCost(problem.endpointTiers, endpointBytes);
}

export function tieredCost(tiers: readonly ByteTier[], bytes: bigint): bigint {
  return tiers.reduce((cost, { fromByte, perByte }, index) => {
    if (bytes <= fromByte) return cost;
    const end = tiers[index + 1]?.fromByte;
    return cost + ((end === undefined || bytes < end ? bytes : end) - fromByte) * perByte;
  }, 0n);
}

/** The cheapest bought gateway that carries the demand, by its rate; the first of equal ones. */
export function ipv4GatewayFor(
  { ipv4Gateways: all }: NetworkProblem,
  bought: readonly number[],
  { group, overIpv4 }: Pick<Demand, "group" | "overIpv4">,
): number | null {
  let best: number | null = null;
  for (const index of overIpv4 ? bought : []) {
    const gateway = all[index];
    if (gateway?.groups.has(group) !== true) continue;
    if (best === null || gateway.perByte < (all[best]?.perByte ?? 0n)) best = index;
  }
  return best;
}

function ipv4GatewayRate(
  problem: NetworkProblem,
  bought: readonly number[],
  demand: Demand,
): bigint | null {
  const gateway = ipv4GatewayFor(problem, bought, demand);
  return gateway === null ? null : (problem.ipv4Gateways[gateway]?.perByte ?? null);
}

/** Subsets of 0 … count − 1, the smaller ones first. */
function subsets(count: number): readonly (readonly number[])[] {
  const all = Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (_, index) => index).filter((index) => (bits >> index) & 1),
  );
  return all.sort((a, b) => a.length - b.length);
}

/** Whether each of the IPv4 gateways is the one that some group takes. */
function isEachCheapest(problem: NetworkProblem, ipv4Gateways: readonly number[]): boolean {
  const taken = new Set(
    problem.groups.map((_, group) =>
      ipv4GatewayFor(problem, ipv4Gateways, { group, overIpv4: true }),
    ),
  );
  return ipv4Gateways.every((gateway) => taken.has(gateway));
}

/** The rates of the lines of which the tiered charge is the least; their intercepts depend on no choice. */
function lineRates({ endpointTiers, demands }: NetworkProblem): readonly bigint[] {
  const bytes = demands.reduce((total, demand) => total + demand.bytes, 0n);
  const reached = endpointTiers.filter(({ fromByte }) => fromByte === 0n || fromByte < bytes);
  return reached.length === 0 ? [0n] : reached.map(({ perByte }) => perByte);
}

/** The cheapest choice if every byte on an endpoint cost `endpointRate`. */
function cheapestChoice(
  problem: NetworkProblem,
  ipv4Gateways: readonly number[],
  endpointRate: bigint,
): Omit<NetworkChoice, "cost"> {
  const { groups, endpoints, demands } = problem;
  const source = 0;
  const sink = 1;
  const groupNode = (group: number) => 2 + group;
  const endpointNode = (endpoint: number) => 2 + groups.length + endpoint;
  const never = dearerThanAll(problem, endpointRate);
  const edges = new EdgeSums();
  for (const [index, { publicIpv4 }] of groups.entries()) {
    edges.add(groupNode(index), sink, publicIpv4 ?? never);
  }
  for (const [index, { fixed }] of endpoints.entries()) {
    edges.add(source, endpointNode(index), fixed);
  }
  for (const demand of demands) {
    const { group, bytes, endpoint, isFree, overIpv4 } = demand;
    const withoutEndpoint = endpoint === null ? source : endpointNode(endpoint);
    if (endpoint !== null) edges.add(source, withoutEndpoint, endpointRate * bytes);
    if (isFree) continue;
    const rate = ipv4GatewayRate(problem, ipv4Gateways, demand);
    const cost = rate === null ? never : rate * bytes;
    edges.add(withoutEndpoint, overIpv4 ? groupNode(group) : sink, cost);
  }
  const nodes = 2 + groups.length + endpoints.length;
  const onSourceSide = minimumCut(nodes, edges.list(), source, sink);
  return {
    ipv4Gateways,
    publicIpv4: indicesWhere(groups.length, (index) => onSourceSide.has(groupNode(index))),
    endpoints: indicesWhere(endpoints.length, (index) => !onSourceSide.has(endpointNode(index))),
  };
}

/** More than any affordable cut costs: an edge of that capacity is cut only if nothing else helps. */
function dearerThanAll(problem: NetworkProblem, endpointRate: bigint): bigint {
  const { ipv4Gateways, groups, endpoints, demands } = problem;
  const fixed =
    groups.reduce((total, { publicIpv4 }) => total + (publicIpv4 ?? 0n), 0n) +
    endpoints.reduce((total, endpoint) => total + endpoint.fixed, 0n);
  const dearestRate = ipv4Gateways.reduce(
    (most, { perByte }) => (perByte > most ? perByte : most),
    0n,
  );
  const bytes = demands.reduce((total, demand) => total + demand.bytes, 0n);
  return 1n + fixed + (dearestRate + endpointRate) * bytes;
}

function indicesWhere(count: number, isIn: (index: number) => boolean): ReadonlySet<number> {
  return new Set(Array.from({ length: count }, (_, index) => index).filter(isIn));
}

/** Parallel edges become one. */
class EdgeSums {
  private readonly capacities = new Map<number, Map<number, bigint>>();

  add(from: number, to: number, capacity: bigint): void {
    const row = this.capacities.get(from) ?? new Map<number, bigint>();
    this.capacities.set(from, row.set(to, (row.get(to) ?? 0n) + capacity));
  }

  list(): readonly CutEdge[] {
    return [...this.capacities].flatMap(([from, row]) =>
      [...row].map(([to, capacity]) => ({ from, to, capacity })),
    );
  }
}
