import { additionalEndpointsIn, type Catalog, endpointOf } from "../../endpoint/catalog.js";
import { observableName } from "../../endpoint/placeholder.js";
import type { Service } from "../../endpoint/types.js";

/** All names to look up before settings for these services can be chosen, or judged. */
export function choiceNames(
  catalog: Catalog,
  services: readonly Service[],
  region: string,
): readonly string[] {
  const names = services.flatMap((service) => [
    ...(["default", "dualstack"] as const).flatMap(
      (variant) => endpointOf(catalog, service, region, variant) ?? [],
    ),
    ...additionalEndpointsIn(catalog, service, region).filter(
      ({ variant }) => variant === "default" || variant === "dualstack",
    ),
  ]);
  return [...new Set(names.map(({ hostname }) => observableName(hostname)))];
}
