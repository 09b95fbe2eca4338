import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Catalog, parseCatalog } from "@egress6/core/endpoint/catalog";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { DATA_FOLDER } from "../../data-folder.js";

/**
 * The catalog shipped with this version, of AWS's rules when it was built.
 * @throws Egress6Error CATALOG_INVALID when it is missing or damaged
 */
export function loadCatalog(): Catalog {
  return readCatalog(new URL("catalog.json", DATA_FOLDER));
}

/** @throws Egress6Error CATALOG_INVALID */
export function readCatalog(file: URL): Catalog {
  return parseCatalog(readJson(file));
}

function readJson(file: URL): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new Egress6Error(
      "CATALOG_INVALID",
      "input",
      `The catalog ${fileURLToPath(file)} cannot be read (${reason}). Rebuild it with \`egress6 catalog update\`, or install egress6 again.`,
      { cause },
    );
  }
}
