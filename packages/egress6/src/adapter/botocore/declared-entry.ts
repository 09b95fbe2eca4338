import type { Catalog } from "@egress6/core/endpoint/catalog";
import { type Endpoint, VARIANTS, type Variant } from "@egress6/core/endpoint/types";
import { declaredNames } from "./declared-names.js";

/** Services with names of one variant in the same regions; regions are listed or left out, whichever is shorter. */
interface DeclaredRow {
  readonly variant: Variant;
  readonly services: readonly string[];
  readonly in?: readonly string[];
  readonly notIn?: readonly string[];
}

/** What AWS declares, as an entry of `data/evidence.json`. */
export interface DeclaredEntry {
  readonly says: "declared";
  readonly date: string;
  readonly source: string;
  readonly license: string;
  readonly note: string;
  readonly regions: readonly string[];
  readonly names: readonly DeclaredRow[];
}

/**
 * @param json the content of botocore's `endpoints.json`
 * @param release of botocore
 * @throws Egress6Error CATALOG_SOURCE_INVALID
 */
export function declaredEntry(
  json: unknown,
  catalog: Catalog,
  { version, date }: { readonly version: string; readonly date: string },
): DeclaredEntry {
  const { endpoints, declared, unmatched } = declaredNames(json, catalog);
  const regions = catalog.partitions
    .filter(({ isPublic }) => isPublic)
    .flatMap((partition) => partition.regions.map(({ id }) => id))
    .sort();
  return {
    says: "declared",
    date,
    source: `https://github.com/boto/botocore/blob/${version}/botocore/data/endpoints.json`,
    license: "Apache-2.0",
    note: `Of ${declared} hostnames that botocore ${version} declares as dual-stack in public partitions, the ${declared - unmatched.length} that AWS's rules build, too. Some of them did not answer when others looked (es and servicediscovery in 2025-11).`,
    regions,
    names: rowsOf(endpoints, regions),
  };
}

function rowsOf(
  endpoints: readonly Endpoint[],
  regions: readonly string[],
): readonly DeclaredRow[] {
  const regionsOf = grouped(endpoints, ({ variant, service }) => `${variant} ${service}`);
  const alike = grouped(regionsOf, ([key, found]) => {
    const [variant = ""] = key.split(" ");
    return `${variant} ${found.map(({ region }) => region).sort()}`;
  });
  const rows = [...alike.values()].flatMap((same) => {
    const [first] = same;
    const [endpoint] = first?.[1] ?? [];
    if (first === undefined || endpoint === undefined) return [];
    const services = same.flatMap(([, [each]]) => each?.service ?? []).sort();
    const found = first[1].map(({ region }) => region).sort();
    return [{ variant: endpoint.variant, services, found }];
  });
  return rows.sort(byVariantThenSize).map(({ variant, services, found }) => {
    const rest = regions.filter((region) => !found.includes(region));
    if (rest.length === 0) return { variant, services };
    return rest.length < found.length
      ? { variant, services, notIn: rest }
      : { variant, services, in: found };
  });
}

function grouped<T>(items: Iterable<T>, keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const before = groups.get(key);
    if (before === undefined) groups.set(key, [item]);
    else before.push(item);
  }
  return groups;
}

interface Row {
  readonly variant: Variant;
  readonly services: readonly string[];
  readonly found: readonly string[];
}

function byVariantThenSize(a: Row, b: Row): number {
  return (
    VARIANTS.indexOf(a.variant) - VARIANTS.indexOf(b.variant) ||
    b.found.length - a.found.length ||
    ((a.services[0] ?? "") < (b.services[0] ?? "") ? -1 : 1)
  );
}

interface FileHead {
  readonly $schema: string;
  readonly note: string;
  readonly date: string;
}

interface Entry {
  readonly regions: readonly string[];
  readonly names: readonly object[];
}

/** One row of names per line, so that a diff shows what changed. */
export function formatEvidence(head: FileHead, entries: readonly Entry[]): string {
  const text = JSON.stringify;
  const members = Object.entries(head).map(([key, value]) => `  ${text(key)}: ${text(value)},\n`);
  const blocks = entries.map(({ regions, names, ...about }) => {
    const lines = Object.entries(about).map(
      ([key, value]) => `      ${text(key)}: ${text(value)},\n`,
    );
    const rows = names.map((row) => `        ${text(row)}`).join(",\n");
    return `    {\n${lines.join("")}      "regions": ${text(regions)},\n      "names": [\n${rows}\n      ]\n    }`;
  });
  return `{\n${members.join("")}  "entries": [\n${blocks.join(",\n")}\n  ]\n}\n`;
}
