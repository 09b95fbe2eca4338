import { addressKind } from "../address/address-kind.js";
import { nat64PrefixAround } from "../address/nat64.js";
import type { Variant } from "../endpoint/types.js";
import type { NameObservation, Outcome } from "../observation/outcome.js";
import type { Support } from "../verdict/support.js";
import { type ConnectionAttempt, type FirstConnection, firstConnection } from "./connection.js";

/** A name that a client may use for a target. */
export interface TargetName {
  readonly hostname: string;
  readonly port: number;
  /** False for an endpoint URL with `http:`, which is reached once it connects. */
  readonly isTls: boolean;
  /** Null for a host that is not of AWS's rules, such as an endpoint URL of one's own. */
  readonly variant: Variant | null;
  /** What SDKs use on this host, as the environment and the config file are now. */
  readonly isUsed: boolean;
  /** What leads there, in the place of the default; left out where nothing is set. */
  readonly setBy?: SettingOrigin;
}

/** A setting that is in force. */
export interface SettingOrigin {
  /** The variable or the key, such as `AWS_ENDPOINT_URL`. */
  readonly name: string;
  /** `file:line`; null for a variable of the environment. */
  readonly file: string | null;
}

/** Something that must be reached: an AWS service in a region, or a host. */
export interface DoctorTarget {
  readonly kind: "service" | "host";
  /** CLI name of the service, or the host's name. */
  readonly label: string;
  /** Without it, something asked for does not work; else it is shown for information. */
  readonly isNeeded: boolean;
  /** Of a host that is a name of AWS's rules: whose it is. */
  readonly endpoint?: TargetEndpoint;
  /** Of a host that AWS made for one resource. */
  readonly resource?: TargetResource;
  /** The used one first. */
  readonly names: readonly TargetName[];
}

export interface TargetEndpoint {
  /** CLI name. */
  readonly service: string;
  readonly region: string;
  /** A container registry: images are named after it, and no setting of an SDK leads elsewhere. */
  readonly isImageName: boolean;
}

/** What a host was made for: it is switched there, by no setting of an SDK. */
export interface TargetResource {
  /** `OpenSearch domain`. */
  readonly name: string;
  /** The call or setting that switches it; null: none is known. */
  readonly change: string | null;
}

/** What was seen of one name. Null: not finished, or not to be tried because DNS gave no address. */
export interface NameProbe {
  readonly dns: NameObservation | null;
  readonly ipv6: ConnectionAttempt | null;
  readonly ipv4: ConnectionAttempt | null;
  /** To an IPv6 address that DNS64 made of an IPv4 one. */
  readonly nat64: ConnectionAttempt | null;
}

export const NOT_PROBED: NameProbe = { dns: null, ipv6: null, ipv4: null, nat64: null };

export interface AddressesToTry {
  readonly ipv6: readonly string[];
  readonly ipv4: readonly string[];
  /** Only of a name without IPv6 addresses of its own. */
  readonly nat64: readonly string[];
}

/**
 * Tells addresses of the name from those that DNS64 synthesized, also where the name was asked about before the
 * prefix was known. What a lying resolver says, and addresses that no host has, are not tried.
 * @param prefixes that resolvers were found to use
 */
export function addressesToTry(
  { a, aaaa }: NameObservation,
  prefixes: readonly string[],
): AddressesToTry {
  const isSynthesized = (address: string) =>
    aaaa.attempts > 0 && nat64PrefixAround(address, prefixes) !== null;
  const addresses = hostAddresses(aaaa);
  const ipv6 = addresses.filter((address) => !isSynthesized(address));
  const synthesized = [...(aaaa.synthesized ?? []), ...addresses.filter(isSynthesized)];
  const isBelieved = aaaa.witness !== "lies";
  return {
    ipv6,
    ipv4: hostAddresses(a),
    nat64: ipv6.length === 0 && isBelieved ? synthesized : [],
  };
}

function hostAddresses({ kind, reason, addresses }: Outcome): readonly string[] {
  if (kind === "answer") return addresses;
  return reason === "private"
    ? addresses.filter((address) => addressKind(address) !== "special")
    : [];
}

/** Whether the name is answered by this network itself: by an interface endpoint, or from a private zone. */
function isPrivate(outcome: Outcome | undefined): boolean {
  return outcome?.reason === "private";
}

/** By which addresses of its own this network answers for the name; empty when it does not. */
export function privateAddresses({ dns }: NameProbe): readonly string[] {
  return [dns?.a, dns?.aaaa].flatMap((outcome) =>
    outcome !== undefined && isPrivate(outcome) ? outcome.addresses : [],
  );
}

/** Where on the way to a name it goes wrong. */
export type Link = "dns" | "tcp" | "tls";

/**
 * `yes`: down to a verified certificate · `no`: it fails at `brokenAt` ·
 * `unknown`: the question ended without a fact, or was not finished
 */
export interface ConnectionReach {
  readonly reach: Support;
  readonly brokenAt: Link | null;
}

const UNKNOWN_DNS: ConnectionReach = { reach: "unknown", brokenAt: "dns" };
const UNTRIED: ConnectionReach = { reach: "unknown", brokenAt: "tcp" };
const NO_ADDRESS: ConnectionReach = { reach: "no", brokenAt: "dns" };

export interface NameReach {
  readonly ipv6: ConnectionReach;
  readonly ipv4: ConnectionReach;
  /** IPv4 addresses through DNS64 and NAT64. */
  readonly nat64: ConnectionReach;
  /** Over either family, where this network answers for the name itself; null where it does not. */
  readonly private: ConnectionReach | null;
  readonly first: FirstConnection | null;
}

