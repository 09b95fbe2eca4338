import { type Catalog, partitionOfRegion } from "@egress6/core/endpoint/catalog";
import { nearestRegions, unknownRegion } from "@egress6/core/endpoint/filter";
import type { CliContext } from "./context.js";

/**
 * Lets regions through that a partition could hold, and warns of those that none lists.
 * @throws Egress6Error REGION_UNKNOWN
 */
export function knownRegion(catalog: Catalog, region: string, { stderr }: CliContext): string {
  const partition = partitionOfRegion(catalog, region);
  if (partition === null) throw unknownRegion(catalog, region);
  if (!partition.regions.some(({ id }) => id === region)) {
    stderr.write(
      `warning: AWS's rules do not list the region ${region}; these are the names that SDKs build for it. Known and similar: ${nearestRegions(catalog, region).join(", ")}.\n`,
    );
  }
  return region;
}
