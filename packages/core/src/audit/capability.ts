import { type Catalog, endpointOf, isNameKnown, partitionOfRegion } from "../endpoint/catalog.js";
import { observableName } from "../endpoint/placeholder.js";
import { VARIANTS, type Variant } from "../endpoint/types.js";
import type { ComputeKind, Platform, SubnetKind } from "../facts/compute-kind.js";
import { findComputeKind } from "../facts/compute-kind.js";
import type { SdkFacts } from "../facts/sdk-facts.js";
import { versionSupport } from "../facts/version-interval.js";
import { identify } from "../identify/identify.js";
import type { IdentifyNames } from "../identify/names.js";
import { isoTimeOrNull } from "../observation/iso-time.js";
import type { PriceBook } from "../price/price-book.js";
import { catalogOfSdk, sdkWords, type VersionFacts } from "../settings/read/sdk-release.js";
import { type NameSupport, type Support, supportOf } from "../verdict/support.js";
import type { SdkUse } from "./reading.js";

/** What was observed of one hostname. */
export interface NameCapability {
  readonly hostname: string;
  readonly ipv6: Support;
  readonly ipv4: Support;
  /** The day of the last observation that says so; null: never observed. */
  readonly asOf: string | null;
}

/** One service in one region. */
export interface ServiceCapability {
  readonly service: string;
  readonly region: string;
  /** `CloudWatch Logs` */
  readonly name: string;
  /** Null: AWS's rules build no such name. */
  readonly byDefault: NameCapability | null;
  readonly dualstack: NameCapability | null;
}

/** What a hostname is, and what is known of it. */
export interface HostCapability extends NameCapability {
  /** Null: it is no endpoint of AWS. */
  readonly endpoint: {
    readonly service: string;
    readonly region: string | null;
    readonly variant: Variant | null;
    /** What it is for; null: the service's own endpoint. */
    readonly purpose: string | null;
    /** The dual-stack name of the same; null: AWS's rules build none. */
    readonly dualstack: NameCapability | null;
  } | null;
  /** What somebody wrote of it. Never a verdict. */
  readonly documented: {
    readonly ipv6: Support;
    readonly asOf: string;
    readonly source: string;
  } | null;
  /** AWS has closed it. */
  readonly retired: RetiredName | null;
}

/** A name that AWS no longer serves. */
export interface RetiredName {
  /** The first label of its hosts: `ec2messages`. */
  readonly name: string;
  readonly date: string;
  readonly use: string;
  readonly source: string;
}

/** What agents need for IPv6, by file. */
export interface AgentFacts {
  readonly id: string;
  readonly name: string;
  /** The first version that has the setting; null: it always had, or no source says. */
  readonly since: string | null;
  readonly setting: string | null;
  readonly source: string;
  readonly date: string;
}

/** What is known, all with its date: rules have no lists of their own. */
export interface Capability {
  readonly service: (service: string, region: string) => ServiceCapability | null;
  readonly host: (hostname: string) => HostCapability;
  readonly computeKind: (platform: string, subnets: SubnetKind) => ComputeKind | null;
  readonly agent: (id: string) => AgentFacts | null;
  readonly sdk: (id: string) => SdkFacts | null;
  /** What a version of an SDK makes of the dual-stack switch; null: no version is pinned, or nothing is known. */
  readonly pinnedSdk: (use: SdkUse, service: string, region: string) => PinnedSdk | null;
  readonly prices: PriceBook;
  /** PrivateLink services that have gateway endpoints. */
  readonly gatewayServices: readonly string[];
}

/** A version of an SDK that a lock file pins. */
export interface PinnedSdk {
  /** `SDK for Python (Boto3) 1.34.0` */
  readonly words: string;
  /** Whether it reads the switch from environment and config file. */
  readonly readsSwitch: Support;
  /** The dual-stack name that it builds; `null`: its rules refuse; `unknown`: no record says. */
  readonly dualstack: NameCapability | null | "unknown";
  /** When that was looked up. */
  readonly asOf: string;
  readonly source: string;
}

export interface CapabilityFacts {
  readonly catalog: Catalog;
  /** By the name that was looked up. */
  readonly observed: ReadonlyMap<string, NameSupport>;
  readonly names: IdentifyNames;
  readonly kinds: readonly ComputeKind[];
  readonly agents: readonly AgentFacts[];
  readonly sdks: readonly SdkFacts[];
  /** Null: snippets have no lock files. */
  readonly versions: VersionFacts | null;
  readonly prices: PriceBook;
  readonly gatewayServices: readonly string[];
  readonly retired: readonly RetiredName[];
  readonly hosts: readonly {
    readonly host: string;
    readonly documented?: HostCapability["documented"] | undefined;
  }[];
}

