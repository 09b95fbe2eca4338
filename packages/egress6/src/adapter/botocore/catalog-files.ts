import { Egress6Error } from "@egress6/core/errors";
import { CLONE_FOLDER, DATA_FOLDER } from "../../data-folder.js";

const CLONE_DATA = CLONE_FOLDER === null ? null : new URL("data/", CLONE_FOLDER);

/** Where the authored tables are: the clone's, which may be newer than what was built from them. */
export function authoredFolder(): URL {
  return CLONE_DATA ?? DATA_FOLDER;
}

/**
 * The folders that a rebuilt catalog goes to: the clone's own, and the built copy of it.
 * @throws Egress6Error CATALOG_OUT_MISSING in an installed package, whose files are not to be changed
 */
export function catalogFolders(): readonly URL[] {
  if (CLONE_DATA === null) {
    throw new Egress6Error(
      "CATALOG_OUT_MISSING",
      "input",
      "Say where the rebuilt catalog goes: --out FILE. An installed egress6 keeps the catalog that it was tested with; a newer one comes with the next release.",
    );
  }
  return DATA_FOLDER.href === CLONE_DATA.href ? [CLONE_DATA] : [CLONE_DATA, DATA_FOLDER];
}
