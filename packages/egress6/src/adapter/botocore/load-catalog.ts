import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Catalog, parseCatalog } from "@egress6/core/endpoint/catalog";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { DATA_FOLDER } from "../../data-folder.js";
import { parseOnce } from "../../parse-once.js";

const parsed = parseOnce((text) => parseCatalog(JSON.parse(text)));

/**
 * The catalog shipped with this version, of AWS's rules when it was built.
 * @throws Egress6Error CATALOG_INVALID when it is missing or damaged
 */
export function loadCatalog(): Catalog {
  return readCatalog(new URL("catalog.json", DATA_FOLDER));
}

/** @throws Egress6Error CATALOG_INVALID */
export function readCatalog(file: URL): Catalog {
  try {
    return parsed(readFileSync(file));
  } catch (cause) {
    if (cause instanceof Egress6Error) throw cause;
    const reason = reasonOf(cause);
    throw new Egress6Error(
      "CATALOG_INVALID",
      "input",
      `The catalog ${fileURLToPath(file)} cannot be read (${reason}). Rebuild it with \`egress6 catalog update\`, or install egress6 again.`,
      { cause },
    );
  }
}
