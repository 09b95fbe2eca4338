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
import { type AwsConfigFiles, type PlacedValue, profileNames } from "../read/aws-config.js";
import {
  type CredentialKind,
  type CredentialSource,
  credentialSources,
} from "../read/credential-sources.js";
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
  /** How the profile gets credentials by calls to it; empty: it does not. */
  readonly credentials: readonly CredentialKind[];
  /** What to do so that it works over IPv6, in sentences. */
  readonly advice: readonly string[];
}

/** Where a profile gets its credentials from, as far as the configuration says. */
export interface ConfiguredCredentials extends CredentialSource {
  readonly profile: string;
}

/** A trap, and the clients that walk into it. */
export type ConfigurationFinding = TrapFinding & {
  readonly profile: string;
  readonly region: string;
  readonly services: readonly string[];
};

export interface CheckedConfiguration {
  readonly clients: readonly ConfiguredClient[];
  readonly credentials: readonly ConfiguredCredentials[];
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
 * Resolves every service under every profile, and those that are called for its credentials.
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
    const regionsOf = new Set(own.map(({ settings }) => settings.region.value));
    const asked = new Set(
      own.map(({ service, settings }) => keyOf(service, settings.region.value)),
    );
    const [first] = own;
    const calls = (first === undefined ? [] : sourcesOf(first)).flatMap(({ calls, region }) =>
      catalog.services
        .filter(({ cliName }) => calls.includes(cliName))
        .flatMap((service) =>
          (region === null ? [...regionsOf] : [region]).map((each) => ({ service, region: each })),
        ),
    );
    const forCredentials = calls.flatMap(({ service, region }) => {
      const key = keyOf(service, region);
      if (asked.has(key)) return [];
      asked.add(key);
      return [resolve(service, region)];
    });
    return [...own, ...forCredentials];
  });
}

function keyOf({ cliName }: Service, region: string): string {
  return `${cliName} ${region}`;
}

function sourcesOf({ settings, input }: ResolvedEndpoint): readonly CredentialSource[] {
  const { profile, profileEntries, reading } = settings;
  return credentialSources({
    env: input.env,
    files: input.files,
    profile: profile.value,
    entries: profileEntries,
    dialect: reading.dialect,
  });
}

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
  const credentials = new Map<string, ConfiguredCredentials>();
  const findings = new Map<string, ConfigurationFinding>();
  for (const each of resolved) {
    const explained = explainEndpoint(each, observed, sdks);
    const { service, region, url, hostname, source, verdict, settings, traps, advice } = explained;
    const profile = settings.profile.value;
    const sources = sourcesOf(each);
    for (const found of sources) {
      const place = found.place ?? variables.get(found.name)?.place ?? null;
      credentials.set(JSON.stringify([profile, found.kind, place]), { profile, ...found, place });
    }
    const isForThem = ({ calls, region: only }: CredentialSource) =>
      calls.includes(service) && (only === null || only === region);
    clients.push({
      profile,
      region,
      service,
      url,
      hostname,
      source,
      verdict,
      credentials: [...new Set(sources.filter(isForThem).map(({ kind }) => kind))],
      advice,
    });
    for (const trap of traps) {
      const place = lineOfVariable(trap.place, variables);
      const key = JSON.stringify([trap.fingerprint, placeText(place), trap.message]);
      const known = findings.get(key);
      const services = [...(known?.services ?? []), service];
      const related = trap.related.map((each) => lineOfVariable(each, variables));
      findings.set(key, { ...trap, place, related, profile, region, services });
    }
  }
  return { clients, credentials: [...credentials.values()], findings: [...findings.values()] };
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
