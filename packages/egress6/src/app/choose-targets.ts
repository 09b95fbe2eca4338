import { endpointNotes } from "@egress6/core/doctor/conclude/endpoint-notes";
import type { SettingNote } from "@egress6/core/doctor/host-observations";
import {
  configuredServices,
  DEFAULT_HOSTS,
  DEFAULT_SERVICES,
  hostTarget,
  registryTargets,
  serviceTarget,
  usedEndpoint,
} from "@egress6/core/doctor/make-targets";
import type { MetadataInConfig } from "@egress6/core/doctor/metadata-settings";
import type { DoctorTarget } from "@egress6/core/doctor/target";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Service } from "@egress6/core/endpoint/types";
import { Egress6Error } from "@egress6/core/errors";
import type { SdkFacts } from "@egress6/core/facts/sdk-facts";
import { awsHostTarget } from "@egress6/core/identify/host-target";
import { identify } from "@egress6/core/identify/identify";
import type { IdentifyNames } from "@egress6/core/identify/names";
import { parseName } from "@egress6/core/observation/parse-name";
import {
  type AwsConfigFiles,
  findProfile,
  type PlacedEntries,
} from "@egress6/core/settings/read/aws-config";
import {
  type CredentialSource,
  credentialSources,
} from "@egress6/core/settings/read/credential-sources";
import { settingRow } from "@egress6/core/settings/read/setting-table";
import {
  type ResolvedEndpoint,
  resolveEndpointSettings,
} from "@egress6/core/settings/resolve/resolve-endpoint-settings";
import type { Environment } from "@egress6/core/settings/settings-input";
import type { DoctorRequest } from "./doctor-request.js";

const HTTPS_PORT = 443;
const HTTP_PORT = 80;
/** Shows whether there is an egress path at all, where nobody said which region is meant. */
const FALLBACK_REGION = "us-east-1";

/** What to try, as typed; when it says nothing, what nearly every workload needs. */
export interface TypedTargets {
  readonly service?: readonly string[] | undefined;
  readonly host?: readonly string[] | undefined;
  readonly region?: string | undefined;
  /** Also the services that environment and profile name an endpoint URL for. */
  readonly fromConfig?: boolean | undefined;
}

export interface HostConfiguration {
  readonly catalog: Catalog;
  readonly env: Environment;
  /** Without credentials. */
  readonly files: AwsConfigFiles;
  readonly sdks: readonly SdkFacts[];
  /** Called only when a host is named. */
  readonly loadNames: () => IdentifyNames;
}

interface Chosen extends Pick<DoctorRequest, "targets" | "region" | "findNotes"> {
  /** Those whose endpoints are among the targets. */
  readonly services: readonly Service[];
  /** What the profile in use says of the metadata service. */
  readonly imdsInConfig: MetadataInConfig;
  /** What a person should know before the result. */
  readonly notes: readonly string[];
}

/**
 * What to try, from what was typed, the environment and the config file; credentials are not read.
 * @throws Egress6Error HOST_INVALID, SERVICES_MISSING, REGION_MISSING
 */
export function chooseTargets(
  options: TypedTargets,
  { catalog, env, files, sdks, loadNames }: HostConfiguration,
): Chosen {
  const profileName = env["AWS_PROFILE"] || env["AWS_DEFAULT_PROFILE"] || "default";
  // Empty when there is none; one that is named and missing is what resolving complains of.
  const profile: PlacedEntries = findProfile(files, profileName) ?? new Map();
  const hosts = (options.host ?? []).map((text) => parseHost(text, catalog, loadNames()));
  const isDefault =
    options.service === undefined && hosts.length === 0 && options.fromConfig === undefined;
  const configured = options.fromConfig
    ? configuredServices(catalog.services, env, files, profile)
    : [];
  const names = isDefault
    ? DEFAULT_SERVICES
    : [...(options.service ?? []), ...configured.map(({ cliName }) => cliName)];
  if (names.length === 0 && hosts.length === 0) throw nothingConfigured();

  const resolve = (service: string, region: string | undefined) =>
    resolveEndpointSettings({
      catalog,
      service,
      input: { code: { region }, env, files, sdk: null, sdks },
      parameters: {},
      evaluate: null,
    });
  const isFallback = isDefault && !options.region && !isRegionSet(() => resolve("sts", undefined));
  const region = isFallback ? FALLBACK_REGION : options.region;
  const asked = new Map<Service, ResolvedEndpoint>();
  for (const name of names) {
    const endpoint = resolve(name, region);
    asked.set(endpoint.service, endpoint);
  }
  const sources =
    asked.size === 0
      ? []
      : credentialSources({ env, files, profile: profileName, entries: profile });
  const endpoints = [
    ...asked.values(),
    ...forCredentials(sources, [...asked.values()], (service, own) =>
      resolve(service, own ?? region),
    ),
  ];
  const services = endpoints.flatMap((endpoint) => {
    const { service } = endpoint;
    const inRegion = endpoint.settings.region.value;
    return [
      serviceTarget(catalog, service, inRegion, usedEndpoint(endpoint)),
      ...registryTargets(catalog, service, inRegion),
    ];
  });
  const aside = isDefault ? DEFAULT_HOSTS.map((host) => hostTarget(host, HTTPS_PORT, false)) : [];
  const [first] = endpoints;
  return {
    targets: [...services, ...hosts, ...aside],
    services: [...new Set(endpoints.map(({ service }) => service))],
    region: first?.settings.region.value ?? regionOf(hosts),
    findNotes: (observed) => [
      ...endpointNotes(endpoints, observed, sdks),
      ...sources.flatMap(credentialNote),
    ],
    imdsInConfig: {
      mode: profile.get(settingRow("imds-mode").configKey) ?? null,
      endpoint: profile.get(settingRow("imds-endpoint").configKey) ?? null,
    },
    notes: isFallback
      ? [`No region is set: trying ${FALLBACK_REGION}. Name yours with --region.`]
      : [],
  };
}

