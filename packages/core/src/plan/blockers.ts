import { findComputeKind } from "../facts/compute-kind.js";
import { isoDay } from "../observation/iso-time.js";
import { roundedText, times } from "../price/exact.js";
import { findPrice } from "../price/price-book.js";
import type { Support } from "../verdict/support.js";
import { UNATTRIBUTED, type WorkloadCompute } from "../workload/workload.js";
import { endpointCharge } from "./components.js";
import type { Design } from "./designs.js";
import type { Destination } from "./destination.js";
import { type FlowClass, kindIn, reachOverIpv6 } from "./flows.js";
import { platformEvidence } from "./ipv6-evidence.js";
import type { PlanInput } from "./plan-input.js";

/** A destination that a design does not carry. */
export interface Blocker {
  readonly destination: Destination;
  /** Names of the compute that cannot reach it. */
  readonly from: readonly string[];
  /** Whether it is known to be out of reach, or its support is not known. */
  readonly certainty: "known" | "unknown";
  readonly why: string;
  /** What would change that, the simplest first. */
  readonly unblock: readonly string[];
}

const FIND_NAMES = "find out which hosts these are: compare the flow logs with DNS query logs";
const IPV4_FOR_HOSTS =
  "keep an IPv4 path (NAT gateway, NAT instance or public IPv4), or ask the owner for IPv6";

export function blockersOf(
  classes: readonly FlowClass[],
  design: Design,
  input: PlanInput,
): readonly Blocker[] {
  const byDestination = new Map<Destination, WorkloadCompute[]>();
  for (const { destination, compute } of classes.flatMap(({ flows }) => flows)) {
    const senders = byDestination.get(destination);
    if (senders === undefined) byDestination.set(destination, [compute]);
    else senders.push(compute);
  }
  return [...byDestination].map(([destination, senders]) => {
    const reaches = senders.map((sender) =>
      reachOverIpv6(destination, kindIn(design, sender, input)),
    );
    const isUnknown = design.usesIpv6 && reaches.every((reach) => reach !== "no");
    return {
      destination,
      from: senders.map(({ name }) => name),
      certainty: isUnknown ? "unknown" : "known",
      why: whyBlocked(destination, senders, design, input),
      unblock: hasNoAddress(destination)
        ? ["another name or region: this one was looked up"]
        : [
            ...(isUnknown ? observing(destination, input) : []),
            ...(isUnknown ? settingIpv6(senders, design, input) : []),
            ...movingCompute(destination, senders, design, input),
            ...buyingEndpoints(destination, design, input),
            ...(destination.kind === "host" ? [IPV4_FOR_HOSTS] : []),
          ],
    };
  });
}

/** Of compute that AWS does not run in the subnets of the design: all that it sends. */
export function stuckBlockers(
  { subnets }: Design,
  classes: readonly FlowClass[],
  stuck: readonly WorkloadCompute[],
): readonly Blocker[] {
  const where = subnets === "ipv6-only" ? "IPv6-only" : "dual-stack";
  const destinations = new Map<Destination, WorkloadCompute[]>();
  for (const { destination, compute } of classes.flatMap(({ flows }) => flows)) {
    if (!stuck.includes(compute)) continue;
    destinations.set(destination, [...(destinations.get(destination) ?? []), compute]);
  }
  return [...destinations].map(([destination, senders]) => ({
    destination,
    from: senders.map(({ name }) => name),
    certainty: "known",
    why: `${stuckText(senders)} cannot run in ${where} subnets`,
    unblock: [],
  }));
}

/** `worker (Lambda in a VPC)` */
export const stuckText = (senders: readonly WorkloadCompute[]): string =>
  senders
    .map(({ name, kind }) => `${name} (${kind.name.replace(/, [^,]* subnets$/, "")})`)
    .join(", ");

const hasOnlyChangingAddresses = ({ publicIpv4, ipv4Gateways }: Design): boolean =>
  (publicIpv4 || ipv4Gateways.length > 0) &&
  ipv4Gateways.every((id) => id === "nat-gateway-regional");

const hasNoAddress = ({ ipv4, ipv6 }: Destination): boolean =>
  ipv4 === "no" && ipv6.support === "no" && ipv6.basis === "observed";

function whyBlocked(
  destination: Destination,
  senders: readonly WorkloadCompute[],
  design: Design,
  input: PlanInput,
): string {
  const { workload } = input;
  if (workload.constraints.privateServices.has(destination.service ?? "")) {
    return destination.hasGateway
      ? "privateServices: only an endpoint may carry it, and its gateway endpoint carries IPv4 only"
      : "privateServices: only an endpoint may carry it, and none is known";
  }
  if (hasNoAddress(destination))
    return `${ipv6VerdictText(destination)}, nor an A record: nothing reaches it`;
  if (destination.needsStableAddress && hasOnlyChangingAddresses(design))
    return "stableEgressAddresses: it would see public addresses that change";
  const kinds = senders.map((sender) => kindIn(design, sender, input));
  const withoutIpv4 = kinds.find(({ sendsIpv4 }) => sendsIpv4 !== "yes");
  if (!design.usesIpv6) {
    if (withoutIpv4 !== undefined)
      return `${withoutIpv4.name}: no IPv4, and this design uses no IPv6`;
    return destination.kind === "host"
      ? "a host outside AWS has no endpoint in the VPC"
      : "no interface endpoint is known for it";
  }
  const withoutIpv6 = kinds.find(({ sendsIpv6 }) => sendsIpv6 !== "yes");
  if (withoutIpv6 !== undefined) {
    if (withoutIpv6.sendsIpv6 === "no") return `${withoutIpv6.name}: sends no IPv6`;
    return withoutIpv6.withSetting === undefined
      ? `${withoutIpv6.name}: whether it sends IPv6 is unknown`
      : `${withoutIpv6.name}: sends IPv6 only with a setting`;
  }
  return ipv6VerdictText(destination);
}

