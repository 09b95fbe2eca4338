import type { MapRegion } from "@egress6/core/map/map-layout";
import { signal } from "@preact/signals";
import { chosenRegions, type RegionChoice } from "../map/region-choice.js";
import { readSaved, save } from "./saved.js";

/** Regions that somebody keeps under a name in this browser. */
export interface SavedSet {
  readonly name: string;
  readonly choice: RegionChoice;
}

const KEY = "egress6.region-sets";
const MAX_SETS = 20;
const MAX_NAME = 40;

export const savedSets = signal<readonly SavedSet[]>([]);

export function loadSavedSets(regions: readonly MapRegion[]): void {
  savedSets.value = parseSavedSets(readSaved(KEY), regions);
}

/** A set of the same name is replaced. */
export function keepSet(set: SavedSet): void {
  const others = savedSets.peek().filter(({ name }) => name !== set.name);
  store([...others, { ...set, name: set.name.slice(0, MAX_NAME) }].slice(-MAX_SETS));
}

export function forgetSet(name: string): void {
  store(savedSets.peek().filter((set) => set.name !== name));
}

function store(sets: readonly SavedSet[]): void {
  savedSets.value = sets;
  save(KEY, sets.length === 0 ? null : JSON.stringify(sets));
}

/** What cannot be read any more, such as a region that is gone, is left out. */
export function parseSavedSets(
  text: string | null,
  regions: readonly MapRegion[],
): readonly SavedSet[] {
  if (text === null) return [];
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(json)) return [];
  return json.slice(0, MAX_SETS).flatMap((item: unknown): readonly SavedSet[] => {
    if (typeof item !== "object" || item === null) return [];
    const { name, choice }: { name?: unknown; choice?: unknown } = item;
    if (typeof name !== "string" || typeof choice !== "string") return [];
    return chosenRegions(choice, regions) === null ? [] : [{ name, choice }];
  });
}
