import { isConclusive, type Outcome } from "../../observation/outcome.js";
import type { DoctorFacts } from "../doctor-facts.js";
import type { HostObservations } from "../host-observations.js";
import type { HostsEntry } from "../hosts-file.js";
import { hasUniqueLocalOnly, ipv6Source } from "../steps/addresses.js";
import { brokenCredentials } from "../steps/credentials.js";
import { isNat64Broken, nat64Remedy, prefixesTried } from "../steps/dns64.js";
import { isFailing } from "../steps/endpoints.js";
import { isDnsDead, lyingWitness, resolverRemedy, resolversWords } from "../steps/resolvers.js";
import { hasNoDefault } from "../steps/routes.js";
import type { Link, ProbedName, SettingOrigin, TargetResult } from "../target.js";
import {
  configRemedy,
  labels,
  privateDnsWords,
  regionFlag,
  resourceRemedy,
  services,
} from "../target-words.js";
import { attemptWords } from "../words.js";
import type { Broken } from "./broken.js";
import { brokenTls } from "./broken-tls.js";
import { lieRemedy, lieWords } from "./lying-resolver.js";
import { REMEDIES, type Remedy } from "./remedies.js";

/**
 * The first broken link of the chain from this host to what fails.
 * @param needed what has to be reached
 * @returns null when nothing is known to be broken
 */
export function firstBrokenLink(
  facts: DoctorFacts,
  needed: readonly TargetResult[],
): Broken | null {
  const { host, targets, isFinished } = facts;
  const failing = needed.filter(({ state }) => isFailing(state));
  const resolver = brokenResolver(facts);
  const isAnyUnknown = isFinished && needed.some(({ state }) => state === "unknown");
  if (failing.length > 0 || resolver !== null || isAnyUnknown) {
    const link = brokenHost(host);
    if (link !== null) return link;
  }
  if (resolver !== null) return resolver;
  const credentials = needed.some(isOfAws) ? brokenCredentials(host) : null;
  if (credentials !== null) return { brokenLink: "credentials", ...credentials };
  if (failing.length === 0) return null;
  const hosts = misleadingHostsLine(facts, failing);
  if (hosts !== null) return hosts;
  if (isWayOutBroken(targets) && hasUniqueLocalOnly(host)) {
    const text = `This host's only IPv6 addresses are unique local ones, which the internet does not route: ${firstAttempt(targets)}.`;
    return { brokenLink: "address", text, remedy: REMEDIES.assignAddress };
  }
  if (isWayOutBroken(targets)) {
    const text = `Names have IPv6 addresses, and not one connects: ${firstAttempt(targets)}.`;
    return { brokenLink: "tcp", text, remedy: REMEDIES.openWayOut };
  }
  const stuckBehindNat64 = failing.filter(
    ({ names }) => isNat64Broken(targets) && names.some(({ probe }) => probe.nat64 !== null),
  );
  if (stuckBehindNat64.length > 0) {
    const resolvers = host.resolvers ?? [];
    const prefixes = prefixesTried(resolvers, stuckBehindNat64).join(", ");
    const text = `DNS64 gives ${labels(stuckBehindNat64)} addresses in ${prefixes}, where nothing answers.`;
    return { brokenLink: "dns64", text, remedy: nat64Remedy(resolvers, stuckBehindNat64) };
  }
  return brokenName(facts, failing);
}

/** What this host lacks before it can send anything. */
function brokenHost({ addresses, ipv6Routes }: HostObservations): Broken | null {
  if (addresses !== null && ipv6Source(addresses) === null) {
    const text = "This host has no global IPv6 address.";
    return { brokenLink: "address", text, remedy: REMEDIES.assignAddress };
  }
  if (hasNoDefault(ipv6Routes)) {
    const text = "This host has an IPv6 address and no default route over IPv6.";
    return { brokenLink: "route", text, remedy: REMEDIES.addRoute };
  }
  return null;
}

