import { type Catalog, parseCatalog } from "@egress6/core/endpoint/catalog";
import { Egress6Error } from "@egress6/core/errors";
import { type OutputRules, writeOutput } from "../write-file.js";
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
 * @param rules for `out`
 * @throws Egress6Error OUT_EXISTS, OUT_IS_STORE, OUT_UNWRITABLE
 */
export async function updateCatalog(
  source: string,
  out: string | undefined,
  options: SourceOptions,
  rules: OutputRules,
): Promise<CatalogUpdate> {
  const files = catalogTargets(out);
  const authored = readAuthoredTables(authoredFolder());
  const before = loadIfReadable();
  const text = await withSource(source, options, (folder) => {
    options.onStep(`evaluating the rules of botocore ${folder.version} …`);
    return formatCatalog(buildCatalog(folder, authored));
  });
  const isOwn = out === undefined;
  for (const file of files) writeOutput(file, text, isOwn ? { ...rules, force: true } : rules);
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
