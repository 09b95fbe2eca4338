import type { EgressOptionId } from "../facts/egress-option.js";
import { type Exact, fraction, roundedText, times } from "../price/exact.js";
import type { WorkloadCompute } from "../workload/workload.js";
import { type Ipv4GatewayId, isNatInstances } from "./components.js";
import { countText, countWord } from "./count-words.js";
import type { Design } from "./designs.js";
import type { Destination } from "./destination.js";
import { UNITS_PER_GB } from "./flows.js";
import type { PlanInput } from "./plan-input.js";
import {
  NAT_GATEWAY_LIMITS,
  RISK_LEVELS,
  RISK_RULES,
  type RiskId,
  type RiskLevel,
} from "./risk-rules.js";
import type { Solution } from "./solve-design.js";

/** What to weigh beside the cost of a network. */
export interface Risk {
  readonly id: RiskId;
  readonly level: RiskLevel;
  /** A sentence about this network: its numbers are those of its bill. */
  readonly text: string;
  /** Two or three words for a column; empty: not worth one. */
  readonly short: string;
  /** An address and a day; `null`: it follows from the network. */
  readonly source: string | null;
}

/** Where packets of a network leave, by what can fail there. */
interface Shape {
  readonly design: Design;
  readonly network: Solution;
  readonly input: PlanInput;
}

/** One entry for each rule, in the order of `RISK_IDS`. */
export function risksOf(design: Design, network: Solution, input: PlanInput): readonly Risk[] {
  const shape = { design, network, input };
  return [
    singlePoint(shape),
    throughput(shape),
    connections(shape),
    operation(shape),
    sourceAddresses(shape),
    publicAddresses(shape),
  ];
}

/** Whether AWS runs all of it. */
export const isManagedNetwork = ({ ipv4Gateways }: Pick<Solution, "ipv4Gateways">): boolean =>
  !ipv4Gateways.some(isInstance);

const isInstance = (id: Ipv4GatewayId): boolean => isNatInstances(id);
const isSingle = (id: Ipv4GatewayId): boolean => id.endsWith("-single");
const isNatGateway = (id: Ipv4GatewayId): boolean => id.startsWith("nat-gateway");

/** How many there are of it. */
export const gatewayCount = (id: Ipv4GatewayId, zones: number): number =>
  isSingle(id) ? 1 : zones;

/** The words of a table's column: what weighs most, first. */
export function riskColumn(risks: readonly Risk[]): string {
  const told = risks.filter(({ short, level }) => short !== "" && level !== "none");
  const byLevel = [...told].sort(
    (a, b) => RISK_LEVELS.indexOf(b.level) - RISK_LEVELS.indexOf(a.level),
  );
  return byLevel
    .slice(0, 2)
    .map(({ short }) => short)
    .join(", ");
}

function singlePoint({ network, input }: Shape): Risk {
  const { zones } = input.workload;
  const id = "single-point-of-failure";
  const { source } = RISK_RULES.natGateway;
  const dated = `${source} (${RISK_RULES.natGateway.asOf})`;
  const single = network.ipv4Gateways.find((each) => isSingle(each));
  if (network.natInstances?.isSpot) {
    const where =
      single === undefined && zones > 1 ? "the zone of a NAT instance" : "the whole VPC";
    return {
      id,
      level: "high",
      text: `AWS takes spot instances back at two minutes' notice, perhaps all at once: ${where} has no IPv4 egress until there is capacity again.`,
      short: "AWS may take it back",
      source: optionSource("nat-instance", input),
    };
  }
  if (single !== undefined) {
    const what = isInstance(single) ? "NAT instance" : "NAT gateway";
    return {
      id,
      level: isInstance(single) ? "high" : "medium",
      text: `One ${what} serves all ${countText(zones, "zone")}: when it or its zone fails, no zone has IPv4 egress.`,
      short: `one ${isInstance(single) ? "instance" : "gateway"} for all`,
      source: dated,
    };
  }
  if (network.ipv4Gateways.some(isInstance)) {
    return {
      id,
      level: "medium",
      text:
        zones === 1
          ? "The zone has no IPv4 egress while its NAT instance is down or being replaced."
          : "A zone has no IPv4 egress while its NAT instance is down or being replaced.",
      short: "no spare instance",
      source: optionSource("nat-instance", input),
    };
  }
  if (network.ipv4Gateways.includes("transit-gateway")) {
    return {
      id,
      level: "low",
      text: "All IPv4 egress depends on the hub: its routes, its NAT gateways and who changes them.",
      short: "",
      source: optionSource("transit-gateway", input),
    };
  }
  if (network.endpoints.length > 0 && zones > 1 && isSingleZone(input)) {
    return {
      id,
      level: "medium",
      text: `The interface endpoints are in 1 of ${zones} zones: when it fails, no zone reaches their services.`,
      short: "endpoints in one zone",
      source: optionSource("interface-endpoint", input),
    };
  }
  const isZonal = network.ipv4Gateways.some(isNatGateway);
  return {
    id,
    level: "none",
    text:
      isZonal && zones > 1
        ? "Each zone has egress of its own: the loss of one leaves the others theirs."
        : "No gateway or instance of this network is shared by several zones.",
    short: "",
    source: isZonal ? dated : null,
  };
}

