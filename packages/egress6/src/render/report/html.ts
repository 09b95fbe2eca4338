import { Markup, markup } from "@egress6/core/map/markup";
import type { Item, Section, Table } from "@egress6/core/plan/section";
import { type Instruction, PHASE_TITLES, PHASES } from "@egress6/core/plan/way/planned-step";
import type { Gate } from "@egress6/core/playbook/gates";
import type { PlaybookStep } from "@egress6/core/playbook/playbook";
import { effectText } from "@egress6/core/playbook/playbook-words";
import { networkSvg } from "./network-svg.js";
import { type Figure, type Pictured, type ReportInput, reportParts } from "./sections.js";
import { waterfallSvg } from "./waterfall-svg.js";

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #fff; --tint: #f3f5f7; --rule: #c9d1d9;
  --v4: #9a4a00; --v4-tint: #fff1e5; --v6: #0a5c8f; --v6-tint: #e6f3fb; --end: #22632a; --end-tint: #e7f5e8; --less: #2f7d38; --more: #b3492d; --total: #57606a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #a3adb8; --paper: #0f1419; --tint: #1a2129; --rule: #3a434d;
  --v4: #f0a768; --v4-tint: #3a2715; --v6: #79c0ff; --v6-tint: #12283a; --end: #7ee787; --end-tint: #14301b; --less: #57ab5a; --more: #e5795b; --total: #8b96a2; } }
