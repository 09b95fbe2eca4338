import { Egress6Error } from "../errors.js";
import {
  compare,
  dividedBy,
  type Exact,
  fraction,
  isZero,
  minus,
  sum,
  times,
  whole,
  ZERO,
} from "../price/exact.js";
import type { PriceTier } from "../price/price-book.js";
import type { PriceId } from "../price/price-id.js";
import { exactAmount } from "../workload/volume.js";
import {
  cheapestNetwork,
  type Demand,
  ipv4GatewayFor,
  type NetworkChoice,
  type NetworkProblem,
} from "./cheapest-network.js";
import {
  type Ipv4Gateway,
  type Ipv4GatewayId,
  ipv4GatewaysOf,
  isNatInstances,
  type SizedInstances,
} from "./components.js";
import type { Design } from "./designs.js";
import type { Destination } from "./destination.js";
import { IPV4_GATEWAY_PATHS } from "./egress-paths.js";
import {
  type FlowClass,
  flowIn,
  kindIn,
  type PathId,
  type PossibleRoutes,
  routesOf,
  type Scenario,
  UNITS_PER_GB,
} from "./flows.js";
import { isHidden, withoutEndpoints } from "./hidden-by-private-dns.js";
import { instanceLimits, sharePercentOf } from "./nat-instance-load.js";
import { NetworkChoiceScale } from "./network-choice-scale.js";
import type { PlanInput } from "./plan-input.js";
import {
  type Buying,
  type FlowRoutes,
  type PricedCharge,
  type PricedComponents,
  type PricedIpv4Gateway,
  priceComponents,
} from "./priced-components.js";

/** One line of the bill of a month. */
export interface CostLine {
  readonly item: string;
  readonly priceId: PriceId;
  /** In the price's unit: hours, GB or GB-months. */
  readonly quantity: Exact;
  readonly usd: Exact;
  /** `quantity` and `usd` are the least: nobody knows how much data it is. */
  readonly isOpen: boolean;
}

/** A charge of the bill that has no price. */
export type UnpricedLine = Omit<CostLine, "usd">;

/** The route that flows take. */
export interface Route {
  readonly flow: FlowClass;
  readonly path: PathId;
}

/** The NAT instances of a network, all of one type. */
export interface NatInstances {
  readonly type: string;
  readonly count: number;
  readonly baselineMbitPerSecond: number;
  readonly memoryMib: number;
  /** How much of the baseline of one the stated peak takes, or else the average; `null`: nobody knows. */
  readonly sharePercent: number | null;
  readonly isPeakKnown: boolean;
  /** Whether some destinations over them have a stated peak. */
  readonly isAnyPeakKnown: boolean;
  /** AWS may take them back. */
  readonly isSpot: boolean;
}

/** A network that carries everything. */
export interface Solution {
  readonly kind: "solution";
  /** A month; the least, if a line is open or one has no price. */
  readonly usd: Exact;
  readonly lines: readonly CostLine[];
  readonly unpriced: readonly UnpricedLine[];
  readonly ipv4Gateways: readonly Ipv4GatewayId[];
  /** Names of the compute that gets public IPv4 addresses. */
  readonly publicIpv4: readonly string[];
  /** After `com.amazonaws.REGION.`. */
  readonly endpoints: readonly string[];
  readonly routes: readonly Route[];
  /** `null`: it has none. */
  readonly natInstances: NatInstances | null;
  /** A gateway that carries only so much, and nobody knows whether it is enough. */
  readonly doubtfulIpv4Gateway: Ipv4GatewayId | null;
  /** Why not: its average fits and its peaks may not, or nobody knows how much data there is. */
  readonly doubt: "peak" | "volume" | null;
  /** Whether a larger size would settle that, and has no price here. */
  readonly isLargerUnpriced: boolean;
  /** Prices whose lack kept something out of consideration that might have been cheaper. */
  readonly missing: readonly PriceId[];
}

/** Whether it charges by the GB for data that nobody knows the amount of. */
export const isOpen = ({ lines }: Solution): boolean => lines.some((line) => line.isOpen);