export function capabilityOf(facts: CapabilityFacts): Capability {
  const { catalog, kinds, agents, sdks, prices, gatewayServices } = facts;
  const services = new Map(catalog.services.map((each) => [each.cliName, each]));
  const hosts = new Map<string, HostCapability>();
  const catalogs = new Map<string, Catalog>();
  return {
    service: (service, region) => {
      const known = services.get(service);
      if (known === undefined || partitionOfRegion(catalog, region) === null) return null;
      const ofVariant = (variant: Variant) => {
        const hostname = endpointOf(catalog, known, region, variant)?.hostname;
        return hostname === undefined ? null : nameCapability(facts, hostname);
      };
      return {
        service,
        region,
        name: known.serviceId,
        byDefault: ofVariant("default"),
        dualstack: ofVariant("dualstack"),
      };
    },
    host: (hostname) => {
      const found = hosts.get(hostname) ?? hostCapability(facts, hostname);
      hosts.set(hostname, found);
      return found;
    },
    computeKind: (platform, subnets) =>
      findComputeKind(kinds, platform as Platform, subnets) ?? null,
    agent: (id) => agents.find((each) => each.id === id) ?? null,
    sdk: (id) => sdks.find((each) => each.id === id) ?? null,
    pinnedSdk: (use, service, region) => pinnedSdk(facts, catalogs, use, service, region),
    prices,
    gatewayServices,
  };
}

function nameCapability({ observed }: CapabilityFacts, hostname: string): NameCapability {
  const states = observed.get(observableName(hostname));
  const at = isoTimeOrNull(states?.ipv6.lastConfirmed ?? null);
  return {
    hostname,
    ipv6: supportOf(states?.ipv6),
    ipv4: supportOf(states?.ipv4),
    asOf: at === null ? null : at.slice(0, 10),
  };
}

function pinnedSdk(
  facts: CapabilityFacts,
  catalogs: Map<string, Catalog>,
  { sdk: id, version }: SdkUse,
  service: string,
  region: string,
): PinnedSdk | null {
  const sdk = facts.sdks.find((each) => each.id === id);
  if (sdk === undefined || version === null || facts.versions === null) return null;
  const choice = { sdk, version };
  const key = `${id} ${version}`;
  const catalog = catalogs.get(key) ?? catalogOfSdk(facts.catalog, choice, facts.versions);
  catalogs.set(key, catalog);
  const known = catalog.services.find(({ cliName }) => cliName === service);
  if (known === undefined) return null;
  const isKnown = isNameKnown(catalog, { service, region, variant: "dualstack" });
  const hostname = endpointOf(catalog, known, region, "dualstack")?.hostname;
  const { dualstack } = sdk.settings;
  return {
    words: sdkWords(choice),
    readsSwitch: dualstack.value === "no" ? "no" : versionSupport(version, dualstack.versions),
    dualstack: !isKnown
      ? "unknown"
      : hostname === undefined
        ? null
        : nameCapability(facts, hostname),
    asOf: facts.versions.history.to.date,
    source: dualstack.source,
  };
}

function hostCapability(facts: CapabilityFacts, hostname: string): HostCapability {
  const [found] = identify(hostname, facts.catalog, facts.names);
  const match = found?.matches[0];
  const isHost = found?.kind === "endpoint" || found?.kind === "url" || found?.kind === "image";
  const dualstack = match?.siblings.dualstack ?? null;
  const said = facts.hosts.find(({ host }) => host === hostname)?.documented ?? null;
  return {
    ...nameCapability(facts, hostname),
    endpoint:
      match === undefined || !isHost
        ? null
        : {
            service: match.service,
            region: match.region,
            variant: match.variant,
            purpose: match.purpose,
            dualstack:
              dualstack === null || dualstack === hostname
                ? null
                : nameCapability(facts, dualstack),
          },
    documented: said,
    retired:
      match === undefined || !isHost
        ? null
        : (facts.retired.find(({ name }) => hostname.startsWith(`${name}.`)) ?? null),
  };
}

/** The hostnames whose observations could matter for calls of these services and hosts. */
export function namesToKnow(
  { catalog, names }: Pick<CapabilityFacts, "catalog" | "names">,
  services: readonly { readonly service: string; readonly region: string }[],
  hosts: readonly string[],
): readonly string[] {
  const byName = new Map(catalog.services.map((each) => [each.cliName, each]));
  const ofServices = services.flatMap(({ service, region }) => {
    const known = byName.get(service);
    if (known === undefined || partitionOfRegion(catalog, region) === null) return [];
    return VARIANTS.flatMap((variant) => {
      const hostname = endpointOf(catalog, known, region, variant)?.hostname;
      return hostname === undefined ? [] : [observableName(hostname)];
    });
  });
  const ofHosts = hosts.flatMap((host) => {
    const siblings = identify(host, catalog, names).flatMap(({ matches }) =>
      matches.flatMap((match) => Object.values(match.siblings)),
    );
    return [host, ...siblings.flatMap((each) => each ?? [])].map(observableName);
  });
  return [...new Set([...ofServices, ...ofHosts])];
}
