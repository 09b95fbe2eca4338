import { existsSync } from "node:fs";
import { Egress6Error } from "@egress6/core/errors";
import { DATA_FOLDER } from "../../data-folder.js";

const ROOT = new URL("../../../../", import.meta.url);

/** The data folder of the clone that this code runs from; null for an installed package. */
function cloneDataFolder(): URL | null {
  const data = new URL("data/", ROOT);
  const isClone =
    existsSync(new URL("catalog-parameters.json", data)) &&
    existsSync(new URL("scripts/build.mjs", ROOT));
  return isClone ? data : null;
}

/** Where the authored tables are: the clone's, which may be newer than what was built from them. */
export function authoredFolder(): URL {
  return cloneDataFolder() ?? DATA_FOLDER;
}

/**
 * The folders that a rebuilt catalog goes to: the clone's own, and the built copy of it.
 * @throws Egress6Error CATALOG_OUT_MISSING in an installed package, whose files are not to be changed
 */
export function catalogFolders(): readonly URL[] {
  const clone = cloneDataFolder();
  if (clone === null) {
    throw new Egress6Error(
      "CATALOG_OUT_MISSING",
      "input",
      "Say where the rebuilt catalog goes: --out FILE. An installed egress6 keeps the catalog that it was tested with; a newer one comes with the next release.",
    );
  }
  return DATA_FOLDER.href === clone.href ? [clone] : [clone, DATA_FOLDER];
}
