import { badgeSvg } from "@egress6/core/badge/badge-svg";
import { readinessBadge } from "@egress6/core/badge/readiness-badge";
import { filterScope, parseFilter } from "@egress6/core/endpoint/filter";
import { readinessOfList } from "@egress6/core/verdict/list-readiness";
import type { Clock, StoreReader } from "../ports.js";
import { changesAtom } from "../report/changes-atom.js";
import { changesDocument } from "../report/changes-document.js";
import { changesJson } from "../report/changes-json.js";
import { exportCsv } from "../report/export-csv.js";
import { type ExportDocument, exportDocument } from "../report/export-document.js";
import { exportJson } from "../report/export-json.js";
import { MOST_ENTRIES } from "../report/feeds.js";
import { parseSince } from "./changes/parse-since.js";
import type { MapSite } from "./map-site.js";
import type { FilterOptions } from "./options.js";

/** The reports that the pages offer, from filters as typed. */
export interface MapReports {
  endpoints(typed: FilterOptions): ExportDocument;
  /** As `egress6 export --format json`. */
  endpointsJson(typed: FilterOptions): string;
  /** As `egress6 export --format csv`. */
  endpointsCsv(typed: FilterOptions): string;
  /** As `egress6 changes --json`. */
  changesJson(typed: FilterOptions, since: string | undefined): string;
  /** As `egress6 export --format atom`, for `api/changes.atom` with this query. */
  changesFeed(typed: FilterOptions, query: string): string;
  /** An SVG badge of a list of services, some regions, or both. */
  badgeSvg(typed: Pick<FilterOptions, "service" | "region">): string;
}

export function mapReports(site: MapSite, store: StoreReader, now: Clock): MapReports {
  const { catalog, hosts } = site;
  const documentOf = (typed: FilterOptions) =>
    exportDocument({
      catalog,
      hosts,
      filter: parseFilter(catalog, typed),
      support: site.observed.support,
      generatedAt: now(),
    });
  return {
    endpoints: documentOf,
    endpointsJson: (typed) => exportJson(documentOf(typed)),
    endpointsCsv: (typed) => exportCsv(documentOf(typed)),
    changesJson: (typed, since) => {
      const filter = parseFilter(catalog, typed);
      const changes = store.readChanges(since === undefined ? undefined : parseSince(since, now()));
      return changesJson(changesDocument({ catalog, filter, changes, hosts }));
    },
    changesFeed: (typed, query) => {
      const filter = parseFilter(catalog, typed);
      return changesAtom(
        changesDocument({ catalog, filter, hosts, changes: store.readChanges() }),
        {
          scope: filterScope(filter),
          isOfSomeRegions: filter.regions !== null || filter.partitions !== null,
          generatedAt: now(),
          links: { self: `changes.atom${query}`, page: "../changes.html" },
          mostEntries: MOST_ENTRIES,
        },
      );
    },
    badgeSvg: (typed) => {
      const filter = parseFilter(catalog, typed);
      const services = catalog.services.filter(
        ({ cliName }) => filter.services?.has(cliName) ?? true,
      );
      const regions = site.observed.layout.regions
        .filter(({ id, isPublic }) => filter.regions?.has(id) ?? isPublic)
        .map(({ id }) => id);
      const observed = site.observed.support;
      const readiness = readinessOfList({ catalog, services, regions, observed });
      return badgeSvg(
        readinessBadge({
          services: filter.services === null ? null : services,
          regions: readiness,
        }),
      );
    },
  };
}
