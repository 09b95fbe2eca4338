import { partitionOfRegion } from "../endpoint/catalog.js";
import { Egress6Error } from "../errors.js";
import type { DesignPlan } from "../plan/design-plan.js";
import { type Flow, kindIn, type PathId } from "../plan/flows.js";
import type { PlanInput } from "../plan/plan-input.js";
import { costText } from "../plan/plan-words.js";
import type { Plan } from "../plan/plan-workload.js";
import type { Solution } from "../plan/solve-design.js";
import type { Workload, WorkloadCompute } from "../workload/workload.js";
import { GATEWAY_SERVICES, type GatewayService } from "../workload/workload.js";

/** Where IPv4 leaves a tier to. */
export type Ipv4RouteTarget =
  | "internet-gateway"
  | "nat-gateway"
  | "regional-nat-gateway"
  | "nat-instance"
  | "transit-gateway";

/** The subnets of one compute, one in each zone, routed alike. */
export interface SubnetTier {
  /** Lower case words, distinct: `web`, `batch-jobs`. */
  readonly name: string;
  readonly subnets: "ipv4" | "dual-stack" | "ipv6-only";
  /** `null`: no IPv4 leaves. */
  readonly ipv4Target: Ipv4RouteTarget | null;
  readonly hasNat64: boolean;
  /** Position of its first subnet among all of the VPC. */
  readonly firstSubnet: number;
}

/** Of an endpoint: no more than its senders need, since AWS refuses what a service does not take. */
type Addresses = "ipv4" | "ipv6" | "dualstack";

export interface GatewayEndpoint {
  readonly service: GatewayService;
  /** Other than `ipv4`, its DNS records are of these families, too: the plain name then leads to it over IPv6. */
  readonly addresses: Addresses;
}

export interface InterfaceEndpoint {
  /** After `com.amazonaws.REGION.`. */
  readonly name: string;
  /** The whole name of its service, where it does not begin with `com.amazonaws.REGION.` */
  readonly serviceName?: string;
  readonly addresses: Addresses;
  /** The tier whose subnets hold it: `ipv6` must be in IPv6-only ones, `dualstack` in dual-stack ones. */
  readonly tier: string;
}

/** The VPC of a design, before it is written in a language. */
export interface NetworkModel {
  readonly name: string;
  readonly region: string;
  /** What the file is, in sentences for its head. */
  readonly notes: readonly string[];
  readonly zones: number;
  readonly hasIpv6: boolean;
  readonly tiers: readonly SubnetTier[];
  /** Zones that have a NAT gateway, or a NAT instance, in a public subnet: from 0. */
  readonly natGatewayZones: number;
  readonly natInstanceZones: number;
  readonly hasRegionalNat: boolean;
  readonly hasTransitGateway: boolean;
  readonly hasInternetGateway: boolean;
  /** Position of the first public subnet among all of the VPC. */
  readonly firstPublicSubnet: number;
  readonly subnetCount: number;
  /** The bits by which the VPC's block is split: 4 makes 16 subnets. */
  readonly subnetBits: number;
  readonly gatewayEndpoints: readonly GatewayEndpoint[];
  /** Names of the tiers whose traffic goes over them. */
  readonly gatewayTiers: readonly string[];
  readonly interfaceEndpoints: readonly InterfaceEndpoint[];
  /** In how many zones each of them is. */
  readonly endpointZones: number;
  readonly settings: readonly string[];
}

/**
 * The network of a design of the plan.
 * @param id of the design; undefined: the best
 * @throws Egress6Error DESIGN_UNUSABLE when it is not of the plan or reaches nothing
 */
export function networkModel(given: Plan, id?: string): NetworkModel {
  const chosen = chooseDesign(given, id);
  const plan = { ...given, input: chosen.input };
  const network = chosen.network;
  if (network === null) throw unusable(plan, `${chosen.design.id} has no network that reaches all`);
  const { workload } = plan.input;
  const tiers = tiersOf(plan, chosen, network);
  if (tiers.length === 0) throw unusable({ designs: [] }, "nothing of this workload is in a VPC");
  const natGatewayZones = zonesOf(network, workload, "nat-gateway-zonal");
  const natInstanceZones = zonesOf(network, workload, "nat-instance");
  const hasRegionalNat = network.ipv4Gateways.includes("nat-gateway-regional");
  const firstPublicSubnet = tiers.length * workload.zones;
  const subnetCount = firstPublicSubnet + Math.max(natGatewayZones, natInstanceZones);
  return {
    name: workload.name,
    region: workload.region,
    notes: [...notesOf(chosen, workload.region), ...namingNotes(plan, network)],
    zones: workload.zones,
    hasIpv6: tiers.some(({ subnets }) => subnets !== "ipv4"),
    tiers,
    natGatewayZones,
    natInstanceZones,
    hasRegionalNat,
    hasTransitGateway: network.ipv4Gateways.includes("transit-gateway"),
    hasInternetGateway:
      natGatewayZones + natInstanceZones > 0 ||
      hasRegionalNat ||
      tiers.some(({ ipv4Target }) => ipv4Target === "internet-gateway"),
    firstPublicSubnet,
    subnetCount,
    subnetBits: bitsFor(subnetCount),
    ...endpointsOf(plan, network, tiers),
    settings: chosen.settings,
  };
}

