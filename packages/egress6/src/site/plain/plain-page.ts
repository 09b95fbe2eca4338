import type { StatedEvidence } from "@egress6/core/evidence/evidence";
import { EVIDENCE_GLYPH, uncheckedText } from "@egress6/core/evidence/evidence-words";
import { CELL_WORDS } from "@egress6/core/map/cell-words";
import { type Markup, markup } from "@egress6/core/map/markup";
import { SITE_PAGES } from "@egress6/core/map/site-pages";
import { momentText } from "@egress6/core/map/time-words";
import type { Cell } from "@egress6/core/verdict/cell";

export interface PlainPage {
  readonly title: string;
  /** For search engines: one sentence. */
  readonly description: string;
  /** Where the site begins, seen from the page: `./` or `../`. */
  readonly root: "./" | "../";
  /** Everything below the heading. */
  readonly content: Markup;
  /** When anything was last observed, milliseconds since the epoch; null: nothing was. */
  readonly observedTo: number | null;
  /** Of changes to what the page shows, from the site's beginning. */
  readonly feed: string;
}

const PLAIN_PAGES = [
  { file: "table.html", title: "Whole map" },
  { file: "services/index.html", title: "Services" },
  { file: "regions/index.html", title: "Regions" },
] as const;

/** A page that needs no JavaScript: for search engines, text browsers, printers and people in a hurry. */
export function plainPage(page: PlainPage): string {
  const { title, description, root, content, observedTo, feed } = page;
  const links = (pages: readonly { readonly file: string; readonly title: string }[]) =>
    pages.map(({ file, title }) => markup`<a href="${root}${file}">${title}</a>\n`);
  return `${markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${description}">
<title>${title}</title>
<link rel="icon" href="${root}favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}plain.css">
<link rel="alternate" type="application/atom+xml" title="Changes" href="${root}${feed}">
</head>
<body>
<header class="site-header">
<a class="brand" href="${root}index.html">AWS endpoints over IPv6</a>
<nav aria-label="Pages">
${links(SITE_PAGES)}</nav>
</header>
<main class="page">
<nav class="plain-pages" aria-label="Plain tables">
${links(PLAIN_PAGES)}</nav>
<h1>${title}</h1>
${content}
</main>
<footer class="page-end">
<p>${observedTo === null ? "Nothing has been observed yet: everything is unknown." : `Observed in DNS until ${momentText(observedTo)}.`} What was not observed is unknown, and never counted as a yes or a no.</p>
</footer>
</body>
</html>
`}`;
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
