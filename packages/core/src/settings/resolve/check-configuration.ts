import type { Catalog } from "../../endpoint/catalog.js";
import type { Service } from "../../endpoint/types.js";
import { Egress6Error } from "../../errors.js";
import type { SdkFacts } from "../../facts/sdk-facts.js";
import type { TrapFinding } from "../../finding/find-traps.js";
import type { Place } from "../../finding/finding.js";
import { placeOf, placeText } from "../../finding/place.js";
import type { HandedOutHost } from "../../verdict/handed-out.js";
import type { ClientFamilies } from "../../verdict/readiness.js";
import type { NameSupport, Support } from "../../verdict/support.js";
import {
  type AwsConfigFiles,
  type PlacedValue,
  profileNames,
  signInOf,
} from "../read/aws-config.js";
import type { SdkChoice } from "../read/find-sdk.js";
import { serviceIdentifiers } from "../read/service-identifiers.js";
import { variablesOfKind } from "../read/setting-table.js";
import type { EndpointSource } from "./endpoint-trail.js";
import { explainEndpoint } from "./explain-endpoint.js";
import { type ResolvedEndpoint, resolveEndpointSettings } from "./resolve-endpoint-settings.js";

/** A configuration that is there already, as files. */
export interface Configuration {
  readonly files: AwsConfigFiles;
  /** By name, with `file:line`. */
  readonly variables: ReadonlyMap<string, PlacedValue>;
  /** Null: every profile of the files. */
  readonly profile: string | null;
  readonly sdk: SdkChoice | null;
  /** Of the fact base, for what they have in common. */
  readonly sdks: readonly SdkFacts[];
  /** Hosts that services were seen to hand out. */
  readonly handedOut?: readonly HandedOutHost[] | undefined;
}

/** Where one client calls under the configuration. */
export interface ConfiguredClient {
  readonly profile: string;
  readonly region: string;
  /** CLI name. */
  readonly service: string;
  readonly url: string | null;
  readonly hostname: string | null;
  readonly source: EndpointSource;
  readonly verdict: Readonly<Record<ClientFamilies, Support>>;
}

/** A trap, and the clients that walk into it. */
export type ConfigurationFinding = TrapFinding & {
  readonly profile: string;
  readonly region: string;
  readonly services: readonly string[];
};

export interface CheckedConfiguration {
  readonly clients: readonly ConfiguredClient[];
  readonly findings: readonly ConfigurationFinding[];
}

/** The services that the configuration itself names, rightly or by their CLI names. */
export function servicesNamedIn(
  { files, variables }: Configuration,
  services: readonly Service[],
): readonly Service[] {
  const keys = new Set(
    Array.from(files.config?.services.values() ?? [])
      .flat()
      .flatMap(({ entries }) => entries.map(({ key }) => key.toLowerCase())),
  );
  return services.filter(({ serviceId, cliName }) => {
    const { env, configKey } = serviceIdentifiers(serviceId);
    const bare = cliName.replaceAll("-", "_");
    return (
      keys.has(configKey) ||
      keys.has(cliName) ||
      keys.has(bare) ||
      variables.has(env) ||
      variables.has(`AWS_ENDPOINT_URL_${bare.toUpperCase()}`)
    );
  });
}

/**
 * Resolves every service under every profile, and those by which a profile signs in.
 * @param regions null: that of the configuration
 * @throws Egress6Error as `resolveEndpointSettings`
 */
export function resolveConfiguration(
  catalog: Catalog,
  configuration: Configuration,
  services: readonly Service[],
  regions: readonly string[] | null,
): readonly ResolvedEndpoint[] {
  const { files, variables, sdk, sdks, handedOut } = configuration;
  const env = Object.fromEntries(Array.from(variables, ([name, { value }]) => [name, value]));
  return profilesOf(configuration).flatMap((profile) => {
    const resolve = (service: Service, region: string | undefined) => {
      const input = { code: { profile, region }, env, files, sdk, sdks };
      const question = { catalog, service, input, parameters: {}, evaluate: null, handedOut };
      return namingProfile(profile, () => resolveEndpointSettings(question));
    };
    const own = (regions ?? [undefined]).flatMap((region) =>
      services.map((service) => resolve(service, region)),
    );
    const [first] = own;
    const signIn =
      first === undefined
        ? null
        : signInOf(files, first.settings.profileEntries, first.settings.reading.dialect);
    if (signIn === null) return own;
    const isThere = (service: Service) =>
      own.some((each) => each.service === service && each.settings.region.value === signIn.region);
    const signingIn = catalog.services.filter(
      (service) => SIGN_IN_SERVICES.includes(service.cliName) && !isThere(service),
    );
    return [...own, ...signingIn.map((service) => resolve(service, signIn.region))];
  });
}

/** From them come the credentials of a profile that signs in through IAM Identity Center. */
const SIGN_IN_SERVICES = ["sso", "sso-oidc"];

function namingProfile<T>(profile: string | undefined, resolve: () => T): T {
  try {
    return resolve();
  } catch (cause) {
    if (!(cause instanceof Egress6Error) || profile === undefined) throw cause;
    throw new Egress6Error(cause.code, cause.kind, `Profile "${profile}": ${cause.message}`, {
      cause,
    });
  }
}

// One that is named counts; else all, since nobody says which of them is used.
function profilesOf({ files, variables, profile }: Configuration): readonly (string | undefined)[] {
  if (profile !== null) return [profile];
  const isNamed = variablesOfKind("profile").some((each) => variables.get(each)?.value);
  const names = profileNames(files);
  return isNamed || names.length === 0 ? [undefined] : names;
}

/** Judges what was resolved; traps of several services under one profile are put together. */
export function judgeConfiguration(
  resolved: readonly ResolvedEndpoint[],
  { variables, sdks }: Configuration,
  observed: ReadonlyMap<string, NameSupport>,
): CheckedConfiguration {
  const clients: ConfiguredClient[] = [];
  const findings = new Map<string, ConfigurationFinding>();
  for (const each of resolved) {
    const { service, region, url, hostname, source, verdict, settings, traps } = explainEndpoint(
      each,
      observed,
      sdks,
    );
    const profile = settings.profile.value;
    clients.push({ profile, region, service, url, hostname, source, verdict });
    for (const trap of traps) {
      const place = lineOfVariable(trap.place, variables);
      const key = JSON.stringify([trap.fingerprint, placeText(place), trap.message]);
      const known = findings.get(key);
      const services = [...(known?.services ?? []), service];
      const related = trap.related.map((each) => lineOfVariable(each, variables));
      findings.set(key, { ...trap, place, related, profile, region, services });
    }
  }
  return { clients, findings: [...findings.values()] };
}

/** Where the file of variables sets it. */
function lineOfVariable<Where extends Place | null>(
  place: Where,
  variables: Configuration["variables"],
): Where {
  const name = place?.file === null ? (place.resource ?? "") : "";
  const line = placeOf({ name, place: variables.get(name)?.place ?? null });
  return line?.file == null ? place : { ...place, ...line };
}
