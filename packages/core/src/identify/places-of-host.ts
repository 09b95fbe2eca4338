import {
  additionalEndpointsIn,
  type Catalog,
  endpointOf,
  partitionOfRegion,
} from "../endpoint/catalog.js";
import { type Service, VARIANTS } from "../endpoint/types.js";
import { endpointsNamed } from "./endpoints-named.js";

/** A service in a region, one of whose names a host is. */
export interface HostPlace {
  readonly service: Service;
  readonly region: string;
}

/**
 * Every service and region whose name the host is, by AWS's rules; of a host for a whole partition, its home region.
 * Empty for custom domains, names of PrivateLink, and other hosts.
 * @param hostname lower case
 */
export function placesOfHost(catalog: Catalog, hostname: string): readonly HostPlace[] {
  return endpointsNamed(catalog, hostname).flatMap((match) => {
    const service = catalog.services.find(({ cliName }) => cliName === match.service);
    return service === undefined
      ? []
      : [{ service, region: match.region ?? homeOf(catalog, match.partition) }];
  });
}

/** Where names for a whole partition belong to. */
export function homeOf(catalog: Catalog, partition: string | null): string {
  const [first] = catalog.largeRegions;
  const found =
    catalog.partitions.find(({ id }) => id === partition) ??
    partitionOfRegion(catalog, first ?? "");
  return found?.homeRegion ?? "";
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
