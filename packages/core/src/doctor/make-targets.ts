import { type Catalog, endpointOf } from "../endpoint/catalog.js";
import type { Service, Variant } from "../endpoint/types.js";
import type { Target, TargetName } from "./target.js";

/** What SDKs on this host are set to use for a service. */
export interface UsedEndpoint {
  readonly variant: Variant;
  /** An endpoint URL, which beats the rules; null without one. */
  readonly url: UrlHost | null;
}

interface UrlHost {
  readonly hostname: string;
  readonly port: number;
}

/** The names of a service in a region: the one in use first, then those that a setting would lead to. */
export function serviceTarget(
  catalog: Catalog,
  service: Service,
  region: string,
  used: UsedEndpoint,
): Target {
  const variants: readonly Variant[] = used.variant.startsWith("fips")
    ? ["fips", "fips-dualstack"]
    : ["default", "dualstack"];
  const names = new Map<string, TargetName>();
  const add = (name: TargetName) => {
    const key = `${name.hostname}:${name.port}`;
    if (!names.has(key)) names.set(key, name);
  };
  if (used.url !== null) add({ ...used.url, variant: null, isUsed: true });
  const isByRules = used.url === null;
  for (const variant of [used.variant, ...variants]) {
    const endpoint = endpointOf(catalog, service, region, variant);
    const isUsed = isByRules && variant === used.variant;
    if (endpoint !== null) add({ hostname: endpoint.hostname, port: 443, variant, isUsed });
  }
  return { kind: "service", label: service.cliName, isNeeded: true, names: [...names.values()] };
}

export function hostTarget(hostname: string, port: number, isNeeded: boolean): Target {
  const name = { hostname, port, variant: null, isUsed: true };
  return {
    kind: "host",
    label: port === 443 ? hostname : `${hostname}:${port}`,
    isNeeded,
    names: [name],
  };
}