/** What is called for credentials and not asked for anyway: without it, nothing else works. */
function forCredentials(
  sources: readonly CredentialSource[],
  asked: readonly ResolvedEndpoint[],
  resolve: (service: string, region: string | null) => ResolvedEndpoint,
): readonly ResolvedEndpoint[] {
  const found = new Map(asked.map((each) => [keyOf(each), each]));
  for (const { calls, region } of sources) {
    for (const service of calls) {
      const endpoint = resolve(service, region);
      if (!found.has(keyOf(endpoint))) found.set(keyOf(endpoint), endpoint);
    }
  }
  return [...found.values()].slice(asked.length);
}

function keyOf({ service, settings }: ResolvedEndpoint): string {
  return `${service.cliName} ${settings.region.value}`;
}

/** That services are among what is tried because credentials come from them. */
function credentialNote({ calls, name, place }: CredentialSource): readonly SettingNote[] {
  if (calls.length === 0) return [];
  const at = place === null ? "" : ` (${place})`;
  const text = `${name}${at}: credentials come from ${calls.join(" and ")}, which are tried, too`;
  return [{ severity: "info", finding: null, place: place ?? name, text, remedy: null }];
}

function isRegionSet(resolve: () => unknown): boolean {
  try {
    resolve();
    return true;
  } catch (error) {
    if (error instanceof Egress6Error && error.code === "REGION_MISSING") return false;
    throw error;
  }
}

function nothingConfigured(): Egress6Error {
  return new Egress6Error(
    "SERVICES_MISSING",
    "input",
    "Neither the environment (AWS_ENDPOINT_URL_<SERVICE>) nor the profile's [services] section names a service. Name services with --service.",
  );
}

/** Scheme, host and port of a URL, or of what is written without a scheme. */
const HOST = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/:?#@\s]+)(?::(\d+))?(?:[/?#].*)?$/i;

/**
 * `github.com`, `registry.example:5000`, `https://github.com/`; else the first host in a text, such as an error.
 * @throws Egress6Error HOST_INVALID
 */
function parseHost(text: string, catalog: Catalog, names: IdentifyNames): DoctorTarget {
  const [entry] = identify(text, catalog, names);
  const typed = HOST.exec(text.trim()) ?? HOST.exec(entry?.hosts[0] ?? "");
  if (typed === null) throw badHost(text, "this is no host name");
  const [, scheme = "https", host = "", given] = typed;
  const isTls = scheme.toLowerCase() !== "http";
  const port = Number(given ?? (isTls ? HTTPS_PORT : HTTP_PORT));
  const parsed = parseName(host);
  if (!parsed.ok) throw badHost(text, parsed.reason);
  if (port < 1 || port > 65535) throw badHost(text, `${port} is no port`);
  const place = { hostname: parsed.name, port, isTls };
  return awsHostTarget(catalog, names, place) ?? hostTarget(parsed.name, port, true, isTls);
}

/** In which the hosts lie that are names of AWS; null when none is. */
function regionOf(hosts: readonly DoctorTarget[]): string | null {
  return hosts.find(({ endpoint }) => endpoint !== undefined)?.endpoint?.region ?? null;
}

function badHost(text: string, reason: string): Egress6Error {
  return new Egress6Error(
    "HOST_INVALID",
    "input",
    `The host "${text}" cannot be tried: ${reason}. Give a name such as github.com, or github.com:443.`,
  );
}
