import { type ChangeLog, reachesBackTo } from "@egress6/core/changes/change-log";
import { statusMatrixAt } from "@egress6/core/map/status-matrix-at";
import { batch, computed, effect, signal } from "@preact/signals";
import { address } from "./address-state.js";
import { loadBackTo, loadChangeLog } from "./load-changes.js";
import { map, statusMatrixVersion } from "./map-state.js";
import { pastDay, pastFault, pastStatusMatrix } from "./past-state.js";

const log = signal<ChangeLog | null>(null);
const day = computed(() => address.value.at);
let isLoading = false;

/** Shows the day in the address, whenever there is one. Needs the log of changes, which is loaded then. */
export function followPast(): void {
  effect(() => {
    statusMatrixVersion.value;
    const at = day.value;
    const known = log.value;
    const isKnown = at !== null && known !== null && reachesBackTo(known, at);
    if (at !== null && !isKnown) void loadLog(at);
    const past = map.value !== null && isKnown ? statusMatrixAt(map.value, known, at) : null;
    batch(() => {
      pastStatusMatrix.value = past;
      pastDay.value = past === null ? null : at;
    });
  });
}

async function loadLog(at: string): Promise<void> {
  if (isLoading) return;
  isLoading = true;
  try {
    const loaded = log.peek();
    log.value = await (loaded === null ? loadChangeLog(at) : loadBackTo(loaded, at));
    pastFault.value = null;
  } catch (error) {
    const why = error instanceof Error ? error.message : `${error}`;
    pastFault.value = `The map of that day could not be made; this is the one of now. ${why}`;
  } finally {
    isLoading = false;
  }
}
