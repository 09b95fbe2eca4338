import { setImmediate as nextTurn } from "node:timers/promises";
import type { PriceBook } from "@egress6/core/price/price-book";
import { runSiteBuild, type SiteBuildRequest } from "../../app/run-site-build.js";
import { readSiteFiles } from "../../server/site-files.js";
import { statusOfRecord } from "../../site/scan-record-status.js";
import { siteParts } from "../../site/site-parts.js";
import { type SitePart, writeSite } from "../../site/write-site.js";
import { SITE_FOLDER } from "../site-folder.js";
import { mapReports } from "./map-reports.js";
import { openMapSite } from "./map-site.js";
import { siteDocuments } from "./site-documents.js";

export interface MapSiteRequest
  extends Omit<SiteBuildRequest<SitePart>, "nextTurn" | "partsOf" | "write"> {
  readonly out: string;
  readonly prices: PriceBook;
  /** Who runs this copy; null: they did not say. */
  readonly operator: string | null;
  /** Paths of stores: a folder that holds one is not replaced. */
  readonly stores: readonly string[];
}

/**
 * Writes the static site over what the store knows.
 * @throws Egress6Error as `runSiteBuild` and `writeSite`
 */
export function writeMapSite({
  out,
  prices,
  stores,
  operator,
  ...request
}: MapSiteRequest): Promise<{ readonly files: number }> {
  return runSiteBuild<SitePart>({
    ...request,
    nextTurn: () => nextTurn(),
    partsOf: ({ store, generatedAt, siteUrl }) => {
      const site = openMapSite(store);
      const now = () => generatedAt;
      const reports = mapReports(site, store, now, true);
      return siteParts({
        page: pageFiles(),
        data: site.data,
        serviceNames: site.catalog.services.map(({ cliName }) => cliName),
        scan: statusOfRecord(store.readScans(1)[0]),
        generatedAt,
        exportJson: () => reports.endpointsJson({}),
        exportCsv: () => reports.endpointsCsv({}),
        documents: siteDocuments({ site, store, reports, prices, now, siteUrl, operator }),
        siteUrl,
        changeMonth: reports.changeMonth,
      });
    },
    write: (parts) => writeSite(out, parts, stores),
  });
}

/** By path inside the site; the page has no other names for its files. */
function pageFiles(): ReadonlyMap<string, Uint8Array> {
  const files = [...readSiteFiles(SITE_FOLDER)].filter(([path]) => path !== "/");
  return new Map(files.map(([path, { body }]) => [path.slice(1), body]));
}
