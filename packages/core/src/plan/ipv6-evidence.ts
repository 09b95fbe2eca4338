import { observableName } from "../endpoint/placeholder.js";
import type { Service } from "../endpoint/types.js";
import type { StartupCall } from "../facts/compute-kind.js";
import type { OutcomeKind } from "../observation/outcome.js";
import { type NameEvidence, privateAddressesOf, readinessOf } from "../verdict/readiness.js";
import { type NameSupport, type Support, supportOf, UNOBSERVED } from "../verdict/support.js";
import { type HostTraffic, hostText } from "../workload/workload.js";
import type { DocumentedIpv6, PlanInput } from "./plan-input.js";

/**
 * What a statement about a destination rests on: an AAAA record that was asked for, the address itself, the
 * workload file, a document, or nothing. `undecided`: the names were observed, and which of them the platform calls
 * is not known. `handed-out`: calls go to a host that the service hands out, and nobody has said which.
 */
export const BASES = [
  "observed",
  "address",
  "stated",
  "documented",
  "undecided",
  "handed-out",
  "none",
] as const;
export type Basis = (typeof BASES)[number];

/** Whether a destination answers over IPv6, by which name, and how that is known. */
export interface Ipv6Evidence {
  readonly support: Support;
  readonly basis: Basis;
  /** The name it is about: the one to call over IPv6, where there is one. */
  readonly name: string;
  /** Whether SDKs call that name only when the dual-stack setting is on. */
  readonly needsSetting: boolean;
  /** Milliseconds since the epoch: since when it holds, and when it was last confirmed. */
  readonly since: number | null;
  readonly confirmedAt: number | null;
  /** How the last question ended where none has settled it. */
  readonly inconclusive: { readonly outcome: OutcomeKind; readonly at: number } | null;
  /** What a document says of it, where no observation does. */
  readonly document: DocumentedIpv6 | null;
  /** Addresses of its own by which the network that was asked just now answers for the default name. */
  readonly privateAddresses: readonly string[];
}

export function serviceEvidence(input: PlanInput, service: Service, region: string): Ipv6Evidence {
  const { catalog, observed, facts } = input;
  const readiness = readinessOf({ catalog, service, region, observed });
  const { ipv6Name, byDefault, byOptIn, cell, handedOut } = readiness;
  const privateAddresses = privateAddressesOf(byDefault);
  if (ipv6Name !== null) return { ...observedName(ipv6Name, "yes"), privateAddresses };
  const asked = byDefault ?? byOptIn;
  if (cell === "ipv4" || cell === "none") {
    return asked === null ? nothingKnown(service.cliName, undefined) : observedName(asked, "no");
  }
  if (handedOut !== null) {
    const entry = nothingKnown(asked?.hostname ?? service.cliName, undefined);
    return { ...entry, basis: "handed-out" };
  }
  const nothing = nothingKnown(asked?.hostname ?? service.cliName, asked?.states);
  const document = facts.documentedServices.get(service.cliName);
  return document === undefined ? nothing : documented(nothing, document);
}

function observedName({ hostname, variant, states }: NameEvidence, support: Support): Ipv6Evidence {
  return {
    support,
    basis: "observed",
    name: hostname,
    needsSetting: support === "yes" && variant === "dualstack",
    since: states.ipv6.since,
    confirmedAt: states.ipv6.lastConfirmed,
    inconclusive: null,
    document: null,
    privateAddresses: [],
  };
}

/**
 * Of a call that the platform makes: it chooses the names itself, and all must answer. Where no source says
 * which one it chooses, nothing is known until all of them are alike.
 */
export function platformEvidence(
  { observed }: PlanInput,
  { hosts, calls, documented: document }: StartupCall,
  region: string,
): Ipv6Evidence {
  const names = hosts.map((host) => host.replaceAll("{Region}", region));
  const known = names.map((name) => ({ name, states: observed.get(observableName(name)) }));
  const supports = new Set(known.map(({ states }) => supportOf(states?.ipv6)));
  if (calls === "unknown" && supports.size > 1) {
    return { ...nothingKnown(names.join(" or "), undefined), basis: "undecided" };
  }
  const worst =
    known.find(({ states }) => supportOf(states?.ipv6) === "no") ??
    known.find(({ states }) => supportOf(states?.ipv6) === "unknown") ??
    known[0];
  if (worst === undefined) return nothingKnown("", undefined);
  const seen = observedHost(worst.name, worst.states);
  if (seen !== null) return seen;
  const nothing = nothingKnown(worst.name, worst.states);
  return document === undefined ? nothing : documented(nothing, document);
}

/** Of a host outside AWS: an observation, else what the workload file says, else a document. */
export function hostEvidence(
  { observed, facts }: PlanInput,
  { to, ipv6: stated }: HostTraffic,
): Ipv6Evidence {
  if (to.kind === "prefix") {
    const support = to.family === "ipv6" ? "yes" : "no";
    return { ...nothingKnown(to.prefix, undefined), support, basis: "address" };
  }
  const host = hostText(to);
  const seen = observedHost(host, observed.get(host));
  if (seen !== null) return seen;
  const nothing = nothingKnown(host, observed.get(host));
  if (stated !== "unknown") return { ...nothing, support: stated, basis: "stated" };
  const document = facts.documentedHosts.get(host);
  return document === undefined ? nothing : documented(nothing, document);
}

// A statement that there is IPv6 may have aged, or not hold in this region, and relying on it cuts off
// what it is about: it stays unknown.
function documented(nothing: Ipv6Evidence, document: DocumentedIpv6): Ipv6Evidence {
  const support = document.ipv6 === "no" ? "no" : "unknown";
  return { ...nothing, support, basis: "documented", document };
}

function observedHost(name: string, states: NameSupport | undefined): Ipv6Evidence | null {
  const support = supportOf(states?.ipv6);
  if (states === undefined || support === "unknown") return null;
  return {
    support,
    basis: "observed",
    name,
    needsSetting: false,
    since: states.ipv6.since,
    confirmedAt: states.ipv6.lastConfirmed,
    inconclusive: null,
    document: null,
    privateAddresses: [],
  };
}

function nothingKnown(name: string, states: NameSupport | undefined): Ipv6Evidence {
  const { lastOutcome: outcome, lastChecked: at } = states?.ipv6 ?? UNOBSERVED;
  return {
    support: "unknown",
    basis: "none",
    name,
    needsSetting: false,
    since: null,
    confirmedAt: null,
    inconclusive: outcome === null || at === null ? null : { outcome, at },
    document: null,
    privateAddresses: states?.privateAddresses ?? [],
  };
}
