import { markup } from "@egress6/core/map/markup";
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

/** Every file of the static site, each made when asked for. The same paths as a live server has. */
export function* siteParts(site: StaticSite): Generator<SitePart> {
  const { data } = site;
  for (const [path, content] of site.page) {
    // With an address it leads to the site map, too.
    if (path === "robots.txt" && site.siteUrl !== null) continue;
    yield { path, make: () => previewed(path, content, site) };
  }
  for (const [path, make] of site.documents) {
    if (path !== CHANGES_PATH) {
      yield { path, make };
      continue;
    }
    const content = make();
    yield { path, make: () => content };
    if (typeof content !== "string") continue;
    for (const month of olderMonths(content)) {
      yield { path: changeMonthPath(month), make: () => site.changeMonth(month) };
    }
  }
  yield {
    path: "data/map.json",
    make: () => data.mapText(site.scan, site.generatedAt, false),
  };
  yield { path: "data/catalog.json", make: data.catalogText };
  yield { path: "data/hosts.json", make: data.hostsText };
  for (const name of site.serviceNames) {
    yield { path: `data/services/${name}.json`, make: () => atOnce(data.serviceText(name)) };
  }
  yield { path: "data/export.json", make: site.exportJson };
  yield { path: "data/export.csv", make: site.exportCsv };
  const { siteUrl } = site;
  if (siteUrl !== null) {
    const paths = [...site.page.keys(), ...site.documents.keys()];
    yield { path: "sitemap.xml", make: () => sitemapXml(siteUrl, paths) };
    yield { path: "robots.txt", make: () => robotsTxt(siteUrl) };
  }
}

/** Built pages do not know where they will be: previews of them want absolute addresses. */
function previewed(path: string, content: Uint8Array, { siteUrl }: StaticSite): SiteContent {
  if (siteUrl === null || !path.endsWith(".html")) return content;
  const page = `${siteUrl}${path.replace(/(^|\/)index\.html$/, "$1")}`;
  const tags = markup`<meta property="og:url" content="${page}" />
    <meta property="og:image" content="${siteUrl}preview.png" />
  </head>`;
  return Buffer.from(content).toString("utf8").replace("</head>", `  ${tags}`);
}

function robotsTxt(siteUrl: string): string {
  return `User-agent: *\nAllow: /\nSitemap: ${siteUrl}sitemap.xml\n`;
}
