import type { PriceBook } from "@egress6/core/egress/price-book";
import type { Clock, StoreReader } from "../../ports.js";
import type { LiveData } from "../../server/app.js";
import { mapReports } from "../map-reports.js";
import type { MapSite } from "../map-site.js";
import { siteDocuments } from "../site-documents.js";

/** What the server shows of a site whose store goes on changing. */
export function liveData(
  site: MapSite,
  store: StoreReader,
  prices: PriceBook,
  now: Clock,
): LiveData {
  const reports = mapReports(site, store, now);
  const { data, observed } = site;
  return {
    version: () => String(observed.version),
    mapText: (scan) => data.mapText(scan, now(), true),
    catalogText: data.catalogText,
    hasService: data.hasService,
    serviceText: data.serviceText,
    hostsText: data.hostsText,
    endpointsText: reports.endpointsJson,
    csvText: reports.endpointsCsv,
    changesText: reports.changesJson,
    feedText: reports.changesFeed,
    badgeText: reports.badgeSvg,
    documents: siteDocuments({ site, store, reports, prices, now, siteUrl: null }),
  };
}
