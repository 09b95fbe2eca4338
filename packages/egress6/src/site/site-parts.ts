import type { ScanStatus } from "@egress6/core/map/scan-status";
import {
  CHANGES_PATH,
  changeMonthPath,
  olderMonths,
  type SiteContent,
  type SiteDocuments,
} from "./page-documents.js";
import type { SiteData } from "./site-data.js";
import { sitemapXml } from "./sitemap-xml.js";
import { atOnce } from "./slices.js";
import type { SitePart } from "./write-site.js";

export interface StaticSite {
  /** The built page: path inside the folder to content. */
  readonly page: ReadonlyMap<string, Uint8Array>;
  readonly data: SiteData;
  readonly serviceNames: readonly string[];
  readonly scan: ScanStatus;
  /** Milliseconds since the epoch. */
  readonly generatedAt: number;
  readonly exportJson: () => SiteContent;
  readonly exportCsv: () => SiteContent;
  /** Plain pages, badges, feeds, downloads. */
  readonly documents: SiteDocuments;
  /** Where the site will be, with a slash at the end; null: not known, then there is no site map. */
  readonly siteUrl: string | null;
  /** The changes of a month that `data/changes.json` leaves out. */
  readonly changeMonth: (month: string) => string;
}

/** Every file of the static site, made one at a time. The same paths as a live server has. */
export function* siteParts(site: StaticSite): Generator<SitePart> {
  for (const [path, content] of site.page) yield { path, content };
  for (const [path, make] of site.documents) {
    const content = make();
    yield { path, content };
    if (path !== CHANGES_PATH || typeof content !== "string") continue;
    for (const month of olderMonths(content)) {
      yield { path: changeMonthPath(month), content: site.changeMonth(month) };
    }
  }
  yield { path: "data/map.json", content: site.data.mapText(site.scan, site.generatedAt, false) };
  yield { path: "data/catalog.json", content: site.data.catalogText() };
  yield { path: "data/hosts.json", content: site.data.hostsText() };
  for (const name of site.serviceNames) {
    yield { path: `data/services/${name}.json`, content: atOnce(site.data.serviceText(name)) };
  }
  yield { path: "data/export.json", content: site.exportJson() };
  yield { path: "data/export.csv", content: site.exportCsv() };
  if (site.siteUrl !== null) {
    const paths = [...site.page.keys(), ...site.documents.keys()];
    yield { path: "sitemap.xml", content: sitemapXml(site.siteUrl, paths) };
  }
}