const isSingleZone = ({ workload }: PlanInput): boolean =>
  workload.constraints.redundancy === "single-az";

function throughput({ network, input }: Shape): Risk {
  const id = "throughput";
  const instances = network.natInstances;
  const { zones } = input.workload;
  if (instances !== null) {
    const { type, baselineMbitPerSecond: baseline, sharePercent } = instances;
    const { isPeakKnown, isAnyPeakKnown } = instances;
    const each = `A ${type} sustains ${baseline.toLocaleString("en-US")} Mbit/s`;
    if (sharePercent === null) {
      return {
        id,
        level: "high",
        text: `${each}; nobody knows how much data there is, so nobody knows whether that is enough.`,
        short: "load unknown",
        source: peakSource(),
      };
    }
    const share = `${sharePercent} % of that`;
    if (isPeakKnown) {
      return {
        id,
        level: sharePercent > 80 ? "medium" : "low",
        text: `${each}; the stated peak takes ${share}.`,
        short: sharePercent > 80 ? "little headroom" : "",
        source: optionSource("nat-instance", input),
      };
    }
    const isSafe = network.doubtfulIpv4Gateway === null;
    return {
      id,
      level: isSafe ? "low" : "high",
      text: isAnyPeakKnown
        ? `${each}; the stated peaks and the average of the rest take ${share}.`
        : `${each}; the average takes ${share}, and the peak is not known. Peaks of 3 to 10 times the average are common: state \`peakMbitPerSecond\`.`,
      short: isSafe ? "" : "peak unknown",
      source: peakSource(),
    };
  }
  const gateway = network.ipv4Gateways.find((each) => isNatGateway(each));
  if (gateway !== undefined) {
    const count = BigInt(gatewayCount(gateway, zones));
    const average = times(mbitOf(network), fraction(1n, count));
    const peak = input.workload.peakMbitPerSecond;
    const each = peak === null ? null : Math.ceil(peak / Number(count));
    const level =
      each === null || each <= NAT_GATEWAY_LIMITS.mbitPerSecond
        ? "none"
        : each <= NAT_GATEWAY_LIMITS.mostMbitPerSecond
          ? "low"
          : "high";
    const load =
      each === null
        ? `averages ${roundedText(average, 0)} Mbit/s here`
        : `peaks at ${each.toLocaleString("en-US")} Mbit/s here`;
    return {
      id,
      level,
      text: `A NAT gateway starts at 5 Gbit/s and scales to 100 Gbit/s by itself; each ${load}.`,
      short: level === "high" ? "too slow at peak" : "",
      source: `${RISK_RULES.natGateway.source} (${RISK_RULES.natGateway.asOf})`,
    };
  }
  if (network.endpoints.length > 0) {
    return {
      id,
      level: "none",
      text: "An interface endpoint starts at 10 Gbit/s in each zone and scales to 100 Gbit/s by itself.",
      short: "",
      source: `${RISK_RULES.endpoint.source} (${RISK_RULES.endpoint.asOf})`,
    };
  }
  return {
    id,
    level: "none",
    text: "Only the compute's own bandwidth limits it.",
    short: "",
    source: null,
  };
}

const peakSource = (): string =>
  `${RISK_RULES.natInstancePeak.source} (${RISK_RULES.natInstancePeak.asOf})`;

