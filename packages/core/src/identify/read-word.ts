import type { Catalog } from "../endpoint/catalog.js";
import { matchesGlob } from "../endpoint/matches-glob.js";
import type { Service, Variant } from "../endpoint/types.js";
import type { Known } from "./known.js";
import type { ToolNames } from "./names.js";
import { listedRegions } from "./region-in-name.js";
import { bare } from "./service-words.js";

/** What a name of one word or more means; each list is empty where it means nothing of that sort. */
export interface WordMeaning {
  readonly services: readonly Service[];
  readonly tools: readonly string[];
  readonly regions: readonly string[];
  readonly variants: readonly Variant[];
}

const VARIANT_WORDS: ReadonlyMap<string, Variant> = new Map([
  ["dualstack", "dualstack"],
  ["fips", "fips"],
  ["fipsdualstack", "fips-dualstack"],
  ["dualstackfips", "fips-dualstack"],
]);

/** @returns null when it means nothing */
export function meaningOf(known: Known, text: string): WordMeaning | null {
  const short = text.replace(/ \([^)]*\)$/, "").replace(/^(?:amazon|aws) /i, "");
  return meaningOfWord(known, text) ?? (short === text ? null : meaningOfWord(known, short));
}

function meaningOfWord(known: Known, text: string): WordMeaning | null {
  const word = bare(text);
  if (word === "") return null;
  const services = known.words.called.get(word) ?? [];
  const tools = toolWords(known.names.tools).get(word) ?? [];
  const regions = services.length > 0 ? [] : regionsCalled(known.catalog, text);
  const variant = VARIANT_WORDS.get(word);
  const variants = variant === undefined ? [] : [variant];
  const isNothing = services.length + tools.length + regions.length + variants.length === 0;
  return isNothing ? null : { services, tools, regions, variants };
}

/** `eu-central-1`, `eu-*`, `eu-west-1a`, `Frankfurt`, `Europe (Frankfurt)`, `GovCloud`. */
export function regionsCalled(catalog: Catalog, text: string): readonly string[] {
  const word = text.toLowerCase();
  const listed = listedRegions(catalog);
  if (listed.has(word)) return [word];
  if (/^[a-z]{2,}-[a-z0-9-]*[*?][a-z0-9*?-]*$/.test(word)) {
    return [...listed].filter((region) => matchesGlob(word, region));
  }
  const zone = /^(.*-\d+)[a-f]$/.exec(word)?.[1];
  if (zone !== undefined && listed.has(zone)) return [zone];
  return regionNames(catalog).get(bare(word)) ?? [];
}

const namesOfRegions = new WeakMap<Catalog["partitions"], ReadonlyMap<string, readonly string[]>>();

function regionNames({ partitions }: Catalog): ReadonlyMap<string, readonly string[]> {
  const known = namesOfRegions.get(partitions);
  if (known !== undefined) return known;
  const made = new Map<string, readonly string[]>();
  for (const { title, regions, isPublic } of partitions) {
    if (!isPublic) continue;
    if (regions.length > 1)
      made.set(
        bare(title),
        regions.map(({ id }) => id),
      );
    for (const { id, name } of regions) {
      const city = /\(([^)]+)\)/.exec(name)?.[1] ?? name;
      for (const word of [name, city, city.replace(/^N\. /, "")]) {
        if (!/^central$/i.test(word)) made.set(bare(word), [id]);
      }
    }
  }
  namesOfRegions.set(partitions, made);
  return made;
}

const wordsOfTools = new WeakMap<readonly ToolNames[], ReadonlyMap<string, readonly string[]>>();

function toolWords(tools: readonly ToolNames[]): ReadonlyMap<string, readonly string[]> {
  const known = wordsOfTools.get(tools);
  if (known !== undefined) return known;
  const made = new Map<string, string[]>();
  for (const { id, name, aliases } of tools) {
    const short = name.replace(/ \(.*\)$/, "");
    for (const word of new Set([id, name, short, ...aliases].map(bare))) {
      made.set(word, [...(made.get(word) ?? []), id]);
    }
  }
  wordsOfTools.set(tools, made);
  return made;
}
