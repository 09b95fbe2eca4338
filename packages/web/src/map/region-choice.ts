import { matchesGlob } from "@egress6/core/endpoint/matches-glob";
import type { MapRegion } from "@egress6/core/map/map-layout";

/** Where most of what people run is: the first columns anyone sees. */
const LARGE_REGIONS: readonly string[] = [
  "us-east-1",
  "us-east-2",
  "us-west-2",
  "eu-west-1",
  "eu-central-1",
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
];

/**
 * Which columns are shown, as in the address: `large`, `all`, or partition ids, region ids and
 * patterns such as `eu-*`, joined by commas.
 */
export type RegionChoice = string;

export const DEFAULT_REGIONS: RegionChoice = "large";

/** @returns null when a word fits no region */
export function chosenRegions(
  choice: RegionChoice,
  regions: readonly MapRegion[],
): readonly MapRegion[] | null {
  if (choice === "large") {
    const large = LARGE_REGIONS.flatMap((id) => regions.filter((region) => region.id === id));
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
