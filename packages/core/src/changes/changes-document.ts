import { additionalEndpoints, type Catalog, expandCatalog } from "../endpoint/catalog.js";
import { type EndpointFilter, filterScope, matchesFilter } from "../endpoint/filter.js";
import { observableName } from "../endpoint/placeholder.js";
import type { AdditionalEndpoint, Endpoint, Variant } from "../endpoint/types.js";
import type { Family, Support } from "../verdict/support.js";

/** A name that began to answer, or stopped. */
export interface SupportChange {
  readonly name: string;
  readonly family: Family;
  readonly from: Support;
  readonly to: Support;
  readonly at: number;
}

interface Change {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly family: Family;
  readonly from: Support;
  readonly to: Support;
}

export interface EndpointChange extends Change {
  /** CLI name. */
  readonly service: string;
  readonly serviceId: string;
  readonly partition: string;
  readonly region: string;
  readonly variant: Variant;
  readonly hostname: string;
  /** What an additional name of the service is for; left out for the four that SDKs use. */
  readonly purpose?: string;
}

export interface HostChange extends Change {
  readonly host: string;
}

export interface ChangesDocument {
  /** One per service, region and variant that the name serves; oldest first. */
  readonly changes: readonly EndpointChange[];
  /** Of hosts outside AWS; none when a filter is set. */
  readonly hosts: readonly HostChange[];
}

export interface ChangesSource {
  readonly catalog: Catalog;
  readonly filter: EndpointFilter;
  /** Oldest first. */
  readonly changes: readonly SupportChange[];
  readonly hosts: readonly { readonly host: string }[];
}

/** What the changes of names mean for services and regions. */
export function changesDocument(source: ChangesSource): ChangesDocument {
  const { catalog, filter, changes } = source;
  const changed = new Set(changes.map(({ name }) => name));
  const endpoints = endpointsByName(catalog, filter, changed);
  const serviceIds = new Map(catalog.services.map((each) => [each.cliName, each.serviceId]));
  const hosts = new Set(filterScope(filter) === "all" ? source.hosts.map(({ host }) => host) : []);
  return {
    changes: changes.flatMap(({ name, at, family, from, to }) =>
      (endpoints.get(name) ?? []).map((endpoint) => ({
        at,
        service: endpoint.service,
        serviceId: serviceIds.get(endpoint.service) ?? endpoint.service,
        partition: endpoint.partition,
        region: endpoint.region,
        variant: endpoint.variant,
        hostname: endpoint.hostname,
        ...("purpose" in endpoint ? { purpose: endpoint.purpose } : {}),
        family,
        from,
        to,
      })),
    ),
    hosts: changes
      .filter(({ name }) => hosts.has(name))
      .map(({ name, at, family, from, to }) => ({ at, host: name, family, from, to })),
  };
}

function endpointsByName(
  catalog: Catalog,
  filter: EndpointFilter,
  names: ReadonlySet<string>,
): ReadonlyMap<string, readonly (Endpoint | AdditionalEndpoint)[]> {
  const found = new Map<string, (Endpoint | AdditionalEndpoint)[]>();
  if (names.size === 0) return found;
  for (const endpoints of [
    expandCatalog(catalog, filter),
    additionalEndpoints(catalog, undefined, filter),
  ]) {
    for (const endpoint of endpoints) {
      const name = observableName(endpoint.hostname);
      if (!names.has(name) || !matchesFilter(filter, endpoint)) continue;
      const before = found.get(name);
      if (before === undefined) found.set(name, [endpoint]);
      else before.push(endpoint);
    }
  }
  return found;
}