function chooseDesign({ designs }: Plan, id: string | undefined): DesignPlan {
  const found =
    id === undefined
      ? designs.find(({ network }) => network !== null)
      : designs.find(({ design }) => design.id === id);
  if (found !== undefined) return found;
  throw id === undefined
    ? unusable({ designs }, "no design reaches all")
    : unusable({ designs }, `the plan has no design "${id}"`);
}

function unusable({ designs }: Pick<Plan, "designs">, why: string): Egress6Error {
  const usable = designs.filter(({ network }) => network !== null).map(({ design }) => design.id);
  const others = usable.length === 0 ? "" : ` Those that have one: ${usable.join(", ")}.`;
  return new Egress6Error(
    "DESIGN_UNUSABLE",
    "input",
    `There is no network to write: ${why}.${others}`,
  );
}

function notesOf(chosen: DesignPlan, region: string): readonly string[] {
  const { design, status, missingPrices } = chosen;
  const cost =
    status === "not-priceable"
      ? `no price for ${missingPrices.join(", ")} in ${region}`
      : `${costText(chosen)} a month`;
  return [
    `${design.title} (${design.id}): ${cost}.`,
    ...(status === "unsure"
      ? ["It reaches everything only if names without a verdict answer over IPv6: observe first."]
      : []),
  ];
}

// In China some have `cn.` in front and some have not, and other partitions have prefixes of their own
// (https://github.com/aws/aws-cdk/pull/16139, 2021-08).
function namingNotes({ input }: Plan, { endpoints }: Solution): readonly string[] {
  const { region } = input.workload;
  const partition = partitionOfRegion(input.catalog, region);
  if (endpoints.length === 0 || partition?.hasPlainEndpointServices) return [];
  return [
    `Interface endpoints of ${partition?.id ?? ""} do not all begin with com.amazonaws: compare each service_name with what \`aws ec2 describe-vpc-endpoint-services --region ${region}\` lists.`,
  ];
}

function tiersOf(plan: Plan, { design }: DesignPlan, network: Solution): readonly SubnetTier[] {
  const taken = new Set(OWN_NAMES);
  const { compute, zones } = plan.input.workload;
  return compute
    .map((each) => ({ each, subnets: kindIn(design, each, plan.input).subnets }))
    .flatMap(({ each, subnets }) => (subnets === "none" ? [] : [{ each, subnets }]))
    .map(({ each, subnets }, index) => ({
      name: tierName(each, taken),
      subnets,
      ipv4Target: ipv4TargetOf(each, network),
      hasNat64: pathsFrom(each, network).has("nat64"),
      firstSubnet: index * zones,
    }));
}

/** What the files call parts that are no tiers. */
const OWN_NAMES = ["egress", "endpoint", "main", "nat", "public"];

/** A name of lower case words for any name of compute. */
function tierName({ name }: WorkloadCompute, taken: Set<string>): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const base = /^[a-z]/.test(words[0] ?? "") ? words.join("-") : ["tier", ...words].join("-");
  let free = base;
  for (let number = 2; taken.has(free); number += 1) free = `${base}-${number}`;
  taken.add(free);
  return free;
}

const pathsFrom = (compute: WorkloadCompute, { routes }: Solution): ReadonlySet<PathId> =>
  new Set(routes.filter(({ flow }) => flow.compute === compute).map(({ path }) => path));

const IPV4_TARGETS: readonly (readonly [PathId, Ipv4RouteTarget])[] = [
  ["internet-gateway", "internet-gateway"],
  ["nat-gateway-zonal", "nat-gateway"],
  ["nat-gateway-regional", "regional-nat-gateway"],
  ["nat-instance", "nat-instance"],
  ["transit-gateway", "transit-gateway"],
];

function ipv4TargetOf(compute: WorkloadCompute, network: Solution): Ipv4RouteTarget | null {
  const paths = pathsFrom(compute, network);
  return IPV4_TARGETS.find(([path]) => paths.has(path))?.[1] ?? null;
}

