import { type ChangesDocument, changesDocument } from "@egress6/core/changes/changes-document";
import { parseSince } from "@egress6/core/changes/parse-since";
import { filterScope, parseFilter, type TypedFilter } from "@egress6/core/endpoint/filter";
import { badgeSvg } from "@egress6/core/map/badge-svg";
import { readinessBadge } from "@egress6/core/map/readiness-badge";
import { readinessOfList } from "@egress6/core/verdict/list-readiness";
import type { Clock, StoreReader } from "../../ports.js";
import { changesAtom } from "../../render/changes/atom.js";
import { MOST_ENTRIES } from "../../render/changes/feeds.js";
import { changesJsonParts } from "../../render/changes/json.js";
import { exportCsvParts } from "../../render/export/csv.js";
import { type ExportDocument, exportDocument } from "../../render/export/document.js";
import { exportJsonParts } from "../../render/export/json.js";
import { changeMonthText } from "../../site/page-documents.js";
import { perVersion } from "../../site/per-version.js";
import type { MapSite } from "./map-site.js";

/** The reports that the pages offer, from filters as typed; long ones piece by piece. */
export interface MapReports {
  endpoints(typed: TypedFilter): ExportDocument;
  /** As `egress6 export --format json`. */
  endpointsJson(typed: TypedFilter): Iterable<string>;
  /** As `egress6 export --format csv`. */
  endpointsCsv(typed: TypedFilter): Iterable<string>;
  /** All of them. */
  allChanges(): ChangesDocument;
  /** What `data/changes.json` leaves out of a month. @param month as `2026-11` */
  changeMonth(month: string): string;
  /** As `egress6 changes --json`. */
  changesJson(typed: TypedFilter, since: string | undefined): Iterable<string>;
  /** As `egress6 export --format atom`, for `api/changes.atom` with this query. */
  changesFeed(typed: TypedFilter, query: string): string;
  /** An SVG badge of a list of services, some regions, or both. */
  badgeSvg(typed: Pick<TypedFilter, "service" | "region">): string;
}

/** @param keepsAll whether the export of everything is kept, for one who asks for it in several formats at once */
export function mapReports(
  site: MapSite,
  store: StoreReader,
  now: Clock,
  keepsAll = false,
): MapReports {
  const { catalog, hosts, evidence } = site;
  const makeDocument = (typed: TypedFilter) =>
    exportDocument({
      catalog,
      hosts,
      evidence,
      filter: parseFilter(catalog, typed),
      support: site.observed.support,
      generatedAt: now(),
    });
  const all = perVersion(
    () => site.observed.version,
    () => makeDocument({}),
  );
  const documentOf = (typed: TypedFilter) =>
    keepsAll && Object.keys(typed).length === 0 ? all() : makeDocument(typed);
  const allChanges = perVersion(
    () => site.observed.version,
    () =>
      changesDocument({
        catalog,
        hosts,
        filter: parseFilter(catalog, {}),
        changes: store.readChanges(),
      }),
  );
  return {
    allChanges,
    changeMonth: (month) => changeMonthText(allChanges(), month),
    endpoints: documentOf,
    endpointsJson: (typed) => exportJsonParts(documentOf(typed)),
    endpointsCsv: (typed) => exportCsvParts(documentOf(typed)),
    changesJson: (typed, since) => {
      const filter = parseFilter(catalog, typed);
      if (since === undefined && filterScope(filter) === "all") {
        return changesJsonParts(allChanges());
      }
      const changes = store.readChanges(since === undefined ? undefined : parseSince(since, now()));
      return changesJsonParts(changesDocument({ catalog, filter, changes, hosts }));
    },
    changesFeed: (typed, query) => {
      const filter = parseFilter(catalog, typed);
      return changesAtom(
        changesDocument({ catalog, filter, hosts, changes: store.readChanges() }),
        {
          scope: filterScope(filter),
          isOfSomeRegions: filter.regions !== null || filter.partitions !== null,
          generatedAt: now(),
          links: { self: `changes.atom${query}`, page: "../../changes.html" },
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
