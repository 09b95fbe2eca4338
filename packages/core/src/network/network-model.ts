import { partitionOfRegion } from "../endpoint/catalog.js";
import { Egress6Error } from "../errors.js";
import type { DesignPlan } from "../plan/design-plan.js";
import type { Flow, PathId } from "../plan/flows.js";
import type { PlanInput } from "../plan/plan-input.js";
import { costText, usdText } from "../plan/plan-words.js";
import type { Plan } from "../plan/plan-workload.js";
import type { Solution } from "../plan/solve-design.js";
import { unbuiltAtLow } from "../plan/unbuilt-at-low.js";
import { writtenKind } from "../plan/written-kind.js";
import type { Workload, WorkloadCompute } from "../workload/workload.js";
import { GATEWAY_SERVICES } from "../workload/workload.js";
import { firstFree, pascalCase } from "./distinct-names.js";
import { hasExistingVpc, NOTHING_SAID, natInstancesAlone, vpcAdditions } from "./existing-vpc.js";
import { natImageFor } from "./nat-image.js";
import type {
  Addresses,
  InterfaceEndpoint,
  Ipv4RouteTarget,
  NetworkModel,
  NetworkPart,
  SubnetTier,
} from "./network-parts.js";

/**
 * The network of a design of the plan.
 * @param id of the design; undefined: the best
 * @param part what alone is made, in the VPC that is there; undefined: all of it
 * @throws Egress6Error DESIGN_UNUSABLE when it is not of the plan, reaches nothing, or has no such part
 */
export function networkModel(given: Plan, id?: string, part?: NetworkPart): NetworkModel {
  const chosen = chooseDesign(given, id);
  const plan = { ...given, input: chosen.input };
  const network = chosen.network;
  if (network === null) throw unusable(plan, `${chosen.design.id} has no network that reaches all`);
  const { workload } = plan.input;
  const { tiers: ofCompute, tierOf } = tiersOf(plan, chosen, network);
  if (ofCompute.length === 0) {
    throw unusable({ designs: [] }, "nothing of this workload is in a VPC");
  }
  const endpoints = endpointsOf(plan, network, ofCompute, tierOf);
  const tiers = [...ofCompute, ...endpointTiers(endpoints, ofCompute, workload.zones)];
  const natGatewayZones = zonesOf(network, workload, "nat-gateway-zonal");
  const natInstanceZones = zonesOf(network, workload, "nat-instance");
  const doInstancesNat64 = tiers.some(({ nat64Target }) => nat64Target === "nat-instance");
  const hasRegionalNat = network.ipv4Gateways.includes("nat-gateway-regional");
  const hasTransitGateway = network.ipv4Gateways.includes("transit-gateway");
  const firstPublicSubnet = tiers.length * workload.zones;
  const attachmentBlock = firstPublicSubnet + Math.max(natGatewayZones, natInstanceZones);
  const subnetCount = attachmentBlock + (hasTransitGateway ? 1 : 0);
  const natInstanceType = network.natInstances?.type ?? SMALLEST_NAT_INSTANCE;
  const natImage =
    natInstanceZones === 0
      ? null
      : natImageFor(natInstanceType, doInstancesNat64, workload.region, plan.input.facts.options);
  const isInto = part !== undefined || hasExistingVpc(workload);
  const model = {
    name: workload.name,
    region: workload.region,
    notes: [
      ...notesOf(chosen, workload.region),
      ...namingNotes(plan, network),
      ...(natImage?.notes ?? []),
    ],
    zones: workload.zones,
    zoneNames: workload.zoneNames,
    hasIpv6: tiers.some(({ subnets }) => subnets !== "ipv4"),
    tiers,
    natGatewayZones,
    natInstanceZones,
    natInstanceType,
    natImage,
    areNatInstancesSpot: natImage !== null && workload.spotDiscountPercent !== null,
    doInstancesNat64,
    hasRegionalNat,
    hasTransitGateway,
    hasInternetGateway:
      natGatewayZones + natInstanceZones > 0 ||
      hasRegionalNat ||
      tiers.some(({ ipv4Target }) => ipv4Target === "internet-gateway"),
    firstPublicSubnet,
    attachmentBlock,
    subnetCount,
    subnetBits: isInto ? 8 : bitsFor(subnetCount),
    ...endpoints,
    settings: chosen.settings.filter((setting) => !isWritten(setting)),
  };
  if (!isInto) return { ...model, additions: null };
  const computeOf = (tier: SubnetTier) =>
    workload.compute.filter((each) => tierOf.get(each) === tier);
  const { usesIpv6 } = chosen.design;
  const existing = workload.existing ?? NOTHING_SAID;
  const additions = vpcAdditions(existing, model, computeOf, usesIpv6);
  if (part === undefined) return { ...model, additions };
  if (additions.natInstances.length === 0) {
    const designs = plan.designs.filter((each) => (each.network?.natInstances ?? null) !== null);
    throw unusable({ designs }, `${chosen.design.id} makes no NAT instances`);
  }
  return {
    ...model,
    notes: [
      `NAT instances of “${chosen.design.title}” (${chosen.design.id}) alone, in the VPC that exists: no route leads to them yet.`,
      ...(natImage?.notes ?? []),
    ],
    settings: [],
    additions: natInstancesAlone(additions),
  };
}

