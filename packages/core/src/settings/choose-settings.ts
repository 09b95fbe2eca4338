import { additionalEndpointsIn, type Catalog, signingScopeOf } from "../endpoint/catalog.js";
import { observableName } from "../endpoint/placeholder.js";
import type { Service, Variant } from "../endpoint/types.js";
import {
  evidenceOf,
  type NameEvidence,
  type Readiness,
  readinessOf,
  readinessOfNames,
} from "../verdict/readiness.js";
import type { NameSupport } from "../verdict/support.js";

/** By which settings a target can be told to call other endpoints. */
export interface SettingPowers {
  /** For whom the dual-stack switch counts: for all clients at once, for one by one, or there is none. */
  readonly dualstackSwitch: "all-clients" | "each-client" | "none";
  /** CLI names of the services that can be given an endpoint URL. */
  readonly urlsFor: "all" | readonly string[];
  /** CLI names of the services that the target calls at all. */
  readonly calls: "all" | readonly string[];
  /** Whether the switch misses names that serve all regions. */
  readonly switchMissesGlobalNames?: boolean;
  /** Whether image names are written, too. */
  readonly writesImageNames?: boolean;
}

export interface SettingsQuestion {
  readonly catalog: Catalog;
  readonly services: readonly Service[];
  readonly region: string;
  /** By the name that was looked up. */
  readonly observed: ReadonlyMap<string, NameSupport>;
  readonly powers: SettingPowers;
}

/**
 * Why settings cannot do it:
 * `no-endpoint` there is none in the region · `ipv4-only` no name of it has AAAA ·
 * `signing-region` its name must be signed for another region than the client's, which a URL in the settings
 * cannot say, and the switch is not safe here · `url-refused` AWS's rules refuse its name as a URL, and the
 * switch is not safe here · `no-setting` the target has no setting that is safe here ·
 * `not-called` the target never calls the service.
 */
export type Obstacle =
  | "no-endpoint"
  | "ipv4-only"
  | "signing-region"
  | "url-refused"
  | "no-setting"
  | "not-called";

/** What one of the services needs. */
export type ServiceChoice = {
  readonly service: Service;
  /** Its API, or the registry that its images are pulled from. */
  readonly part: "api" | "registry";
  readonly readiness: Readiness;
} & (
  | { readonly means: "nothing"; readonly name: NameEvidence }
  | { readonly means: "switch"; readonly name: NameEvidence }
  | { readonly means: "url"; readonly name: NameEvidence; readonly url: string }
  /** Images are to be named with this host. */
  | { readonly means: "image-name"; readonly name: NameEvidence }
  | { readonly means: "impossible"; readonly obstacle: Obstacle }
  /** Not enough was observed to advise anything. */
  | { readonly means: "unobserved"; readonly names: readonly string[] }
);

/** A service that is reached over IPv6. */
export type MetChoice = Extract<ServiceChoice, { readonly name: NameEvidence }>;