export type SolveResult =
  | Solution
  /** Flows that nothing in the design carries. */
  | { readonly kind: "blocked"; readonly flows: readonly FlowClass[] }
  | NotPriceable
  /** More data than its gateway carries. */
  | Overload;

/** It carries every flow, and what that costs is not known. */
export interface NotPriceable {
  readonly kind: "not-priceable";
  readonly missing: readonly PriceId[];
  /** The network, with what of it has no price; `null` for a combination, which is made by price alone. */
  readonly network: Solution | null;
}

export interface Overload {
  readonly kind: "overloaded";
  readonly instances: SizedInstances;
  /** A month. */
  readonly gb: Exact;
  readonly mostGb: Exact;
  /** Of destinations, where these alone are more than it carries; `null`: it is the data. */
  readonly statedMbitPerSecond: number | null;
}

/**
 * The cheapest network of the design that carries every flow.
 * @throws Egress6Error PRICES_INVALID when the price of endpoint data rises with the amount
 */
export function solveDesign(
  design: Design,
  flows: readonly FlowClass[],
  scenario: Scenario,
  input: PlanInput,
): SolveResult {
  const flowRoutes = flows
    .filter(({ destination }) => scenario === "high" || !destination.mayBeAbsent)
    .map((flow) => ({
      flow: flowIn(flow, scenario),
      routes: routesOf(flow, design, scenario, input),
    }));
  return solveVisible(design, flowRoutes, input);
}

/** The cheapest network in which no flow needs a name that its endpoints hide from it. */
function solveVisible(
  design: Design,
  flowRoutes: readonly FlowRoutes[],
  input: PlanInput,
): SolveResult {
  const result = solveRoutes(design, flowRoutes, input);
  const network = result.kind === "not-priceable" ? result.network : result;
  if (network === null || network.kind !== "solution") return result;
  const hidden = flowRoutes.filter((each) => isHidden(each, network.endpoints, design, input));
  if (hidden.length === 0) return result;
  const names = hidden.flatMap(({ flow }) => flow.destination.endpoints);
  const translated = flowRoutes.map((each) =>
    hidden.includes(each) ? { ...each, routes: { ...each.routes, free: null } } : each,
  );
  const [kept, without] = [translated, withoutEndpoints(flowRoutes, names)].map((routes) =>
    solveVisible(design, routes, input),
  );
  if (kept === undefined || without === undefined) return result;
  return outranks(without, kept) ? without : kept;
}

function solveRoutes(
  design: Design,
  flowRoutes: readonly FlowRoutes[],
  input: PlanInput,
): SolveResult {
  const stuck = flowRoutes.filter((each) => !isCarried(each, design, input));
  if (stuck.length > 0) return { kind: "blocked", flows: stuck.map(({ flow }) => flow) };
  if (design.id === "mixed") {
    const gateways = design.ipv4Gateways.flatMap((id) => ipv4GatewaysOf(id, input));
    return solveNetwork(design, flowRoutes, gateways, input);
  }
  const priced = cheapestOf(design, flowRoutes, input, "priced");
  if (priced.kind !== "not-priceable") return priced;
  const { missing } = priced;
  for (const buying of ["unpriced-ipv4", "unpriced"] as const) {
    const network = cheapestOf(design, flowRoutes, input, buying);
    if (network.kind === "overloaded") return network;
    if (network.kind === "solution") return { kind: "not-priceable", missing, network };
  }
  return priced;
}

function cheapestOf(
  design: Design,
  flowRoutes: readonly FlowRoutes[],
  input: PlanInput,
  buying: Buying,
): SolveResult {
  const isAnyLeft = flowRoutes.some(({ routes }) => routes.free === null);
  if (!isAnyLeft || design.ipv4Gateways.length === 0)
    return solveNetwork(design, flowRoutes, [], input, buying);
  return design.ipv4Gateways
    .map((id) => bestSize(design, flowRoutes, ipv4GatewaysOf(id, input), input, buying))
    .reduce((best, next) => (outranks(next, best) ? next : best));
}

