import { additionalEndpointsIn, type Catalog, endpointOf } from "../endpoint/catalog.js";
import { type Service, VARIANTS } from "../endpoint/types.js";

/** A service in a region, one of whose names a host is. */
export interface HostPlace {
  readonly service: Service;
  readonly region: string;
}

const known = new WeakMap<Catalog, Map<string, readonly HostPlace[]>>();

/**
 * Every service and region whose name the host is, by AWS's rules; of a host for a whole partition, its home region.
 * Empty for custom domains, names of PrivateLink, and other hosts.
 * @param hostname lower case
 */
export function placesOfHost(catalog: Catalog, hostname: string): readonly HostPlace[] {
  const places = known.get(catalog) ?? new Map<string, readonly HostPlace[]>();
  known.set(catalog, places);
  const found = places.get(hostname) ?? placesIn(catalog, hostname);
  places.set(hostname, found);
  return found;
}

function placesIn(catalog: Catalog, hostname: string): readonly HostPlace[] {
  return regionsOfHost(catalog, hostname).flatMap((region) =>
    catalog.services
      .filter((service) => isNameOf(catalog, { service, region }, hostname))
      .map((service) => ({ service, region })),
  );
}

/** A region that a label names; else those that names for a whole partition belong to. */
export function regionsOfHost(
  { partitions }: Pick<Catalog, "partitions">,
  hostname: string,
): readonly string[] {
  const labels = new Set(hostname.split("."));
  const named = partitions.flatMap(({ regions }) => regions.filter(({ id }) => labels.has(id)));
  return named.length > 0
    ? named.map(({ id }) => id)
    : partitions.filter(({ isPublic }) => isPublic).map(({ homeRegion }) => homeRegion);
}

/** Whether the host is a name of the service there, by AWS's rules. */
export function isNameOf(
  catalog: Catalog,
  { service, region }: HostPlace,
  hostname: string,
): boolean {
  const isIt = (name: { readonly hostname: string } | null) => name?.hostname === hostname;
  return (
    VARIANTS.some((variant) => isIt(endpointOf(catalog, service, region, variant))) ||
    additionalEndpointsIn(catalog, service, region).some(isIt)
  );
}
