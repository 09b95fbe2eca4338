import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import { NO_SCAN, type ScanStatus } from "@egress6/core/map/scan-status";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { loadThirdPartyHosts } from "../../packages/egress6/src/adapter/fact-files/third-party-hosts.js";
import { loadShippedPrices } from "../../packages/egress6/src/adapter/price-list/price-file.js";
import { mapReports } from "../../packages/egress6/src/library/site/map-reports.js";
import { openMapSite } from "../../packages/egress6/src/library/site/map-site.js";
import { siteDocuments } from "../../packages/egress6/src/library/site/site-documents.js";
import type { StoreReader } from "../../packages/egress6/src/ports.js";
import { readSiteFiles } from "../../packages/egress6/src/server/site-files.js";
import { siteParts } from "../../packages/egress6/src/site/site-parts.js";
import type { SitePart } from "../../packages/egress6/src/site/write-site.js";
import { built } from "../support/built.js";
import { INVENTED_AT, inventedStore } from "./invented-store.js";

export const catalog: Catalog = loadCatalog();
const hosts = loadThirdPartyHosts();
/** Everything that a scan would ask for, observed. */
export const store: StoreReader = inventedStore(
  catalog,
  hosts.map(({ host }) => host),
);

/**
 * The static site over a store, as its files; made when they are asked for, as a page asks for few of thousands.
 * @param hasPlainPages whether with the thousand documents that need no JavaScript, which take a while
 */
export function staticSite(
  store: StoreReader,
  scan: ScanStatus = NO_SCAN,
  hasPlainPages = true,
): readonly SitePart[] {
  const opened = openMapSite(store);
  const now = () => INVENTED_AT;
  const reports = mapReports(opened, store, now);
  const documents = siteDocuments({
    site: opened,
    store,
    reports,
    prices: loadShippedPrices(),
    now,
    siteUrl: null,
    operator: null,
  });
  const parts = siteParts({
    page: pageFiles(),
    data: opened.data,
    serviceNames: catalog.services.map(({ cliName }) => cliName),
    scan,
    generatedAt: INVENTED_AT,
    exportJson: () => "{}",
    exportCsv: () => "",
    documents: new Map(
      [...documents].filter(
        ([path]) =>
          // The downloads are megabytes, and tested where the command is.
          !path.startsWith("data/v1/") && (hasPlainPages || path.startsWith("data/")),
      ),
    ),
    siteUrl: null,
    changeMonth: reports.changeMonth,
  });
  return [...parts].map(({ path, make }) => ({ path, make: madeOnce(make) }));
}

const shared = new WeakMap<StoreReader, Map<string, readonly SitePart[]>>();

/** `staticSite`, made once for all test files of a process. */
export function sharedSite(
  ...[store, scan = NO_SCAN, hasPlainPages = true]: Parameters<typeof staticSite>
): readonly SitePart[] {
  const sites = shared.get(store) ?? new Map<string, readonly SitePart[]>();
  shared.set(store, sites);
  const key = JSON.stringify([scan, hasPlainPages]);
  const parts = sites.get(key) ?? staticSite(store, scan, hasPlainPages);
  sites.set(key, parts);
  return parts;
}

/** However often it is asked for. */
function madeOnce<T>(make: () => T): () => T {
  let made: { readonly it: T } | null = null;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}

export function pageFiles(): ReadonlyMap<string, Uint8Array> {
  const files = readSiteFiles(built("packages/web/dist/site/"));
  return new Map(
    [...files].filter(([path]) => path !== "/").map(([path, { body }]) => [path.slice(1), body]),
  );
}

export interface FileServer {
  /** With a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
  atom: "application/atom+xml",
  json: "application/json",
};

/** A file server that knows nothing about egress6, with the site in a sub-folder. */
export async function serveFiles(parts: Iterable<SitePart>, folder: string): Promise<FileServer> {
  const files = new Map([...parts].map(({ path, make }) => [`/${folder}/${path}`, make]));
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const content = files.get(path.endsWith("/") ? `${path}index.html` : path)?.();
    const type = TYPES[path.endsWith("/") ? "html" : (path.split(".").at(-1) ?? "")];
    response.statusCode = content === undefined ? 404 : 200;
    if (type !== undefined) response.setHeader("content-type", type);
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${folder}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
