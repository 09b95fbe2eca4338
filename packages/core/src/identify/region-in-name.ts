import type { Catalog } from "../endpoint/catalog.js";

/** A place in a hostname where a region stands. */
export interface RegionInName {
  readonly region: string;
  /** The labels, with `{region}` in its place. */
  readonly labels: readonly string[];
}

/** Regions have three parts between hyphens, or four: `us-gov-west-1`. */
const PARTS = [3, 4];
const SHAPE = /^[a-z]+(-[a-z]+)+-\d+$/;

/**
 * Every reading of a hostname in which a label is a region, or ends with one, listed regions and later labels
 * first. A bucket may be called like a region, so there can be several.
 */
export function regionsInName(
  catalog: Catalog,
  labels: readonly string[],
): readonly RegionInName[] {
  const listed = listedRegions(catalog);
  const found: (RegionInName & { readonly isListed: boolean })[] = [];
  for (const [index, label] of [...labels.entries()].reverse()) {
    if (!label.includes("-")) continue;
    const put = (region: string, instead: string) =>
      found.push({
        region,
        isListed: listed.has(region),
        labels: labels.map((each, at) => (at === index ? instead : each)),
      });
    if (listed.has(label) || SHAPE.test(label)) put(label, "{region}");
    const parts = label.split("-");
    for (const count of PARTS) {
      const tail = parts.slice(-count).join("-");
      if (tail !== label && listed.has(tail)) put(tail, `${label.slice(0, -tail.length)}{region}`);
    }
  }
  return [...found.filter(({ isListed }) => isListed), ...found.filter((each) => !each.isListed)];
}

const sets = new WeakMap<Catalog["partitions"], ReadonlySet<string>>();

export function listedRegions({ partitions }: Catalog): ReadonlySet<string> {
  const known = sets.get(partitions);
  if (known !== undefined) return known;
  const made = new Set(partitions.flatMap(({ regions }) => regions.map(({ id }) => id)));
  sets.set(partitions, made);
  return made;
}
