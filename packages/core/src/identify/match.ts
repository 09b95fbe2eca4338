import {
  additionalEndpointsIn,
  type Catalog,
  endpointOf,
  isNameKnown,
  partitionOfRegion,
} from "../endpoint/catalog.js";
import { hostnameOf } from "../endpoint/name-rules.js";
import { type Partition, type Service, VARIANTS, type Variant } from "../endpoint/types.js";
import type { IdentifiedMatch } from "./identified.js";

type Names = Readonly<Record<Variant, string | null>>;

const NONE: Names = { default: null, dualstack: null, fips: null, "fips-dualstack": null };

/** What a text says besides the service. */
export interface SaidOfService {
  readonly region?: string | null;
  /** An id. */
  readonly partition?: string | null;
  readonly variant?: Variant | null;
}

/** A service as it is called, in a region if one is named; else with its names where one serves a whole partition. */
export function serviceMatch(
  catalog: Catalog,
  service: Service,
  { region = null, partition = null, variant = null }: SaidOfService,
): IdentifiedMatch {
  const home = region === null ? partitionCalled(catalog, partition) : null;
  const of = region === null ? home : partitionOfRegion(catalog, region);
  const place = region ?? (isShared(catalog, service, home) ? (home?.homeRegion ?? null) : null);
  const siblings = of === null || place === null ? NONE : ownNames(catalog, service, place);
  return {
    service: service.cliName,
    region,
    partition: of?.id ?? null,
    variant,
    hostname: siblings[variant ?? "default"],
    purpose: null,
    siblings,
  };
}

function partitionCalled({ partitions }: Catalog, id: string | null): Partition | null {
  return partitions.find((partition) => partition.id === id) ?? null;
}

function isShared(catalog: Catalog, service: Service, partition: Partition | null): boolean {
  if (partition === null) return false;
  return endpointOf(catalog, service, partition.homeRegion, "default")?.scope === "partition";
}

/**
 * The four names of a service in a region, as `endpointOf` gives them.
 * @param fill puts values in place of placeholders
 */
export function ownNames(
  catalog: Catalog,
  { cliName }: Service,
  region: string,
  fill: (template: string) => string = (template) => template,
): Names {
  const names = catalog.names.get(cliName);
  const partition = partitionOfRegion(catalog, region);
  if (names === undefined || partition === null) return NONE;
  return byVariant((variant) => {
    if (!isNameKnown(catalog, { service: cliName, region, variant })) return null;
    const hostname = hostnameOf(names.rules, partition, region, variant);
    return hostname === null ? null : fill(hostname);
  });
}

/**
 * The names of one purpose in a region.
 * @param fill puts values in place of placeholders
 */
export function namesOfPurpose(
  catalog: Catalog,
  service: Service,
  region: string,
  purpose: string,
  fill: (template: string) => string,
): Names {
  const all = additionalEndpointsIn(catalog, service, region).filter(
    (endpoint) => endpoint.purpose === purpose,
  );
  const named = byVariant((variant) => {
    const found = all.find((endpoint) => endpoint.variant === variant);
    return found === undefined ? null : fill(found.hostname);
  });
  if (!isOtherNameOfService(purpose)) return named;
  const own = ownNames(catalog, service, region);
  return byVariant((variant) => named[variant] ?? own[variant]);
}

/**
 * Whether a name leads to what the service's own name leads to, so that its switches are of use:
 * `sts.amazonaws.com`, `ecr.eu-west-1.amazonaws.com`. A test holds this to the purposes in the catalog.
 */
export function isOtherNameOfService(purpose: string): boolean {
  return /^(alias of the API|general endpoint|global endpoint|older name|active region)\b/.test(
    purpose,
  );
}

function byVariant(nameOf: (variant: Variant) => string | null): Names {
  const [byDefault, dualstack, fips, fipsDualstack] = VARIANTS.map(nameOf);
  return {
    default: byDefault ?? null,
    dualstack: dualstack ?? null,
    fips: fips ?? null,
    "fips-dualstack": fipsDualstack ?? null,
  };
}
