import { CELLS, type Cell } from "@egress6/core/verdict/cell";
import { computed, effect, signal } from "@preact/signals";
import type { FilterQuery, Sought } from "../map/filter-query.js";
import { chosenRegions } from "../map/region-choice.js";
import { type CellCounts, countPackedCells, reachablePercent } from "../map/summary.js";
import { cellsOfView, FIRST_EVIDENCE, viewOf } from "../map/views.js";
import { address } from "./address-state.js";
import type { Filtering } from "./filtering.js";
import { map, statusMatrixVersion } from "./map-state.js";
import { pastStatusMatrix } from "./past-state.js";
import { type EvidenceWords, shownEvidence } from "./shown-evidence.js";

const queryText = computed(() => address.value.query);
const regionChoice = computed(() => address.value.regions);
const viewId = computed(() => address.value.view);
const chosenStates = computed(() => address.value.states);

const order = computed(() => address.value.order);

/** Null until something is looked for or sorted: most people only look at first. */
const filtering = signal<Filtering | null>(null);
const filteringFault = signal(false);
let loading: Promise<unknown> | null = null;

effect(() => {
  const { query, states, order } = address.value;
  if (query === "" && states.length === 0 && order === "popular") return;
  loading ??= import("./filtering.js").then(
    (loaded) => {
      filtering.value = loaded.FILTERING;
      filteringFault.value = false;
    },
    () => {
      loading = null;
      filteringFault.value = true;
    },
  );
});

/** Once what the address asks for can be shown. */
export const filterReady = (): Promise<unknown> | null => loading;

/** Finds more in the filter's text than its words, once that is loaded. */
export const understood = signal<((plain: FilterQuery, text: string) => FilterQuery) | null>(null);

const NO_QUERY: FilterQuery = {
  words: [],
  excludedWords: [],
  states: [],
  excludedStates: [],
  regions: null,
  excludedRegions: new Set(),
  view: null,
  problems: [],
};

export const query = computed<FilterQuery>(() => {
  if (filteringFault.value) {
    return { ...NO_QUERY, problems: ["it could not be loaded; the next key tries again"] };
  }
  if (filtering.value === null || queryText.value === "") return NO_QUERY;
  const plain = filtering.value.parseFilterQuery(queryText.value, map.value?.layout.regions ?? []);
  return understood.value?.(plain, queryText.value) ?? plain;
});

export const view = computed(() => viewOf(query.value.view ?? viewId.value));

/** The state of every cell in this view, of now or of the day in the address. */
const cells = computed(() => {
  statusMatrixVersion.value;
  if (map.value === null) return new Uint8Array();
  const shown = { ...map.value, statusMatrix: pastStatusMatrix.value ?? map.value.statusMatrix };
  const states = cellsOfView(shown, view.value);
  shownEvidence.value?.mark(states, shown, view.value);
  return states;
});

const sources = computed(() => shownEvidence.value?.sources ?? []);

const width = computed(() => map.value?.layout.regions.length ?? 0);

/** Positions of the regions in the layout, as chosen. */
export const visibleRegions = computed<readonly number[]>(() => {
  const layout = map.value?.layout;
  if (layout === undefined) return [];
  const { regions, excludedRegions } = query.value;
  const chosen =
    regions === null
      ? (chosenRegions(regionChoice.value, layout.regions) ?? [])
      : layout.regions.filter((region) => regions.has(region));
  return chosen
    .filter((region) => !excludedRegions.has(region))
    .map(({ id }) => layout.regionIndex.get(id) ?? -1);
});

/** Positions of all services in the catalog, as they are sorted. */
const sortedServices = computed(() => {
  if (map.value === null) return [];
  if (filtering.value === null || order.value === "popular") return map.value.order;
  return filtering.value.sortServices(map.value, order.value, {
    cells: cells.value,
    width: width.value,
    regions: visibleRegions.value,
  });
});

/** Positions of the services in the catalog that have the words of the filter. */
export const namedServices = computed(() =>
  map.value === null || query.value === NO_QUERY
    ? sortedServices.value
    : (filtering.value?.filterServices(
        map.value.catalog.services,
        query.value,
        sortedServices.value,
      ) ?? []),
);

/** Positions of the services in the catalog, as filtered. */
export const visibleServices = computed(() => {
  const chosen = chosenStates.value;
  const { states, excludedStates } = query.value;
  if (filtering.value === null) return namedServices.value;
  return filtering.value.filterByStates(
    namedServices.value,
    visibleRegions.value,
    { cells: cells.value, width: width.value },
    {
      groups: chosen.length === 0 ? states : [...states, chosen],
      excluded: excludedStates,
      says: sources.value.map(({ says }) => says),
    },
  );
});

/** The states that are looked for; empty: all the same. */
export const soughtStates = computed<ReadonlySet<Sought>>(
  () => new Set([...query.value.states.flat(), ...chosenStates.value]),
);

/** What of some services in some regions is reachable: `63%`; empty: nothing is known. */
export const shareOf = computed(() => {
  const states = cells.value;
  const columns = width.value;
  return (services: readonly number[], regions: readonly number[]): string => {
    const percent = reachablePercent(countPackedCells(states, columns, services, regions));
    return percent === null ? "" : `${percent}%`;
  };
});

/** How many cells there are of each state before a state is chosen: what the chips say. */
export const choiceCounts = computed<CellCounts>(() =>
  countPackedCells(cells.value, width.value, namedServices.value, visibleRegions.value),
);

/** The state of a cell as shown now; another function when any has changed. */
export const cellAt = computed(() => {
  const states = cells.value;
  const columns = width.value;
  return (service: number, region: number): Cell =>
    CELLS[states[service * columns + region] ?? 0] ?? "unknown";
});

/** What others say of a cell that nobody asked about; null: nothing. */
export const evidenceAt = computed(() => {
  const states = cells.value;
  const columns = width.value;
  const said = sources.value;
  return (service: number, region: number): EvidenceWords | null =>
    said[(states[service * columns + region] ?? 0) - FIRST_EVIDENCE] ?? null;
});