* { box-sizing: border-box; }
body { font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem; margin: 0 auto; padding: 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.7rem; line-height: 1.25; } h2 { font-size: 1.3rem; margin: 2.6rem 0 .6rem; } h3 { font-size: 1.05rem; margin: 1.6rem 0 .3rem; }
a { color: var(--v6); } p { margin: .4rem 0; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; } th.number, td.number { text-align: right; } td.number { font-variant-numeric: tabular-nums; }
code { font: .88em ui-monospace, monospace; overflow-wrap: anywhere; }
pre { font: .82rem/1.45 ui-monospace, monospace; background: var(--tint); border: 1px solid var(--rule); border-radius: 6px; padding: .6rem .8rem; margin: .4rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
.networks { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1.5rem; }
figure { margin: 0; } figure svg { width: 100%; height: auto; max-width: 46rem; } figcaption { color: var(--soft); font-size: .92rem; } figcaption ul { padding-left: 1.1rem; margin: .4rem 0; }
svg text { font: 11px system-ui, sans-serif; fill: var(--ink); } svg text.small { font-size: 9.5px; fill: var(--soft); }
svg .bars text, svg.bars text { font-size: 12.5px; } .vpc, .zone { fill: none; stroke: var(--rule); } .zone { stroke-dasharray: 4 3; }
.part rect { fill: var(--tint); stroke: var(--rule); } .part.ipv4 rect { fill: var(--v4-tint); stroke: var(--v4); } .part.ipv6 rect { fill: var(--v6-tint); stroke: var(--v6); } .part.endpoint rect { fill: var(--end-tint); stroke: var(--end); }
.part.absent rect { fill: none; stroke-dasharray: 3 3; } .part.absent text { fill: var(--soft); }
.flow { fill: none; stroke: var(--rule); stroke-width: 1.6; } .flow.ipv4 { stroke: var(--v4); } .flow.ipv6 { stroke: var(--v6); stroke-dasharray: 6 3; } .flow.endpoint { stroke: var(--end); stroke-dasharray: 2 3; }
.bar.total { fill: var(--total); } .bar.less { fill: var(--less); } .bar.more { fill: var(--more); }
nav ol { columns: 2 18rem; column-gap: 2rem; padding-left: 2rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: 1rem; } .figures div { background: var(--tint); border: 1px solid var(--rule); border-radius: 6px; padding: .7rem 1rem; }
.figures dt { margin: 0; } .figures b { font-size: 1.35rem; } .figures p { font-size: .92rem; color: var(--soft); }
.key { color: var(--soft); font-size: .92rem; }
.step { border-left: 3px solid var(--rule); padding-left: .9rem; margin: 1.2rem 0; } .step h3 { margin-top: 0; } .effect { color: var(--soft); }
dl { margin: .4rem 0; } dt { font-weight: 600; margin-top: .5rem; } dd { margin: 0; }
.gate { background: var(--tint); border: 1px solid var(--rule); border-radius: 6px; padding: .6rem .9rem; margin: 1.2rem 0; }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --paper: #fff; --tint: #f5f5f5; --rule: #999; --v4: #9a4a00; --v4-tint: #fff1e5; --v6: #0a5c8f; --v6-tint: #e6f3fb; --end: #22632a; --end-tint: #e7f5e8; --less: #2f7d38; --more: #b3492d; --total: #57606a; }
  @page { margin: 16mm 14mm; }
  body { max-width: none; padding: 0; font-size: 10pt; } nav { display: none; } a { color: inherit; text-decoration: none; }
  h2, h3 { break-after: avoid; } figure, li, tr, pre, .gate, dt { break-inside: avoid; } dt { break-after: avoid; } .wide { overflow: visible; }
  .networks { grid-template-columns: 1fr 1fr; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

interface Chapter {
  readonly title: string;
  readonly content: Markup;
}

/** One page that needs nothing else: no script, no request. */
export function reportHtml(input: ReportInput): string {
  const { title, whereYouAre, figures, networks, changes, plan, details, madeFrom } =
    reportParts(input);
  const chapters: readonly Chapter[] = [
    {
      title: whereYouAre.title,
      content: markup`${figuresHtml(figures)}${setAsideAnd(whereYouAre)}`,
    },
    ...(networks.length === 0 ? [] : [{ title: "Network", content: networksHtml(networks) }]),
    ...(changes === null
      ? []
      : [
          {
            title: changes.section.title,
            content: markup`${
              changes.waterfall === null
                ? []
                : markup`<figure>${waterfallSvg(changes.waterfall, input.way?.design.design.title ?? "")}</figure>`
            }${contentOf(changes.section)}`,
          },
        ]),
    ...plan.map(chapterOf),
    ...stepChapters(input),
    ...details.map(chapterOf),
    chapterOf(madeFrom),
  ];
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header><h1>${title}</h1></header>
<nav aria-label="Contents"><ol>${chapters.map((chapter, index) => markup`<li><a href="#s${index}">${chapter.title}</a></li>`)}</ol></nav>
<main>
${chapters.map(
  (chapter, index) => markup`<section aria-labelledby="s${index}">
<h2 id="s${index}">${chapter.title}</h2>
${chapter.content}
</section>
`,
)}</main>
</body>
</html>
`;
  return page.toString();
}

const figuresHtml = (figures: readonly Figure[]): Markup =>
  markup`<dl class="figures">${figures.map(
    ({ label, amount, words }) => markup`<div><dt>${label}</dt>
<dd><b>${amount}</b>${amount === "not known" ? "" : " a month"}${words === "" ? [] : markup`<p>${withCode(words)}</p>`}</dd></div>
`,
  )}</dl>`;

/** The figures have the other lines. */
const setAsideAnd = ({ title, lines }: Section): Markup =>
  contentOf({ title, lines: lines.filter((line) => !/^(Today|Cheapest( managed)?): /.test(line)) });

const chapterOf = (section: Section): Chapter => ({
  title: section.title,
  content: contentOf(section),
});

const contentOf = ({ title, lines, table, items }: Section): Markup => markup`
${lines.map((line) => markup`<p>${withCode(line)}</p>`)}
${table === undefined ? [] : tableHtml(table, title)}
${items === undefined || items.length === 0 ? [] : markup`<ul>${items.map(itemHtml)}</ul>`}`;

const networksHtml = (networks: readonly Pictured[]): Markup => markup`
<p class="key">Solid lines: IPv4. Dashed lines: IPv6. Dotted lines: endpoints, inside AWS.</p>
<div class="networks">${networks.map(
  ({ title, picture, sentences }) => markup`<figure>
<h3>${title}</h3>
${picture.subnets.length === 0 ? [] : networkSvg(picture, `${title}. ${sentences.join(" ")}`)}
<figcaption><ul>${sentences.map((text) => markup`<li>${text}</li>`)}</ul></figcaption>
</figure>
`,
)}</div>`;

function stepChapters({ way, playbook }: ReportInput): readonly Chapter[] {
  if (way === null || playbook === null) return [];
  return PHASES.flatMap((phase): readonly Chapter[] => {
    const steps = playbook.steps.filter((step) => step.phase === phase);
    if (steps.length === 0) return [];
    const gates = playbook.gates.filter(({ after }) => after === phase);
    return [
      {
        title: `Steps, phase ${phase}: ${PHASE_TITLES[phase]}`,
        content: markup`${steps.map((step) => stepHtml(step, way.isTodayKnown))}${gates.map(gateHtml)}`,
      },
    ];
  });
}

const stepHtml = (step: PlaybookStep, isTodayKnown: boolean): Markup => markup`<div class="step">
<h3>${withCode(step.title)}</h3>
<p class="effect">${withCode(effectText(step, isTodayKnown))}; risk ${step.risk}${step.place === null ? "" : `; in the code: ${step.place.file}:${step.place.line}`}</p>
${step.condition === null ? [] : markup`<p>${withCode(step.condition)}</p>`}
<dl>${(
  [
    ["Before", step.precondition],
    ["Change", step.change],
    ["Check", step.check],
    ["Back", step.rollback],
  ] as const
).map(
  ([label, instruction]) => markup`<dt>${label}</dt><dd>${instructionHtml(instruction)}</dd>`,
)}${
  step.evidence.length === 0
    ? []
    : markup`<dt>Evidence</dt><dd>${withCode(step.evidence.join("; "))}</dd>`
}</dl>
</div>
`;

const gateHtml = ({ text, commands }: Gate): Markup =>
  markup`<div class="gate"><b>Gate.</b> ${instructionHtml({ text, commands })}</div>
`;

const instructionHtml = ({ text, commands }: Instruction): Markup =>
  markup`<p>${withCode(text)}</p>${commands.length === 0 ? [] : markup`<pre><code>${commands.join("\n")}</code></pre>`}`;

const itemHtml = ({ text, under }: Item): Markup =>
  markup`<li>${withCode(text)}${
    under.length === 0
      ? []
      : markup`<ul>${under.map((line) => markup`<li>${withCode(line)}</li>`)}</ul>`
  }</li>
`;

function tableHtml({ head, rows, numbers }: Table, title: string): Markup {
  const isNumber = (column: number) => (numbers.includes(column) ? markup` class="number"` : []);
  return markup`<div class="wide" tabindex="0" role="region" aria-label="${`Table: ${title}`}"><table>
<thead><tr>${head.map((text, column) => markup`<th scope="col"${isNumber(column)}>${text}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      markup`<tr>${row.map((text, column) => markup`<td${isNumber(column)}>${withCode(text)}</td>`)}</tr>
`,
  )}</tbody>
</table></div>`;
}

/** What is in backticks is code. */
const withCode = (text: string): readonly (Markup | string)[] =>
  text
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : part));
