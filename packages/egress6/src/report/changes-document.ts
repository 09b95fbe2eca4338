import { additionalEndpoints, type Catalog, expandCatalog } from "@egress6/core/endpoint/catalog";
import { type EndpointFilter, filterScope, matchesFilter } from "@egress6/core/endpoint/filter";
import { observableName } from "@egress6/core/endpoint/placeholder";
import type { Endpoint, Variant } from "@egress6/core/endpoint/types";
import type { Family } from "@egress6/core/verdict/support";
import type { SupportChange } from "../ports.js";

export interface ChangesSource {
  readonly catalog: Catalog;
  readonly filter: EndpointFilter;
  /** Oldest first. */
  readonly changes: readonly SupportChange[];
  readonly hosts: readonly { readonly host: string }[];
}

interface Change {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly family: Family;
  readonly from: SupportChange["from"];
  readonly to: SupportChange["to"];
}

interface EndpointChange extends Change {
  /** CLI name. */
  readonly service: string;
  readonly serviceId: string;
  readonly partition: string;
  readonly region: string;
  readonly variant: Variant;
  readonly hostname: string;
}

interface HostChange extends Change {
  readonly host: string;
}

export interface ChangesDocument {
  /** One per service, region and variant that the name serves; oldest first. */
  readonly changes: readonly EndpointChange[];
  /** Of hosts outside AWS; none when a filter is set. */
  readonly hosts: readonly HostChange[];
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
      (endpoints.get(name) ?? []).map(({ service, partition, region, variant, hostname }) => ({
        at,
        service,
        serviceId: serviceIds.get(service) ?? service,
        partition,
        region,
        variant,
        hostname,
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
): ReadonlyMap<string, readonly Endpoint[]> {
  const found = new Map<string, Endpoint[]>();
  if (names.size === 0) return found;
  for (const endpoints of [expandCatalog(catalog), additionalEndpoints(catalog)]) {
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
