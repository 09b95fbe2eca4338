import type { StatedEvidence } from "@egress6/core/evidence/evidence";
import { EVIDENCE_GLYPH, uncheckedText } from "@egress6/core/evidence/evidence-words";
import { CELL_WORDS } from "@egress6/core/map/cell-words";
import { type Markup, markup } from "@egress6/core/map/markup";
import { REPOSITORY } from "@egress6/core/map/repository";
import { SITE_PAGES, type SitePageFile } from "@egress6/core/map/site-pages";
import { momentText } from "@egress6/core/map/time-words";
import type { Cell } from "@egress6/core/verdict/cell";

export interface PlainPage {
  readonly title: string;
  /** For search engines and previews: one sentence. */
  readonly description: string;
  /** Where the site begins, seen from the page: `./`, `../`, or a path from the host's root. */
  readonly root: string;
  /** Everything below the heading. */
  readonly content: Markup;
  /** At the end of the page: what its statements rest on. */
  readonly basis?: string;
  /** Of changes to what the page shows, from the site's beginning; left out: it shows none. */
  readonly feed?: string;
  /** Which of the header's pages it is. */
  readonly current?: SitePageFile;
  /** Above the heading. */
  readonly above?: Markup;
  /** At the end of the head. */
  readonly head?: Markup;
  /** Where the page will be, for previews; null: not known. */
  readonly address?: string | null;
  /** Where the picture for previews will be; null: not known. */
  readonly picture?: string | null;
}

/** What is beside each plain table. */
const PLAIN_TABLES = [
  { file: "table.html", title: "Whole map" },
  { file: "services/index.html", title: "Services" },
  { file: "regions/index.html", title: "Regions" },
] as const;

/** Leads from one plain table to the others. */
export function plainTablesNav(root: string): Markup {
  return markup`<nav class="plain-pages" aria-label="Plain tables">
${PLAIN_TABLES.map(({ file, title }) => markup`<a href="${root}${file}">${title}</a>\n`)}</nav>\n`;
}

/** When what a page shows was observed; and that unknown is no answer. */
export function observedBasis(observedTo: number | null): string {
  const when =
    observedTo === null
      ? "Nothing has been observed yet: everything is unknown."
      : `Observed in DNS until ${momentText(observedTo)}.`;
  return `${when} What was not observed is unknown, and never counted as a yes or a no.`;
}

/** A page that needs no JavaScript: for search engines, text browsers, printers and people in a hurry. */
export function plainPage(page: PlainPage): string {
  const { title, description, root, content, basis, current, above = markup`` } = page;
  return `${markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${description}">
<title>${title} · egress6</title>
${previewMarkup(page)}<link rel="icon" href="${root}favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}plain.css">
${page.feed === undefined ? "" : markup`<link rel="alternate" type="application/atom+xml" title="Changes" href="${root}${page.feed}">\n`}${page.head ?? ""}</head>
<body>
<header class="site-header">
<a class="brand" href="${root}index.html">egress6</a>
<nav aria-label="Pages">
${SITE_PAGES.map((each) => markup`<a href="${root}${each.file}"${each.file === current ? markup` aria-current="page"` : ""}>${each.title}</a>\n`)}</nav>
</header>
<main class="page">
${above}<h1>${title}</h1>
${content}
</main>
<footer class="page-end">
${basis === undefined ? "" : markup`<p>${basis}</p>\n`}<p><a href="${root}about.html">About egress6</a> · <a href="${root}docs/index.html">Documents</a> · <a href="${REPOSITORY}/issues">Report a wrong verdict</a> · <a href="${REPOSITORY}">Source code</a>, Apache License 2.0</p>
</footer>
</body>
</html>
`}`;
}

/** Where the picture for previews will be. @param siteUrl with a slash at the end; null: not known */
export function pictureOf(siteUrl: string | null): string | null {
  return siteUrl === null ? null : `${siteUrl}preview.png`;
}

/** What chat programs and social networks show of a link. */
function previewMarkup({ title, description, address, picture }: PlainPage): Markup {
  const properties = [
    ["og:site_name", "egress6"],
    ["og:type", "website"],
    ["og:title", title],
    ["og:description", description],
    ["og:url", address],
    ["og:image", picture],
  ] as const;
  return markup`${properties.flatMap(([name, content]) =>
    content == null ? [] : [markup`<meta property="${name}" content="${content}">\n`],
  )}`;
}

/** A state with its colour and its glyph, and in words. */
export function stateMarkup(cell: Cell): Markup {
  const { glyph, name } = CELL_WORDS[cell];
  return markup`<span class="swatch" data-state="${cell}" aria-hidden="true">${glyph}</span> ${name}`;
}

/** An unknown state of which others say something: with a mark of its own, and in words. */
export function evidenceMarkup(evidence: StatedEvidence): Markup {
  return markup`<span class="swatch" data-state="unknown" data-evidence="${evidence.says}" aria-hidden="true">${EVIDENCE_GLYPH}</span> ${CELL_WORDS.unknown.name}<br><small>${uncheckedText(evidence)}</small>`;
}

/** A table that scrolls in its own box where the page is narrower: with a name and a tab stop. */
export function wideTable(label: string, head: Markup, rows: readonly Markup[]): Markup {
  return markup`<section class="wide-table" aria-label="${label}" tabindex="0">
<table>
<thead>
<tr>${head}</tr>
</thead>
<tbody>
${rows}</tbody>
</table>
</section>`;
}

export function columnHeads(names: readonly string[]): Markup {
  return markup`${names.map((name) => markup`<th scope="col">${name}</th>`)}`;
}
