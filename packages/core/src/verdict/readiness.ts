import { type Catalog, endpointOf, isNameKnown } from "../endpoint/catalog.js";
import { handsOutHosts } from "../endpoint/hands-out-hosts.js";
import { observableName } from "../endpoint/placeholder.js";
import type { Endpoint, Scope, Service, Variant } from "../endpoint/types.js";
import { type Cell, cellOf, type FamilySupport } from "./cell.js";
import {
  cellOfCalls,
  type HandedOut,
  type HandedOutHost,
  handedOut,
  handedOutHost,
} from "./handed-out.js";
import { type NameSupport, type Support, supportOf, UNOBSERVED } from "./support.js";

/** One name that AWS's rules build, with what was observed of it. */
export interface NameEvidence extends FamilySupport {
  readonly variant: Variant;
  /** May hold a placeholder, such as `{AccountId}`. */
  readonly hostname: string;
  readonly scope: Scope;
  /** What the support rests on: dates, last outcome, doubts. */
  readonly states: NameSupport;
}

/** By which addresses of its own this network answers for the name; empty: it does not, as far as was seen. */
export function privateAddressesOf(name: NameEvidence | null): readonly string[] {
  return name?.states.privateAddresses ?? [];
}

/**
 * Whether the dual-stack setting would take calls from a name that this network answers for itself, through
 * an interface endpoint, to one that it does not.
 */
export function leavesPrivateName({
  byDefault,
  byOptIn,
}: Pick<Readiness, "byDefault" | "byOptIn">): boolean {
  if (byOptIn === null || privateAddressesOf(byDefault).length === 0) return false;
  return byOptIn.hostname !== byDefault?.hostname && privateAddressesOf(byOptIn).length === 0;
}

/** What an SDK client may have to reach names with. */
export const CLIENT_FAMILIES = ["ipv6-only", "dual-stack", "ipv4-only"] as const;
export type ClientFamilies = (typeof CLIENT_FAMILIES)[number];

/**
 * What the global dual-stack switch (`AWS_USE_DUALSTACK_ENDPOINT=true`) does to calls of a service:
 * `same` the name stays the same · `ipv6` it leads to a name with AAAA · `ipv4` to a name with A only ·
 * `breaks` to a name without any address, or to none at all: calls fail, there is no fallback ·
 * `unknown` the name was not observed.
 */
const SWITCH_EFFECTS = ["same", "ipv6", "ipv4", "breaks", "unknown"] as const;
export type SwitchEffect = (typeof SWITCH_EFFECTS)[number];

/** How one service in one region is reached over IPv6: what map, check, config and plan rest on. */
export interface Readiness {
  readonly service: Service;
  /** Of an additional endpoint: what people call it, such as `ssmmessages`; absent: the names are the service's own. */
  readonly called?: string | undefined;
  readonly region: string;
  readonly cell: Cell;
  /** Without any setting; `null`: the rules build no such name, or it is one of `notKnown`. */
  readonly byDefault: NameEvidence | null;
  /** With the dual-stack setting. */
  readonly byOptIn: NameEvidence | null;
  /**
   * The name to use over IPv6: observed to have AAAA, the default one first; `null`: none was, or it is not known
   * of the host that it hands out.
   */
  readonly ipv6Name: NameEvidence | null;
  readonly switchEffect: SwitchEffect;
  /** Whether it is not known which hostname the SDK builds, by the setting. */
  readonly notKnown: NotKnownNames;
  /** Where calls go when the names above only hand out their host; null: they go to those names. */
  readonly handedOut: HandedOut | null;
}

/** Of a version of an SDK. */
export interface NotKnownNames {
  readonly byDefault: boolean;
  readonly byOptIn: boolean;
}

export const ALL_KNOWN: NotKnownNames = { byDefault: false, byOptIn: false };

export interface ReadinessQuestion {
  readonly catalog: Catalog;
  readonly service: Service;
  readonly region: string;
  /** By the name that was looked up. */
  readonly observed: ReadonlyMap<string, NameSupport>;
  /** Whether the service must be called by its FIPS names. */
  readonly isFips?: boolean;
  /** Hosts that services were seen to hand out. */
  readonly handedOut?: readonly HandedOutHost[] | undefined;
}