export function nameReach({ dns, ipv6, ipv4, nat64 }: NameProbe, isTls: boolean): NameReach {
  // A name whose every AAAA was synthesized with a DNS64 prefix of the network's own has none.
  const isSynthesized = nat64 !== null && ipv6 === null;
  return {
    ipv6: isSynthesized ? NO_ADDRESS : reachBy(dns?.aaaa, ipv6, isTls),
    ipv4: reachBy(dns?.a, ipv4, isTls),
    nat64: nat64 === null ? NO_ADDRESS : attemptReach(nat64, isTls),
    private: privateReach({ dns, ipv6, ipv4, nat64 }, isTls),
    first: firstConnection(ipv6?.tcp ?? nat64?.tcp ?? null, ipv4?.tcp ?? null),
  };
}

function privateReach({ dns, ipv6, ipv4 }: NameProbe, isTls: boolean): ConnectionReach | null {
  const ways = [
    { isAnswered: isPrivate(dns?.aaaa), attempt: ipv6 },
    { isAnswered: isPrivate(dns?.a), attempt: ipv4 },
  ].filter(({ isAnswered }) => isAnswered);
  if (ways.length === 0) return null;
  const reaches = ways.flatMap(({ attempt }) =>
    attempt === null ? [] : [attemptReach(attempt, isTls)],
  );
  return reaches.find(({ reach }) => reach === "yes") ?? reaches[0] ?? UNTRIED;
}

function reachBy(
  outcome: Outcome | undefined,
  attempt: ConnectionAttempt | null,
  isTls: boolean,
): ConnectionReach {
  switch (outcome?.kind) {
    case "answer":
      return attempt === null ? UNTRIED : attemptReach(attempt, isTls);
    case "nodata":
    case "nxdomain":
      return NO_ADDRESS;
    default:
      return UNKNOWN_DNS;
  }
}

function attemptReach({ tcp, tls }: ConnectionAttempt, isTls: boolean): ConnectionReach {
  if (tcp.kind !== "connected") return { reach: "no", brokenAt: "tcp" };
  if (!isTls) return { reach: "yes", brokenAt: null };
  if (tls === null) return { reach: "unknown", brokenAt: "tls" };
  return tls.kind === "verified"
    ? { reach: "yes", brokenAt: null }
    : { reach: "no", brokenAt: "tls" };
}

/**
 * `ipv6` the name in use answers over IPv6 · `needs-setting` another name of the service does ·
 * `nat64` only through DNS64 and NAT64 · `private` the network answers for the name in use itself, by an
 * interface endpoint or from a private zone, and is reached, which says nothing of IPv6 on the internet · `misled` a setting leads to a name that does not answer, and
 * without it the service does over IPv6 · `ipv4` over IPv4 alone · `unreachable` not at all ·
 * `unknown` not enough was seen to say
 */
export const TARGET_STATES = [
  "ipv6",
  "needs-setting",
  "nat64",
  "private",
  "misled",
  "ipv4",
  "unreachable",
  "unknown",
] as const;
export type TargetState = (typeof TARGET_STATES)[number];

export interface ProbedName extends TargetName {
  readonly probe: NameProbe;
  readonly reach: NameReach;
}

export interface TargetResult {
  readonly target: DoctorTarget;
  readonly names: readonly ProbedName[];
  readonly state: TargetState;
  /** The name to use for IPv6: it was reached over it, the one in use before others; null: none was. */
  readonly ipv6Name: ProbedName | null;
}

/** @param probeOf null for a name that nothing is known of */
export function targetResult(
  target: DoctorTarget,
  probeOf: (name: TargetName) => NameProbe | null,
): TargetResult {
  const names = target.names.map((name): ProbedName => {
    const probe = probeOf(name) ?? NOT_PROBED;
    return { ...name, probe, reach: nameReach(probe, name.isTls) };
  });
  const ipv6Name = names.find(({ reach }) => reach.ipv6.reach === "yes") ?? null;
  return { target, names, ipv6Name, state: stateOf(target, names, ipv6Name) };
}

function stateOf(
  { kind }: DoctorTarget,
  names: readonly ProbedName[],
  ipv6Name: ProbedName | null,
): TargetState {
  const used = names.filter(({ isUsed }) => isUsed);
  if (ipv6Name?.isUsed) return "ipv6";
  // A setting that leads to another name would leave what works.
  if (used.some(({ reach }) => reach.private?.reach === "yes")) return "private";
  if (used.some(({ reach }) => reach.private?.reach === "unknown")) return "unknown";
  // A host is what was asked for, whatever is set here.
  if (ipv6Name !== null) return kind === "service" && isMisled(used) ? "misled" : "needs-setting";
  const worst = names.map(({ reach }) => reach);
  if (used.some(({ reach }) => reach.nat64.reach === "yes")) return "nat64";
  if (worst.some(isUnsettled)) return "unknown";
  if (worst.some(({ ipv4 }) => ipv4.reach === "yes")) return "ipv4";
  const isUnknown = worst.some((reach) => reach.private === null && reach.ipv4.reach === "unknown");
  return isUnknown ? "unknown" : "unreachable";
}

/** Not known to be out of reach. What a network answers itself is, once none of its addresses answered. */
function isUnsettled({ ipv6, nat64, private: own }: NameReach): boolean {
  if (own !== null) return own.reach !== "no";
  return ipv6.reach === "unknown" || nat64.reach === "unknown";
}

/** A setting is in force, and the name that it leads to answers over no family. */
function isMisled(used: readonly ProbedName[]): boolean {
  return used.some(
    ({ variant, reach: { ipv6, ipv4, nat64 } }) =>
      variant !== "default" &&
      variant !== "fips" &&
      [ipv6, ipv4, nat64].every(({ reach }) => reach === "no"),
  );
}
