import { setImmediate as nextTurn } from "node:timers/promises";
import { Egress6Error } from "@egress6/core/errors";
import type { PriceBook } from "@egress6/core/price/price-book";
import type { Clock, StoreReader } from "../../ports.js";
import { readSiteFiles } from "../../server/site-files.js";
import { statusOfRecord } from "../../site/scan-record-status.js";
import { siteParts } from "../../site/site-parts.js";
import { type SitePart, writeSite } from "../../site/write-site.js";
import { SITE_FOLDER } from "../site-folder.js";
import { mapReports } from "./map-reports.js";
import { openMapSite } from "./map-site.js";
import { siteDocuments } from "./site-documents.js";

export interface MapSiteRequest {
  readonly out: string;
  /** Null: nothing was ever stored. */
  readonly store: StoreReader | null;
  readonly prices: PriceBook;
  /** Where the site will be, as typed; left out: not known. */
  readonly url: string | undefined;
  /** Paths of stores: a folder that holds one is not replaced. */
  readonly stores: readonly string[];
  readonly now: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Told of each file before it is written, counted from 1. */
  readonly onFile?: (file: number, path: string) => void;
}

/**
 * Writes the static site over what the store knows.
 * @throws Egress6Error SITE_URL_INVALID, INTERRUPTED (incomplete), and as `writeSite`
 */
export async function writeMapSite(request: MapSiteRequest): Promise<{ readonly files: number }> {
  const siteUrl = request.url === undefined ? null : parseSiteUrl(request.url);
  const store = request.store ?? NOTHING_STORED;
  const site = openMapSite(store);
  const generatedAt = request.now();
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
    documents: siteDocuments({ site, store, reports, prices: request.prices, now, siteUrl }),
    siteUrl,
    changeMonth: reports.changeMonth,
  });
  return writeSite(request.out, oneByOne(parts, request), request.stores);
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

/** The same parts, each told of. */
async function* oneByOne(
  parts: Iterable<SitePart>,
  { signal, onFile }: MapSiteRequest,
): AsyncGenerator<SitePart> {
  let files = 0;
  for (const part of parts) {
    if (files % FILES_AT_A_TIME === 0) await nextTurn();
    if (signal?.aborted) throw stopped();
    files++;
    onFile?.(files, part.path);
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
