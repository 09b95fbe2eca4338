import { observableName } from "../endpoint/placeholder.js";
import { compare, decimalText, type Exact, isZero, roundedText } from "../price/exact.js";
import type { PriceId } from "../price/price-id.js";
import { mayHaveOtherCompute } from "../workload/gaps.js";
import { type Assumption, assumptionsOf } from "./assumptions.js";
import { type Blocker, blockersOf, stuckBlockers } from "./blockers.js";
import { type BreakEvens, breakEvensOf } from "./break-evens.js";
import { carriesAll, type DesignPlan, type DesignStatus } from "./design-plan.js";
import { type Design, exclusionOf } from "./designs.js";
import { type Destination, destinationsOf } from "./destination.js";
import { discountedPrices } from "./discounted-prices.js";
import { type ExistingCost, existingCostOf } from "./existing-cost.js";
import { kindIn, type PathId } from "./flows.js";
import { type Headlines, headlinesOf } from "./headlines.js";
import type { PlanInput } from "./plan-input.js";
import { isOverIpv6, settingsOfRange } from "./plan-settings.js";
import { type PricesUsed, pricesUsedIn } from "./prices-used.js";
import { isManagedNetwork, risksOf } from "./risk.js";
import { isSetAside, type SetAside, setAsideOf } from "./set-aside.js";
import {
  isOpen,
  type Overload,
  type Solution,
  type SolveResult,
  solveDesign,
} from "./solve-design.js";
import { type Candidate, candidatesFor } from "./way/candidates.js";

/** Whether the workload can do without public IPv4, also on NAT gateways. */
export interface Ipv4Free {
  readonly verdict: "yes" | "unsure" | "no";
  /** The cheapest design without public IPv4 that works, or else might. */
  readonly design: Design["id"] | null;
  /** What keeps the egress-only internet gateway from being enough, and what would change that. */
  readonly blockers: readonly Blocker[];
}

export interface Plan {
  readonly input: PlanInput;
  readonly destinations: readonly Destination[];
  /** Best first: those that work by cost, then unsure, not priceable, blocked, excluded. */
  readonly designs: readonly DesignPlan[];
  /** Destinations without any address: they are in no design and no figure. */
  readonly setAside: readonly SetAside[];
  /** Today, the cheapest design, and the cheapest that AWS runs. */
  readonly headlines: Headlines;
  readonly ipv4Free: Ipv4Free;
  readonly breakEvens: BreakEvens;
  readonly existingCost: ExistingCost | null;
  readonly pricesUsed: PricesUsed;
  readonly assumptions: readonly Assumption[];
}

/** Every egress design for a workload, priced, with what blocks it. */
export function planWorkload(given: PlanInput): Plan {
  const input = { ...given, prices: discountedPrices(given.prices, given.workload, given.facts) };
  const named = destinationsOf(input);
  const setAside = setAsideOf(
    named,
    (name) => input.observed.get(observableName(name))?.ipv6.lastOutcome === "nxdomain",
  );
  const destinations = named.filter((each) => !isSetAside(each));
  const candidates = candidatesFor(input, destinations);
  const classes = candidates[0]?.classes ?? [];
  const designs = rankedDesigns(candidates);
  const breakEvens = breakEvensOf(input, classes, designs);
  const existingCost = existingCostOf(input, classes);
  return {
    input,
    destinations,
    designs,
    setAside,
    headlines: headlinesOf(input.workload, designs, existingCost, () =>
      rankedDesigns(candidatesFor(inOneZone(input), destinations)),
    ),
    ipv4Free: ipv4FreeOf(designs),
    breakEvens,
    existingCost,
    pricesUsed: pricesUsedIn(input, designs, existingCost, breakEvens),
    assumptions: assumptionsOf(input, designs, destinations),
  };
}

const rankedDesigns = (candidates: readonly Candidate[]): readonly DesignPlan[] =>
  ranked(withoutTwins(candidates.map(planDesign)));

/** The same workload, content with one exit for all zones. */
function inOneZone(input: PlanInput): PlanInput {
  const { workload } = input;
  const constraints = { ...workload.constraints, redundancy: "single-az" } as const;
  return { ...input, workload: { ...workload, constraints } };
}