const SECONDS_PER_MONTH = 730n * 3600n;

/** What goes over shared gateways, spread evenly over the month. */
function mbitOf({ routes }: Solution): Exact {
  const units = routes
    .filter(({ path }) => path.startsWith("nat"))
    .reduce((total, { flow }) => total + flow.units, 0n);
  return fraction(units * 8000n, UNITS_PER_GB * SECONDS_PER_MONTH);
}

function connections({ network, input }: Shape): Risk {
  const id = "connections";
  const { zones } = input.workload;
  const instances = network.natInstances;
  if (instances !== null) {
    return {
      id,
      level: "medium",
      text: `Each NAT instance has one address, so about 64,000 ports to any one destination, and ${memoryText(instances.memoryMib)} of memory to track connections in.`,
      short: "",
      source: optionSource("nat-instance", input),
    };
  }
  const gateway = network.ipv4Gateways.find((each) => isNatGateway(each));
  if (gateway !== undefined) {
    const most = NAT_GATEWAY_LIMITS.connections * gatewayCount(gateway, zones);
    return {
      id,
      level: "low",
      text: `${NAT_GATEWAY_LIMITS.connections.toLocaleString("en-US")} connections at once to one destination for each NAT address: ${most.toLocaleString("en-US")} here. Add addresses for more.`,
      short: "",
      source: `${RISK_RULES.natGateway.source} (${RISK_RULES.natGateway.asOf})`,
    };
  }
  return {
    id,
    level: "none",
    text: "No address is shared, so no ports run out.",
    short: "",
    source: null,
  };
}

const memoryText = (mib: number): string => (mib < 1024 ? `${mib} MiB` : `${mib / 1024} GiB`);

function operation({ network, input }: Shape): Risk {
  const id = "operation";
  const instance = network.ipv4Gateways.find((each) => isInstance(each));
  if (instance !== undefined) {
    const count = gatewayCount(instance, input.workload.zones);
    const isNat64 =
      network.routes.some(({ path }) => path === "nat64") &&
      !network.ipv4Gateways.some(isNatGateway);
    const which = `${countWord(count)} NAT ${count === 1 ? "instance" : "instances"}`;
    return {
      id,
      level: isNat64 ? "high" : "medium",
      text: isNat64
        ? `You run NAT64 yourself on ${which}: you patch and replace them, and AWS gives no support for it.`
        : `You patch, watch and replace ${which}.`,
      short: "you patch it",
      source: isNat64
        ? `${RISK_RULES.nat64Instance.source} (${RISK_RULES.nat64Instance.asOf})`
        : optionSource("nat-instance", input),
    };
  }
  if (network.ipv4Gateways.includes("transit-gateway")) {
    return {
      id,
      level: "low",
      text: "AWS runs the transit gateway and NAT gateways; you keep the routes of the hub and of each VPC.",
      short: "",
      source: optionSource("transit-gateway", input),
    };
  }
  return { id, level: "none", text: "AWS runs every part of it.", short: "", source: null };
}

