import type { CalledName } from "../../endpoint/called-name.js";
import type { Catalog } from "../../endpoint/catalog.js";
import type { Service } from "../../endpoint/types.js";
import type { HandedOutHost } from "../../verdict/handed-out.js";
import type { NameEvidence, Readiness } from "../../verdict/readiness.js";
import type { NameSupport } from "../../verdict/support.js";

/** By which settings a target can be told to call other endpoints. */
export interface SettingPowers {
  /** For whom the dual-stack switch counts: for all clients at once, always and by itself, for one by one, or there is none. */
  readonly dualstackSwitch: "all-clients" | "always-on" | "each-client" | "none";
  /** Additional endpoints that its switch, or a URL of its own, leads to: `ssmmessages`. */
  readonly namesReached?: readonly string[];
  /** CLI names of the services that can be given an endpoint URL, and additional endpoints by their first label. */
  readonly urlsFor: "all" | readonly string[];
  /** CLI names of the services that the target calls at all. */
  readonly calls: "all" | readonly string[];
  /** Whether it signs for the right region whatever it calls, as SDKs with a URL of one's own do not. */
  readonly signsByItself?: boolean | undefined;
  /** Whether the switch misses names that serve all regions. */
  readonly switchMissesGlobalNames?: boolean;
  /** Whether image names are written, too. */
  readonly writesImageNames?: boolean;
}

export interface SettingsQuestion {
  readonly catalog: Catalog;
  readonly services: readonly Service[];
  /** Additional endpoints that are called, too. */
  readonly names?: readonly CalledName[] | undefined;
  readonly region: string;
  /** By the name that was looked up. */
  readonly observed: ReadonlyMap<string, NameSupport>;
  readonly powers: SettingPowers;
  /** Hosts that services were seen to hand out. */
  readonly handedOut?: readonly HandedOutHost[] | undefined;
}

/**
 * Why settings cannot do it:
 * `no-endpoint` there is none in the region · `ipv4-only` no name of it has AAAA ·
 * `signing-region` its name must be signed for another region than the client's, which a URL in the settings
 * cannot say, and the switch is not safe here · `url-refused` AWS's rules refuse its name as a URL, and the
 * switch is not safe here · `no-setting` the target has no setting that is safe here ·
 * `not-called` the target never calls the service · `interface-endpoint` this network answers for its default
 * name with private addresses, which the dual-stack name would leave · `stale-sdk` the version that is named
 * builds another dual-stack name than today's SDKs, and that one has no AAAA ·
 * `handed-out-ipv4` the host that its endpoint hands out has no AAAA · `endpoint-discovery` a URL would stop clients
 * from asking for that host, and the switch is not safe here
 */
export type Obstacle =
  | "no-endpoint"
  | "ipv4-only"
  | "signing-region"
  | "url-refused"
  | "no-setting"
  | "not-called"
  | "interface-endpoint"
  | "stale-sdk"
  | "handed-out-ipv4"
  | "endpoint-discovery";

/** What one of the services needs. */
export type ServiceChoice = {
  readonly service: Service;
  /** Its API, the registry that its images are pulled from, or an additional endpoint. */
  readonly part: "api" | "registry" | "additional";
  readonly readiness: Readiness;
} & (
  | { readonly means: "nothing"; readonly name: NameEvidence }
  | { readonly means: "switch"; readonly name: NameEvidence }
  | { readonly means: "url"; readonly name: NameEvidence; readonly url: string }
  /** Images are to be named with this host. */
  | { readonly means: "image-name"; readonly name: NameEvidence }
  | { readonly means: "impossible"; readonly obstacle: Obstacle }
  /** Not enough was observed to advise anything. */
  | {
      readonly means: "unobserved";
      readonly names: readonly string[];
      /** That it is not known which names the SDK builds; null: it is. */
      readonly doubt: string | null;
    }
);

/** A service that is reached over IPv6. */
export type MetChoice = Extract<ServiceChoice, { readonly name: NameEvidence }>;

/** Settings that are safe for these services in this region. */
export interface SettingsChoice {
  readonly region: string;
  /** Whether AWS's rules list it: no scan asks about another. */
  readonly isRegionListed: boolean;
  /** In the order asked for. */
  readonly services: readonly ServiceChoice[];
  /** Whether the switch that counts for all clients is on; never together with a URL. */
  readonly isSwitchOn: boolean;
  /** Whether the target calls dual-stack names by itself, so that there is nothing to switch on. */
  readonly isByItself: boolean;
  /** The services that keep the switch off; empty when it is on, or not needed. */
  readonly switchBlockers: readonly Readiness[];
  /**
   * DynamoDB's account-based name, when SDKs would use it by default and it was not observed to have
   * AAAA: account-based endpoints must then be off. Null: leave them.
   */
  readonly accountNameToAvoid: string | null;
  /** Names that some operations use beside those above, as far as they were not observed to have AAAA. */
  readonly otherNames: readonly OtherName[];
}

/** A name that some operations of a service use. */
export interface OtherName {
  readonly service: Service;
  /** `host prefix stream- of GetLogObject`. */
  readonly purpose: string;
  readonly name: NameEvidence;
}

/** Whether every service is reached over IPv6 with these settings. */
export function isAllMet(choice: SettingsChoice): boolean {
  return choice.services.every(isMet);
}

export function isMet(choice: ServiceChoice): choice is MetChoice {
  return "name" in choice;
}