export function readinessOf(question: ReadinessQuestion): Readiness {
  const { catalog, service, region, isFips = false } = question;
  const [plain, dualstack]: readonly [Variant, Variant] = isFips
    ? ["fips", "fips-dualstack"]
    : ["default", "dualstack"];
  const isNotKnown = (variant: Variant) =>
    !isNameKnown(catalog, { service: service.cliName, region, variant });
  const entry = readinessOfNames(
    service,
    region,
    nameEvidence(question, plain),
    nameEvidence(question, dualstack),
    { byDefault: isNotKnown(plain), byOptIn: isNotKnown(dualstack) },
  );
  return handsOutHosts(service) ? readinessOfCalls(question, entry) : entry;
}

/** The names are those of the entry, and the host that it hands out has to be reached, too. */
function readinessOfCalls(question: ReadinessQuestion, entry: Readiness): Readiness {
  const { catalog, service, region, observed, handedOut: hosts = [] } = question;
  const calls = handedOut(handedOutHost(catalog, hosts, service, region), observed);
  return {
    ...entry,
    cell: cellOfCalls(entry.cell, calls),
    ipv6Name: calls.ipv6 === "yes" ? entry.ipv6Name : null,
    handedOut: calls,
  };
}

/** By its CLI name, or an additional endpoint by what people call it. */
export function calledWord({ called, service }: Pick<Readiness, "called" | "service">): string {
  return called ?? service.cliName;
}

/** As `readinessOf`, for any pair of names: of a registry, of an account. */
export function readinessOfNames(
  service: Service,
  region: string,
  byDefault: NameEvidence | null,
  byOptIn: NameEvidence | null,
  notKnown: NotKnownNames = ALL_KNOWN,
): Readiness {
  return {
    service,
    region,
    cell: cellOf({
      default: notKnown.byDefault ? NOTHING_KNOWN : byDefault,
      dualstack: notKnown.byOptIn ? NOTHING_KNOWN : byOptIn,
    }),
    byDefault,
    byOptIn,
    ipv6Name: [byDefault, byOptIn].find((name) => name?.ipv6 === "yes") ?? null,
    switchEffect: notKnown.byOptIn ? "unknown" : switchEffectOf(byDefault, byOptIn),
    notKnown,
    handedOut: null,
  };
}

const NOTHING_KNOWN: FamilySupport = { ipv4: "unknown", ipv6: "unknown" };

/** Whether a client with these address families reaches the name. */
export function reachOf(name: FamilySupport | null, client: ClientFamilies): Support {
  const { ipv4, ipv6 } = name ?? { ipv4: "no", ipv6: "no" };
  if (client === "ipv6-only") return ipv6;
  if (client === "ipv4-only") return ipv4;
  if (ipv4 === "yes" || ipv6 === "yes") return "yes";
  return ipv4 === "unknown" || ipv6 === "unknown" ? "unknown" : "no";
}

function nameEvidence(question: ReadinessQuestion, variant: Variant): NameEvidence | null {
  const { catalog, service, region, observed } = question;
  const endpoint = endpointOf(catalog, service, region, variant);
  return endpoint === null ? null : evidenceOf(endpoint, observed);
}

/** What was observed of one name of the catalog. */
export function evidenceOf(
  { variant, hostname, scope }: Pick<Endpoint, "variant" | "hostname" | "scope">,
  observed: ReadonlyMap<string, NameSupport>,
): NameEvidence {
  const states = observed.get(observableName(hostname)) ?? { ipv4: UNOBSERVED, ipv6: UNOBSERVED };
  return {
    variant,
    hostname,
    scope,
    states,
    ipv4: supportOf(states.ipv4),
    ipv6: supportOf(states.ipv6),
  };
}

function switchEffectOf(
  byDefault: NameEvidence | null,
  byOptIn: NameEvidence | null,
): SwitchEffect {
  if (byOptIn === null) return "breaks";
  if (byOptIn.hostname === byDefault?.hostname) return "same";
  if (byOptIn.ipv6 === "yes") return "ipv6";
  if (byOptIn.ipv6 === "unknown") return "unknown";
  if (byOptIn.ipv4 === "yes") return "ipv4";
  return byOptIn.ipv4 === "unknown" ? "unknown" : "breaks";
}
