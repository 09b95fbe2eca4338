import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Variant } from "@egress6/core/endpoint/types";
import { identify } from "@egress6/core/identify/identify";
import type { IdentifyNames } from "@egress6/core/identify/names";
import type { MapRegion } from "@egress6/core/map/map-layout";
import type { FilterQuery } from "./filter-query.js";
import { hasWord } from "./filter-services.js";
import { isNamed } from "./region-choice.js";

/** What words of a filter are held against. */
export interface FilterNames {
  readonly catalog: Catalog;
  readonly names: IdentifyNames;
  readonly regions: readonly MapRegion[];
}

/**
 * A filter with what its words mean besides being in a name: regions and variants without a token in front, and
 * whatever else people hold, such as hosts, URLs, ARNs and other words for a service. Services that the words
 * alone find stay in.
 * @param plain as it was read without knowing more
 * @param text that it was read from, in its own letters
 */
export function understandQuery(
  plain: FilterQuery,
  text: string,
  { catalog, names, regions: known }: FilterNames,
): FilterQuery {
  const regions = new Set<MapRegion>(plain.regions);
  const excludedRegions = new Set(plain.excludedRegions);
  let view = plain.view;
  const take = (ids: readonly string[], variant: Variant | undefined | null) => {
    for (const region of known) if (ids.includes(region.id)) regions.add(region);
    if (variant && variant !== "default") view ??= viewFor(variant);
  };
  const words: string[] = [];
  for (const part of text.split(/\s+/)) {
    const word = part.toLowerCase();
    if (!plain.words.includes(word)) continue;
    const meant = regionsMeant(word, known);
    const [variant, ...others] = identify(part, catalog, names).flatMap(({ kind, variants }) =>
      kind === "variant" ? variants : [],
    );
    if (meant.length > 0) for (const region of meant) regions.add(region);
    else if (variant !== undefined && others.length === 0) view = variant;
    else words.push(part);
  }
  const excludedWords = plain.excludedWords.filter((word) => {
    const meant = regionsMeant(word, known);
    for (const region of meant) excludedRegions.add(region);
    return meant.length === 0;
  });

  const named = new Set<string>();
  for (const { matches } of identify(words.join(" "), catalog, names)) {
    for (const { service, region, variant } of matches) {
      named.add(service);
      take(region === null ? [] : [region], variant);
    }
  }
  // One by one, too: `fargate logs` are words for different services, and `mq amazon` is not one name.
  const meaning = words.map((word) => ({
    word: word.toLowerCase(),
    services: new Set(
      identify(word, catalog, names).flatMap(({ matches }) => matches.map((each) => each.service)),
    ),
  }));
  for (const service of words.length > 1 ? catalog.services : []) {
    const fits = meaning.every(
      ({ word, services }) => services.has(service.cliName) || hasWord(service, word),
    );
    if (fits) named.add(service.cliName);
  }
  return {
    ...plain,
    words: words.map((word) => word.toLowerCase()),
    excludedWords,
    named,
    regions: regions.size === 0 ? plain.regions : regions,
    excludedRegions,
    view,
  };
}

/** A region's id, a pattern such as `eu-*`, or a partition's id with a hyphen: `aws` alone is in many names. */
function regionsMeant(word: string, regions: readonly MapRegion[]): readonly MapRegion[] {
  return word.includes("-") ? regions.filter((region) => isNamed(word, region)) : [];
}

/** The view that has this name, with the one to compare it with where there is one. */
function viewFor(variant: Variant): Variant | null {
  return variant === "fips" || variant === "fips-dualstack" ? "fips" : null;
}