/** The cheapest size with headroom; where none has, or none has a price, the one that comes nearest. */
function bestSize(
  design: Design,
  flowRoutes: readonly FlowRoutes[],
  gateways: readonly Ipv4Gateway[],
  input: PlanInput,
  buying: Buying,
): SolveResult {
  const results = gateways.map((gateway) =>
    solveNetwork(design, flowRoutes, [gateway], input, buying),
  );
  const best = results.reduce((before, next) => (outranks(next, before) ? next : before));
  if (best.kind !== "solution" || best.doubt !== "peak") return best;
  const isLargerUnpriced = results.some((result) => result.kind === "not-priceable");
  return { ...best, isLargerUnpriced };
}

/** What works comes before what may not; what may not, by how near it comes, then by cost. */
function outranks(next: SolveResult, best: SolveResult): boolean {
  if (next.kind !== "solution" || best.kind !== "solution") {
    return NEARNESS[next.kind] > NEARNESS[best.kind] || isLarger(next, best);
  }
  if (next.doubt !== best.doubt) {
    return DOUBTS.indexOf(next.doubt) < DOUBTS.indexOf(best.doubt);
  }
  const [share, least] = [next, best].map((each) => each.natInstances?.sharePercent ?? 0);
  if (next.doubt === "peak" && share !== least) return (share ?? 0) < (least ?? 0);
  // What has no price is not free: the cost of fewer unknown charges is compared first.
  if (next.unpriced.length !== best.unpriced.length)
    return next.unpriced.length < best.unpriced.length;
  return compare(next.usd, best.usd) < 0;
}

const NEARNESS: Readonly<Record<SolveResult["kind"], number>> = {
  solution: 3,
  "not-priceable": 2,
  overloaded: 1,
  blocked: 0,
};

const DOUBTS: readonly Solution["doubt"][] = [null, "volume", "peak"];

const isLarger = (next: SolveResult, best: SolveResult): boolean =>
  next.kind === "overloaded" && best.kind === "overloaded" && compare(next.mostGb, best.mostGb) > 0;

function isCarried({ flow, routes }: FlowRoutes, design: Design, input: PlanInput): boolean {
  if (routes.free !== null || routes.overEndpoints) return true;
  if (routes.overIpv4 === null) return false;
  const kind = kindIn(design, flow.compute, input);
  const isFixed = needsFixedAddress({ flow, routes });
  if (!isFixed && design.publicIpv4 && kind.publicIpv4 === "yes" && routes.overIpv4 === "ipv4")
    return true;
  return design.ipv4Gateways.some(
    (gateway) =>
      !(isFixed && gateway === "nat-gateway-regional") &&
      doesCarry(gateway, routes.overIpv4, design),
  );
}

/** Over IPv6 a partner allows the VPC's own block. */
const needsFixedAddress = ({ flow, routes }: FlowRoutes): boolean =>
  flow.destination.needsStableAddress && routes.free === null;

/** NAT64 is documented for zonal gateways: a regional one, or one beyond a transit gateway, is not counted on. */
const doesCarry = (
  gateway: Ipv4GatewayId,
  route: PossibleRoutes["overIpv4"],
  { doInstancesNat64 = false }: Design,
): boolean =>
  route === "ipv4" ||
  (route === "nat64" &&
    (gateway.startsWith("nat-gateway-zonal") || (doInstancesNat64 && isNatInstances(gateway))));

/** @param ipv4Gateways of a design other than `mixed`: the one that is there whenever something is left for it */
function solveNetwork(
  design: Design,
  flowRoutes: readonly FlowRoutes[],
  ipv4Gateways: readonly Ipv4Gateway[],
  input: PlanInput,
  buying: Buying = "priced",
): SolveResult {
  const components = priceComponents(design, flowRoutes, ipv4Gateways, input, buying);
  const isGiven = design.id !== "mixed";
  if (isGiven && components.ipv4Gateways.length < ipv4Gateways.length)
    return notPriceable(components);
  const problem = networkProblem(flowRoutes, components, design, input);
  const choice = cheapestNetwork(problem);
  if (choice === null) return notPriceable(components);
  const routes = flowRoutes.map((each, index) =>
    routeOf(each, problem.demands[index], components, problem, choice),
  );
  const overload = overloadOf(components, routes, input);
  if (overload === null) return networkOf(routes, components, choice, input);
  return overload;
}

