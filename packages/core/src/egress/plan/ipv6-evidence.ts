import { observableName } from "../../endpoint/placeholder.js";
import type { Service } from "../../endpoint/types.js";
import { type NameEvidence, readinessOf } from "../../verdict/readiness.js";
import { type NameSupport, type Support, supportOf } from "../../verdict/support.js";
import type { StartupCall } from "../facts/compute-kind.js";
import type { HostTraffic } from "../workload/workload.js";
import type { DocumentedIpv6, PlanInput } from "./plan-input.js";

/**
 * What a statement about a destination rests on: an AAAA record that was asked for, the workload file, a
 * document, or nothing.
 */
export const BASES = ["observed", "stated", "documented", "none"] as const;
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
  /** What a document says of it, where nobody has looked. */
  readonly document: DocumentedIpv6 | null;
}

export function serviceEvidence(input: PlanInput, service: Service, region: string): Ipv6Evidence {
  const { catalog, observed, facts } = input;
  const readiness = readinessOf({ catalog, service, region, observed });
  const { ipv6Name, byDefault, byOptIn, cell } = readiness;
  if (ipv6Name !== null) return observedName(ipv6Name, "yes");
  const asked = byDefault ?? byOptIn;
  if (cell === "ipv4" || cell === "none") {
    return asked === null ? nothingKnown(service.cliName) : observedName(asked, "no");
  }
  const name = asked?.hostname ?? service.cliName;
  const document = facts.documentedServices.get(service.cliName);
  return document === undefined ? nothingKnown(name) : documented(name, document);
}

function observedName({ hostname, variant, states }: NameEvidence, support: Support): Ipv6Evidence {
  return {
    support,
    basis: "observed",
    name: hostname,
    needsSetting: support === "yes" && variant === "dualstack",
    since: states.ipv6.since,
    confirmedAt: states.ipv6.lastConfirmed,
    document: null,
  };
}

/** Of a call that the platform makes: it chooses the names itself, and all must answer. */
export function platformEvidence(
  { observed }: PlanInput,
  { hosts }: StartupCall,
  region: string,
): Ipv6Evidence {
  const names = hosts.map((host) => host.replaceAll("{Region}", region));
  const known = names.map((name) => ({ name, states: observed.get(observableName(name)) }));
  const worst =
    known.find(({ states }) => supportOf(states?.ipv6) === "no") ??
    known.find(({ states }) => supportOf(states?.ipv6) === "unknown") ??
    known[0];
  if (worst === undefined) return nothingKnown("");
  return observedHost(worst.name, worst.states) ?? nothingKnown(worst.name);
}

/** Of a host outside AWS: an observation, else what the workload file says, else a document. */
export function hostEvidence(
  { observed, facts }: PlanInput,
  { host, ipv6: stated }: HostTraffic,
): Ipv6Evidence {
  const seen = observedHost(host, observed.get(host));
  if (seen !== null) return seen;
  if (stated !== "unknown") {
    return { ...nothingKnown(host), support: stated, basis: "stated" };
  }
  const document = facts.documentedHosts.get(host);
  return document === undefined ? nothingKnown(host) : documented(host, document);
}

// A statement that there is IPv6 may have aged, or not hold in this region, and relying on it cuts off
// what it is about: it stays unknown.
function documented(name: string, document: DocumentedIpv6): Ipv6Evidence {
  const support = document.ipv6 === "no" ? "no" : "unknown";
  return { ...nothingKnown(name), support, basis: "documented", document };
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
    document: null,
  };
}

function nothingKnown(name: string): Ipv6Evidence {
  return {
    support: "unknown",
    basis: "none",
    name,
    needsSetting: false,
    since: null,
    confirmedAt: null,
    document: null,
  };
}
