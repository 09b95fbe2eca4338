import { existsSync } from "node:fs";

// Beside the built modules, beside the bundle of them, or at the root of the clone.
const PLACES = ["./data/", "../data/", "../../../data/"];

const inClone = new URL("../../../data/", import.meta.url);

/** The fact base and the catalog. */
export const DATA_FOLDER: URL =
  PLACES.map((place) => new URL(place, import.meta.url)).find((folder) =>
    existsSync(new URL("catalog.json", folder)),
  ) ?? inClone;

/** Workload files to begin with. */
export const EXAMPLES_FOLDER = new URL("../examples/", DATA_FOLDER);
