import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { ChangesDocument } from "@egress6/core/changes/changes-document";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import { parseFilter } from "@egress6/core/endpoint/filter";
import { NO_SCAN, type ScanStatus } from "@egress6/core/map/scan-status";
import { loadCatalog } from "../../packages/egress6/src/catalog/load-catalog.js";
import { loadThirdPartyHosts } from "../../packages/egress6/src/facts/third-party-hosts.js";
import { ObservedNames } from "../../packages/egress6/src/pages/observed-names.js";
import { pageDocuments } from "../../packages/egress6/src/pages/page-documents.js";
import { createSiteData } from "../../packages/egress6/src/pages/site-data.js";
import { siteParts } from "../../packages/egress6/src/pages/site-parts.js";
import type { SitePart } from "../../packages/egress6/src/pages/write-site.js";
import type { StoreReader } from "../../packages/egress6/src/ports.js";
import { changesDocument } from "../../packages/egress6/src/report/changes-document.js";
import { readSiteFiles } from "../../packages/egress6/src/server/site-files.js";
import { INVENTED_AT } from "./invented-store.js";

const BUILT_PAGE = fileURLToPath(new URL("../../packages/web/dist/site/", import.meta.url));
const CATALOG_JSON: unknown = JSON.parse(
  readFileSync(new URL("../../data/catalog.json", import.meta.url), "utf8"),
);
export const catalog: Catalog = loadCatalog();
export const hosts = loadThirdPartyHosts();

function changesOf(store: StoreReader): ChangesDocument {
  const filter = parseFilter(catalog, {});
  return changesDocument({ catalog, filter, hosts, changes: store.readChanges() });
}

/** The static site over a store, as its files. */
export function staticSite(store: StoreReader, scan: ScanStatus = NO_SCAN): Iterable<SitePart> {
  const observed = new ObservedNames(catalog, store);
  return siteParts({
    page: pageFiles(),
    data: createSiteData({ catalog, catalogJson: CATALOG_JSON, hosts, observed, store }),
    serviceNames: catalog.services.map(({ cliName }) => cliName),
    scan,
    generatedAt: INVENTED_AT,
    exportJson: () => "{}",
    exportCsv: () => "",
    documents: pageDocuments({ catalog, observed, store, changes: () => changesOf(store) }),
    siteUrl: null,
  });
}

export function pageFiles(): ReadonlyMap<string, Uint8Array> {
  const files = readSiteFiles(BUILT_PAGE);
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
  json: "application/json",
};

/** A file server that knows nothing about egress6, with the site in a sub-folder. */
export async function serveFiles(parts: Iterable<SitePart>, folder: string): Promise<FileServer> {
  const files = new Map([...parts].map(({ path, content }) => [`/${folder}/${path}`, content]));
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const content = files.get(path.endsWith("/") ? `${path}index.html` : path);
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
