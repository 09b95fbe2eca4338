import { findService } from "../identify/find-service.js";
import { additionalEndpointsIn, type Catalog, endpointOf, endpointUrl } from "./catalog.js";
import { nearestRegions, partitionForRegion, unknownService } from "./filter.js";
import type { EndpointDiscovery, Partition, Scope, Variant } from "./types.js";

/** What decides which of a service's names the rules give. */
interface RulesInput {
  readonly region: string;
  readonly variant: Variant;
}

export interface VariantName {
  readonly hostname: string;
  readonly scope: Scope;
}

export interface AdditionalVariantName extends VariantName {
  readonly variant: Variant;
  readonly purpose: string;
}

/** The name that AWS's rules give without any endpoint URL, and the other names of the service there. */
export interface EndpointAnswer {
  readonly service: string;
  readonly serviceId: string;
  readonly displayName: string;
  readonly region: string;
  readonly partition: string;
  /** Null when the rules build no such name. */
  readonly url: string | null;
  readonly hostname: string | null;
  readonly variant: Variant;
  readonly scope: Scope | null;
  readonly variants: Readonly<Record<Variant, VariantName | null>>;
  readonly additional: readonly AdditionalVariantName[];
  readonly endpointDiscovery: EndpointDiscovery;
  /** Whether AWS's rules list the region; SDKs build names for others too. */
  readonly isRegionListed: boolean;
  /** Of a region that is not listed. */
  readonly nearestRegions: readonly string[];
  readonly warnings: readonly string[];
}

/** @throws Egress6Error SERVICE_UNKNOWN, REGION_UNKNOWN naming the nearest known */
export function answerEndpoint(
  catalog: Catalog,
  serviceName: string,
  { region, variant }: RulesInput,
): EndpointAnswer {
  const match = findService(catalog, serviceName);
  if (!("found" in match)) throw unknownService(serviceName, match.nearest);
  const service = match.found;
  const partition = partitionForRegion(catalog, region);
  const nameOf = (wanted: Variant): VariantName | null => {
    const endpoint = endpointOf(catalog, service, region, wanted);
    return endpoint && { hostname: endpoint.hostname, scope: endpoint.scope };
  };
  const variants = {
    default: nameOf("default"),
    dualstack: nameOf("dualstack"),
    fips: nameOf("fips"),
    "fips-dualstack": nameOf("fips-dualstack"),
  };
  const chosen = variants[variant];
  const isRegionListed = partition.regions.some(({ id }) => id === region);
  const near = isRegionListed ? [] : nearestRegions(catalog, region);
  return {
    service: service.cliName,
    serviceId: service.serviceId,
    displayName: service.displayName,
    region,
    partition: partition.id,
    url:
      chosen &&
      endpointUrl(catalog, {
        service: service.cliName,
        region,
        variant,
        hostname: chosen.hostname,
      }),
    hostname: chosen?.hostname ?? null,
    variant,
    scope: chosen?.scope ?? null,
    variants,
    additional: additionalEndpointsIn(catalog, service, region).map((endpoint) => ({
      variant: endpoint.variant,
      hostname: endpoint.hostname,
      scope: endpoint.scope,
      purpose: endpoint.purpose,
    })),
    endpointDiscovery: service.endpointDiscovery,
    isRegionListed,
    nearestRegions: near,
    warnings: isRegionListed ? [] : [unlistedRegion(partition, region, near)],
  };
}

function unlistedRegion(partition: Partition, region: string, near: readonly string[]): string {
  return `AWS's rules do not list the region ${region}; this is what SDKs build for it, as for any new region of the partition ${partition.id}. Known and similar: ${near.join(", ")}.`;
}
