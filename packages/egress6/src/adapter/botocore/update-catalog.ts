import { fileURLToPath } from "node:url";
import { type Catalog, parseCatalog } from "@egress6/core/endpoint/catalog";
import { Egress6Error } from "@egress6/core/errors";
import { type OutputRules, writeOutput } from "../../write-file.js";
import { readAuthoredTables } from "./authored-tables.js";
import type { BotocoreFolder } from "./botocore-folder.js";
import { buildCatalog } from "./build-catalog.js";
import { authoredFolder, catalogFolders } from "./catalog-files.js";
import { buildCliEndpoints, formatCliEndpoints } from "./cli-endpoints.js";
import { openCliSource } from "./cli-source.js";
import { formatCatalog } from "./format-catalog.js";
import { loadCatalog } from "./load-catalog.js";
import { type SourceOptions, withSource } from "./open-source.js";

export interface CatalogUpdate {
  /** Null when there was none that could be read: a rebuild is the remedy for that. */
  readonly before: Catalog | null;
  readonly after: Catalog;
  readonly files: readonly string[];
}

/** Beside the catalog, and of the same version: see `OwnEndpoints`. */
const CLI_ENDPOINTS = "cli-v1-endpoints.json";

/**
 * Rebuilds the catalog from AWS's published rules, and the list of endpoints that AWS CLI v1 carries.
 * @param out the file to write, of the catalog alone; undefined for the clone's own files
 * @param rules for `out`
 * @throws Egress6Error OUT_EXISTS, OUT_IS_STORE, OUT_UNWRITABLE
 */
export async function updateCatalog(
  source: string,
  out: string | undefined,
  options: SourceOptions,
  rules: OutputRules,
): Promise<CatalogUpdate> {
  const folders = out === undefined ? catalogFolders() : [];
  const authored = readAuthoredTables(authoredFolder());
  const before = loadIfReadable();
  const texts = await withSource(source, options, (folder, awscli) => {
    options.onStep(`evaluating the rules of botocore ${folder.version} …`);
    return {
      catalog: formatCatalog(buildCatalog(folder, authored)),
      cliEndpoints: out === undefined ? cliEndpointsText(awscli, folder, options) : null,
    };
  });
  const files =
    out === undefined
      ? folders.flatMap((folder) => [
          { path: pathIn(folder, "catalog.json"), text: texts.catalog },
          { path: pathIn(folder, CLI_ENDPOINTS), text: texts.cliEndpoints },
        ])
      : [{ path: out, text: texts.catalog }];
  // The clone's own files are there to be replaced.
  const isOwn = out === undefined;
  const written = files.flatMap(({ path, text }) => {
    if (text === null) return [];
    writeOutput(path, text, isOwn ? { ...rules, force: true } : rules);
    return [path];
  });
  return { before, after: parseCatalog(JSON.parse(texts.catalog)), files: written };
}

function pathIn(folder: URL, name: string): string {
  return fileURLToPath(new URL(name, folder));
}

function cliEndpointsText(
  awscli: string | null,
  { partitions }: BotocoreFolder,
  { onStep }: SourceOptions,
): string | null {
  if (awscli === null) {
    onStep(`${CLI_ENDPOINTS} stays as it is: the source has no AWS CLI v1`);
    return null;
  }
  return formatCliEndpoints(buildCliEndpoints(openCliSource(awscli), partitions));
}

function loadIfReadable(): Catalog | null {
  try {
    return loadCatalog();
  } catch (error) {
    if (error instanceof Egress6Error) return null;
    throw error;
  }
}
