import { filterScope, parseFilter } from "@egress6/core/endpoint/filter";
import type { MapSite } from "../../library/site/map-site.js";
import type { Clock } from "../../ports.js";
import type { LiveData } from "../../server/app.js";
import { inSlices } from "../../site/slices.js";
import type { ReportMaker } from "./report-maker.js";

/**
 * What the server shows of a site whose store goes on changing.
 * @param documents paths of the documents that the reports include
 */
export function liveData(
  site: MapSite,
  documents: Iterable<string>,
  reports: ReportMaker,
  now: Clock,
  interrupt: AbortSignal,
): LiveData {
  const { data, observed, catalog } = site;
  const version = () => String(observed.version);
  return {
    version,
    scopeOf: (filter) => filterScope(parseFilter(catalog, filter)),
    mapText: (scan) => data.mapText(scan, now(), true),
    catalogText: data.catalogText,
    hasService: data.hasService,
    serviceText: (cliName) => inSlices(data.serviceText(cliName), interrupt),
    hostsText: data.hostsText,
    endpointsText: (filter) => reports.make(version(), { kind: "endpoints", filter }),
    csvText: (filter) => reports.make(version(), { kind: "csv", filter }),
    changesText: (filter, since) => reports.make(version(), { kind: "changes", filter, since }),
    changeMonthText: (month) => reports.make(version(), { kind: "month", month }),
    feedText: (filter, query) => reports.make(version(), { kind: "feed", filter, query }),
    badgeText: (filter) => reports.make(version(), { kind: "badge", filter }),
    documents: new Map(
      [...documents].map((path) => [
        path,
        () => reports.make(version(), { kind: "document", path }),
      ]),
    ),
  };
}
