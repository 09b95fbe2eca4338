import type { Catalog } from "@egress6/core/endpoint/catalog";
import { nearestRegions, partitionForRegion } from "@egress6/core/endpoint/filter";

/** Told what is to be known of what was asked for, a sentence or two. */
export type OnWarning = (warning: string) => void;

/**
 * @param onWarning told of a region that AWS's rules do not list, and that one of its partitions could hold
 * @throws Egress6Error REGION_UNKNOWN: no partition could hold it
 */
export function knownRegion(catalog: Catalog, region: string, onWarning: OnWarning): string {
  const partition = partitionForRegion(catalog, region);
  if (!partition.regions.some(({ id }) => id === region)) {
    onWarning(
      `AWS's rules do not list the region ${region}; these are the names that SDKs build for it. Known and similar: ${nearestRegions(catalog, region).join(", ")}.`,
    );
  }
  return region;
}
