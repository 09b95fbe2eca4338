import { type ChangeLog, parseChangeLog } from "@egress6/core/changes/change-log";
import { netChanges } from "@egress6/core/changes/net-changes";
import { planesAt } from "@egress6/core/map/planes-at";
import { isoDay } from "@egress6/core/observation/iso-time";
import { computed, signal } from "@preact/signals";
import { changedCells } from "../changes/changed-cells.js";
import { changesFilter } from "../changes/changes-filter.js";
import {
  FIRST_CHANGES_QUERY,
  formatChangesQuery,
  parseChangesQuery,
} from "../changes/changes-query.js";
import { feedOf } from "../changes/feed-of.js";
import { filterChanges } from "../changes/filter-changes.js";
import { cellsOfView, viewOf } from "../map/views.js";
import { loadJson } from "./load-json.js";
import { loadMap, map, mapFault, planesVersion } from "./map-state.js";
import { queryState } from "./query-state.js";

const address = queryState(FIRST_CHANGES_QUERY, formatChangesQuery);
export const changesQuery = address.query;
export const ignoredInChanges = address.ignored;
export const changeChangesQuery = address.change;

export const changeLog = signal<ChangeLog | null>(null);
/** Why there are no changes to show. */
export const changesFault = signal<string | null>(null);

/** Loads the map, for the names of services and regions, and the changes; the address is read then. */
export async function loadChanges(): Promise<void> {
  changesFault.value = null;
  try {
    const [log] = await Promise.all([
      loadJson("data/changes.json").then(parseChangeLog),
      loadMap(),
    ]);
    const loaded = map.peek();
    if (loaded === null) throw new Error(mapFault.peek() ?? "The map could not be loaded.");
    if (changeLog.peek() === null) {
      address.follow((search) => parseChangesQuery(search, loaded.catalog, loaded.layout.regions));
    }
    changeLog.value = log;
  } catch (error) {
    changesFault.value = error instanceof Error ? error.message : `${error}`;
  }
}

const filter = computed(() =>
  map.value === null ? null : changesFilter(map.value, changesQuery.value),
);

/** What of the filter's text says nothing about changes. */
export const filterProblems = computed(() => filter.value?.problems ?? []);

/** The feed of what is shown, or the one that comes nearest where there are only files. */
export const feedPath = computed(() =>
  filter.value === null
    ? "feeds/all.atom"
    : feedOf({ ...filter.value, isLive: map.value?.meta.isLive ?? false }),
);

export const shownChanges = computed(() =>
  filter.value === null ? [] : filterChanges(changeLog.value?.changes ?? [], filter.value),
);

/** The two days to compare; null: the list by day is shown. */
export const comparedDays = computed(() => {
  const { from, to } = changesQuery.value;
  const { recordedFrom = null, recordedTo = null } = changeLog.value ?? {};
  if ((from === null && to === null) || recordedFrom === null) return null;
  return { from: from ?? isoDay(recordedFrom), to: to ?? isoDay(recordedTo ?? recordedFrom) };
});

export const isBeforeRecords = computed(() => {
  const [days, recordedFrom] = [comparedDays.value, changeLog.value?.recordedFrom ?? null];
  if (days === null || recordedFrom === null) return false;
  return days.from < isoDay(recordedFrom) || days.to < isoDay(recordedFrom);
});

/** The names that the states of the map are of. */
export const comparedView = computed(() => viewOf(filter.value?.variant ?? "default"));

/** Which states of the map are different; empty where one of the days was before observing began. */
export const shownChangedCells = computed(() => {
  planesVersion.value;
  const [days, log, loaded] = [comparedDays.value, changeLog.value, map.value];
  if (days === null || log === null || loaded === null || filter.value === null) return [];
  if (isBeforeRecords.value) return [];
  const { layout } = loaded;
  const cellsAt = (day: string) =>
    cellsOfView({ layout, planes: planesAt(loaded, log, day) }, comparedView.value);
  return changedCells(layout, cellsAt(days.from), cellsAt(days.to), filter.value);
});

export const shownDifference = computed(() => {
  const days = comparedDays.value;
  return days === null ? [] : netChanges(shownChanges.value, days.from, days.to);
});
