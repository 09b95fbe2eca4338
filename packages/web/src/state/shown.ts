import { computed } from "@preact/signals";
import { filterServices } from "../map/filter-services.js";
import { chosenRegions } from "../map/region-choice.js";
import { type CellCounts, countCells } from "../map/summary.js";
import { viewOf } from "../map/views.js";
import { address } from "./address-state.js";
import { cellAt, map, planesVersion } from "./map-state.js";

const query = computed(() => address.value.query);
const regionChoice = computed(() => address.value.regions);
const viewId = computed(() => address.value.view);

export const view = computed(() => viewOf(viewId.value));

/** Positions of the services in the catalog, as filtered. */
export const shownServices = computed(() =>
  map.value === null ? [] : filterServices(map.value.catalog.services, query.value),
);

/** Positions of the regions in the layout, as chosen. */
export const shownRegions = computed(() => {
  const layout = map.value?.layout;
  if (layout === undefined) return [];
  const chosen = chosenRegions(regionChoice.value, layout.regions) ?? [];
  return chosen.map(({ id }) => layout.regionIndex.get(id) ?? -1);
});

export const counts = computed<CellCounts>(() => {
  planesVersion.value;
  const shown = map.value;
  if (shown === null) return countCells([]);
  return countCells(
    shownServices.value.flatMap((service) =>
      shownRegions.value.map((region) => cellAt(shown, view.value, service, region)),
    ),
  );
});

/** Whether any name of the map was conclusively observed. */
export const isAnythingObserved = computed(() => {
  planesVersion.value;
  return map.value?.planes.some((code) => code > 1) ?? false;
});
