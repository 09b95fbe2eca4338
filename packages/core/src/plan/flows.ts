import { type ComputeKind, findComputeKind } from "../facts/compute-kind.js";
import type { EgressOptionId } from "../facts/egress-option.js";
import type { Exact } from "../price/exact.js";
import type { Support } from "../verdict/support.js";
import { leastGb, mostGb } from "../workload/volume.js";
import type { WorkloadCompute } from "../workload/workload.js";
import type { Design } from "./designs.js";
import type { Destination } from "./destination.js";
import type { PlanInput } from "./plan-input.js";

/**
 * How unknowns are taken: `low`, what may be absent is, all of them have IPv6 and get the least data; `high`, none has,
 * and the most.
 */
export type Scenario = "low" | "high";

/** `outside-vpc`: compute that is not attached to a VPC, whose egress is AWS's own. */
export type PathId = EgressOptionId | "outside-vpc";

/** Microgigabytes: traffic comes in GB with at most six decimal places. */
export const UNITS_PER_GB = 1_000_000n;

/** What one compute sends to one destination. */
export interface Flow {
  readonly destination: Destination;
  readonly compute: WorkloadCompute;
  /** Position of the compute in the workload. */
  readonly group: number;
  /** Microgigabytes a month, at least. */
  readonly units: bigint;
  /** At most; `null`: nobody knows. */
  readonly mostUnits: bigint | null;
}

/** The flows of a workload. Traffic of several senders is split by how many of each there are. */
export function flowsOf(
  { workload }: PlanInput,
  destinations: readonly Destination[],
): readonly Flow[] {
  const groups = new Map(workload.compute.map((compute, group) => [compute, group]));
  return destinations.flatMap((destination) => {
    const least = unitsOf(leastGb(destination.volume));
    const most = mostGb(destination.volume);
    const all = destination.from.reduce((sum, { count }) => sum + BigInt(count), 0n);
    let seen = 0n;
    return destination.from.map((compute) => {
      const before = seen;
      seen += BigInt(compute.count);
      const share = (total: bigint): bigint => (total * seen) / all - (total * before) / all;
      return {
        destination,
        compute,
        group: groups.get(compute) ?? 0,
        units: share(least),
        mostUnits: most === null ? null : share(unitsOf(most)),
      };
    });
  });
}

const unitsOf = ({ numerator, denominator }: Exact): bigint =>
  (numerator * UNITS_PER_GB) / denominator;

/** Whether some flow has no known upper end. */
export const isAnyOpen = (flows: readonly Flow[]): boolean =>
  flows.some(({ mostUnits }) => mostUnits === null);

/** With the amounts of a scenario; where nobody knows how much there is at most, the least. */
export const flowIn = (flow: FlowClass, scenario: Scenario): FlowClass =>
  scenario === "low" ? flow : { ...flow, units: flow.mostUnits ?? flow.units };

/** The same flow with that many times the data. */
export function scaledFlow(flow: FlowClass, { numerator, denominator }: Exact): FlowClass {
  const scaled = (units: bigint): bigint => (units * numerator) / denominator;
  const { units, mostUnits } = flow;
  return {
    ...flow,
    units: scaled(units),
    mostUnits: mostUnits === null ? null : scaled(mostUnits),
  };
}

/** Flows of one compute that can take the same routes: thousands of hosts become a few of these. */
export interface FlowClass extends Flow {
  /** `destination` is that of the first, `units` and `mostUnits` the sums. */
  readonly flows: readonly Flow[];
}

