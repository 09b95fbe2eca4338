import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Catalog, parseCatalog } from "@egress6/core/endpoint/catalog";
import { Egress6Error } from "@egress6/core/errors";
import { CLONE_FOLDER, DATA_FOLDER } from "../../data-folder.js";
import { type OutputRules, writeOutput } from "../../write-file.js";
import { readAuthoredTables } from "./authored-tables.js";
import { downloadLayer, layerOf, unpackLayer } from "./aws-cli-package.js";
import { type BotocoreFolder, openBotocoreFolder } from "./botocore-folder.js";
import { buildCatalog, type CatalogJson } from "./build-catalog.js";
import { buildCliEndpoints, formatCliEndpoints } from "./cli-endpoints.js";
import { openCliSource } from "./cli-source.js";
import { loadCatalog } from "./load-catalog.js";

export interface SourceOptions {
  /** Of the npm package, when it has to be fetched. */
  readonly packageVersion: string;
  readonly signal: AbortSignal;
  /** Told what is being done, for a person who waits. */
  readonly onStep: (step: string) => void;
}

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

const CLONE_DATA = CLONE_FOLDER === null ? null : new URL("data/", CLONE_FOLDER);

/** Where the authored tables are: the clone's, which may be newer than what was built from them. */
function authoredFolder(): URL {
  return CLONE_DATA ?? DATA_FOLDER;
}

/**
 * The folders that a rebuilt catalog goes to: the clone's own, and the built copy of it.
 * @throws Egress6Error CATALOG_OUT_MISSING in an installed package, whose files are not to be changed
 */
function catalogFolders(): readonly URL[] {
  if (CLONE_DATA === null) {
    throw new Egress6Error(
      "CATALOG_OUT_MISSING",
      "input",
      "Say where the rebuilt catalog goes: --out FILE. An installed egress6 keeps the catalog that it was tested with; a newer one comes with the next release.",
    );
  }
  return DATA_FOLDER.href === CLONE_DATA.href ? [CLONE_DATA] : [CLONE_DATA, DATA_FOLDER];
}

/**
 * Opens AWS's published rules for as long as `use` runs.
 * @param source `npm`, a botocore data folder, or an unpacked npm package that carries one
 * @param use is given the folder of the AWS CLI v1, too, where the source has it: a botocore folder has not
 */
async function withSource<T>(
  source: string,
  { packageVersion, signal, onStep }: SourceOptions,
  use: (folder: BotocoreFolder, awscli: string | null) => T,
): Promise<T> {
  const given = source === "npm" ? null : layerOf(source);
  if (source !== "npm" && given === null) return use(openBotocoreFolder(source), null);
  const scratch = await mkdtemp(join(tmpdir(), "egress6-rules-"));
  try {
    if (given === null) onStep("fetching AWS's rules with npm (21 MB) …");
    const layer = given ?? (await downloadLayer(packageVersion, scratch, signal));
    onStep("unpacking …");
    const { botocore, awscli } = await unpackLayer(layer, scratch);
    return use(openBotocoreFolder(botocore), awscli);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** One region, one service per line, so that a diff shows what AWS changed. */
export function formatCatalog(catalog: CatalogJson): string {
  const partitions = Object.entries(catalog.partitions).map(([id, { regions, ...rest }]) => {
    const about = JSON.stringify(rest).slice(0, -1);
    return `${JSON.stringify(id)}: ${about},"regions":${block(lines(regions))}}`;
  });
  return `${block([
    `"format": ${JSON.stringify(catalog.format)}`,
    `"rules": ${JSON.stringify(catalog.rules)}`,
    `"patterns": ${block(lines(catalog.patterns))}`,
    `"partitions": ${block(partitions)}`,
    `"largeRegions": ${JSON.stringify(catalog.largeRegions)}`,
    `"services": ${block(lines(catalog.services))}`,
  ])}\n`;
}

function block(members: readonly string[]): string {
  return `{\n${members.join(",\n")}\n}`;
}

function lines(record: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(record).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
}
