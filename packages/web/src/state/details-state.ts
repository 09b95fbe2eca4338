import { parseServiceDetails, type ServiceDetails } from "@egress6/core/map/service-details";
import { signal } from "@preact/signals";
import { fetchCatalog } from "./catalog-state.js";
import { loadAndFollow } from "./follow-changes.js";
import { loadJson } from "./load-json.js";

/** Of the service whose cell is open. */
export const details = signal<ServiceDetails | null>(null);
export const detailsFault = signal<string | null>(null);

/** Loads the details of a service, and the catalog beside, and again when what they say has changed. @returns stops it */
export function followDetails(service: string, serviceIndex: number): () => void {
  let isStopped = false;
  const load = async () => {
    try {
      const [json] = await Promise.all([loadJson(`data/services/${service}.json`), fetchCatalog()]);
      const loaded = parseServiceDetails(json);
      if (isStopped) return;
      details.value = loaded;
      detailsFault.value = null;
    } catch (error) {
      if (!isStopped) detailsFault.value = error instanceof Error ? error.message : `${error}`;
    }
  };
  const stop = loadAndFollow([serviceIndex], () => void load());
  return () => {
    isStopped = true;
    stop();
  };
}
