import { existsSync } from "node:fs";

// Beside the built modules, beside the bundle of them, or at the root of the clone.
const PLACES = ["./data/", "../data/", "../../../data/"];

const inClone = new URL("../../../data/", import.meta.url);

/** The fact base and the catalog. */
export const DATA_FOLDER: URL =
  PLACES.map((place) => new URL(place, import.meta.url)).find((folder) =>
    existsSync(new URL("catalog.json", folder)),
  ) ?? inClone;

/** The root of the clone that this code runs from, also in a bundle; null for an installed package. */
export const CLONE_FOLDER: URL | null =
  ["../../../", "../../../../"]
    .map((place) => new URL(place, import.meta.url))
    .find(
      (folder) =>
        existsSync(new URL("data/catalog-parameters.json", folder)) &&
        existsSync(new URL("scripts/build.mjs", folder)),
    ) ?? null;

/** Workload files to begin with. */
export const EXAMPLES_FOLDER = new URL("../examples/", DATA_FOLDER);
