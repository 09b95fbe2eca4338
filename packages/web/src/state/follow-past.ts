import { type ChangeLog, parseChangeLog } from "@egress6/core/changes/change-log";
import { planesAt } from "@egress6/core/map/planes-at";
import { batch, computed, effect, signal } from "@preact/signals";
import { address } from "./address-state.js";
import { loadJson } from "./load-json.js";
import { map, planesVersion } from "./map-state.js";
import { pastDay, pastFault, pastPlanes } from "./past-state.js";

const log = signal<ChangeLog | null>(null);
const day = computed(() => address.value.at);
let isLoading = false;

/** Shows the day in the address, whenever there is one. Needs the log of changes, which is loaded then. */
export function followPast(): void {
  effect(() => {
    planesVersion.value;
    const at = day.value;
    if (at !== null && log.value === null) void loadLog();
    const past =
      at === null || map.value === null || log.value === null
        ? null
        : planesAt(map.value, log.value, at);
    batch(() => {
      pastPlanes.value = past;
      pastDay.value = past === null ? null : at;
    });
  });
}

async function loadLog(): Promise<void> {
  if (isLoading) return;
  isLoading = true;
  try {
    log.value = parseChangeLog(await loadJson("data/changes.json"));
    pastFault.value = null;
  } catch (error) {
    const why = error instanceof Error ? error.message : `${error}`;
    pastFault.value = `The map of that day could not be made; this is the one of now. ${why}`;
  } finally {
    isLoading = false;
  }
}