/** What leaves the VPC in a month; `null`: nobody knows. */
function unitsLeaving(routes: readonly Route[]): bigint | null {
  const leaving = routes.filter(({ path }) => path !== "outside-vpc");
  return leaving.some(({ flow }) => flow.mostUnits === null)
    ? null
    : leaving.reduce((total, { flow }) => total + flow.units, 0n);
}

function unitsOver(routes: readonly GatewayRoute[], gateway: PricedIpv4Gateway): bigint {
  const over = routes.filter((route) => route.ipv4Gateway === gateway);
  return over.reduce((total, { flow }) => total + flow.units, 0n);
}

function overloadOf(
  { ipv4Gateways }: PricedComponents,
  routes: readonly GatewayRoute[],
  { workload }: PlanInput,
): Overload | null {
  for (const gateway of ipv4Gateways) {
    const { instances } = gateway;
    if (instances === null) continue;
    const { mostUnits } = instanceLimits(instances, workload, unitsLeaving(routes));
    const units = unitsOver(routes, gateway);
    const { mbitPerSecond } = statedPeaks(routes, gateway);
    const isPeakOver = mbitPerSecond > instances.size.baselineMbitPerSecond * instances.count;
    if (!isPeakOver && (mostUnits === null || units <= mostUnits)) continue;
    const most = mostUnits ?? BigInt(instances.size.baselineMbitPerSecond * instances.count);
    const [gb, mostGb] = [units, most].map((each) => fraction(each, UNITS_PER_GB));
    return {
      kind: "overloaded",
      instances,
      gb: gb ?? ZERO,
      mostGb: mostGb ?? ZERO,
      statedMbitPerSecond: isPeakOver ? mbitPerSecond : null,
    };
  }
  return null;
}

const gbOver = (routes: readonly GatewayRoute[], isOver: (route: GatewayRoute) => boolean): Exact =>
  fraction(
    routes.reduce((total, route) => (isOver(route) ? total + route.flow.units : total), 0n),
    UNITS_PER_GB,
  );

const isOpenOver = (
  routes: readonly GatewayRoute[],
  isOver: (route: GatewayRoute) => boolean,
): boolean => routes.some((route) => isOver(route) && route.flow.mostUnits === null);

const isOverEndpoint = ({ path }: GatewayRoute): boolean => path === "interface-endpoint";

const notPriceable = ({ missing }: PricedComponents): SolveResult => ({
  kind: "not-priceable",
  missing,
  network: null,
});

function networkProblem(
  flowRoutes: readonly FlowRoutes[],
  components: PricedComponents,
  design: Design,
  { workload }: PlanInput,
): NetworkProblem {
  // It is paid for anyway, so its fixed charge decides nothing.
  const isGatewayGiven = design.id !== "mixed";
  const { ipv4Gateways, publicIpv4, endpoints, endpointTiers } = components;
  refuseRisingTiers(endpointTiers);
  // A default route serves all of a compute: it has one kind of source address.
  const fixedGroups = new Set(flowRoutes.filter(needsFixedAddress).map(({ flow }) => flow.group));
  const scale = new NetworkChoiceScale([
    ...ipv4Gateways.flatMap(({ fixed, perGb }) => [usdOf(fixed), usdOf(perGb)]),
    ...publicIpv4.flatMap((priced) => priced?.usd ?? []),
    ...endpoints.map(({ usd }) => usd),
    ...endpointTiers.map(({ usd }) => usd),
  ]);
  return {
    ipv4Gateways: ipv4Gateways.map(({ id, fixed, perGb, instances }) => ({
      fixed: isGatewayGiven ? 0n : scale.amount(usdOf(fixed)),
      perByte: scale.rate(usdOf(perGb)),
      groups: new Set(
        flowRoutes
          .filter(
            ({ flow, routes }) =>
              routes.overIpv4 !== null &&
              !(id === "nat-gateway-regional" && fixedGroups.has(flow.group)) &&
              doesCarry(id, routes.overIpv4, design),
          )
          .map(({ flow }) => flow.group),
      ),
      capacity:
        isGatewayGiven || instances === null ? null : safeUnits(instances, flowRoutes, workload),
    })),
    groups: publicIpv4.map((priced, group) => ({
      publicIpv4: priced === null || fixedGroups.has(group) ? null : scale.amount(priced.usd),
    })),
    endpoints: endpoints.map(({ usd }) => ({ fixed: scale.amount(usd) })),
    endpointTiers: endpointTiers.map(({ fromGb, usd }) => ({
      fromByte: (fromGb.numerator * UNITS_PER_GB) / fromGb.denominator,
      perByte: scale.rate(usd),
    })),
    demands: flowRoutes.map(({ flow, routes }) => ({
      group: flow.group,
      bytes: flow.units,
      isFree: routes.free !== null,
      overIpv4: routes.overIpv4 !== null,
      endpoint: routes.overEndpoints ? endpointIndex(components, flow) : null,
    })),
  };
}

