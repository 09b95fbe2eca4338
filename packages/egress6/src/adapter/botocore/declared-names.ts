import { type Catalog, expandCatalog } from "@egress6/core/endpoint/catalog";
import type { Endpoint } from "@egress6/core/endpoint/types";
import { Egress6Error } from "@egress6/core/errors";
import { z } from "zod";

const variant = z.object({
  tags: z.array(z.string()),
  hostname: z.string().optional(),
  dnsSuffix: z.string().optional(),
});
const variants = z.array(variant).optional();

/** Botocore's `endpoints.json`: the older data, which lists names by region instead of building them. */
const endpointsFile = z.object({
  partitions: z.array(
    z.object({
      partition: z.string(),
      dnsSuffix: z.string(),
      defaults: z.object({ variants }),
      services: z.record(
        z.string(),
        z.object({
          defaults: z.object({ variants }).optional(),
          endpoints: z.record(z.string(), z.object({ variants })).optional(),
        }),
      ),
    }),
  ),
});

export interface DeclaredNames {
  /** What the catalog has of the declared names; several services may share one. */
  readonly endpoints: readonly Endpoint[];
  /** How many names are declared. */
  readonly declared: number;
  /** Those that the catalog does not have, sorted. */
  readonly unmatched: readonly string[];
}

/** Botocore 1.43.62 declares 1,965, of which 70 are unknown to the rules: a retired pattern, and one misspelled. */
const FLOOR = { declared: 1500, matchedShare: 0.95 };

/**
 * The names that AWS's SDK data declares as dual-stack in the public partitions, as the catalog has them.
 * Names are compared, not services: the file calls them otherwise, has a key in the wrong place, and keeps names
 * that the rules no longer build.
 * @throws Egress6Error CATALOG_SOURCE_INVALID when the file is not as expected, or too small
 */
export function declaredNames(json: unknown, catalog: Catalog): DeclaredNames {
  const parsed = endpointsFile.safeParse(json);
  if (!parsed.success) throw invalid(`is not as expected: ${z.prettifyError(parsed.error)}`);
  const hostnames = new Set(parsed.data.partitions.filter(isPublicIn(catalog)).flatMap(declaredBy));
  const matching = [...expandCatalog(catalog)].filter(({ hostname }) => hostnames.has(hostname));
  const found = new Set(matching.map(({ hostname }) => hostname));
  const unmatched = [...hostnames].filter((hostname) => !found.has(hostname)).sort();
  const isEnough =
    hostnames.size >= FLOOR.declared && found.size >= hostnames.size * FLOOR.matchedShare;
  if (!isEnough) {
    throw invalid(`declares ${hostnames.size} dual-stack names, and the catalog has ${found.size}`);
  }
  return { endpoints: matching, declared: hostnames.size, unmatched };
}

function invalid(problem: string): Egress6Error {
  return new Egress6Error(
    "CATALOG_SOURCE_INVALID",
    "input",
    `botocore's endpoints.json ${problem}. What AWS declares cannot be read from it.`,
  );
}

type DeclaredPartition = z.infer<typeof endpointsFile>["partitions"][number];
type DeclaredVariant = z.infer<typeof variant>;

const isPublicIn =
  ({ partitions }: Catalog) =>
  ({ partition }: DeclaredPartition) =>
    partitions.some(({ id, isPublic }) => id === partition && isPublic);

function declaredBy({ dnsSuffix, defaults, services }: DeclaredPartition): readonly string[] {
  return Object.entries(services).flatMap(([service, { defaults: own, endpoints = {} }]) =>
    Object.entries(endpoints).flatMap(([region, endpoint]) =>
      (endpoint.variants ?? [])
        .filter(({ tags }) => tags.includes("dualstack"))
        .map((declared) => {
          const like = (list: readonly DeclaredVariant[] = []) =>
            list.find(({ tags }) => isSameSet(tags, declared.tags));
          const { hostname = "", dnsSuffix: suffix = dnsSuffix } = {
            ...like(defaults.variants),
            ...like(own?.variants),
            ...declared,
          };
          return hostname
            .replaceAll("{service}", service)
            .replaceAll("{region}", region)
            .replaceAll("{dnsSuffix}", suffix);
        }),
    ),
  );
}

const isSameSet = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((word) => b.includes(word));
