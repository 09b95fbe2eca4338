import { type EvidenceBase, evidenceFor, NO_EVIDENCE } from "../evidence/evidence.js";
import { additionalEndpoints, type Catalog, expandCatalog } from "./catalog.js";
import { type EndpointFilter, filterScope, matchesFilter } from "./filter.js";
import { isObservable, observableName } from "./placeholder.js";
import type { Endpoint } from "./types.js";

/**
 * The distinct names to observe, what people look at first first: default and dual-stack names of the
 * large regions, third-party hosts, default and dual-stack elsewhere, additional names, FIPS.
 * Names that AWS declares to have IPv6 come before all of these, FIPS aside: a map fills with answers at once.
 * Before these come the services that are used most, in the large regions: the first screen of the map.
 * @param thirdPartyHosts left out unless the filter is "all"
 * @param popular CLI names of the services that are used most
 */
export function scanNames(
  catalog: Catalog,
  thirdPartyHosts: readonly string[],
  filter: EndpointFilter,
  evidence: EvidenceBase = NO_EVIDENCE,
  popular: readonly string[] = [],
): readonly string[] {
  const { largeRegions } = catalog;
  const large = largeRegions.map((): string[] => []);
  const elsewhere: string[] = [];
  const declared = new Set<string>();
  const used = new Set(popular);
  const usedMost = largeRegions.map((): string[] => []);
  const additional: string[] = [];
  const fips: string[] = [];
  for (const endpoint of expandCatalog(catalog, filter)) {
    if (!matchesFilter(filter, endpoint)) continue;
    const name = observableName(endpoint.hostname);
    if (isFips(endpoint)) {
      fips.push(name);
      continue;
    }
    if (isDeclared(evidence, endpoint)) declared.add(name);
    const rank = largeRegions.indexOf(endpoint.region);
    (large[rank] ?? elsewhere).push(name);
    if (used.has(endpoint.service)) usedMost[rank]?.push(name);
  }
  for (const endpoint of additionalEndpoints(catalog, undefined, filter)) {
    if (!matchesFilter(filter, endpoint)) continue;
    (isFips(endpoint) ? fips : additional).push(observableName(endpoint.hostname));
  }
  const hosts = filterScope(filter) === "all" ? thirdPartyHosts.map(observableName) : [];
  const ordered = [...large.flat(), ...hosts, ...elsewhere, ...additional, ...fips];
  const first = ordered.filter((name) => declared.has(name));
  return [...new Set([...usedMost.flat(), ...first, ...ordered])].filter(isObservable);
}

function isDeclared(evidence: EvidenceBase, { service, region, variant }: Endpoint): boolean {
  return evidenceFor(evidence, service, region, variant)?.says === "declared";
}

function isFips({ variant }: Endpoint): boolean {
  return variant === "fips" || variant === "fips-dualstack";
}
