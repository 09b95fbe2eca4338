import { type Markup, markup } from "@egress6/core/map/markup";
import { headline } from "@egress6/core/plan/plan-sections";
import type { Item, Section, Table } from "@egress6/core/plan/section";
import { type ReportInput, reportSections } from "./sections.js";

const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid #8888; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
.wide { overflow-x: auto; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } nav { display: none; } h2 { break-after: avoid; } li, tr { break-inside: avoid; } }
`;

/** One page that needs nothing else: no script, no request. */
export function reportHtml(input: ReportInput): string {
  const sections = reportSections(input);
  const title = `Off public IPv4: ${headline(input.plan)}`;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${title}</h1></header>
<nav aria-label="Contents"><ol>${sections.map((section, index) => markup`<li><a href="#s${index}">${section.title}</a></li>`)}</ol></nav>
<main>
${sections.map(sectionHtml)}
</main>
</body>
</html>
`;
  return page.toString();
}

const sectionHtml = ({ title, lines, table, items }: Section, index: number): Markup => markup`
<section aria-labelledby="s${index}">
<h2 id="s${index}">${title}</h2>
${lines.map((line) => markup`<p>${withCode(line)}</p>`)}
${table === undefined ? [] : tableHtml(table, index)}
${items === undefined || items.length === 0 ? [] : markup`<ul>${items.map(itemHtml)}</ul>`}
</section>`;

const itemHtml = ({ text, under }: Item): Markup =>
  markup`<li>${withCode(text)}${
    under.length === 0
      ? []
      : markup`<ul>${under.map((line) => markup`<li>${withCode(line)}</li>`)}</ul>`
  }</li>
`;

function tableHtml({ head, rows, numbers }: Table, index: number): Markup {
  const cell = (text: string, column: number) =>
    numbers.includes(column)
      ? markup`<td class="number">${text}</td>`
      : markup`<td>${withCode(text)}</td>`;
  return markup`<div class="wide" tabindex="0" role="region" aria-labelledby="s${index}"><table>
<thead><tr>${head.map((text) => markup`<th scope="col">${text}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => markup`<tr>${row.map(cell)}</tr>
`,
  )}</tbody>
</table></div>`;
}

/** What is in backticks is code. */
const withCode = (text: string): readonly (Markup | string)[] =>
  text
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : part));
