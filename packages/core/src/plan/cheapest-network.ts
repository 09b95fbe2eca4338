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
  /** Bytes that it can carry; `null`: any number. At most one gateway with a capacity is bought. */
  readonly capacity: bigint | null;
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
  /** Groups that use another gateway than the one with a capacity, or none. */
  readonly offCapped: ReadonlySet<number>;
  /** Groups that get public IPv4 addresses. */
  readonly publicIpv4: ReadonlySet<number>;
  readonly endpoints: ReadonlySet<number>;
}

/**
 * The cheapest network that carries every demand; exact, not a heuristic.
 *
 * 1. IPv4 gateways are few: every subset of those without a capacity is tried in which each is the cheapest for some
 *    group. Another one holds a gateway that carries nothing, and costs no less than the subset without it. Beside it
 *    at most one gateway with a capacity is bought: NAT instances of one size.
 * 2. Falling byte tiers make the endpoints' byte charge concave in the total, so it is the least of
 *    straight lines, one for each tier: cost(bytes) = min over tiers of (intercept + rate × bytes). The
 *    minimum over networks and the minimum over lines may be swapped; each line is tried. The line of a
 *    tier that begins beyond all bytes is the least nowhere.
 * 3. What is left is, for each group, public IPv4 or not (u), and, for each service, no endpoint or one
 *    (v). A demand costs rate × bytes where the endpoint is bought, and gateway × bytes where neither is:
 *    a·(1 − v) + b·v·(1 − u). Terms of that form are the edges of a graph whose minimum cut is the
 *    cheapest choice (Picard and Ratliff 1975).
 * 4. A capacity is no minimum cut. Where the cheapest choice exceeds it, groups are taken off that gateway and endpoints
 *    bought by branch and bound; the bound is the cut with a price on each byte over the capacity (Lagrange). After
 *    thousands of cuts, which takes dozens of groups that hardly fit, the best network so far stands.
 *
 * @returns null when no network carries all
 */
export function cheapestNetwork(problem: NetworkProblem): NetworkChoice | null {
  const search = new NetworkSearch(problem);
  const { ipv4Gateways: all } = problem;
  const indices = [...all.keys()];
  const open = indices.filter((index) => all[index]?.capacity === null);
  const capped = indices
    .filter((index) => all[index]?.capacity !== null)
    .sort((a, b) => compareAmounts(all[a]?.fixed, all[b]?.fixed));
  for (const positions of subsets(open.length)) {
    const bought = positions.flatMap((position) => open[position] ?? []);
    if (!isEachCheapest(problem, bought)) continue;
    search.withGateways(bought, null);
    const fitting = new Set<string>();
    for (const index of capped) {
      const { perByte, groups } = all[index] ?? { perByte: 0n, groups: new Set<number>() };
      const kind = `${perByte} ${[...groups].join()}`;
      // A dearer one of the same kind carries more than there is.
      if (fitting.has(kind)) continue;
      if (search.withGateways(bought, index)) fitting.add(kind);
    }
  }
  return search.best;
}

const compareAmounts = (a = 0n, b = 0n): number => (a < b ? -1 : a > b ? 1 : 0);

/** Cuts of one search, over all subsets, beyond the first of each: fewer of larger graphs, which take longer. */
const mostCuts = ({ demands }: NetworkProblem): number =>
  Math.max(60, Math.min(5_000, Math.floor(500_000 / Math.max(1, demands.length))));
const MOST_PRICES = 12;

/** What is settled on the way down a branch. */
interface Branch {
  /** Groups that do not use the gateway with the capacity. */
  readonly off: ReadonlySet<number>;
  /** Groups that use it for all that no endpoint carries. */
  readonly on: ReadonlySet<number>;
  readonly endpoints: ReadonlyMap<number, boolean>;
}

type Choice = Omit<NetworkChoice, "cost">;

class NetworkSearch {
  best: NetworkChoice | null = null;
  private cutsLeft: number;
  private readonly problem: NetworkProblem;
  private readonly lines: readonly TierLine[];

  constructor(problem: NetworkProblem) {
    this.problem = problem;
    this.lines = tierLines(problem);
    this.cutsLeft = mostCuts(problem);
  }

