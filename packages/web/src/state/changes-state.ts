import { dayOf } from "@egress6/core/changes/change-groups";
import { type ChangeLog, parseChangeLog } from "@egress6/core/changes/change-log";
import { netChanges } from "@egress6/core/changes/net-changes";
import { computed, signal } from "@preact/signals";
import { changesFilter } from "../changes/changes-filter.js";
import {
  FIRST_CHANGES_QUERY,
  formatChangesQuery,
  parseChangesQuery,
} from "../changes/changes-query.js";
import { feedOf } from "../changes/feed-of.js";
import { filterChanges } from "../changes/filter-changes.js";
import { loadJson } from "./load-json.js";
import { loadMap, map, mapFault } from "./map-state.js";
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
  return { from: from ?? dayOf(recordedFrom), to: to ?? dayOf(recordedTo ?? recordedFrom) };
});

export const shownDifference = computed(() => {
  const days = comparedDays.value;
  return days === null ? [] : netChanges(shownChanges.value, days.from, days.to);
});
