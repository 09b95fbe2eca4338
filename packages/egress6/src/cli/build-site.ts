import { statusOfRecord } from "../pages/scan-record-status.js";
import { siteParts } from "../pages/site-parts.js";
import { writeSite } from "../pages/write-site.js";
import type { StoreReader } from "../ports.js";
import { readSiteFiles } from "../server/site-files.js";
import { openStoreReader } from "../store/open-store.js";
import type { CliContext } from "./context.js";
import { mapReports } from "./map-reports.js";
import { openMapSite } from "./map-site.js";
import { storePath } from "./options.js";
import { SITE_FOLDER } from "./site-folder.js";

export interface BuildSiteOptions {
  readonly out: string;
  readonly db?: string;
}

/** Writes the static site over what the store knows; without a store, over nothing. */
export function buildSite(options: BuildSiteOptions, context: CliContext): void {
  const path = storePath(options.db, context.env, process.platform);
  const opened = openStoreReader(path);
  const store = opened ?? NOTHING_STORED;
  try {
    const site = openMapSite(store);
    const generatedAt = context.now();
    const reports = mapReports(site, store, () => generatedAt);
    const { files } = writeSite(
      options.out,
      siteParts({
        page: pageFiles(),
        data: site.data,
        serviceNames: site.catalog.services.map(({ cliName }) => cliName),
        scan: statusOfRecord(store.readScans(1)[0]),
        generatedAt,
        exportJson: () => reports.endpointsJson({}),
        exportCsv: () => reports.endpointsCsv({}),
      }),
    );
    if (opened === null) {
      context.stderr.write(
        `egress6: nothing is stored in ${path} yet, so the site says that nothing was observed. Run egress6 scan first.\n`,
      );
    }
    context.stdout.write(`${files} files in ${options.out}\n`);
  } finally {
    opened?.close();
  }
}

const NOTHING_STORED: StoreReader = {
  readSupport: () => new Map(),
  readHistory: () => [],
  readChanges: () => [],
  readScans: () => [],
  close: () => {},
};

/** By path inside the site; the page has no other names for its files. */
function pageFiles(): ReadonlyMap<string, Uint8Array> {
  const files = [...readSiteFiles(SITE_FOLDER)].filter(([path]) => path !== "/");
  return new Map(files.map(([path, { body }]) => [path.slice(1), body]));
}
