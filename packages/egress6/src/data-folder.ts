import { existsSync } from "node:fs";

const packed = new URL("./data/", import.meta.url);
const inClone = new URL("../../../data/", import.meta.url);

/** The fact base and the catalog: beside the built code, or at the root of the clone. */
export const DATA_FOLDER: URL = existsSync(new URL("catalog.json", packed)) ? packed : inClone;
