import { computed } from "@preact/signals";
import { map, statusMatrixVersion } from "./map-state.js";

/** Whether any name of the map was conclusively observed. */
export const isAnythingObserved = computed(() => {
  statusMatrixVersion.value;
  return map.value?.statusMatrix.some((code) => code > 1) ?? false;
});