function planDesign({ design, input, classes, stuck }: Candidate): DesignPlan {
  const nothing = {
    design,
    input,
    classes,
    rank: null,
    low: null,
    high: null,
    pricedPart: null,
    network: null,
    lowNetwork: null,
    sendsOverIpv6: false,
    blockers: [],
    exclusion: null,
    missingPrices: [],
    isOverBudget: false,
    isManaged: isManagedNetwork(design),
    risks: [],
    settings: [],
    notes: [],
  } as const;
  const exclusion = exclusionOf(design, input);
  if (exclusion !== null) return { ...nothing, status: "excluded", exclusion };
  if (stuck.length > 0) {
    return { ...nothing, status: "blocked", blockers: stuckBlockers(design, classes, stuck) };
  }
  const high = solveDesign(design, classes, "high", input);
  const low = solveDesign(design, classes, "low", input);
  const overload = [high, low].find((result) => result.kind === "overloaded");
  if (overload !== undefined) {
    return { ...nothing, status: "excluded", exclusion: overloadText(overload) };
  }
  const blockers = high.kind === "blocked" ? blockersOf(high.flows, design, input) : [];
  if (low.kind === "blocked") return { ...nothing, status: "blocked", blockers };
  const network = networkOf(high, low);
  const priced = {
    ...nothing,
    blockers,
    missingPrices: missingOf(high, low),
    low: low.kind === "solution" ? low.usd : null,
    high: high.kind === "solution" && isSure(high) && !isOpen(high) ? high.usd : null,
    network,
    lowNetwork: networkIn(low),
    sendsOverIpv6: sendsOverIpv6(low) || sendsOverIpv6(high),
    settings: network === null ? [] : settingsOfRange(design, network, networkIn(low), input),
    notes: network === null ? [] : notesOf(design, network, input),
    isManaged: isManagedNetwork(network ?? design),
    risks: network === null ? [] : risksOf(design, network, input),
  };
  if (low.kind === "not-priceable" || high.kind === "not-priceable") {
    return {
      ...priced,
      status: high.kind === "blocked" || !isSureOf(network) ? "unsure" : "not-priceable",
      high: null,
      pricedPart: network === null || isZero(network.usd) ? null : network.usd,
    };
  }
  const budget = input.workload.constraints.budgetUsdPerMonth;
  return {
    ...priced,
    status:
      high.kind === "solution" && isSure(high) && carriesOtherCompute(design, high, input)
        ? "works"
        : "unsure",
    isOverBudget: budget !== null && high.kind === "solution" && compare(high.usd, budget) > 0,
  };
}

/** Where code or account were not given, there may be compute that nobody names: what it needs is an IPv4 gateway. */
const carriesOtherCompute = (design: Design, network: Solution, { workload }: PlanInput): boolean =>
  !mayHaveOtherCompute(workload) ||
  (design.subnets === undefined && network.ipv4Gateways.length > 0);

const isSureOf = (network: Solution | null): boolean => network === null || isSure(network);

const isSure = ({ doubt }: Solution): boolean => doubt === null;

/** `bandwidth: a c7gn.large sustains 5,000 Mbit/s, …` */
function overloadText({ instances, gb, mostGb, statedMbitPerSecond }: Overload): string {
  if (statedMbitPerSecond !== null) {
    const { size, count } = instances;
    const carried = (size.baselineMbitPerSecond * count).toLocaleString("en-US");
    return `bandwidth: ${count} ${size.type} ${count === 1 ? "sustains" : "sustain"} ${carried} Mbit/s, and the stated peaks are ${statedMbitPerSecond.toLocaleString("en-US")}`;
  }
  const [needed, most] = [gb, mostGb].map((amount) => roundedText(amount, 0));
  const { type, baselineMbitPerSecond } = instances.size;
  return `bandwidth: a ${type} sustains ${baselineMbitPerSecond.toLocaleString("en-US")} Mbit/s, here ${most} GB a month, and this needs ${needed}`;
}

const sendsOverIpv6 = (result: SolveResult): boolean =>
  networkIn(result)?.routes.some(isOverIpv6) ?? false;

function networkOf(high: SolveResult, low: SolveResult): Solution | null {
  return high.kind === "blocked" ? networkIn(low) : networkIn(high);
}

function networkIn(result: SolveResult): Solution | null {
  if (result.kind === "solution") return result;
  return result.kind === "not-priceable" ? result.network : null;
}

/** What to know of the network that was chosen. */
function notesOf(design: Design, network: Solution, input: PlanInput): readonly string[] {
  const { routes, natInstances, ipv4Gateways } = network;
  const paths = new Set<PathId>(routes.map(({ path }) => path));
  const isOnInstances = paths.has("nat64") && natInstances !== null;
  if (isOnInstances) paths.delete("nat64");
  if (natInstances !== null) paths.add("nat-instance");
  const isSingle = ipv4Gateways.some((id) => id.endsWith("-single"));
  const kinds = new Set(input.workload.compute.map((each) => kindIn(design, each, input)));
  const options = input.facts.options
    .filter(({ id }) => paths.has(id))
    .map(({ name, constraints, constraintsIfSingle = [] }) => ({
      name,
      constraints: isSingle ? [...constraints, ...constraintsIfSingle] : constraints,
    }));
  return [
    ...[...options, ...kinds].flatMap(({ name, constraints }) =>
      constraints.map((text) => `${name}: ${text}`),
    ),
    ...(isOnInstances ? NAT64_ON_INSTANCES : []),
  ];
}

