import type { ChangesDocument } from "@egress6/core/changes/changes-document";
import { additionalEndpoints, type Catalog, expandCatalog } from "@egress6/core/endpoint/catalog";
import { type EndpointFilter, filterScope, matchesFilter } from "@egress6/core/endpoint/filter";
import { observableName } from "@egress6/core/endpoint/placeholder";
import type { AdditionalEndpoint, Endpoint } from "@egress6/core/endpoint/types";
import type { SupportChange } from "../../ports.js";

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
