import type { Service } from "@egress6/core/endpoint/types";
import type { ServiceList } from "@egress6/core/identify/parse-service-list";
import { observedOfStatusMatrix } from "@egress6/core/map/observed-of-status-matrix";
import { type RegionReadiness, readinessOfList } from "@egress6/core/verdict/list-readiness";
import { computed, signal } from "@preact/signals";
import { chosenRegions } from "../map/region-choice.js";
import { identifyList } from "../my-services/identify-list.js";
import {
  FIRST_MY_SERVICES_QUERY,
  formatMyServicesQuery,
  parseMyServicesQuery,
} from "../my-services/my-services-query.js";
import { catalog, fetchCatalog } from "./catalog-state.js";
import { fetchFindData } from "./find-data-state.js";
import { followServer } from "./live.js";
import { loadMap, map, mapFault, statusMatrixVersion } from "./map-state.js";
import { queryState } from "./query-state.js";
import { savedList, saveList } from "./saved-list.js";

const address = queryState(FIRST_MY_SERVICES_QUERY, formatMyServicesQuery);
export const myServicesQuery = address.query;
export const ignoredInMyServices = address.ignored;
export const changeMyServices = address.change;

/** The list as it is being typed; the services in it are in the address. */
export const listText = signal("");

/** Understands a list, once what it is held against is there. */
export const readList = signal<(list: string) => ServiceList>(() => ({
  services: [],
  unknown: [],
}));

/** Whether map, catalog and address are there. */
export const isReady = signal(false);
/** Why they are not. */
export const myServicesFault = signal<string | null>(null);

/** Loads map and catalog; the address is read then, and without a list in it the last one of this browser taken. */
export async function loadMyServices(): Promise<void> {
  myServicesFault.value = null;
  try {
    const [names, { names: words }] = await Promise.all([
      fetchCatalog(),
      fetchFindData(),
      loadMap(),
    ]);
    readList.value = (list) => identifyList(names, words, list);
    const loaded = map.peek();
    if (loaded === null) throw new Error(mapFault.peek() ?? "The map could not be loaded.");
    address.follow((search) => {
      const parsed = parseMyServicesQuery(search, readList.peek(), loaded.layout.regions);
      listText.value = [...parsed.query.list, ...parsed.unknownWords].join("\n");
      return parsed;
    });
    if (listText.peek() === "") typeList(savedList().join("\n"));
    isReady.value = true;
    if (loaded.meta.isLive) followServer();
  } catch (error) {
    myServicesFault.value = error instanceof Error ? error.message : `${error}`;
  }
}

/** Takes the text as the list, and keeps it for the next visit: what somebody else's link holds is not kept. */
export function typeList(text: string): void {
  listText.value = text;
  const list = chosen.peek().services.map(({ cliName }) => cliName);
  saveList(list);
  if (list.join() !== myServicesQuery.peek().list.join()) changeMyServices({ list });
}

export const chosen = computed(() => readList.value(listText.value));

export const listServices = computed((): readonly Service[] => {
  const loaded = map.value;
  if (loaded === null) return [];
  return myServicesQuery.value.list.flatMap(
    (name) => loaded.catalog.services[loaded.layout.serviceIndex.get(name) ?? -1] ?? [],
  );
});

const observed = computed(() => {
  statusMatrixVersion.value;
  if (map.value === null || catalog.value === null) return new Map();
  return observedOfStatusMatrix(catalog.value, map.value, { services: listServices.value });
});

/** One per chosen region. */
export const readiness = computed((): readonly RegionReadiness[] => {
  const loaded = map.value;
  if (loaded === null || catalog.value === null) return [];
  const { regions, isFips } = myServicesQuery.value;
  return readinessOfList({
    catalog: catalog.value,
    services: listServices.value,
    regions: (chosenRegions(regions, loaded.layout.regions) ?? []).map(({ id }) => id),
    observed: observed.value,
    isFips,
  });
});