/** Settings that are safe for exactly these services in this region. */
export interface SettingsChoice {
  readonly region: string;
  /** In the order asked for. */
  readonly services: readonly ServiceChoice[];
  /** Whether the switch that counts for all clients is on; never together with a URL. */
  readonly isSwitchOn: boolean;
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

/**
 * Chooses the settings by which the services are reached over IPv6:
 *
 * 1. A service whose default name has AAAA needs nothing.
 * 2. The switch that counts for all clients is on only if *every* service has a name with AAAA then.
 * 3. Else each service gets what its own client can be told: its switch, or the URL of its regional
 *    dual-stack name. Switch and URL are never combined, since most SDKs refuse that.
 * 4. What was not observed is never advised.
 */
export function chooseSettings(question: SettingsQuestion): SettingsChoice {
  const { catalog, region, observed, powers } = question;
  const apis = question.services
    .filter((service) => !powers.writesImageNames || service.cliName !== PULLED_WITHOUT_API)
    .map((service) => readinessOf({ catalog, service, region, observed }));
  const isSwitchNeeded = apis.some(({ byDefault }) => byDefault?.ipv6 !== "yes");
  const blockers = apis.filter((readiness) => !isSafeWithSwitch(readiness, powers));
  const hasSwitch = powers.dualstackSwitch === "all-clients";
  const isSwitchOn = hasSwitch && isSwitchNeeded && blockers.length === 0;
  const registries = powers.writesImageNames ? registriesOf(question) : [];
  const services = [
    ...apis.map((readiness) => apiChoice(question, readiness, isSwitchOn)),
    ...registries.map(registryChoice),
  ];
  return {
    region,
    services,
    isSwitchOn,
    switchBlockers: hasSwitch && isSwitchNeeded ? blockers : [],
    accountNameToAvoid: accountNameToAvoid(question, services),
    otherNames: services.flatMap((choice) => otherNamesOf(question, choice)),
  };
}

/** Public images need no login, and so no API. */
const PULLED_WITHOUT_API = "ecr-public";

/** Whether calls work over IPv6 with the switch on. */
function isSafeWithSwitch(
  { switchEffect, byDefault, byOptIn }: Readiness,
  { switchMissesGlobalNames = false }: SettingPowers,
): boolean {
  if (switchMissesGlobalNames && byOptIn?.scope === "partition") return false;
  return switchEffect === "ipv6" || (switchEffect === "same" && byDefault?.ipv6 === "yes");
}

function apiChoice(
  { catalog, region, powers }: SettingsQuestion,
  readiness: Readiness,
  isSwitchOn: boolean,
): ServiceChoice {
  const { service, byDefault, byOptIn, switchEffect } = readiness;
  const about = { service, readiness, part: "api" } as const;
  if (powers.calls !== "all" && !powers.calls.includes(service.cliName)) {
    return { ...about, means: "impossible", obstacle: "not-called" };
  }
  if (isSwitchOn && byOptIn !== null && switchEffect === "ipv6") {
    return { ...about, means: "switch", name: byOptIn };
  }
  if (byDefault?.ipv6 === "yes") return { ...about, means: "nothing", name: byDefault };
  if (byOptIn?.ipv6 !== "yes") return unmetChoice(readiness, "api");
  if (powers.dualstackSwitch === "each-client") {
    return { ...about, means: "switch", name: byOptIn };
  }
  const takesUrl = powers.urlsFor === "all" || powers.urlsFor.includes(service.cliName);
  if (!takesUrl || byOptIn.hostname.includes("{")) {
    return { ...about, means: "impossible", obstacle: "no-setting" };
  }
  if (REFUSED_AS_URL.includes(service.cliName)) {
    return { ...about, means: "impossible", obstacle: "url-refused" };
  }
  // With a URL of their own, SDKs sign for the client's region, whatever AWS's rules say of the name.
  if (signingScopeOf(catalog, service, region, byOptIn.variant).region !== region) {
    return { ...about, means: "impossible", obstacle: "signing-region" };
  }
  return { ...about, means: "url", name: byOptIn, url: `https://${byOptIn.hostname}` };
}

/**
 * Services whose rules take any endpoint URL but that of their own dual-stack name.
 * @source botocore data/dynamodb/2012-08-10/endpoint-rule-set-1.json; a test asks the rules of all services
 */
export const REFUSED_AS_URL: readonly string[] = ["dynamodb"];

function unmetChoice(readiness: Readiness, part: ServiceChoice["part"]): ServiceChoice {
  const { service, cell, byDefault, byOptIn } = readiness;
  const about = { service, readiness, part };
  if (cell === "none") return { ...about, means: "impossible", obstacle: "no-endpoint" };
  const names = [byDefault, byOptIn].flatMap((name) =>
    name?.ipv6 === "unknown" ? [observableName(name.hostname)] : [],
  );
  if (names.length > 0) return { ...about, means: "unobserved", names };
  return { ...about, means: "impossible", obstacle: "ipv4-only" };
}

/** The registries that the services' images are pulled from. */
function registriesOf({
  catalog,
  services,
  region,
  observed,
}: SettingsQuestion): readonly Readiness[] {
  return services.map((service) => {
    const names = additionalEndpointsIn(catalog, service, region).filter(({ purpose }) =>
      purpose.includes("registry"),
    );
    const nameOf = (variant: Variant) => {
      const found = names.find((name) => name.variant === variant);
      return found === undefined ? null : evidenceOf(found, observed);
    };
    return readinessOfNames(service, region, nameOf("default"), nameOf("dualstack"));
  });
}

function registryChoice(readiness: Readiness): ServiceChoice {
  const { service, byDefault, byOptIn } = readiness;
  const about = { service, readiness, part: "registry" } as const;
  if (byDefault?.ipv6 === "yes") return { ...about, means: "nothing", name: byDefault };
  if (byOptIn?.ipv6 !== "yes") return unmetChoice(readiness, "registry");
  return { ...about, means: "image-name", name: byOptIn };
}

/**
 * The service whose SDK clients prefer a name with the account id, and how that name begins.
 * @source https://docs.aws.amazon.com/sdkref/latest/guide/feature-account-endpoints.html
 */
const ACCOUNT_BASED = { cliName: "dynamodb", label: "{AccountId}.ddb." };

function accountNameToAvoid(
  { catalog, region, observed }: SettingsQuestion,
  services: readonly ServiceChoice[],
): string | null {
  const choice = services.find(({ service }) => service.cliName === ACCOUNT_BASED.cliName);
  // An SDK that is given a URL leaves the account out.
  if (choice?.means !== "nothing" && choice?.means !== "switch") return null;
  const { variant } = choice.name;
  const found = additionalEndpointsIn(catalog, choice.service, region).find(
    (name) => name.variant === variant && name.hostname.startsWith(ACCOUNT_BASED.label),
  );
  if (found === undefined || evidenceOf(found, observed).ipv6 === "yes") return null;
  return found.hostname;
}

/** What clients call without being asked to; not accelerated buckets, websites, legacy names. */
const ORDINARY_USE = /^(operations|host prefix|account-based|bucket, virtual-hosted)/;

function otherNamesOf(
  { catalog, region, observed }: SettingsQuestion,
  choice: ServiceChoice,
): readonly OtherName[] {
  if (!isMet(choice) || choice.part === "registry") return [];
  const { service, name: used } = choice;
  return additionalEndpointsIn(catalog, service, region)
    .filter(
      ({ variant, hostname, purpose }) =>
        variant === used.variant &&
        ORDINARY_USE.test(purpose) &&
        !hostname.startsWith(ACCOUNT_BASED.label),
    )
    .map((endpoint) => ({
      service,
      purpose: endpoint.purpose,
      name: evidenceOf(endpoint, observed),
    }))
    .filter(({ name }) => name.ipv6 !== "yes");
}

/** Whether every service is reached over IPv6 with these settings. */
export function isAllMet(choice: SettingsChoice): boolean {
  return choice.services.every(isMet);
}

export function isMet(choice: ServiceChoice): choice is MetChoice {
  return "name" in choice;
}