const NAT64_ON_INSTANCES: readonly string[] = [
  "NAT64 on instances: Jool or TAYGA in your own image, a practice that AWS gives no support for",
  "NAT64 on instances: needs DNS64 on the subnet and a route 64:ff9b::/96 to the instance; DNS64 without the route black-holes",
];

function missingOf(...results: readonly SolveResult[]): readonly PriceId[] {
  return [...new Set(results.flatMap((result) => ("missing" in result ? result.missing : [])))];
}

/**
 * Without designs that come out as the same network as another one, or as no better than all others. Of
 * twins the one stays whose name says how it came out: "IPv6 first" only if anything goes over IPv6.
 */
function withoutTwins(designs: readonly DesignPlan[]): readonly DesignPlan[] {
  const seen = new Set<string>();
  const isAptlyNamed = ({ design, sendsOverIpv6 }: DesignPlan): boolean =>
    design.id === "ipv6-only" || design.usesIpv6 === sendsOverIpv6;
  const aptFirst = [...designs].sort((a, b) => Number(isAptlyNamed(b)) - Number(isAptlyNamed(a)));
  const kept = new Set(
    aptFirst.filter((plan) => {
      if (isTwinOfUnmoved(plan, designs)) return false;
      if (plan.design.id === "mixed") return isBestAlone(plan, designs);
      const key = networkKey(plan);
      if (key === null) return true;
      const isTwin = seen.has(key);
      seen.add(key);
      return !isTwin;
    }),
  );
  return designs.filter((plan) => kept.has(plan));
}

/** Moving compute makes no sense where the same costs the same without; it does where that needs NAT64 on instances. */
function isTwinOfUnmoved(plan: DesignPlan, designs: readonly DesignPlan[]): boolean {
  const key = billKey(plan);
  if (plan.design.subnets === undefined || key === null) return false;
  return designs.some(
    (other) =>
      other.design.subnets === undefined &&
      !other.design.doInstancesNat64 &&
      billKey(other) === key,
  );
}

function billKey({ status, network, low, design }: DesignPlan): string | null {
  if (status !== "works" || network === null || low === null || !design.usesIpv6) return null;
  const lines = network.lines.map(({ item, quantity }) => [item, decimalText(quantity)]);
  return JSON.stringify([lines, decimalText(low)]);
}

/** The same for designs that make the same network; `null`: compared with none. */
function networkKey({ status, network, low, sendsOverIpv6 }: DesignPlan): string | null {
  if (status !== "works" || network === null || low === null) return null;
  return JSON.stringify([
    network.lines.map(({ item, quantity }) => [item, decimalText(quantity)]),
    network.routes.map(({ path }) => path),
    decimalText(low),
    sendsOverIpv6,
  ]);
}

function isBestAlone({ high, status }: DesignPlan, designs: readonly DesignPlan[]): boolean {
  if (status !== "works" || high === null) return false;
  return designs.every(
    (other) =>
      other.design.id === "mixed" ||
      other.design.subnets !== undefined ||
      other.status !== "works" ||
      other.high === null ||
      compare(high, other.high) < 0,
  );
}

const STATUS_ORDER: readonly DesignStatus[] = [
  "works",
  "unsure",
  "not-priceable",
  "blocked",
  "excluded",
];

function ranked(designs: readonly DesignPlan[]): readonly DesignPlan[] {
  const sorted = [...designs].sort(
    (a, b) =>
      STATUS_ORDER.indexOf(a.status) - STATUS_ORDER.indexOf(b.status) ||
      Number(a.isOverBudget) - Number(b.isOverBudget) ||
      compareCosts(a.high, b.high) ||
      compareCosts(a.low, b.low) ||
      Number(a.design.doInstancesNat64 ?? false) - Number(b.design.doInstancesNat64 ?? false),
  );
  return sorted.map((plan, index) => ({
    ...plan,
    rank: plan.status === "works" ? index + 1 : null,
  }));
}

/** What has no cost comes last. */
function compareCosts(a: Exact | null, b: Exact | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compare(a, b);
}

function ipv4FreeOf(designs: readonly DesignPlan[]): Ipv4Free {
  const free = ranked(designs.filter(({ design }) => hasNoPublicIpv4(design)));
  const works = free.find(carriesAll);
  const unsure = free.find(({ status }) => status === "unsure");
  const ipv6Only = designs.find(({ design }) => design.id === "ipv6-only");
  return {
    verdict: works !== undefined ? "yes" : unsure !== undefined ? "unsure" : "no",
    design: (works ?? unsure)?.design.id ?? null,
    blockers: ipv6Only?.blockers ?? [],
  };
}

const hasNoPublicIpv4 = ({ id, ipv4Gateways, publicIpv4 }: Design): boolean =>
  id !== "mixed" && ipv4Gateways.length === 0 && !publicIpv4;