/** Of a network that has none; nothing is written of it. */
const SMALLEST_NAT_INSTANCE = "t4g.nano";

/** What the file does by itself is nothing to be set besides. */
const isWritten = (setting: string): boolean => WRITTEN.some((part) => setting.includes(part));

const WRITTEN = [
  "give the subnets IPv6",
  "auto-assign IPv6 addresses in the subnet",
  "a route ::/0 to an egress-only internet gateway",
  "DNS64 on the subnet and a route 64:ff9b::/96",
  "gateway endpoint: address type dualstack",
];

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
    ...rangeNotes(chosen),
    ...(status === "unsure"
      ? ["It reaches everything only if names without a verdict answer over IPv6: observe first."]
      : []),
  ];
}

/** Of a range, the file is the network of its high figure. */
function rangeNotes({ low, high, network, lowNetwork }: DesignPlan): readonly string[] {
  const unbuilt = unbuiltAtLow(network, lowNetwork);
  if (unbuilt.length === 0 || low === null) return [];
  const all = high === null ? "" : ` and costs ${usdText(high)} at most`;
  return [
    `This file works whether or not the unchecked destinations have IPv6${all}. If all of them have it, these parts are not needed: ${unbuilt.join(", ")}. Without them it costs ${usdText(low)} a month.`,
    "Check them before you build: `egress6 plan FILE --live --emit …` leaves out what is not needed.",
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

interface ComputeTiers {
  readonly tiers: readonly SubnetTier[];
  readonly tierOf: ReadonlyMap<WorkloadCompute, SubnetTier>;
}

type Routing = Omit<SubnetTier, "name" | "logicalId" | "firstSubnet">;

function tiersOf(plan: Plan, chosen: DesignPlan, network: Solution): ComputeTiers {
  const { compute, zones } = plan.input.workload;
  const attached = compute.flatMap((each) => {
    const { subnets } = writtenKind(chosen, each);
    return subnets === "none" ? [] : [{ each, routing: routingOf(each, subnets, network) }];
  });
  const isEachApart = (attached.length + 1) * zones <= MOST_SUBNETS_APART;
  const names = new TierNames();
  const tiers: SubnetTier[] = [];
  const tierOf = new Map<WorkloadCompute, SubnetTier>();
  const shared = new Map<string, SubnetTier>();
  for (const { each, routing } of attached) {
    const key = isEachApart ? each.name : JSON.stringify(routing);
    const found = shared.get(key);
    const tier = found ?? {
      ...names.take(isEachApart ? each.name : routingName(routing)),
      ...routing,
      firstSubnet: tiers.length * zones,
    };
    if (found === undefined) tiers.push(tier);
    shared.set(key, tier);
    tierOf.set(each, tier);
  }
  return { tiers, tierOf };
}

/** Above this, compute that is routed alike shares subnets: AWS allows 200 in a VPC by default. */
const MOST_SUBNETS_APART = 160;

function routingOf(
  compute: WorkloadCompute,
  subnets: SubnetTier["subnets"],
  network: Solution,
): Routing {
  const nat64Target = nat64TargetOf(compute, network);
  return {
    subnets,
    ipv4Target: ipv4TargetOf(compute, network),
    hasIpv6Route: subnets !== "ipv4",
    nat64Target,
    hasNat64: nat64Target !== null,
  };
}

const routingName = ({ subnets, ipv4Target, nat64Target }: Routing): string =>
  [subnets, ipv4Target ?? "private", ...(nat64Target === null ? [] : ["nat64"])].join("-");

/** What the files call parts that are no tiers. */
const OWN_NAMES = ["attachment", "egress", "endpoint", "endpoints", "main", "nat", "public", "vpc"];

/** Names of lower case words for any names of compute, and ids of letters and digits: each distinct. */
class TierNames {
  private readonly names = new Set(OWN_NAMES);
  private readonly logicalIds = new Set(OWN_NAMES.map(pascalCase));

  take(name: string): Pick<SubnetTier, "name" | "logicalId"> {
    const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    const all = /^[a-z]/.test(words[0] ?? "") ? words : ["tier", ...words];
    const base = all.join("-").slice(0, MOST_NAME_LENGTH);
    const free = firstFree(base, "-", this.names);
    return { name: free, logicalId: firstFree(pascalCase(free), "x", this.logicalIds) };
  }
}

/** Of a tag, 256 characters are allowed, and of a logical id 255: names are parts of both. */
const MOST_NAME_LENGTH = 60;

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

/** A NAT gateway where there is one; else NAT instances, whose image can do it. */
function nat64TargetOf(compute: WorkloadCompute, network: Solution): SubnetTier["nat64Target"] {
  if (!pathsFrom(compute, network).has("nat64")) return null;
  const isGateway = network.ipv4Gateways.some((id) => id.startsWith("nat-gateway-zonal"));
  return isGateway ? "nat-gateway" : "nat-instance";
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
    `A VPC is split into 256 subnets at most, and this design needs ${count}: use fewer zones.`,
  );
}

type Endpoints = Pick<
  NetworkModel,
  "gatewayEndpoints" | "gatewayTiers" | "interfaceEndpoints" | "endpointZones"
>;

function endpointsOf(
  plan: Plan,
  network: Solution,
  tiers: readonly SubnetTier[],
  tierOf: ReadonlyMap<WorkloadCompute, SubnetTier>,
): Endpoints {
  const { workload } = plan.input;
  const tiersOver = (path: PathId, isMeant: (flow: Flow) => boolean = () => true) => {
    const senders = new Set(
      network.routes
        .filter((route) => route.path === path && route.flow.flows.some(isMeant))
        .map(({ flow }) => tierOf.get(flow.compute)),
    );
    return tiers.filter((tier) => senders.has(tier));
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
    interfaceEndpoints: network.endpoints.map((name) => {
      const isOver = ({ destination }: Flow) => destination.endpoints.includes(name);
      const senders = [
        ...tiersOver("interface-endpoint", isOver),
        ...tiersOver("egress-only-internet-gateway", (flow) => isOver(flow) && isHidden(flow)),
      ];
      return interfaceEndpoint(name, senders, tiers, serviceNameOf(name, plan.input));
    }),
    endpointZones: workload.constraints.redundancy === "per-az" ? workload.zones : 1,
  };
}

/**
 * With private DNS an endpoint answers for the names of its service in the whole VPC. With IPv4 addresses alone it
 * would hide their AAAA records from compute that has no IPv4 and calls them over IPv6.
 */
const isHidden = ({ compute, destination }: Flow): boolean =>
  compute.kind.sendsIpv4 === "no" && destination.endpointsIpv6 === "yes";

/** Subnets of their own for endpoints that need both kinds of addresses, where no compute has such; free. */
const ENDPOINT_TIER = "endpoints";

/** @param senders the tiers that use it */
function interfaceEndpoint(
  name: string,
  senders: readonly SubnetTier[],
  tiers: readonly SubnetTier[],
  serviceName: string | undefined,
): InterfaceEndpoint {
  const addresses = addressesFor(senders);
  const named = serviceName === undefined ? {} : { serviceName };
  return { name, ...named, addresses, tier: holderOf(addresses, senders, tiers) };
}

/** IPv4 addresses need subnets with IPv4, IPv6 ones IPv6-only subnets, and both need subnets with both. */
function holderOf(
  addresses: Addresses,
  senders: readonly SubnetTier[],
  tiers: readonly SubnetTier[],
): string {
  const isFit = ({ subnets }: SubnetTier): boolean => {
    if (addresses === "ipv4") return subnets !== "ipv6-only";
    return subnets === (addresses === "ipv6" ? "ipv6-only" : "dual-stack");
  };
  const dualStackFirst = [...senders].sort(
    (a, b) => Number(b.subnets === "dual-stack") - Number(a.subnets === "dual-stack"),
  );
  return [...dualStackFirst, ...tiers].find(isFit)?.name ?? ENDPOINT_TIER;
}

function endpointTiers(
  { interfaceEndpoints }: Endpoints,
  tiers: readonly SubnetTier[],
  zones: number,
): readonly SubnetTier[] {
  if (interfaceEndpoints.every(({ tier }) => tier !== ENDPOINT_TIER)) return [];
  return [
    {
      name: ENDPOINT_TIER,
      logicalId: pascalCase(ENDPOINT_TIER),
      subnets: "dual-stack",
      ipv4Target: null,
      hasIpv6Route: false,
      nat64Target: null,
      hasNat64: false,
      firstSubnet: tiers.length * zones,
    },
  ];
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