/** Nobody answers what programs ask, or somebody answers what is not true. */
function brokenResolver({ host: { resolvers }, targets }: DoctorFacts): Broken | null {
  const liar = lyingWitness(resolvers);
  if (liar !== null) {
    return { brokenLink: "resolver", text: lieWords(liar), remedy: lieRemedy(liar) };
  }
  if (resolvers === null || !isDnsDead(resolvers) || isAnyNameKnown(targets)) return null;
  const text = `DNS does not work: ${resolversWords(resolvers)}.`;
  return { brokenLink: "resolver", text, remedy: resolverRemedy(resolvers) };
}

/** The first broken link of the names themselves: everything before it works. */
function brokenName(facts: DoctorFacts, failing: readonly TargetResult[]): Broken | null {
  const misled = failing.filter(({ state }) => state === "misled");
  if (misled.length > 0) return misleadingSetting(misled, facts);
  const [own] = failing.flatMap(({ names }) => names.filter(({ reach }) => reach.private !== null));
  if (own !== undefined) return brokenPrivateName(own);
  for (const link of ["dns", "tcp", "tls"] as const) {
    const stuck = failing.filter((result) => furthestLink(result) === link);
    const [one] = stuck;
    if (one !== undefined) return { brokenLink: link, ...LINK_WORDS[link](stuck, one, facts) };
  }
  return null;
}

/** All its ways were tried, and the network that answers for it does not let this host in. */
function brokenPrivateName(name: ProbedName): Broken {
  const attempt = name.probe.ipv6 ?? name.probe.ipv4;
  const end = attempt === null ? "" : `, and that is not reached: ${attemptWords(attempt)}`;
  return {
    brokenLink: name.reach.private?.brokenAt ?? "tcp",
    text: `${privateDnsWords(name)}${end}.`,
    remedy: REMEDIES.reachPrivateEndpoint,
  };
}

/** How far the best of the target's names gets over IPv6. */
function furthestLink({ names }: TargetResult): Link {
  const links = names.map(({ reach }) => reach.ipv6.brokenAt);
  if (links.includes("tls")) return "tls";
  return links.includes("tcp") ? "tcp" : "dns";
}

type LinkWords = (
  stuck: readonly TargetResult[],
  one: TargetResult,
  facts: DoctorFacts,
) => Omit<Broken, "brokenLink">;

const LINK_WORDS: Readonly<Record<Link, LinkWords>> = {
  dns: (stuck, one, { region }) => ({
    text: stuck.every(isAbsent)
      ? `The names of ${labels(stuck)} do not exist: is this the right ${region === null ? "name" : "region, and is the service there"}?`
      : `No name of ${labels(stuck)} has an IPv6 address: no setting helps. Workarounds: ${waysOut(stuck)}.`,
    remedy:
      one.target.resource !== undefined
        ? resourceRemedy(one)
        : services([one]) !== ""
          ? {
              text: "See what else there is for them.",
              command: `egress6 check --service ${services(stuck)}${regionFlag(region)}`,
            }
          : { text: "See how the names answer.", command: `egress6 lookup ${hostnames(stuck)}` },
  }),
  tcp: (stuck, one) => ({
    text: `IPv6 works from here, and ${labels(stuck)} cannot be connected to: ${nameAttempt(one)}.`,
    remedy: {
      text: "Look whether a security group, a network ACL or an endpoint policy stops just this.",
      command: `curl -6 -v --connect-timeout 5 https://${firstHost(one)}/`,
    },
  }),
  tls: (stuck, one, { host }) => brokenTls(stuck, one, host),
};

function isAnyNameKnown(targets: readonly TargetResult[]): boolean {
  return targets.some(({ names }) =>
    names.some(({ probe: { dns } }) => dns !== null && [dns.a, dns.aaaa].some(isKnown)),
  );
}

function isKnown({ kind, reason, attempts }: Outcome): boolean {
  return (isConclusive(kind) || reason === "private") && attempts > 0;
}

/** Nothing was reached over IPv6, although there were addresses to connect to. */
function isWayOutBroken(targets: readonly TargetResult[]): boolean {
  const attempts = ipv6Attempts(targets);
  return attempts.length > 0 && attempts.every(({ tcp }) => isLostOnTheWay(tcp.kind));
}

function isLostOnTheWay(kind: string): boolean {
  return kind === "timeout" || kind === "no-route" || kind === "forbidden";
}

