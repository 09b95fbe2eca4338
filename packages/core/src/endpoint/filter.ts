import { Egress6Error } from "../errors.js";
import { findService } from "../identify/find-service.js";
import { editDistance, nearest, quoted } from "../identify/nearest.js";
import { type Catalog, partitionOfRegion } from "./catalog.js";
import { LONGEST_FILTER_WORD, MOST_FILTER_WORDS } from "./filter-limits.js";
import { matchesGlob } from "./matches-glob.js";
import {
  type Endpoint,
  type EndpointScope,
  type Partition,
  VARIANTS,
  type Variant,
} from "./types.js";

/** Which endpoints are meant. */
export interface EndpointFilter extends EndpointScope {
  /** Null: all. */
  readonly variants: ReadonlySet<Variant> | null;
}

/** As on the command line: services by any of their names, regions as globs such as `eu-*`. */
export interface TypedFilter {
  readonly service?: readonly string[] | undefined;
  readonly region?: readonly string[] | undefined;
  readonly partition?: readonly string[] | undefined;
  readonly variant?: readonly string[] | undefined;
}

/**
 * @throws Egress6Error SERVICE_UNKNOWN, REGION_UNKNOWN, PARTITION_UNKNOWN, VARIANT_UNKNOWN naming the
 * nearest known, FILTER_EMPTY when region and partition exclude each other, FILTER_TOO_LONG
 */
export function parseFilter(catalog: Catalog, typed: TypedFilter): EndpointFilter {
  refuseTooLong(typed);
  const isolated = catalog.partitions.filter(({ isPublic }) => !isPublic);
  const filter: EndpointFilter = {
    services: parseAxis(typed.service, catalog.services.length, (text) => [
      parseService(catalog, text),
    ]),
    // Isolated regions are never meant by default, so only all regions of all partitions mean "no filter".
    regions: parseAxis(typed.region, allRegions(catalog).length, (text) =>
      parseRegions(catalog, text),
    ),
    partitions: parseAxis(typed.partition, Number.POSITIVE_INFINITY, (text) => [
      parsePartition(catalog, text),
    ]),
    variants: parseAxis(typed.variant, VARIANTS.length, (text) => [parseVariant(text)]),
    publicPartitions: new Set(
      catalog.partitions.filter((partition) => !isolated.includes(partition)).map(({ id }) => id),
    ),
  };
  refuseEmpty(catalog, filter);
  return withoutDefaultPartitions(filter);
}

function refuseTooLong(typed: TypedFilter): void {
  const axes = [
    ["service", typed.service],
    ["region", typed.region],
    ["partition", typed.partition],
    ["variant", typed.variant],
  ] as const;
  for (const [axis, words = []] of axes) {
    if (words.length > MOST_FILTER_WORDS) {
      throw new Egress6Error(
        "FILTER_TOO_LONG",
        "input",
        `The filter by ${axis} has ${words.length} entries, and at most ${MOST_FILTER_WORDS} are allowed. Leave it out for everything${axis === "region" ? ", or use globs such as eu-*" : ""}.`,
      );
    }
    const long = words.find((word) => word.length > LONGEST_FILTER_WORD);
    if (long !== undefined) {
      throw new Egress6Error(
        "FILTER_TOO_LONG",
        "input",
        `An entry of the filter by ${axis} has ${long.length} characters, and at most ${LONGEST_FILTER_WORD} are allowed: ${quoted(long)}.`,
      );
    }
  }
}

function parseAxis<T extends string>(
  typed: readonly string[] | undefined,
  everything: number,
  parse: (text: string) => readonly T[],
): ReadonlySet<T> | null {
  if (typed === undefined || typed.length === 0) return null;
  const chosen = new Set(typed.flatMap(parse));
  return chosen.size === everything ? null : chosen;
}

function withoutDefaultPartitions(filter: EndpointFilter): EndpointFilter {
  const { partitions, publicPartitions } = filter;
  const isDefault =
    partitions !== null &&
    partitions.size === publicPartitions.size &&
    [...partitions].every((id) => publicPartitions.has(id));
  return isDefault ? { ...filter, partitions: null } : filter;
}

/** @throws Egress6Error SERVICE_UNKNOWN */
export function unknownService(text: string, near: readonly { cliName: string }[]): Egress6Error {
  return new Egress6Error(
    "SERVICE_UNKNOWN",
    "input",
    `There is no AWS service ${quoted(text)} in the catalog.${near.length === 0 ? " Give a name as in the AWS CLI, or a service id." : ` Nearest: ${near.map(({ cliName }) => cliName).join(", ")}.`}`,
  );
}

/**
 * The CLI name of a service given by any of its names.
 * @throws Egress6Error SERVICE_UNKNOWN naming the nearest
 */