  /** @returns whether the gateway with the capacity carries all that would go over it */
  withGateways(open: readonly number[], capped: number | null): boolean {
    const ipv4Gateways = capped === null ? open : [...open, capped];
    const none = { off: new Set<number>(), on: new Set<number>(), endpoints: new Map() };
    let isFitting = true;
    for (const line of this.lines) {
      isFitting = this.branch(ipv4Gateways, capped, line, none) && isFitting;
    }
    return isFitting;
  }

  /** @returns whether the first choice, without a thought of the capacity, is within it */
  private branch(
    ipv4Gateways: readonly number[],
    capped: number | null,
    line: TierLine,
    branch: Branch,
  ): boolean {
    const { problem } = this;
    const capacity = capped === null ? null : (problem.ipv4Gateways[capped]?.capacity ?? null);
    const cheapestAt = (price: bigint): Priced | null => {
      this.cutsLeft -= 1;
      const choice = cheapestChoice(problem, ipv4Gateways, line.rate, branch, price);
      const parts = networkParts(problem, choice);
      if (parts === null) return null;
      if (capacity === null || parts.load <= capacity) this.offer(choice, parts);
      const cost = parts.cost + line.intercept + line.rate * parts.endpointBytes;
      return { choice, cost, load: parts.load };
    };
    const first = cheapestAt(0n);
    if (first === null || capacity === null || first.load <= capacity) return true;
    if (this.isNoBetter(first.cost)) return false;
    const over = this.bounded(first, capacity, cheapestAt);
    if (over === null) return false;
    for (const next of this.splits(over, branch)) {
      if (this.cutsLeft <= 0) return false;
      this.branch(ipv4Gateways, capped, line, next);
    }
    return false;
  }

  /**
   * Raises the price of a byte over the capacity until the bound stands still.
   * @returns the cheapest choice over the capacity that was seen; null: nothing better is on this branch
   */
  private bounded(
    first: Priced,
    capacity: bigint,
    cheapestAt: (price: bigint) => Priced | null,
  ): Priced | null {
    let over = first;
    let price = dearestByte(this.problem);
    let within = cheapestAt(price);
    if (within === null || within.load > capacity) return null;
    for (let step = 0; step < MOST_PRICES; step++) {
      const next = (within.cost - over.cost) / (over.load - within.load);
      if (next <= 0n || next === price) break;
      price = next;
      const found = cheapestAt(price);
      if (found === null) break;
      if (this.isNoBetter(found.cost + price * (found.load - capacity))) return null;
      if (found.load > capacity) over = found;
      else within = found;
    }
    return over;
  }

  /** By the group that sends most over the gateway; once those are settled, by an endpoint that would relieve it. */
  private splits({ choice }: Priced, branch: Branch): readonly Branch[] {
    const loads = new Map<number, bigint>();
    let relief: number | null = null;
    for (const demand of this.problem.demands) {
      if (!isOverCapped(this.problem, choice, demand)) continue;
      loads.set(demand.group, (loads.get(demand.group) ?? 0n) + demand.bytes);
      if (demand.endpoint !== null && !branch.endpoints.has(demand.endpoint)) {
        relief ??= demand.endpoint;
      }
    }
    const [most] = [...loads]
      .filter(([group, load]) => load > 0n && !branch.on.has(group))
      .sort(([, a], [, b]) => compareAmounts(b, a));
    if (most !== undefined) {
      const [group] = most;
      return [
        { ...branch, off: new Set([...branch.off, group]) },
        { ...branch, on: new Set([...branch.on, group]) },
      ];
    }
    if (relief === null) return [];
    return [true, false].map((isBought) => ({
      ...branch,
      endpoints: new Map([...branch.endpoints, [relief, isBought] as const]),
    }));
  }

  private isNoBetter(cost: bigint): boolean {
    return this.best !== null && cost >= this.best.cost;
  }

  private offer(choice: Choice, { cost, endpointBytes }: NetworkParts): void {
    const total = cost + tieredCost(this.problem.endpointTiers, endpointBytes);
    if (this.best === null || total < this.best.cost) this.best = { ...choice, cost: total };
  }
}

