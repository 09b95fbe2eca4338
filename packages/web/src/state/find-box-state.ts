import { parseSettingFacts, type SettingFacts } from "@egress6/core/facts/setting-facts-json";
import type { FindData } from "@egress6/core/identify/find-data";
import { parseEvidenceMatrix } from "@egress6/core/map/evidence-matrix";
import { computed, signal } from "@preact/signals";
import { type Answers, answersTo } from "../find/answers.js";
import { snippetFormat } from "../find/snippet-format.js";
import { catalog, fetchCatalog } from "./catalog-state.js";
import { fetchFindData } from "./find-data-state.js";
import { heldText } from "./find-state.js";
import { loadJson } from "./load-json.js";
import { evidenceJson, loadMap, map, mapFault, statusMatrixVersion } from "./map-state.js";

interface Loaded {
  readonly data: FindData;
  readonly settings: SettingFacts;
}

const loaded = signal<Loaded | null>(null);
/** Why nothing can be said. */
export const findFault = signal<string | null>(null);
const chosenRegion = signal<string | null>(null);

/** What is asked for is the same whatever was pasted: no request tells anything of it. */
export async function loadFindBox(): Promise<void> {
  findFault.value = null;
  try {
    const [data, settings] = await Promise.all([
      fetchFindData(),
      loadJson("data/settings.json").then(parseSettingFacts),
      fetchCatalog(),
      map.peek() === null ? loadMap() : null,
    ]);
    if (map.peek() === null) throw new Error(mapFault.peek() ?? "The map could not be loaded.");
    loaded.value = { data, settings };
  } catch (error) {
    findFault.value = error instanceof Error ? error.message : `${error}`;
  }
}

/** For lines that name none: the first large one, until another is chosen. */
export const findRegion = computed(() => {
  const regions = map.value?.layout.regions ?? [];
  const first = regions.find(({ largeRank }) => largeRank === 0) ?? regions[0];
  return chosenRegion.value ?? first?.id ?? "";
});

export function chooseFindRegion(region: string): void {
  chosenRegion.value = region;
}

const evidence = computed(() =>
  map.value === null || evidenceJson.value === null
    ? null
    : parseEvidenceMatrix(evidenceJson.value, map.value.layout),
);

/** Null: nothing was asked, it is a snippet, or what answers are made of is still being loaded. */
export const answers = computed((): Answers | null => {
  statusMatrixVersion.value;
  const text = heldText.value ?? "";
  if (text.trim() === "" || loaded.value === null || snippetFormat(text) !== null) return null;
  if (map.value === null || catalog.value === null) return null;
  return answersTo(text, {
    ...loaded.value,
    catalog: catalog.value,
    map: map.value,
    evidence: evidence.value,
    region: findRegion.value,
  });
});