function zonesOf(
  { ipv4Gateways }: Solution,
  { zones }: Workload,
  gateway: "nat-gateway-zonal" | "nat-instance",
): number {
  if (ipv4Gateways.includes(gateway)) return zones;
  return ipv4Gateways.includes(`${gateway}-single`) ? 1 : 0;
}

/** At least 4, so that a /16 makes /20 subnets; at most 8, by which IPv6 is split. */
function bitsFor(count: number): number {
  const bits = Math.max(4, Math.ceil(Math.log2(count)));
  if (bits <= 8) return bits;
  throw new Egress6Error(
    "NETWORK_TOO_LARGE",
    "input",
    `A VPC is split into 256 subnets at most, and this design needs ${count}: put compute that is routed alike into one entry of the workload.`,
  );
}

type Endpoints = Pick<
  NetworkModel,
  "gatewayEndpoints" | "gatewayTiers" | "interfaceEndpoints" | "endpointZones"
>;

function endpointsOf(plan: Plan, network: Solution, tiers: readonly SubnetTier[]): Endpoints {
  const { workload } = plan.input;
  const attached = workload.compute.filter(({ kind }) => kind.subnets !== "none");
  const tiersOver = (path: PathId, isMeant: (flow: Flow) => boolean = () => true) => {
    const senders = new Set(
      network.routes
        .filter((route) => route.path === path && route.flow.flows.some(isMeant))
        .map(({ flow }) => flow.compute),
    );
    return tiers.filter((_, index) => attached[index] && senders.has(attached[index]));
  };
  const overGateway = tiersOver("gateway-endpoint");
  const overGateways = network.routes
    .filter(({ path }) => path === "gateway-endpoint")
    .flatMap(({ flow }) => flow.flows.map(({ destination }) => destination));
  return {
    gatewayEndpoints: GATEWAY_SERVICES.flatMap((service) => {
      const destinations = overGateways.filter((destination) => destination.service === service);
      if (destinations.length === 0) return [];
      const isIpv6Taken = destinations.some(({ hasGatewayIpv6 }) => hasGatewayIpv6);
      return [{ service, addresses: isIpv6Taken ? gatewayAddresses(overGateway) : "ipv4" }];
    }),
    gatewayTiers: overGateway.map(({ name }) => name),
    interfaceEndpoints: network.endpoints.map((name) =>
      interfaceEndpoint(
        name,
        tiersOver("interface-endpoint", ({ destination }) => destination.endpoints.includes(name)),
        tiers,
        serviceNameOf(name, plan.input),
      ),
    ),
    endpointZones: workload.constraints.redundancy === "per-az" ? workload.zones : 1,
  };
}

/**
 * @param senders the tiers that use it
 * @throws Egress6Error DESIGN_UNUSABLE when no subnets have both kinds of addresses, and it needs them
 */
function interfaceEndpoint(
  name: string,
  senders: readonly SubnetTier[],
  tiers: readonly SubnetTier[],
  serviceName: string | undefined,
): InterfaceEndpoint {
  const addresses = addressesFor(senders);
  const isDualStack = ({ subnets }: SubnetTier) => subnets === "dual-stack";
  const holder =
    senders.find(isDualStack) ?? (addresses === "dualstack" ? tiers.find(isDualStack) : senders[0]);
  if (holder !== undefined) {
    const named = serviceName === undefined ? {} : { serviceName };
    return { name, ...named, addresses, tier: holder.name };
  }
  const used = senders.map((sender) => `${sender.name} (${sender.subnets})`).join(" and ");
  throw unusable(
    { designs: [] },
    `the interface endpoint ${name} serves ${used}, for which it needs subnets with both kinds of addresses; give one of them dual-stack subnets`,
  );
}

function serviceNameOf(endpoint: string, { facts, workload }: PlanInput): string | undefined {
  for (const { serviceNames } of facts.privateLink.values()) {
    const name = serviceNames?.[endpoint];
    if (name !== undefined) return name.replaceAll("{Region}", workload.region);
  }
  return undefined;
}

/**
 * All that its senders could use: with less, calls to the dual-stack name leave the endpoint, and conditions
 * on `aws:SourceVpce` stop matching. Routes lead to it, so it needs no addresses of its own in any subnet.
 */
function gatewayAddresses(senders: readonly SubnetTier[]): Addresses {
  if (senders.every(({ subnets }) => subnets === "ipv4")) return "ipv4";
  return senders.every(({ subnets }) => subnets === "ipv6-only") ? "ipv6" : "dualstack";
}

function addressesFor(senders: readonly SubnetTier[]): Addresses {
  const overIpv6 = senders.filter(({ subnets }) => subnets === "ipv6-only");
  if (overIpv6.length === 0) return "ipv4";
  return overIpv6.length === senders.length ? "ipv6" : "dualstack";
}