/** A choice with its cost by a line, and what goes over the gateway with the capacity. */
interface Priced {
  readonly choice: Choice;
  readonly cost: bigint;
  readonly load: bigint;
}

/** More than any byte saves: at that price as little as possible goes over the gateway. */
function dearestByte(problem: NetworkProblem): bigint {
  return dearerThanAll(problem, problem.endpointTiers[0]?.perByte ?? 0n);
}

interface NetworkParts {
  /** Without the data of endpoints. */
  readonly cost: bigint;
  readonly endpointBytes: bigint;
  /** What goes over the gateway with the capacity. */
  readonly load: bigint;
}

function networkParts(problem: NetworkProblem, choice: Choice): NetworkParts | null {
  let cost = 0n;
  let endpointBytes = 0n;
  let load = 0n;
  for (const gateway of choice.ipv4Gateways) cost += problem.ipv4Gateways[gateway]?.fixed ?? 0n;
  for (const group of choice.publicIpv4) {
    const addresses = problem.groups[group]?.publicIpv4 ?? null;
    if (addresses === null) return null;
    cost += addresses;
  }
  for (const endpoint of choice.endpoints) cost += problem.endpoints[endpoint]?.fixed ?? 0n;
  for (const demand of problem.demands) {
    if (demand.endpoint !== null && choice.endpoints.has(demand.endpoint)) {
      endpointBytes += demand.bytes;
      continue;
    }
    if (demand.isFree || (demand.overIpv4 && choice.publicIpv4.has(demand.group))) continue;
    const gateway = ipv4GatewayFor(problem, choice, demand);
    if (gateway === null) return null;
    const { perByte = 0n, capacity = null } = problem.ipv4Gateways[gateway] ?? {};
    cost += perByte * demand.bytes;
    if (capacity !== null) load += demand.bytes;
  }
  return { cost, endpointBytes, load };
}

function isOverCapped(problem: NetworkProblem, choice: Choice, demand: Demand): boolean {
  if (demand.endpoint !== null && choice.endpoints.has(demand.endpoint)) return false;
  if (demand.isFree || (demand.overIpv4 && choice.publicIpv4.has(demand.group))) return false;
  const gateway = ipv4GatewayFor(problem, choice, demand);
  return gateway !== null && (problem.ipv4Gateways[gateway]?.capacity ?? null) !== null;
}

/** What a network costs, at the true tiers; `null` when it leaves a demand uncarried, or carries more than it can. */
export function networkCost(problem: NetworkProblem, choice: Choice): bigint | null {
  const parts = networkParts(problem, choice);
  if (parts === null) return null;
  const isOverloaded = choice.ipv4Gateways.some((gateway) => {
    const capacity = problem.ipv4Gateways[gateway]?.capacity ?? null;
    return capacity !== null && parts.load > capacity;
  });
  return isOverloaded ? null : parts.cost + tieredCost(problem.endpointTiers, parts.endpointBytes);
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
  { ipv4Gateways: bought, offCapped }: Pick<NetworkChoice, "ipv4Gateways" | "offCapped">,
  { group, overIpv4 }: Pick<Demand, "group" | "overIpv4">,
): number | null {
  let best: number | null = null;
  for (const index of overIpv4 ? bought : []) {
    const gateway = all[index];
    if (gateway?.groups.has(group) !== true) continue;
    if (gateway.capacity !== null && offCapped.has(group)) continue;
    if (best === null || gateway.perByte < (all[best]?.perByte ?? 0n)) best = index;
  }
  return best;
}

/** Subsets of 0 … count − 1, the smaller ones first. */
function subsets(count: number): readonly (readonly number[])[] {
  const all = Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (_, index) => index).filter((index) => (bits >> index) & 1),
  );
  return all.sort((a, b) => a.length - b.length);
}

const NO_GROUPS: ReadonlySet<number> = new Set();

/** Whether each of the IPv4 gateways is the one that some group takes. */
function isEachCheapest(problem: NetworkProblem, ipv4Gateways: readonly number[]): boolean {
  const taken = new Set(
    problem.groups.map((_, group) =>
      ipv4GatewayFor(problem, { ipv4Gateways, offCapped: NO_GROUPS }, { group, overIpv4: true }),
    ),
  );
  return ipv4Gateways.every((gateway) => taken.has(gateway));
}