/** `logs.eu-central-1.amazonaws.com: no AAAA (observed 2026-11-20)` */
export function ipv6VerdictText({
  ipv6: { support, basis, name, confirmedAt, inconclusive, document },
}: Destination): string {
  const word = support === "yes" ? "AAAA" : "no AAAA";
  const unsettled =
    inconclusive === null
      ? "not observed"
      : `no verdict (${inconclusive.outcome}, asked ${isoDay(inconclusive.at)})`;
  switch (basis) {
    case "observed":
      return `${name}: ${word} (observed${confirmedAt === null ? "" : ` ${isoDay(confirmedAt)}`})`;
    case "address":
      return `${name}: ${support === "yes" ? "an IPv6 address" : "an IPv4 address"}`;
    case "stated":
      return `${name}: ${word} (says the workload file)`;
    case "documented":
      return `${name}: ${unsettled}${document === null ? "" : `; ${SAID[document.ipv6]} (${document.asOf})`}`;
    case "handed-out":
      return `${name}: hands out the host of the calls (endpoint discovery), which was not checked`;
    case "undecided":
      return `${name}: no source says which of them the platform calls`;
    case "none":
      return `${name}: ${unsettled}`;
  }
}

const SAID: Readonly<Record<Support, string>> = {
  yes: "IPv6 according to its source",
  no: "no IPv6 according to its source",
  unknown: "nothing clear is said of it",
};

function observing(
  { ipv6, kind, name, service, region }: Destination,
  input: PlanInput,
): readonly string[] {
  if (ipv6.support !== "unknown") return [];
  if (ipv6.basis === "handed-out") {
    return [
      `ask for the host with \`aws ${service} describe-endpoints\`, and look at it with \`egress6 check --service ${service} --region ${region} --discovered HOST --live\``,
    ];
  }
  if (ipv6.basis === "undecided") return ["run one there, and look in the flow logs what it calls"];
  if (kind === "host" && name === UNATTRIBUTED) return [FIND_NAMES];
  if (kind === "host") {
    const look =
      ipv6.inconclusive === null
        ? "look now with --live"
        : "ask again with --live, perhaps through another --resolver";
    return [`${look}, or say \`ipv6: yes\` or \`no\` in the workload`];
  }
  const known = service === null ? "" : ` --service ${service}`;
  return [`egress6 scan${known} --region ${region ?? input.workload.region}`];
}

function settingIpv6(
  senders: readonly WorkloadCompute[],
  design: Design,
  input: PlanInput,
): readonly string[] {
  const kinds = senders.map((sender) => kindIn(design, sender, input));
  return [...new Set(kinds)].flatMap(({ withSetting }) =>
    withSetting === undefined ? [] : [`${withSetting.setting}; ${withSetting.caveat}`],
  );
}

/** IPv6-only subnets, where the names that the platform calls there are not known to lack AAAA. */
function movingCompute(
  destination: Destination,
  senders: readonly WorkloadCompute[],
  design: Design,
  input: PlanInput,
): readonly string[] {
  if (!design.usesIpv6 || design.subnets !== undefined) return [];
  if (destination.kind !== "platform") return [];
  const reached = senders.map(({ kind }) => {
    const ipv6Only = findComputeKind(input.facts.computeKinds, kind.platform, "ipv6-only");
    const call = ipv6Only?.startupCalls.find(({ service }) => service === destination.service);
    if (kind.subnets === "ipv6-only" || ipv6Only?.runs !== "yes") return null;
    return call?.calls === "dualstack"
      ? platformEvidence(input, call, input.workload.region).support
      : null;
  });
  if (reached.some((support) => support === null || support === "no")) return [];
  const isSure = reached.every((support) => support === "yes");
  return [
    `IPv6-only subnets: there the platform calls the dual-stack names, ${isSure ? "which have AAAA" : "which nobody has looked up yet"}; \`in-ipv6-only-subnets\` has the cost`,
  ];
}

function buyingEndpoints(
  { endpoints }: Destination,
  design: Design,
  { workload, prices }: PlanInput,
): readonly string[] {
  if (endpoints.length === 0 || design.interfaceEndpoints !== "none") return [];
  const charge = endpointCharge(endpoints, workload.zones);
  const rate = findPrice(prices, workload.region, charge.priceId)?.tiers[0]?.usd;
  const cost =
    rate === undefined ? "" : `: $${roundedText(times(rate, charge.quantity), 2)} a month and data`;
  return [`${charge.item}${cost}`];
}
