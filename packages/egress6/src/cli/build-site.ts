import { setImmediate as nextTurn } from "node:timers/promises";
import { Egress6Error } from "@egress6/core/errors";
import type { StoreReader } from "../ports.js";
import { readSiteFiles } from "../server/site-files.js";
import { statusOfRecord } from "../site/scan-record-status.js";
import { siteParts } from "../site/site-parts.js";
import { type SitePart, writeSite } from "../site/write-site.js";
import type { CliContext } from "./context.js";
import { mapReports } from "./map-reports.js";
import { openMapSite } from "./map-site.js";
import { storePath } from "./options.js";
import { storesOf } from "./output-rules.js";
import { loadPriceBook } from "./prices/price-book-files.js";
import { createProgressLine, type ProgressLine } from "./progress.js";
import { readStore } from "./read-store.js";
import { siteDocuments } from "./site-documents.js";
import { SITE_FOLDER } from "./site-folder.js";

export interface BuildSiteOptions {
  readonly out: string;
  readonly url?: string;
  readonly db?: string;
}

/** Writes the static site over what the store knows; without a store, over nothing. */
export async function buildSite(options: BuildSiteOptions, context: CliContext): Promise<void> {
  const siteUrl = options.url === undefined ? null : parseSiteUrl(options.url);
  const path = storePath(options.db, context.env, process.platform);
  const opened = readStore(path, context);
  const store = opened ?? NOTHING_STORED;
  try {
    const site = openMapSite(store);
    const generatedAt = context.now();
    const now = () => generatedAt;
    const reports = mapReports(site, store, now);
    const parts = siteParts({
      page: pageFiles(),
      data: site.data,
      serviceNames: site.catalog.services.map(({ cliName }) => cliName),
      scan: statusOfRecord(store.readScans(1)[0]),
      generatedAt,
      exportJson: () => reports.endpointsJson({}),
      exportCsv: () => reports.endpointsCsv({}),
      documents: siteDocuments({
        site,
        store,
        reports,
        prices: loadPriceBook(undefined, context),
        now,
        siteUrl,
      }),
      siteUrl,
      changeMonth: reports.changeMonth,
    });
    const line = createProgressLine(context);
    const { files } = await writeSite(
      options.out,
      showing(parts, line, context.interrupt),
      storesOf(options.db, context),
    ).finally(() => line.end());
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
  newestTime: () => null,
  close: () => {},
};

/** Between so many files it is looked whether somebody pressed Ctrl-C. */
const FILES_AT_A_TIME = 20;

/** The same parts, with each named on the line. */
async function* showing(
  parts: Iterable<SitePart>,
  line: ProgressLine,
  interrupt: AbortSignal,
): AsyncGenerator<SitePart> {
  let files = 0;
  for (const part of parts) {
    if (files % FILES_AT_A_TIME === 0) await nextTurn();
    if (interrupt.aborted) throw stopped();
    files++;
    line.show(() => `Writing file ${files}: ${part.path}`);
    yield part;
  }
}

function stopped(): Egress6Error {
  return new Egress6Error(
    "INTERRUPTED",
    "incomplete",
    "Stopped before the site was whole: what was in its place is left as it was. Run the same command again.",
  );
}

/** @returns with a slash at the end @throws Egress6Error SITE_URL_INVALID (input) */
function parseSiteUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw new Egress6Error(
      "SITE_URL_INVALID",
      "input",
      `"${text}" is no address of a site. Give --url with its folder, such as https://example.org/ipv6/.`,
    );
  }
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}

/** By path inside the site; the page has no other names for its files. */
function pageFiles(): ReadonlyMap<string, Uint8Array> {
  const files = [...readSiteFiles(SITE_FOLDER)].filter(([path]) => path !== "/");
  return new Map(files.map(([path, { body }]) => [path.slice(1), body]));
}
