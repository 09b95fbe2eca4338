import { changeGroups } from "@egress6/core/changes/change-groups";
import { changeLogJson, changeMonthJson, parseChangeLog } from "@egress6/core/changes/change-log";
import type { ChangesDocument } from "@egress6/core/changes/changes-document";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { EvidenceBase } from "@egress6/core/evidence/evidence";
import { badgeSvg } from "@egress6/core/map/badge-svg";
import type { MapRegion } from "@egress6/core/map/map-layout";
import { readinessBadge } from "@egress6/core/map/readiness-badge";
import { readinessOfList, regionReadiness } from "@egress6/core/verdict/list-readiness";
import { observedSpan } from "@egress6/core/verdict/observed-span";
import type { StoreReader } from "../ports.js";
import type { ObservedNames } from "./observed-names.js";
import { perVersion } from "./per-version.js";
import { aboutPage } from "./plain/about-page.js";
import { notFoundPage } from "./plain/not-found-page.js";
import {
  type PlainMap,
  regionPage,
  regionsPage,
  servicePage,
  servicesPage,
  tablePage,
} from "./plain/plain-pages.js";
import { evidenceOfCell } from "./unasked-evidence.js";

/** Whole, or piece by piece. */
export type SiteContent = string | Uint8Array | Iterable<string | Uint8Array>;

/** Files of the site that are made from what was observed, by path; made when they are asked for. */
export type SiteDocuments = ReadonlyMap<string, () => SiteContent>;

export interface PageDocumentsSource {
  readonly catalog: Catalog;
  readonly evidence: EvidenceBase;
  readonly observed: ObservedNames;
  readonly store: StoreReader;
  /** Of everything. */
  readonly changes: () => ChangesDocument;
  /** Where the site will be, with a slash at the end; null: not known. */
  readonly siteUrl: string | null;
  /** Who runs this copy; null: they did not say. */
  readonly operator: string | null;
}

export const CHANGES_PATH = "data/changes.json";
const ALL_SCANS = 1_000_000;

/** The plain pages, the badges and what the changes page loads. */
export function pageDocuments(source: PageDocumentsSource): SiteDocuments {
  const { catalog, observed, store, changes } = source;
  const regions = observed.layout.regions.filter(({ isPublic }) => isPublic);
  const map = perVersion(
    () => observed.version,
    () => plainMap(source, regions),
  );
  const documents = new Map<string, () => string>([
    [CHANGES_PATH, () => changesText(store, changes(), observedTo(observed))],
    ["about.html", () => aboutText(source, regions.length)],
    ["404.html", () => wrongAddressPage(source, null)],
    ["table.html", () => tablePage(map())],
    ["services/index.html", () => servicesPage(map())],
    ["regions/index.html", () => regionsPage(map())],
    [
      "badges/all.svg",
      () => badgeSvg(readinessBadge({ services: null, regions: map().readiness })),
    ],
  ]);
  for (const [index, service] of catalog.services.entries()) {
    const { cliName } = service;
    documents.set(`services/${cliName}.html`, () => servicePage(map(), index));
    documents.set(`badges/${cliName}.svg`, () => {
      const regions = map().readiness.map(({ region, services }) =>
        regionReadiness(region, services.slice(index, index + 1)),
      );
      return badgeSvg(readinessBadge({ services: [service], regions }));
    });
  }
  for (const [index, { id }] of regions.entries()) {
    documents.set(`regions/${id}.html`, () => regionPage(map(), index));
    documents.set(`badges/regions/${id}.svg`, () => {
      const regions = map().readiness.slice(index, index + 1);
      return badgeSvg(readinessBadge({ services: null, regions }));
    });
  }
  return documents;
}

/** In the place of a page that there is not. @param path what was asked for; null: whatever it was */
export function wrongAddressPage(
  { catalog, observed, siteUrl }: Pick<PageDocumentsSource, "catalog" | "observed" | "siteUrl">,
  path: string | null,
): string {
  return notFoundPage({
    root: siteUrl === null ? "/" : new URL(siteUrl).pathname,
    services: catalog.services,
    regions: observed.layout.regions.filter(({ isPublic }) => isPublic),
    path,
  });
}

function aboutText(
  { catalog, observed, siteUrl, operator }: PageDocumentsSource,
  regionCount: number,
): string {
  return aboutPage({
    operator,
    rules: `${catalog.rules.source} ${catalog.rules.version}`,
    serviceCount: catalog.services.length,
    regionCount,
    namesObserved: observed.support.size,
    observedTo: observedTo(observed),
    siteUrl,
  });
}

function plainMap(
  { catalog, evidence, observed, siteUrl }: PageDocumentsSource,
  regions: readonly MapRegion[],
): PlainMap {
  return {
    services: catalog.services,
    regions,
    readiness: readinessOfList({
      catalog,
      services: catalog.services,
      regions: regions.map(({ id }) => id),
      observed: observed.support,
    }),
    observedTo: observedTo(observed),
    siteUrl,
    evidenceOf: (cell) => evidenceOfCell(cell, evidence, observed.support),
  };
}

function observedTo({ support }: ObservedNames): number | null {
  return observedSpan([...support.values()].flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6])).to;
}

function changesText(
  store: StoreReader,
  changes: ChangesDocument,
  recordedTo: number | null,
): string {
  // A scan that learnt nothing begins no record: "no changes" would then be said of nothing.
  const recordedFrom =
    recordedTo === null ? null : (store.readScans(ALL_SCANS).at(-1)?.startedAt ?? null);
  return JSON.stringify(
    changeLogJson({ recordedFrom, recordedTo, changes: changeGroups(changes) }),
  );
}

/** Where the changes of a month are that `data/changes.json` leaves out. */
export function changeMonthPath(month: string): string {
  return `data/changes/${month}.json`;
}

export function changeMonthText(changes: ChangesDocument, month: string): string {
  return JSON.stringify(changeMonthJson(changes, month));
}

/** The months that `data/changes.json` names. */
export function olderMonths(changesText: string): readonly string[] {
  return parseChangeLog(JSON.parse(changesText)).months;
}