export function classesOf(flows: readonly Flow[]): readonly FlowClass[] {
  const classes = new Map<string, Flow[]>();
  for (const flow of flows) {
    const { destination, group } = flow;
    const key = [
      group,
      destination.service ?? "",
      destination.ipv6.support,
      destination.ipv4,
      destination.endpoints.join(),
      destination.endpointsIpv6,
      destination.hasGateway,
      destination.mayBeAbsent,
      destination.needsStableAddress,
    ].join("|");
    const found = classes.get(key);
    if (found === undefined) classes.set(key, [flow]);
    else found.push(flow);
  }
  return [...classes.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    return [
      {
        ...first,
        units: members.reduce((sum, { units }) => sum + units, 0n),
        mostUnits: members.reduce<bigint | null>(
          (sum, { mostUnits }) => (sum === null || mostUnits === null ? null : sum + mostUnits),
          0n,
        ),
        flows: members,
      },
    ];
  });
}

/** The routes that a flow could take within a design. */
export interface PossibleRoutes {
  /** Without buying anything. */
  readonly free: "egress-only-internet-gateway" | "gateway-endpoint" | "outside-vpc" | null;
  /** As IPv4, or as IPv6 that a NAT gateway translates. */
  readonly overIpv4: "ipv4" | "nat64" | null;
  readonly overEndpoints: boolean;
}

export function routesOf(
  flow: Flow,
  design: Design,
  scenario: Scenario,
  input: PlanInput,
): PossibleRoutes {
  const { destination, compute } = flow;
  const kind = kindIn(design, compute, input);
  const isPrivate = input.workload.constraints.privateServices.has(destination.service ?? "");
  const hasIpv6 = holds(reachOverIpv6(destination, kind), scenario);
  const sendsIpv4 = kind.sendsIpv4 === "yes";
  const overEndpoints =
    (design.interfaceEndpoints !== "none" || isPrivate) &&
    kind.subnets !== "none" &&
    destination.endpoints.length > 0 &&
    (sendsIpv4 || (kind.sendsIpv6 === "yes" && destination.endpointsIpv6 === "yes"));
  return {
    free: freeRoute(),
    overIpv4: isPrivate || destination.ipv4 === "no" ? null : ipv4Route(kind, design),
    overEndpoints,
  };

  function freeRoute(): PossibleRoutes["free"] {
    const hasGateway = destination.hasGateway && kind.subnets !== "none";
    const isCarriedOverIpv6 = hasIpv6 && destination.hasGatewayIpv6;
    if (hasGateway && (sendsIpv4 || isCarriedOverIpv6)) return "gateway-endpoint";
    if (isPrivate) return null;
    if (kind.subnets === "none") {
      return (sendsIpv4 && destination.ipv4 !== "no") || hasIpv6 ? "outside-vpc" : null;
    }
    return design.usesIpv6 && hasIpv6 ? "egress-only-internet-gateway" : null;
  }
}

function ipv4Route(kind: ComputeKind, { usesIpv6 }: Design): PossibleRoutes["overIpv4"] {
  if (kind.subnets === "none") return null;
  if (kind.sendsIpv4 === "yes") return "ipv4";
  return usesIpv6 && kind.nat64 === "yes" && kind.sendsIpv6 === "yes" ? "nat64" : null;
}

/** Over IPv6 both must be able to: the compute to send, the destination to answer. */
export function reachOverIpv6({ ipv6 }: Destination, kind: ComputeKind): Support {
  if (kind.sendsIpv6 === "no" || ipv6.support === "no") return "no";
  return kind.sendsIpv6 === "unknown" || ipv6.support === "unknown" ? "unknown" : "yes";
}

const holds = (support: Support, scenario: Scenario): boolean =>
  support === "yes" || (support === "unknown" && scenario === "low");

/**
 * The kind of the compute once the design is built: IPv4 subnets become dual-stack ones where it uses
 * IPv6, which costs nothing.
 */
export function kindIn(
  { usesIpv6 }: Pick<Design, "usesIpv6">,
  { kind }: WorkloadCompute,
  { facts }: Pick<PlanInput, "facts">,
): ComputeKind {
  if (!usesIpv6 || kind.subnets !== "ipv4") return kind;
  const dualStack = findComputeKind(facts.computeKinds, kind.platform, "dual-stack");
  return dualStack?.runs === "yes" ? dualStack : kind;
}
