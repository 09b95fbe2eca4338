import { parseServiceDetails, type ServiceDetails } from "@egress6/core/map/service-details";
import { effect, signal } from "@preact/signals";
import { loadCatalog } from "./catalog-state.js";
import { loadJson } from "./load-json.js";
import { changedServices, planesVersion } from "./map-state.js";

/** Of the service whose cell is open. */
export const details = signal<ServiceDetails | null>(null);
export const detailsFault = signal<string | null>(null);

/** While a scan runs, the open service is loaded again this long after it changed. */
const RELOAD_DELAY_MS = 1_000;

/** Loads the details of a service, and the catalog beside, and again when what they say has changed. @returns stops it */
export function followDetails(service: string, serviceIndex: number): () => void {
  let timer = 0;
  let isStopped = false;
  const load = async () => {
    try {
      const [json] = await Promise.all([loadJson(`data/services/${service}.json`), loadCatalog()]);
      const loaded = parseServiceDetails(json);
      if (isStopped) return;
      details.value = loaded;
      detailsFault.value = null;
    } catch (error) {
      if (!isStopped) detailsFault.value = error instanceof Error ? error.message : `${error}`;
    }
  };
  void load();
  let seen = planesVersion.peek();
  const stop = effect(() => {
    if (planesVersion.value === seen) return;
    seen = planesVersion.value;
    if (timer !== 0 || !changedServices.value.has(serviceIndex)) return;
    timer = window.setTimeout(() => {
      timer = 0;
      void load();
    }, RELOAD_DELAY_MS);
  });
  return () => {
    isStopped = true;
    clearTimeout(timer);
    stop();
  };
}