export function parseService(catalog: Catalog, text: string): string {
  const match = findService(catalog, text);
  if ("found" in match) return match.found.cliName;
  throw unknownService(text, match.nearest);
}

function allRegions(catalog: Catalog): readonly string[] {
  return catalog.partitions.flatMap(({ regions }) => regions.map(({ id }) => id));
}

function parseRegions(catalog: Catalog, glob: string): readonly string[] {
  const wanted = glob.toLowerCase();
  const known = allRegions(catalog);
  const matching = known.filter((id) => matchesGlob(wanted, id));
  if (matching.length > 0) return matching;
  throw new Egress6Error(
    "REGION_UNKNOWN",
    "input",
    `No region of the catalog matches ${quoted(glob)}. Nearest: ${nearestRegions(catalog, wanted).join(", ")}.`,
  );
}

export function unknownRegion(catalog: Catalog, region: string): Egress6Error {
  return new Egress6Error(
    "REGION_UNKNOWN",
    "input",
    `${quoted(region)} is not an AWS region. Nearest: ${nearestRegions(catalog, region).join(", ")}.`,
  );
}

/**
 * The partition that holds the region, or could hold it once AWS opens it.
 * @throws Egress6Error REGION_UNKNOWN: no partition could, or it is a listed region with a slip of the keyboard
 */
export function partitionForRegion(catalog: Catalog, region: string): Partition {
  const partition = partitionOfRegion(catalog, region);
  if (partition === null || isMisspelt(catalog, region)) throw unknownRegion(catalog, region);
  return partition;
}

const lettersOf = (region: string): string => region.replace(/\d+$/, "");

/** `eu-cental-1`: new letters, one slip away from a listed region. `eu-central-9` may be a region to come. */
function isMisspelt(catalog: Catalog, region: string): boolean {
  const known = allRegions(catalog);
  if (known.includes(region)) return false;
  const words = new Set(known.flatMap((id) => lettersOf(id).split("-")));
  const isNewWord = lettersOf(region)
    .split("-")
    .some((word) => !words.has(word));
  return isNewWord && known.some((id) => editDistance(id, region) === 1);
}

/** The three listed regions whose ids look most like the text. */
export function nearestRegions(catalog: Catalog, text: string): readonly string[] {
  return nearest(text, allRegions(catalog), (id) => [id], 3);
}

function parsePartition(catalog: Catalog, text: string): string {
  const ids = catalog.partitions.map(({ id }) => id);
  return parseWord(text, ids, "PARTITION_UNKNOWN", "partition");
}

function parseVariant(text: string): Variant {
  return parseWord(text, VARIANTS, "VARIANT_UNKNOWN", "variant");
}

function parseWord<T extends string>(
  text: string,
  known: readonly T[],
  code: string,
  noun: string,
): T {
  const wanted = text.toLowerCase();
  const found = known.find((word) => word === wanted);
  if (found !== undefined) return found;
  const near = nearest(wanted, known, (word) => [word], 3);
  throw new Egress6Error(
    code,
    "input",
    `There is no ${noun} ${quoted(text)}. Nearest: ${near.join(", ")}.`,
  );
}

// An empty result would read as "no such endpoint".
function refuseEmpty(catalog: Catalog, filter: EndpointFilter): void {
  const { regions } = filter;
  if (regions === null) return;
  const chosen = filter.partitions ?? filter.publicPartitions;
  const homes = catalog.partitions.filter((partition) =>
    partition.regions.some(({ id }) => regions.has(id)),
  );
  if (homes.some(({ id }) => chosen.has(id))) return;
  const ids = homes.map(({ id }) => id).join(",");
  throw new Egress6Error(
    "FILTER_EMPTY",
    "input",
    `The regions asked for belong to the partition ${ids}, which ${
      filter.partitions === null ? "is isolated and left out by default" : "is not asked for"
    }. Add --partition ${ids}, or change --region.`,
  );
}

export function matchesFilter(
  filter: EndpointFilter,
  endpoint: Pick<Endpoint, "service" | "partition" | "region" | "variant">,
): boolean {
  return (
    (filter.services?.has(endpoint.service) ?? true) &&
    (filter.regions?.has(endpoint.region) ?? true) &&
    (filter.partitions ?? filter.publicPartitions).has(endpoint.partition) &&
    (filter.variants?.has(endpoint.variant) ?? true)
  );
}

/** Canonical text: equal for filters that mean the same, `all` for none. */
export function filterScope(filter: EndpointFilter): string {
  const axes = [
    ["service", filter.services],
    ["region", filter.regions],
    ["partition", filter.partitions],
    ["variant", filter.variants],
  ] as const;
  const parts = axes.flatMap(([name, chosen]) =>
    chosen === null ? [] : [`${name}=${[...chosen].sort().join(",")}`],
  );
  return parts.length === 0 ? "all" : parts.join(" ");
}
