import { type Catalog, partitionOfRegion } from "@egress6/core/endpoint/catalog";
import { unknownRegion } from "@egress6/core/endpoint/filter";

/** Told of a region that AWS's rules do not list, and that one of its partitions could hold. */
export type OnUnlistedRegion = (region: string) => void;

/** @throws Egress6Error REGION_UNKNOWN: no partition could hold it */
export function knownRegion(
  catalog: Catalog,
  region: string,
  onUnlisted: OnUnlistedRegion,
): string {
  const partition = partitionOfRegion(catalog, region);
  if (partition === null) throw unknownRegion(catalog, region);
  if (!partition.regions.some(({ id }) => id === region)) onUnlisted(region);
  return region;
}
