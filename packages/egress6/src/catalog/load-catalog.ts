import { readFileSync } from "node:fs";
import { type Catalog, parseCatalog } from "@egress6/core/endpoint/catalog";
import { DATA_FOLDER } from "../data-folder.js";

/** The catalog shipped with this version, of AWS's rules when it was built. */
export function loadCatalog(): Catalog {
  return parseCatalog(JSON.parse(readFileSync(new URL("catalog.json", DATA_FOLDER), "utf8")));
}
