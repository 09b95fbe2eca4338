import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Bundled or not, this file lies one folder deep.
const packed = new URL("../web/", import.meta.url);
const inClone = new URL("../../../web/dist/site/", import.meta.url);

/** The built page: beside the built code, or where the clone builds it. */
export const SITE_FOLDER = fileURLToPath(
  existsSync(new URL("index.html", packed)) ? packed : inClone,
);
