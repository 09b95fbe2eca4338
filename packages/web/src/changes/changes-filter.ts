import type { MapData } from "@egress6/core/map/map-data";
import { parseFilterQuery } from "../map/filter-query.js";
import { filterServices } from "../map/filter-services.js";
import { chosenRegions } from "../map/region-choice.js";
import type { ChangesQuery } from "./changes-query.js";
import { FIRST_CHANGES_QUERY } from "./changes-query.js";
import type { ChangesFilter } from "./filter-changes.js";

interface ParsedFilter extends ChangesFilter {
  /** A sentence for every token that says nothing here; such tokens are left out. */
  readonly problems: readonly string[];
}

/** What is meant by the same words and tokens as on the map, the chosen regions and the list. */
export function changesFilter(
  { catalog, layout }: Pick<MapData, "catalog" | "layout">,
  { text, regions: choice, list }: ChangesQuery,
): ParsedFilter {
  const tokens = parseFilterQuery(text, layout.regions);
  const { words, excludedWords, excludedRegions, view: variant } = tokens;
  const hasWords = words.length + excludedWords.length > 0;
  const found = filterServices(catalog.services, tokens)
    .flatMap((index) => catalog.services[index]?.cliName ?? [])
    .filter((cliName) => list.length === 0 || list.includes(cliName));
  const isOfAllRegions =
    choice === FIRST_CHANGES_QUERY.regions && tokens.regions === null && excludedRegions.size === 0;
  const regions = [...(tokens.regions ?? chosenRegions(choice, layout.regions) ?? [])];
  const hasStatus = tokens.states.length + tokens.excludedStates.length > 0;
  return {
    services: hasWords || list.length > 0 ? new Set(found) : null,
    hasHost: (host) =>
      list.length === 0 &&
      isOfAllRegions &&
      variant === null &&
      words.every((word) => host.includes(word)) &&
      !excludedWords.some((word) => host.includes(word)),
    regions: isOfAllRegions
      ? null
      : new Set(regions.filter((region) => !excludedRegions.has(region)).map(({ id }) => id)),
    variant,
    problems: [
      ...tokens.problems,
      ...(hasStatus ? ["status: and evidence: are about cells, not about changes"] : []),
    ],
  };
}