function ipv6Attempts(targets: readonly TargetResult[]) {
  return targets.flatMap(({ names }) =>
    names.flatMap(({ probe }) => (probe.ipv6 === null ? [] : [probe.ipv6])),
  );
}

function firstAttempt(targets: readonly TargetResult[]): string {
  const [attempt] = ipv6Attempts(targets);
  return attempt === undefined ? "" : attemptWords(attempt);
}

function nameAttempt(result: TargetResult): string {
  return firstAttempt([result]);
}

/** The name that got furthest over IPv6. */
function firstHost({ names }: TargetResult): string {
  const tried = names.find(({ probe }: ProbedName) => probe.ipv6 !== null) ?? names[0];
  return tried?.hostname ?? "";
}

/** DNS says of all its names that they do not exist. */
function isAbsent({ names }: TargetResult): boolean {
  return names.every(
    ({ probe: { dns } }) => dns?.a.kind === "nxdomain" && dns.aaaa.kind === "nxdomain",
  );
}

function waysOut(stuck: readonly TargetResult[]): string {
  const isResource = ({ target }: TargetResult) => target.resource !== undefined;
  const isAnyService = stuck.some((result) => isOfAws(result) && !isResource(result));
  const isAnyHost = stuck.some((result) => !isOfAws(result) && !isResource(result));
  return [
    ...(stuck.some(isResource) ? ["switching the resource to dual-stack"] : []),
    ...(isAnyService ? ["an interface endpoint in the VPC"] : []),
    ...(isAnyHost ? ["a proxy or mirror that has IPv6"] : []),
    "DNS64 with NAT64",
  ].join(", ");
}

function isOfAws({ target }: TargetResult): boolean {
  return target.kind === "service" || target.endpoint !== undefined;
}

function hostnames(results: readonly TargetResult[]): string {
  return results.flatMap(({ names }) => names.map(({ hostname }) => hostname)).join(" ");
}

/** @returns null unless all that fails does so by a name that the hosts file gives an address */
function misleadingHostsLine(
  { host: { hostsEntries = [] } }: DoctorFacts,
  failing: readonly TargetResult[],
): Broken | null {
  const lines = failing.map((result) => lineOf(result, hostsEntries));
  const [line] = lines;
  if (line === undefined || lines.includes(undefined)) return null;
  const { name, address, place } = line;
  return {
    brokenLink: "setting",
    text: `${place} makes ${name} ${address} on this host. Not reached over IPv6 that way: ${labels(failing)}.`,
    remedy: {
      text: "See the line, and take it out unless it is meant: DNS is then asked again.",
      command: `grep -n -i ${name} ${place.replace(/:\d+$/, "")}`,
    },
  };
}

function lineOf({ names }: TargetResult, entries: readonly HostsEntry[]): HostsEntry | undefined {
  const used = names.find(({ isUsed }) => isUsed)?.hostname;
  return entries.find(({ name }) => name === used);
}

/** What is wrong, and what to do, where a setting leads to a name that does not answer. */
function misleadingSetting(
  misled: readonly TargetResult[],
  { targets, region }: DoctorFacts,
): Broken {
  const used = misled.flatMap(({ names }) => names).find(({ isUsed }) => isUsed);
  const setBy = used?.setBy;
  const who = setBy === undefined ? "A setting" : `${setBy.name}${placeWords(setBy)}`;
  return {
    brokenLink: "setting",
    text: `${who} leads ${labels(misled)} to a name that does not answer (${used?.hostname}); without it, IPv6 works.`,
    remedy: (setBy === undefined ? null : removal(setBy)) ?? configRemedy(targets, region),
  };
}

const placeWords = ({ file }: SettingOrigin) => (file === null ? "" : ` (${file})`);

/** Only of an endpoint URL: a switch may be what other services need. */
function removal({ name, file }: SettingOrigin): Remedy | null {
  if (!/endpoint_url/i.test(name)) return null;
  if (file !== null) return { text: `Take the line out of ${file}, or fix it.`, command: null };
  return {
    text: "Take it away in this shell, and where the program's environment is set.",
    command: `unset ${name}`,
  };
}
