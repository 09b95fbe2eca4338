import { type Catalog, parseCatalog } from "@egress6/core/endpoint/catalog";
import { Egress6Error } from "@egress6/core/errors";
import { replaceFile } from "../write-file.js";
import { readAuthoredTables } from "./authored-tables.js";
import { buildCatalog } from "./build-catalog.js";
import { authoredFolder, catalogTargets } from "./catalog-files.js";
import { formatCatalog } from "./format-catalog.js";
import { loadCatalog } from "./load-catalog.js";
import { type SourceOptions, withSource } from "./open-source.js";

export interface CatalogUpdate {
  /** Null when there was none that could be read: a rebuild is the remedy for that. */
  readonly before: Catalog | null;
  readonly after: Catalog;
  readonly files: readonly string[];
}

/**
 * Rebuilds the catalog from AWS's published rules.
 * @param out the file to write; undefined for the clone's own
 * @throws Egress6Error OUT_UNWRITABLE
 */
export async function updateCatalog(
  source: string,
  out: string | undefined,
  options: SourceOptions,
): Promise<CatalogUpdate> {
  const files = catalogTargets(out);
  const authored = readAuthoredTables(authoredFolder());
  const before = loadIfReadable();
  const text = await withSource(source, options, (folder) => {
    options.onStep(`evaluating the rules of botocore ${folder.version} …`);
    return formatCatalog(buildCatalog(folder, authored));
  });
  for (const file of files) replaceFile(file, text);
  return { before, after: parseCatalog(JSON.parse(text)), files };
}

function loadIfReadable(): Catalog | null {
  try {
    return loadCatalog();
  } catch (error) {
    if (error instanceof Egress6Error) return null;
    throw error;
  }
}
