import { type ChangeLog, reachesBackTo } from "@egress6/core/changes/change-log";
import { netChanges } from "@egress6/core/changes/net-changes";
import { statusMatrixAt } from "@egress6/core/map/status-matrix-at";
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
import { isDay } from "./is-day.js";
import { loadBackTo, loadChangeLog, loadOlderMonth } from "./load-changes.js";
import { loadMap, map, mapFault, statusMatrixVersion } from "./map-state.js";
import { queryState } from "./query-state.js";

const address = queryState(FIRST_CHANGES_QUERY, formatChangesQuery);
export const changesQuery = address.query;
export const ignoredInChanges = address.ignored;
export const changeChangesQuery = address.change;

export const changeLog = signal<ChangeLog | null>(null);
/** Why there are no changes to show. */
export const changesFault = signal<string | null>(null);

/** Why there are no older ones. */
export const olderFault = signal<string | null>(null);

/** Loads the map, for the names of services and regions, and the changes; the address is read then. */
export async function loadChanges(): Promise<void> {
  changesFault.value = null;
  try {
    const [log] = await Promise.all([loadChangeLog(dayToReach()), loadMap()]);
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

/** The day that the address points at in the list, and what was loaded before. */
function dayToReach(): string | null {
  const day = location.hash.slice(1);
  const { completeFrom = null, recordedFrom = null } = changeLog.peek() ?? {};
  const reached = completeFrom ?? (recordedFrom === null ? null : isoDay(recordedFrom));
  return [isDay(day) ? day : null, reached].filter((each) => each !== null).sort()[0] ?? null;
}

let isLoadingOlder = false;

/** Loads older months: the next one, or all until a day is reached. */
export async function loadOlderChanges(day?: string): Promise<void> {
  const log = changeLog.peek();
  if (log === null || isLoadingOlder) return;
  isLoadingOlder = true;
  olderFault.value = null;
  try {
    changeLog.value = await (day === undefined ? loadOlderMonth(log) : loadBackTo(log, day));
  } catch (error) {
    olderFault.value = error instanceof Error ? error.message : `${error}`;
  } finally {
    isLoadingOlder = false;
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

/** The day back to which changes have to be loaded to compare the two; null: all are there. */
export const missingDay = computed(() => {
  const [days, log] = [comparedDays.value, changeLog.value];
  if (days === null || log === null) return null;
  const first = days.from < days.to ? days.from : days.to;
  return reachesBackTo(log, first) ? null : first;
});

export const isBeforeRecords = computed(() => {
  const [days, recordedFrom] = [comparedDays.value, changeLog.value?.recordedFrom ?? null];
  if (days === null || recordedFrom === null) return false;
  return days.from < isoDay(recordedFrom) || days.to < isoDay(recordedFrom);
});

/** Positions of the services and regions that the filter leaves: what a share is of. */
export const reachScope = computed(() => {
  const loaded = map.value;
  const { services = null, regions = null } = filter.value ?? {};
  if (loaded === null) return { services: [], regions: [] };
  return {
    services: loaded.order.filter(
      (index) => services?.has(loaded.catalog.services[index]?.cliName ?? "") ?? true,
    ),
    regions: loaded.layout.regions.flatMap(({ id, isPublic }, index) =>
      (regions?.has(id) ?? isPublic) ? [index] : [],
    ),
  };
});

/** The names that the states of the map are of. */
export const comparedView = computed(() => viewOf(filter.value?.variant ?? "default"));

/** Which states of the map are different; empty where one of the days was before observing began. */
export const shownChangedCells = computed(() => {
  statusMatrixVersion.value;
  const [days, log, loaded] = [comparedDays.value, changeLog.value, map.value];
  if (days === null || log === null || loaded === null || filter.value === null) return [];
  if (isBeforeRecords.value) return [];
  const cellsAt = (day: string) =>
    cellsOfView({ ...loaded, statusMatrix: statusMatrixAt(loaded, log, day) }, comparedView.value);
  return changedCells(loaded.layout, cellsAt(days.from), cellsAt(days.to), filter.value);
});

export const shownDifference = computed(() => {
  const days = comparedDays.value;
  return days === null ? [] : netChanges(shownChanges.value, days.from, days.to);
});