function sourceAddresses({ network, input }: Shape): Risk {
  const id = "source-addresses";
  const source = `${RISK_RULES.allowList.source} (${RISK_RULES.allowList.asOf})`;
  const { existing } = input.workload;
  const natToday = existing?.natGateways ?? 0;
  const gone = hostsNotOverNat(network);
  if (network.publicIpv4.length > 0 && hasOwnAddressTraffic(network)) {
    return {
      id,
      level: "high",
      text: `Each of ${countText(addressCount(network, input), "instance, task or node", "instances, tasks or nodes")} leaves by a public address of its own, which changes when it is replaced${natToday > 0 ? "; today's NAT addresses go" : ""}. Allow-lists of partners break.`,
      short: natToday > 0 ? "new addresses" : "addresses change",
      source,
    };
  }
  const gateway = network.ipv4Gateways[0];
  const overIpv6 =
    gone.length === 0
      ? ""
      : ` ${namesText(gone)} ${gone.length === 1 ? "sees" : "see"} addresses of the VPC's IPv6 /56.`;
  if (gateway === undefined) {
    return {
      id,
      level: natToday > 0 && gone.length > 0 ? "medium" : "none",
      text:
        natToday > 0
          ? `Today's NAT addresses go.${overIpv6} Tell partners who allow only those addresses.`
          : `No IPv4 leaves by an address that partners could allow.${overIpv6}`,
      short: natToday > 0 && gone.length > 0 ? "new addresses" : "",
      source,
    };
  }
  if (gateway === "nat-gateway-regional") {
    return {
      id,
      level: natToday > 0 ? "medium" : "low",
      text: `A regional NAT gateway takes and gives back addresses as zones come and go.${overIpv6}`,
      short: natToday > 0 ? "new addresses" : "",
      source: optionSource("nat-gateway-regional", input),
    };
  }
  if (gateway === "transit-gateway") {
    const isNew = existing !== null && !existing.hasCentralEgress && natToday > 0;
    return {
      id,
      level: isNew ? "medium" : "low",
      text: `IPv4 leaves by the addresses of the hub.${isNew ? " Today's NAT addresses go: tell partners who allow only those." : ""}${overIpv6}`,
      short: isNew ? "new addresses" : "",
      source,
    };
  }
  const count = gatewayCount(gateway, input.workload.zones);
  const words = `IPv4 leaves by ${countText(count, "fixed address", "fixed addresses")}.`;
  if (natToday === 0) {
    return {
      id,
      level: gone.length > 0 ? "low" : "none",
      text: words + overIpv6,
      short: "",
      source,
    };
  }
  const isSameKind = isNatGateway(gateway);
  const more = count - natToday;
  if (isSameKind && more <= 0) {
    return {
      id,
      level: gone.length > 0 ? "low" : "none",
      text: `${words} These can be addresses of today's NAT gateways.${overIpv6}`,
      short: "",
      source,
    };
  }
  return {
    id,
    level: isSameKind ? "low" : "medium",
    text: isSameKind
      ? `${words} ${countText(more, "address is", "addresses are")} new: tell partners who allow only today's.${overIpv6}`
      : `${words} Move today's Elastic IPs to the instances, or tell partners who allow only those.${overIpv6}`,
    short: isSameKind ? "" : "new addresses",
    source,
  };
}

const hasOwnAddressTraffic = ({ routes }: Solution): boolean =>
  routes.some(({ path }) => path === "internet-gateway");

/** Hosts outside AWS that packets reach over IPv6. */
function hostsNotOverNat({ routes }: Solution): readonly string[] {
  const destinations = routes
    .filter(({ path }) => path === "egress-only-internet-gateway")
    .flatMap(({ flow }) => flow.flows.map(({ destination }) => destination));
  return [...new Set(destinations.filter(isHost).map(({ name }) => name))];
}

const isHost = ({ kind }: Destination): boolean => kind === "host";

const addressCount = ({ publicIpv4 }: Solution, { workload }: PlanInput): number =>
  workload.compute
    .filter(({ name }) => publicIpv4.includes(name))
    .reduce((total, { count }: WorkloadCompute) => total + count, 0);

function namesText(names: readonly string[]): string {
  const more = names.length - 2;
  return more > 0
    ? `${names.slice(0, 2).join(", ")} and ${countText(more, "other host", "other hosts")}`
    : names.join(" and ");
}

function publicAddresses({ network, input }: Shape): Risk {
  const id = "public-addresses";
  if (network.publicIpv4.length > 0) {
    const count = addressCount(network, input);
    return {
      id,
      level: "medium",
      text: `${countText(count, "public IPv4 address", "public IPv4 addresses")} on ${network.publicIpv4.join(", ")}: only security groups keep connections out.`,
      short: "public addresses",
      source: optionSource("internet-gateway", input),
    };
  }
  if (network.routes.some(({ path }) => path === "egress-only-internet-gateway")) {
    return {
      id,
      level: "low",
      text: "Over IPv6 a destination sees the address of each instance; nothing can connect in through the egress-only internet gateway.",
      short: "",
      source: optionSource("egress-only-internet-gateway", input),
    };
  }
  return { id, level: "none", text: "No compute has a public address.", short: "", source: null };
}

/** Where a fact of an egress option is from, and of when. */
function optionSource(id: EgressOptionId, { facts }: PlanInput): string | null {
  const option = facts.options.find((each) => each.id === id);
  const source =
    option?.sources.findLast((each) => each.startsWith("https://")) ?? option?.sources[0];
  return option === undefined || source === undefined ? null : `${source} (${option.asOf})`;
}
