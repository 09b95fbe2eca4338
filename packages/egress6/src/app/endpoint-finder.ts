import {
  type Catalog,
  endpointOf,
  endpointUrl,
  signingScopeOf,
} from "@egress6/core/endpoint/catalog";
import type { EndpointFinder } from "../ports.js";

/** Where AWS's rules send the calls of a service, and what they are signed for. */
export const endpointFinder =
  (catalog: Catalog): EndpointFinder =>
  (cliName, region, { isFips, isDualstack }) => {
    const service = catalog.services.find((each) => each.cliName === cliName);
    const variant = isFips
      ? isDualstack
        ? "fips-dualstack"
        : "fips"
      : isDualstack
        ? "dualstack"
        : "default";
    const endpoint = service && endpointOf(catalog, service, region, variant);
    if (service === undefined || endpoint == null) return null;
    const scope = signingScopeOf(catalog, service, region, variant);
    return {
      url: endpointUrl(catalog, endpoint),
      signingRegion: scope.region,
      signingName: scope.name,
    };
  };
