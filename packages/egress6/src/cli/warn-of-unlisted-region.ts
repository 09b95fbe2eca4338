import type { Catalog } from "@egress6/core/endpoint/catalog";
import { nearestRegions } from "@egress6/core/endpoint/filter";
import type { OnUnlistedRegion } from "../app/known-region.js";
import type { CliContext } from "./context.js";

export function warnOfUnlistedRegion(catalog: Catalog, { stderr }: CliContext): OnUnlistedRegion {
  return (region) => {
    stderr.write(
      `warning: AWS's rules do not list the region ${region}; these are the names that SDKs build for it. Known and similar: ${nearestRegions(catalog, region).join(", ")}.\n`,
    );
  };
}
