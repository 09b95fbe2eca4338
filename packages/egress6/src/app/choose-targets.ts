import { endpointNotes } from "@egress6/core/doctor/conclude/endpoint-notes";
import type { Placed } from "@egress6/core/doctor/host-observations";
import {
  configuredServices,
  DEFAULT_HOSTS,
  DEFAULT_SERVICES,
  hostTarget,
  registryTargets,
  serviceTarget,
  usedEndpoint,
} from "@egress6/core/doctor/make-targets";
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
  /** Of the profile in use. */
  readonly imdsMode: Placed | null;
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
  const profile = profileInUse(files, env);
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
  const endpoints = new Map<Service, ResolvedEndpoint>();
  for (const name of names) {
    const endpoint = resolve(name, region);
    endpoints.set(endpoint.service, endpoint);
  }
  const services = Array.from(endpoints).flatMap(([service, endpoint]) => {
    const inRegion = endpoint.settings.region.value;
    return [
      serviceTarget(catalog, service, inRegion, usedEndpoint(endpoint)),
      ...registryTargets(catalog, service, inRegion),
    ];
  });
  const aside = isDefault ? DEFAULT_HOSTS.map((host) => hostTarget(host, HTTPS_PORT, false)) : [];
  const [first] = endpoints.values();
  return {
    targets: [...services, ...hosts, ...aside],
    services: [...endpoints.keys()],
    region: first?.settings.region.value ?? regionOf(hosts),
    findNotes: (observed) => endpointNotes([...endpoints.values()], observed, sdks),
    imdsMode: profile.get("ec2_metadata_service_endpoint_mode") ?? null,
    notes: isFallback
      ? [`No region is set: trying ${FALLBACK_REGION}. Name yours with --region.`]
      : [],
  };
}

/** Empty when there is none; a profile that is named and missing is what resolving complains of. */
function profileInUse(files: AwsConfigFiles, env: Environment): PlacedEntries {
  const name = env["AWS_PROFILE"] || env["AWS_DEFAULT_PROFILE"] || "default";
  return findProfile(files, name) ?? new Map();
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
