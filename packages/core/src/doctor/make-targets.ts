import { additionalEndpointsIn, type Catalog, endpointOf } from "../endpoint/catalog.js";
import { observableName } from "../endpoint/placeholder.js";
import type { Service, Variant } from "../endpoint/types.js";
import type { DoctorTarget, SettingPlace, TargetName } from "./target.js";

/** What SDKs on this host are set to use for a service. */
export interface UsedEndpoint {
  /** By the switches. */
  readonly variant: Variant;
  /** Of an endpoint URL, which beats the rules; null without one. */
  readonly url: Pick<TargetName, "hostname" | "port" | "isTls"> | null;
  /** What says so; left out where nothing is set. */
  readonly setBy?: SettingPlace;
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

export function hostTarget(hostname: string, port: number, isNeeded: boolean): DoctorTarget {
  const name = { ...HTTPS, hostname, port, variant: null, isUsed: true };
  return {
    kind: "host",
    label: port === 443 ? hostname : `${hostname}:${port}`,
    isNeeded,
    names: [name],
  };
}
