import { type Catalog, parseCatalog } from "@egress6/core/endpoint/catalog";
import { signal } from "@preact/signals";
import { loadJson } from "./load-json.js";

/** The whole catalog: hostnames are expanded from it. Null until something that shows them was opened. */
export const catalog = signal<Catalog | null>(null);
let loading: Promise<Catalog> | null = null;

/** Loads the catalog, once. @throws Error with a sentence for the person in front of the page */
export function fetchCatalog(): Promise<Catalog> {
  loading ??= loadJson("data/catalog.json").then(parseCatalog);
  return loading.then(
    (loaded) => {
      catalog.value = loaded;
      return loaded;
    },
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
}
