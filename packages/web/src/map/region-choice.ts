import { matchesGlob } from "@egress6/core/endpoint/matches-glob";
import type { MapRegion } from "@egress6/core/map/map-layout";

/** As many of the large regions as fit on a screen: the first columns anyone sees. */
const LARGE_COLUMNS = 8;

/**
 * Which columns are shown, as in the address: `large`, `all`, or partition ids, region ids and
 * patterns such as `eu-*`, joined by commas.
 */
export type RegionChoice = string;

export const DEFAULT_REGIONS: RegionChoice = "large";

/** What most people stay with, in words. */
export const USUAL_CHOICES: Readonly<Record<RegionChoice, string>> = {
  large: "Large regions",
  all: "All regions",
};

/** @returns null when a word fits no region */
export function chosenRegions(
  choice: RegionChoice,
  regions: readonly MapRegion[],
): readonly MapRegion[] | null {
  if (choice === "large") {
    const large = Array.from({ length: LARGE_COLUMNS }, (_, rank) =>
      regions.filter(({ largeRank }) => largeRank === rank),
    ).flat();
    return large.length > 0 ? large : regions;
  }
  if (choice === "all") return regions.filter(({ isPublic }) => isPublic);
  const chosen = new Set<MapRegion>();
  for (const word of choice.split(",")) {
    const matches = regions.filter((region) => isNamed(word, region));
    if (matches.length === 0) return null;
    for (const region of matches) chosen.add(region);
  }
  return regions.filter((region) => chosen.has(region));
}

/** Isolated regions, of which nothing can be observed, only when they are meant by name. */
export function isNamed(word: string, { id, partition, isPublic }: MapRegion): boolean {
  if (word === partition || word === id) return true;
  return isPublic && word.includes("*") && matchesGlob(word, id);
}
