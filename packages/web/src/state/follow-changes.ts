import { effect } from "@preact/signals";
import { changedServices, statusMatrixVersion } from "./map-state.js";

/** While a scan runs, what is shown of a service is loaded again this long after it changed. */
const RELOAD_DELAY_MS = 1_000;

/**
 * Loads now, and again when observations of these services have changed.
 * @param serviceIndexes positions in the catalog
 * @returns stops it
 */
export function loadAndFollow(serviceIndexes: readonly number[], load: () => void): () => void {
  let timer = 0;
  let seen = statusMatrixVersion.peek();
  load();
  const stop = effect(() => {
    if (statusMatrixVersion.value === seen) return;
    seen = statusMatrixVersion.value;
    if (timer !== 0 || !serviceIndexes.some((index) => changedServices.value.has(index))) return;
    timer = window.setTimeout(() => {
      timer = 0;
      load();
    }, RELOAD_DELAY_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