/** cost(bytes) = intercept + rate × bytes: the least of these is the tiered charge. */
interface TierLine {
  readonly rate: bigint;
  readonly intercept: bigint;
}

function tierLines({ endpointTiers, demands }: NetworkProblem): readonly TierLine[] {
  const bytes = demands.reduce((total, demand) => total + demand.bytes, 0n);
  const reached = endpointTiers.filter(({ fromByte }) => fromByte === 0n || fromByte < bytes);
  if (reached.length === 0) return [{ rate: 0n, intercept: 0n }];
  return reached.map(({ fromByte, perByte }) => ({
    rate: perByte,
    intercept: tieredCost(endpointTiers, fromByte) - perByte * fromByte,
  }));
}

/**
 * The cheapest choice if every byte on an endpoint cost `endpointRate`, within the branch.
 * @param price of each byte over the gateway with the capacity, beside its own rate
 */
function cheapestChoice(
  problem: NetworkProblem,
  ipv4Gateways: readonly number[],
  endpointRate: bigint,
  branch: Branch,
  price: bigint,
): Choice {
  const { groups, endpoints, demands } = problem;
  const source = 0;
  const sink = 1;
  const groupNode = (group: number) => 2 + group;
  const endpointNode = (endpoint: number) => 2 + groups.length + endpoint;
  const bytes = demands.reduce((total, demand) => total + demand.bytes, 0n);
  const never = dearerThanAll(problem, endpointRate) + price * bytes;
  const offCapped = price === 0n ? branch.off : withoutGain(problem, ipv4Gateways, branch, price);
  const edges = new EdgeSums();
  for (const [index, { publicIpv4 }] of groups.entries()) {
    edges.add(groupNode(index), sink, branch.on.has(index) ? never : (publicIpv4 ?? never));
  }
  for (const [index, { fixed }] of endpoints.entries()) {
    const settled = branch.endpoints.get(index);
    edges.add(source, endpointNode(index), settled === false ? never : fixed);
    if (settled === true) edges.add(endpointNode(index), sink, never);
  }
  for (const demand of demands) {
    const { group, bytes, endpoint, isFree, overIpv4 } = demand;
    const withoutEndpoint = endpoint === null ? source : endpointNode(endpoint);
    if (endpoint !== null) edges.add(source, withoutEndpoint, endpointRate * bytes);
    if (isFree) continue;
    const gateway = ipv4GatewayFor(problem, { ipv4Gateways, offCapped }, demand);
    const { perByte = 0n, capacity = null } = problem.ipv4Gateways[gateway ?? -1] ?? {};
    const rate = capacity === null ? perByte : perByte + price;
    const cost = gateway === null ? never : rate * bytes;
    edges.add(withoutEndpoint, overIpv4 ? groupNode(group) : sink, cost);
  }
  const nodes = 2 + groups.length + endpoints.length;
  const onSourceSide = minimumCut(nodes, edges.list(), source, sink);
  return {
    ipv4Gateways,
    offCapped,
    publicIpv4: indicesWhere(groups.length, (index) => onSourceSide.has(groupNode(index))),
    endpoints: indicesWhere(endpoints.length, (index) => !onSourceSide.has(endpointNode(index))),
  };
}

/** Groups for which, at that price, another bought gateway is cheaper. */
function withoutGain(
  problem: NetworkProblem,
  ipv4Gateways: readonly number[],
  { off, on }: Branch,
  price: bigint,
): ReadonlySet<number> {
  const open = ipv4Gateways.filter((index) => problem.ipv4Gateways[index]?.capacity === null);
  const capped = ipv4Gateways.find((index) => !open.includes(index));
  const rate = (problem.ipv4Gateways[capped ?? -1]?.perByte ?? 0n) + price;
  return indicesWhere(problem.groups.length, (group) => {
    if (off.has(group)) return true;
    if (on.has(group)) return false;
    const choice = { ipv4Gateways: open, offCapped: NO_GROUPS };
    const other = ipv4GatewayFor(problem, choice, { group, overIpv4: true });
    return other !== null && (problem.ipv4Gateways[other]?.perByte ?? 0n) <= rate;
  });
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
