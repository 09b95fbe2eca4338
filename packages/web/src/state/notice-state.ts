import { computed } from "@preact/signals";
import { staleDays } from "../map/staleness.js";
import { ignoredParameters } from "./address-state.js";
import { meta, scan } from "./map-state.js";
import { pastDay, pastFault } from "./past-state.js";
import { query } from "./visible-cells.js";

/** How many days old the observations are, when that is worth a word and nothing newer is on its way. */
export const oldDays = computed(() =>
  scan.value?.phase === "running" ? null : staleDays(meta.value?.observedTo ?? null, Date.now()),
);

/** Whether anything has to be said beside the cells. */
export const hasNotices = computed(
  () =>
    scan.value?.phase !== "done" ||
    oldDays.value !== null ||
    ignoredParameters.value.length > 0 ||
    query.value.problems.length > 0 ||
    pastDay.value !== null ||
    pastFault.value !== null,
);
