import { markup } from "@egress6/core/map/markup";

/** All HTML pages among the paths (sitemaps.org, which wants absolute addresses). @param siteUrl ends with a slash */
export function sitemapXml(siteUrl: string, paths: readonly string[]): string {
  const pages = paths.filter((path) => path.endsWith(".html") && path !== "404.html").sort();
  return `${markup`<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${pages.map((path) => markup`<url><loc>${siteUrl}${path.replace(/(^|\/)index\.html$/, "$1")}</loc></url>\n`)}</urlset>
`}`;
}