/** What they surely carry; where nobody knows how much that would be, nothing. */
function safeUnits(
  instances: SizedInstances,
  flowRoutes: readonly FlowRoutes[],
  workload: PlanInput["workload"],
): bigint | null {
  const flows = flowRoutes.flatMap(({ flow, routes }) =>
    routes.free === "outside-vpc" ? [] : flow,
  );
  const isOpenAtAll = flows.some(({ mostUnits }) => mostUnits === null);
  const all = flows.reduce((total, { units }) => total + units, 0n);
  const limits = instanceLimits(instances, workload, isOpenAtAll ? null : all);
  return isOpenAtAll && limits.safeUnits !== null ? 0n : limits.safeUnits;
}

function endpointIndex({ endpoints }: PricedComponents, { destination }: FlowClass): number | null {
  const [first] = destination.endpoints;
  const index = endpoints.findIndex(({ names }) => first !== undefined && names.includes(first));
  return index === -1 ? null : index;
}

// The search rests on it; AWS's rates have always fallen.
function refuseRisingTiers(tiers: readonly PriceTier[]): void {
  const rises = tiers.some(({ usd }, index) => {
    const before = tiers[index - 1];
    return before !== undefined && compare(usd, before.usd) > 0;
  });
  if (!rises) return;
  throw new Egress6Error(
    "PRICES_INVALID",
    "input",
    "The price interfaceEndpointGb rises with the amount, which AWS's never does. Get it anew with `egress6 prices update`.",
  );
}

const usdOf = (charges: readonly PricedCharge[]): Exact => sum(charges.map(({ usd }) => usd));

/** A route, with the gateway that it takes. */
interface GatewayRoute extends Route {
  readonly ipv4Gateway: PricedIpv4Gateway | null;
}

/** The network that was chosen, with its bill. */
function networkOf(
  routes: readonly GatewayRoute[],
  components: PricedComponents,
  choice: NetworkChoice,
  { workload }: PlanInput,
): Solution {
  const ipv4Gateways = components.ipv4Gateways.filter((gateway) =>
    routes.some((route) => route.ipv4Gateway === gateway),
  );
  const endpoints = components.endpoints.filter((_, index) => choice.endpoints.has(index));
  const endpointGb = gbOver(routes, isOverEndpoint);
  const isEndpointDataOpen = isOpenOver(routes, isOverEndpoint);
  const bill = [
    ...ipv4Gateways.flatMap(({ fixed }) => fixed.map(fixedLine)),
    ...ipv4Gateways.flatMap((gateway) => {
      const isOver = (route: GatewayRoute): boolean => route.ipv4Gateway === gateway;
      const gb = gbOver(routes, isOver);
      return gateway.perGb.map((charge) => dataLine(charge, gb, isOpenOver(routes, isOver)));
    }),
    ...addressLines(components, choice, workload),
    ...endpoints.map(fixedLine),
    ...endpointDataLines(components.endpointTiers, endpointGb, isEndpointDataOpen),
  ];
  const lines = bill.flatMap(({ isPriced, ...line }) => (isPriced ? [line] : []));
  const unpriced = [
    ...bill.flatMap(({ isPriced, usd: _, ...line }) => (isPriced ? [] : [line])),
    ...unpricedEndpointData(components.endpointTiers, endpointGb, isEndpointDataOpen),
  ].filter(({ quantity, isOpen }) => isOpen || !isZero(quantity));
  const load = loadOf(ipv4Gateways, routes, workload);
  return {
    kind: "solution",
    usd: sum(lines.map(({ usd }) => usd)),
    lines,
    unpriced,
    ipv4Gateways: ipv4Gateways.map(({ id }) => id),
    publicIpv4: workload.compute
      .filter((_, group) => choice.publicIpv4.has(group))
      .map(({ name }) => name),
    endpoints: endpoints.flatMap(({ names }) => names).sort(),
    routes: routes.map(({ flow, path }) => ({ flow, path })),
    natInstances: load?.natInstances ?? null,
    doubtfulIpv4Gateway: load?.doubt == null ? null : load.id,
    doubt: load?.doubt ?? null,
    isLargerUnpriced: false,
    missing: components.missing,
  };
}

