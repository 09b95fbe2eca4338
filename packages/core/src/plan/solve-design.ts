import { Egress6Error } from "../errors.js";
import { compare, type Exact, fraction, isZero, minus, sum, times } from "../price/exact.js";
import type { PriceTier } from "../price/price-book.js";
import type { PriceId } from "../price/price-id.js";
import {
  cheapestNetwork,
  type Demand,
  ipv4GatewayFor,
  type NetworkChoice,
  type NetworkProblem,
} from "./cheapest-network.js";
import type { Ipv4GatewayId } from "./components.js";
import type { Design } from "./designs.js";
import {
  type FlowClass,
  flowIn,
  kindIn,
  type PathId,
  type Scenario,
  UNITS_PER_GB,
  type Ways,
  waysOf,
} from "./flows.js";
import { NetworkChoiceScale } from "./network-choice-scale.js";
import type { PlanInput } from "./plan-input.js";
import {
  type Option,
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

/** The way that flows take. */
export interface Route {
  readonly flow: FlowClass;
  readonly path: PathId;
}

/** A network that carries everything. */
export interface Solution {
  readonly kind: "solution";
  /** A month; the least, if a line is open. */
  readonly usd: Exact;
  readonly lines: readonly CostLine[];
  readonly ipv4Gateways: readonly Ipv4GatewayId[];
  /** Names of the compute that gets public IPv4 addresses. */
  readonly publicIpv4: readonly string[];
  /** After `com.amazonaws.REGION.`. */
  readonly endpoints: readonly string[];
  readonly routes: readonly Route[];
  /** An gateway that carries only so much, and nobody knows whether it is enough. */
  readonly doubtfulIpv4Gateway: Ipv4GatewayId | null;
  /** Prices whose lack kept something out of consideration that might have been cheaper. */
  readonly missing: readonly PriceId[];
}

/** Whether it charges by the GB for data that nobody knows the amount of. */
export const isOpen = ({ lines }: Solution): boolean => lines.some((line) => line.isOpen);

export type SolveResult =
  | Solution
  /** Flows that nothing in the design carries. */
  | { readonly kind: "blocked"; readonly flows: readonly FlowClass[] }
  | { readonly kind: "not-priceable"; readonly missing: readonly PriceId[] }
  /** More data than its gateway carries. */
  | Overload;

export interface Overload {
  readonly kind: "overloaded";
  readonly ipv4Gateway: Ipv4GatewayId;
  /** A month. */
  readonly gb: Exact;
  readonly mostGb: Exact;
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
  const options = flows.map((flow) => ({
    flow: flowIn(flow, scenario),
    ways: waysOf(flow, design, scenario, input),
  }));
  const stuck = options.filter((option) => !isCarried(option, design, input));
  if (stuck.length > 0) return { kind: "blocked", flows: stuck.map(({ flow }) => flow) };
  if (design.id === "mixed") return solveNetwork(design, options, design.ipv4Gateways, input);
  const isAnyLeft = options.some(({ ways }) => ways.free === null);
  if (!isAnyLeft || design.ipv4Gateways.length === 0)
    return solveNetwork(design, options, [], input);
  return design.ipv4Gateways
    .map((gateway) => solveNetwork(design, options, [gateway], input))
    .reduce((best, next) => (isBetter(next, best) ? next : best));
}

function isBetter(next: SolveResult, best: SolveResult): boolean {
  if (next.kind !== "solution") return false;
  return best.kind !== "solution" || compare(next.usd, best.usd) < 0;
}

function isCarried({ flow, ways }: Option, design: Design, input: PlanInput): boolean {
  if (ways.free !== null || ways.overEndpoints) return true;
  if (ways.overIpv4 === null) return false;
  const kind = kindIn(design, flow.compute, input);
  if (design.publicIpv4 && kind.publicIpv4 === "yes" && ways.overIpv4 === "ipv4") return true;
  return design.ipv4Gateways.some((gateway) => doesCarry(gateway, ways.overIpv4));
}

/** NAT64 is documented for zonal gateways: a regional one, or one beyond a transit gateway, is not counted on. */
const doesCarry = (gateway: Ipv4GatewayId, way: Ways["overIpv4"]): boolean =>
  way === "ipv4" || (way === "nat64" && gateway.startsWith("nat-gateway-zonal"));

/** @param ipv4Gateways of a design other than `mixed`: the one that is there whenever something is left for it */
function solveNetwork(
  design: Design,
  options: readonly Option[],
  ipv4Gateways: readonly Ipv4GatewayId[],
  input: PlanInput,
): SolveResult {
  const components = priceComponents(design, options, ipv4Gateways, input);
  const isGiven = design.id !== "mixed";
  if (isGiven && components.ipv4Gateways.length < ipv4Gateways.length)
    return notPriceable(components);
  const problem = networkProblem(options, components, isGiven);
  const choice = cheapestNetwork(problem);
  if (choice === null) return notPriceable(components);
  const ways = options.map((option, index) =>
    wayOf(option, problem.demands[index], components, problem, choice),
  );
  const overload = overloadOf(components, ways);
  if (overload === null) return networkOf(ways, components, choice, input);
  if (isGiven) return overload;
  // Which of the flows such an gateway should carry is no minimum cut: it carries all that is left, or nothing.
  const others = ipv4Gateways.filter((gateway) => gateway !== overload.ipv4Gateway);
  return solveNetwork(design, options, others, input);
}

function overloadOf({ ipv4Gateways }: PricedComponents, ways: readonly Way[]): Overload | null {
  for (const gateway of ipv4Gateways) {
    if (gateway.mostGb === null) continue;
    const gb = gbOver(ways, (way) => way.ipv4Gateway === gateway);
    if (compare(gb, gateway.mostGb) > 0) {
      return { kind: "overloaded", ipv4Gateway: gateway.id, gb, mostGb: gateway.mostGb };
    }
  }
  return null;
}

const gbOver = (ways: readonly Way[], isOver: (way: Way) => boolean): Exact =>
  fraction(
    ways.reduce((total, way) => (isOver(way) ? total + way.flow.units : total), 0n),
    UNITS_PER_GB,
  );

const isOpenOver = (ways: readonly Way[], isOver: (way: Way) => boolean): boolean =>
  ways.some((way) => isOver(way) && way.flow.mostUnits === null);

const isOverEndpoint = ({ path }: Way): boolean => path === "interface-endpoint";

const notPriceable = ({ missing }: PricedComponents): SolveResult => ({
  kind: "not-priceable",
  missing,
});

/** @param isGatewayGiven it is paid for anyway, so its fixed charge decides nothing */
function networkProblem(
  options: readonly Option[],
  components: PricedComponents,
  isGatewayGiven: boolean,
): NetworkProblem {
  const { ipv4Gateways, publicIpv4, endpoints, endpointTiers } = components;
  refuseRisingTiers(endpointTiers);
  const scale = new NetworkChoiceScale([
    ...ipv4Gateways.flatMap(({ fixed, perGb }) => [usdOf(fixed), usdOf(perGb)]),
    ...publicIpv4.flatMap((priced) => priced?.usd ?? []),
    ...endpoints.map(({ usd }) => usd),
    ...endpointTiers.map(({ usd }) => usd),
  ]);
  return {
    ipv4Gateways: ipv4Gateways.map(({ id, fixed, perGb }) => ({
      fixed: isGatewayGiven ? 0n : scale.amount(usdOf(fixed)),
      perByte: scale.rate(usdOf(perGb)),
      groups: new Set(
        options
          .filter(({ ways }) => ways.overIpv4 !== null && doesCarry(id, ways.overIpv4))
          .map(({ flow }) => flow.group),
      ),
    })),
    groups: publicIpv4.map((priced) => ({
      publicIpv4: priced === null ? null : scale.amount(priced.usd),
    })),
    endpoints: endpoints.map(({ usd }) => ({ fixed: scale.amount(usd) })),
    endpointTiers: endpointTiers.map(({ fromGb, usd }) => ({
      fromByte: (fromGb.numerator * UNITS_PER_GB) / fromGb.denominator,
      perByte: scale.rate(usd),
    })),
    demands: options.map(({ flow, ways }) => ({
      group: flow.group,
      bytes: flow.units,
      isFree: ways.free !== null,
      overIpv4: ways.overIpv4 !== null,
      endpoint: ways.overEndpoints ? endpointIndex(components, flow) : null,
    })),
  };
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
interface Way extends Route {
  readonly ipv4Gateway: PricedIpv4Gateway | null;
}

/** The network that was chosen, with its bill. */
function networkOf(
  ways: readonly Way[],
  components: PricedComponents,
  choice: NetworkChoice,
  { workload }: PlanInput,
): Solution {
  const ipv4Gateways = components.ipv4Gateways.filter((gateway) =>
    ways.some((way) => way.ipv4Gateway === gateway),
  );
  const endpoints = components.endpoints.filter((_, index) => choice.endpoints.has(index));
  const addresses = components.publicIpv4.filter((_, group) => choice.publicIpv4.has(group));
  const lines = [
    ...ipv4Gateways.flatMap(({ fixed }) => fixed.map(fixedLine)),
    ...ipv4Gateways.flatMap((gateway) => {
      const isOver = (way: Way): boolean => way.ipv4Gateway === gateway;
      const gb = gbOver(ways, isOver);
      return gateway.perGb.map((charge) => dataLine(charge, gb, isOpenOver(ways, isOver)));
    }),
    ...addresses.flatMap((priced) => (priced === null ? [] : fixedLine(priced))),
    ...endpoints.map(fixedLine),
    ...endpointDataLines(
      components.endpointTiers,
      gbOver(ways, isOverEndpoint),
      isOpenOver(ways, isOverEndpoint),
    ),
  ];
  const doubtful = ipv4Gateways.find(
    (gateway) => gateway.mostGb !== null && isOpenOver(ways, (way) => way.ipv4Gateway === gateway),
  );
  return {
    kind: "solution",
    usd: sum(lines.map(({ usd }) => usd)),
    lines,
    ipv4Gateways: ipv4Gateways.map(({ id }) => id),
    publicIpv4: workload.compute
      .filter((_, group) => choice.publicIpv4.has(group))
      .map(({ name }) => name),
    endpoints: endpoints.flatMap(({ names }) => names).sort(),
    routes: ways.map(({ flow, path }) => ({ flow, path })),
    doubtfulIpv4Gateway: doubtful?.id ?? null,
    missing: components.missing,
  };
}

function wayOf(
  { flow, ways }: Option,
  demand: Demand | undefined,
  components: PricedComponents,
  problem: NetworkProblem,
  choice: NetworkChoice,
): Way {
  if (demand === undefined) throw new RangeError("a demand for each flow");
  if (demand.endpoint !== null && choice.endpoints.has(demand.endpoint)) {
    return { flow, path: "interface-endpoint", ipv4Gateway: null };
  }
  if (ways.free !== null) return { flow, path: ways.free, ipv4Gateway: null };
  if (choice.publicIpv4.has(flow.group))
    return { flow, path: "internet-gateway", ipv4Gateway: null };
  const gateway =
    components.ipv4Gateways[ipv4GatewayFor(problem, choice.ipv4Gateways, demand) ?? -1];
  if (gateway === undefined) throw new RangeError("the chosen network carries every flow");
  return {
    flow,
    path: ways.overIpv4 === "nat64" ? "nat64" : IPV4_GATEWAY_PATHS[gateway.id],
    ipv4Gateway: gateway,
  };
}

const IPV4_GATEWAY_PATHS: Readonly<Record<Ipv4GatewayId, PathId>> = {
  "nat-gateway-zonal": "nat-gateway-zonal",
  "nat-gateway-zonal-single": "nat-gateway-zonal",
  "nat-gateway-regional": "nat-gateway-regional",
  "nat-instance": "nat-instance",
  "nat-instance-single": "nat-instance",
  "transit-gateway": "transit-gateway",
};

function fixedLine({ charge: { item, priceId, quantity }, usd }: PricedCharge): CostLine {
  return { item, priceId, quantity, usd, isOpen: false };
}

function dataLine(
  { charge: { item, priceId, quantity }, usd }: PricedCharge,
  gb: Exact,
  isOpen: boolean,
): CostLine {
  return {
    item,
    priceId,
    quantity: times(quantity, gb),
    usd: times(usd, gb),
    isOpen: isOpen && !isZero(usd),
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
): readonly CostLine[] {
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
    };
  });
}
