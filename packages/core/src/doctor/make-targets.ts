import { additionalEndpointsIn, type Catalog, endpointOf } from "../endpoint/catalog.js";
import { observableName } from "../endpoint/placeholder.js";
import type { Service, Variant } from "../endpoint/types.js";
import {
  type AwsConfigFiles,
  findServices,
  type PlacedEntries,
} from "../settings/read/aws-config.js";
import { serviceIdentifiers } from "../settings/read/service-identifiers.js";
import { hostOfUrl, portOfUrl } from "../settings/resolve/endpoint-url.js";
import type { ResolvedEndpoint } from "../settings/resolve/resolve-endpoint-settings.js";
import type { ResolvedSettings } from "../settings/resolve/resolve-settings.js";
import type { DoctorTarget, SettingOrigin, TargetName } from "./target.js";

/** CLI names of what nearly every workload on AWS calls, tried when no list is given. */
export const DEFAULT_SERVICES: readonly string[] = [
  "sts",
  "s3",
  "ec2",
  "ssm",
  "ecr",
  "logs",
  "secretsmanager",
  "sqs",
  "dynamodb",
];

/** Hosts outside AWS that builds and start-ups fetch from; shown for information when no list is given. */
export const DEFAULT_HOSTS: readonly string[] = [
  "github.com",
  "registry-1.docker.io",
  "registry.npmjs.org",
  "pypi.org",
];

type Environment = Readonly<Record<string, string | undefined>>;

/** The services that have an endpoint setting of their own, in the environment or in the profile. */
export function configuredServices(
  services: readonly Service[],
  env: Environment,
  files: AwsConfigFiles,
  profile: PlacedEntries,
): readonly Service[] {
  const section = profile.get("services");
  const inFile = section === undefined ? null : findServices(files, section.value);
  return services.filter(({ serviceId }) => {
    const identifiers = serviceIdentifiers(serviceId);
    return (env[identifiers.env] ?? "") !== "" || inFile?.has(identifiers.configKey);
  });
}

/** What SDKs on this host are set to use for a service. */
export interface UsedEndpoint {
  /** By the switches. */
  readonly variant: Variant;
  /** Of an endpoint URL, which beats the rules; null without one. */
  readonly url: Pick<TargetName, "hostname" | "port" | "isTls"> | null;
  /** Where it is set; left out where nothing is. */
  readonly setBy?: SettingOrigin;
}

/** Where SDKs on this host send the requests of a service. */
export function usedEndpoint({ settings, variant }: ResolvedEndpoint): UsedEndpoint {
  const url = settings.endpointUrl;
  const hostname = url === null ? null : hostOfUrl(url);
  if (url === null || hostname === null) return { variant, url: null, ...bySwitch(settings) };
  return {
    variant,
    url: { hostname, isTls: /^https:/i.test(url), port: portOfUrl(url) },
    ...byUrl(settings),
  };
}

type SetBy = { readonly setBy?: SettingOrigin };

function bySwitch({ dualstack, fips }: ResolvedSettings): SetBy {
  for (const { value, name, place } of [dualstack, fips]) {
    if (value && name !== null) return { setBy: { name, file: place } };
  }
  return {};
}

function byUrl({ trail }: ResolvedSettings): SetBy {
  const used = trail.find(({ outcome }) => outcome === "used");
  if (used === undefined) return {};
  const isInFile = used.source === "config-service" || used.source === "config-global";
  return { setBy: { name: used.name, file: isInFile ? used.place : null } };
}

const HTTPS = { port: 443, isTls: true };

/** The names of a service in a region: the one in use first, then those that a setting would lead to. */
export function serviceTarget(
  catalog: Catalog,
  service: Service,
  region: string,
  used: UsedEndpoint,
): DoctorTarget {
  const variants: readonly Variant[] = used.variant.startsWith("fips")
    ? ["fips", "fips-dualstack"]
    : ["default", "dualstack"];
  const names = new Map<string, TargetName>();
  const setBy = used.setBy === undefined ? {} : { setBy: used.setBy };
  const add = (name: TargetName) => {
    const key = `${name.hostname}:${name.port}`;
    if (!names.has(key)) names.set(key, name.isUsed ? { ...name, ...setBy } : name);
  };
  if (used.url !== null) add({ ...used.url, variant: null, isUsed: true });
  const isByRules = used.url === null;
  for (const variant of [used.variant, ...variants]) {
    const endpoint = endpointOf(catalog, service, region, variant);
    const isUsed = isByRules && variant === used.variant;
    if (endpoint !== null) add({ hostname: endpoint.hostname, ...HTTPS, variant, isUsed });
  }
  return { kind: "service", label: service.cliName, isNeeded: true, names: [...names.values()] };
}

/**
 * The container registries of a service: no SDK setting leads to their names, images are named after them.
 * The account in a private registry's name is an example; whether it answers holds for all accounts.
 */
export function registryTargets(
  catalog: Catalog,
  service: Service,
  region: string,
): readonly DoctorTarget[] {
  const registries = new Map<string, TargetName[]>();
  for (const { purpose, variant, hostname } of additionalEndpointsIn(catalog, service, region)) {
    if (!purpose.includes("registry") || variant.startsWith("fips")) continue;
    const names = registries.get(purpose) ?? [];
    names.push({
      hostname: observableName(hostname),
      ...HTTPS,
      variant,
      isUsed: names.length === 0,
    });
    registries.set(purpose, names);
  }
  return Array.from(registries, ([purpose, names]) => ({
    kind: "host",
    label: `${service.cliName}, ${purpose}`,
    isNeeded: false,
    names,
  }));
}

export function hostTarget(
  hostname: string,
  port: number,
  isNeeded: boolean,
  isTls = true,
): DoctorTarget {
  const name = { hostname, port, isTls, variant: null, isUsed: true };
  return {
    kind: "host",
    label: port === 443 ? hostname : `${hostname}:${port}`,
    isNeeded,
    names: [name],
  };
}