interface InstanceLoad extends Pick<Solution, "doubt"> {
  readonly id: Ipv4GatewayId;
  readonly natInstances: NatInstances;
}

interface StatedPeaks {
  /** Of destinations over the gateway, as if all came at once. */
  readonly mbitPerSecond: number;
  /** The data of the others. */
  readonly otherUnits: bigint;
  readonly isOtherOpen: boolean;
}

function statedPeaks(routes: readonly GatewayRoute[], gateway: PricedIpv4Gateway): StatedPeaks {
  const peaks = new Map<Destination, number>();
  let otherUnits = 0n;
  let isOtherOpen = false;
  for (const { flow, ipv4Gateway } of routes) {
    if (ipv4Gateway !== gateway) continue;
    const isAtMost = flow.mostUnits !== null && flow.units === flow.mostUnits;
    let others = flow.units;
    for (const { destination, units, mostUnits } of flow.flows) {
      if (destination.peakMbitPerSecond === null) {
        if (mostUnits === null) isOtherOpen = true;
        continue;
      }
      peaks.set(destination, destination.peakMbitPerSecond);
      others -= isAtMost ? (mostUnits ?? units) : units;
    }
    otherUnits += others > 0n ? others : 0n;
  }
  const mbitPerSecond = [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
  return { mbitPerSecond, otherUnits, isOtherOpen };
}

/** What the NAT instances of the network have to carry, and whether they surely can. */
function loadOf(
  ipv4Gateways: readonly PricedIpv4Gateway[],
  routes: readonly GatewayRoute[],
  workload: PlanInput["workload"],
): InstanceLoad | null {
  const gateway = ipv4Gateways.find(({ id }) => isNatInstances(id));
  const instances = gateway?.instances ?? null;
  if (gateway === undefined || instances === null) return null;
  const all = unitsLeaving(routes);
  const { safeUnits } = instanceLimits(instances, workload, all);
  const { mbitPerSecond, otherUnits, isOtherOpen } = statedPeaks(routes, gateway);
  const { size, count } = instances;
  const baseline = size.baselineMbitPerSecond * count;
  const othersPercent =
    otherUnits === 0n && !isOtherOpen && mbitPerSecond > 0
      ? 0
      : sharePercentOf(instances, workload, all, otherUnits);
  // What the stated peaks leave is for the others.
  const left = safeUnits === null ? null : shareLeft(safeUnits, mbitPerSecond, baseline);
  return {
    id: gateway.id,
    doubt: doubtOf(otherUnits, isOtherOpen, left),
    natInstances: {
      type: size.type,
      count,
      baselineMbitPerSecond: size.baselineMbitPerSecond,
      memoryMib: size.memoryMib,
      sharePercent:
        othersPercent === null
          ? null
          : othersPercent + Math.round((mbitPerSecond / baseline) * 100),
      isPeakKnown:
        workload.peakMbitPerSecond !== null ||
        (mbitPerSecond > 0 && otherUnits === 0n && !isOtherOpen),
      isAnyPeakKnown: workload.peakMbitPerSecond !== null || mbitPerSecond > 0,
      isSpot: workload.spotDiscountPercent !== null,
    },
  };
}

function shareLeft(safeUnits: bigint, mbitPerSecond: number, baseline: number): bigint {
  if (mbitPerSecond === 0) return safeUnits;
  const part = minus(whole(1), dividedBy(exactAmount(mbitPerSecond), whole(baseline)));
  const { numerator, denominator } = times(whole(safeUnits), part);
  return numerator <= 0n ? 0n : numerator / denominator;
}

function doubtOf(
  units: bigint,
  isVolumeOpen: boolean,
  safeUnits: bigint | null,
): Solution["doubt"] {
  if (safeUnits === null) return null;
  if (isVolumeOpen) return "volume";
  return units > safeUnits ? "peak" : null;
}

function routeOf(
  { flow, routes }: FlowRoutes,
  demand: Demand | undefined,
  components: PricedComponents,
  problem: NetworkProblem,
  choice: NetworkChoice,
): GatewayRoute {
  if (demand === undefined) throw new RangeError("a demand for each flow");
  if (demand.endpoint !== null && choice.endpoints.has(demand.endpoint)) {
    return { flow, path: "interface-endpoint", ipv4Gateway: null };
  }
  if (routes.free !== null) return { flow, path: routes.free, ipv4Gateway: null };
  if (choice.publicIpv4.has(flow.group))
    return { flow, path: "internet-gateway", ipv4Gateway: null };
  const gateway = components.ipv4Gateways[ipv4GatewayFor(problem, choice, demand) ?? -1];
  if (gateway === undefined) throw new RangeError("the chosen network carries every flow");
  return {
    flow,
    path: routes.overIpv4 === "nat64" ? "nat64" : IPV4_GATEWAY_PATHS[gateway.id],
    ipv4Gateway: gateway,
  };
}

type BillLine = CostLine & Pick<PricedCharge, "isPriced">;

function fixedLine({ charge: { item, priceId, quantity }, ...of }: PricedCharge): BillLine {
  return { item, priceId, quantity, ...of, isOpen: false };
}

/** Of compute of which nobody knows how many there are, what they cost at least. */
const addressLines = (
  { publicIpv4 }: PricedComponents,
  choice: NetworkChoice,
  { compute }: PlanInput["workload"],
): readonly BillLine[] =>
  publicIpv4.flatMap((priced, group) =>
    priced === null || !choice.publicIpv4.has(group)
      ? []
      : [{ ...fixedLine(priced), isOpen: compute[group]?.isCountOpen ?? false }],
  );

function dataLine(
  { charge: { item, priceId, quantity }, usd, isPriced }: PricedCharge,
  gb: Exact,
  isOpen: boolean,
): BillLine {
  return {
    item,
    priceId,
    quantity: times(quantity, gb),
    usd: times(usd, gb),
    isOpen: isOpen && !(isPriced && isZero(usd)),
    isPriced,
  };
}

/**
 * One line for each tier: AWS counts the data of all endpoints of an account in the region together. Where
 * nobody knows how much more there is, the last line is open.
 */
function endpointDataLines(
  tiers: readonly PriceTier[],
  gb: Exact,
  isOpen: boolean,
): readonly BillLine[] {
  const reached = tiers.filter(
    ({ fromGb }, index) => compare(gb, fromGb) > 0 || (isOpen && index === 0),
  );
  return reached.map(({ fromGb, toGb, usd }, index) => {
    const quantity = minus(toGb === null || compare(gb, toGb) < 0 ? gb : toGb, fromGb);
    return {
      item: `interface endpoints, data${index === 0 ? "" : `, tier ${index + 1}`}`,
      priceId: "interfaceEndpointGb",
      quantity,
      usd: times(usd, quantity),
      isOpen: isOpen && index === reached.length - 1,
      isPriced: true,
    };
  });
}

/** Data over endpoints beyond the tiers that are known. */
function unpricedEndpointData(
  tiers: readonly PriceTier[],
  gb: Exact,
  isOpen: boolean,
): readonly UnpricedLine[] {
  const end = tiers.length === 0 ? ZERO : (tiers.at(-1)?.toGb ?? null);
  if (end === null || (compare(gb, end) <= 0 && tiers.length > 0)) return [];
  return [
    {
      item: "interface endpoints, data",
      priceId: "interfaceEndpointGb",
      quantity: minus(gb, end),
      isOpen,
    },
  ];
}
