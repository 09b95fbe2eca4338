import type { AuditReport } from "@egress6/core/audit/audit-report";
import { auditMessage } from "@egress6/core/audit/audit-words";
import { nameOfCall } from "@egress6/core/audit/inventory";
import type { AuditFinding } from "@egress6/core/audit/run-rules";
import { count, countsOf, levelWord, verdictLine } from "./words.js";

/** GitHub takes a megabyte of a step's summary. */
const MOST_FINDINGS = 200;
const MOST_INVENTORY = 300;

/** A job summary, or a comment: counts, findings with their fix, and the inventory folded. */
export function auditMarkdown(report: AuditReport): string {
  const { findings, inventory, reading, rules, since, baseline } = report;
  const counts = countsOf(findings);
  const open = findings.filter(({ suppressed }) => suppressed === null);
  const failing = open.filter(({ kind }) => kind === "fail");
  const reviews = open.filter(({ kind }) => kind === "review");
  const help = new Map(rules.map(({ id, title, helpUri }) => [id, { title, helpUri }]));
  const sections = [
    "# egress6 audit",
    cell(verdictLine(report)),
    [
      "| Errors | Warnings | Notes | To review | Suppressed |",
      "|---:|---:|---:|---:|---:|",
      `| ${counts.error} | ${counts.warning} | ${counts.note} | ${counts.review} | ${counts.suppressed} |`,
    ].join("\n"),
    ...(since === null
      ? []
      : [
          `Compared with \`${code(since.ref)}\`: ${count(since.known, "finding")} in both ${since.known === 1 ? "is" : "are"} not shown.`,
        ]),
    ...(failing.length === 0 ? [] : [since === null ? "## Findings" : "## New findings"]),
    ...failing.slice(0, MOST_FINDINGS).map((each) => findingSection(each, help)),
    ...(failing.length > MOST_FINDINGS
      ? [`${failing.length - MOST_FINDINGS} more are not shown here.`]
      : []),
    ...(reviews.length === 0
      ? []
      : [
          folded(
            `${count(reviews.length, "question")} to review`,
            reviews.slice(0, MOST_FINDINGS).map(item).join("\n"),
          ),
        ]),
    ...(inventory.length === 0
      ? []
      : [folded(`Inventory: ${count(inventory.length, "call")}`, inventoryTable(report))]),
    ...(reading.skipped.length === 0
      ? []
      : [
          folded(
            `${count(reading.skipped.length, "file")} not read`,
            reading.skipped
              .map(({ file, reason }) => `- \`${code(file)}\`: ${cell(reason)}`)
              .join("\n"),
          ),
        ]),
    ...(baseline === null || baseline.gone.length === 0
      ? []
      : [`${count(baseline.gone.length, "entry", "entries")} of the baseline no longer fit.`]),
  ];
  return `${sections.join("\n\n")}\n`;
}

type Help = ReadonlyMap<string, { readonly title: string; readonly helpUri: string }>;

function findingSection(finding: AuditFinding, help: Help): string {
  const { ruleId, fix, related } = finding;
  const { title = "", helpUri = "" } = help.get(ruleId) ?? {};
  const [head = "", ...patch] = (fix?.args.text ?? "").split("\n");
  return [
    `### ${levelWord(finding)}: ${cell(title)} ([${ruleId}](${helpUri}))`,
    `${placeCode(finding)}${cell(auditMessage(finding.message))}`,
    ...(related.length === 0
      ? []
      : [
          `Also: ${related
            .slice(0, 10)
            .map(
              (each) =>
                `\`${code(`${each.file ?? ""}${each.line === null ? "" : `:${each.line}`}`)}\``,
            )
            .join(", ")}${related.length > 10 ? ` and ${related.length - 10} more` : ""}`,
        ]),
    ...(head === "" ? [] : [`Fix: ${cell(head)}`]),
    ...(patch.length === 0 ? [] : [fence(patch)]),
  ].join("\n\n");
}

function item(finding: AuditFinding): string {
  return `- ${finding.ruleId} ${placeCode(finding)}${cell(auditMessage(finding.message))}`;
}

function placeCode({ place }: AuditFinding): string {
  if (place?.file == null) return place?.resource == null ? "" : `\`${code(place.resource)}\`: `;
  return `\`${code(`${place.file}${place.line === null ? "" : `:${place.line}`}`)}\`: `;
}

function inventoryTable({ inventory }: AuditReport): string {
  const rows = inventory.slice(0, MOST_INVENTORY).map((call) => {
    const { place, caller, host } = call;
    const where = `${place.file ?? ""}${place.line === null ? "" : `:${place.line}`}`;
    return `| ${cell(nameOfCall(call))} | ${cell(host ?? "")} | \`${code(where)}\` | ${cell(caller ?? "")} |`;
  });
  return ["| Service or host | Hostname | Where | Caller |", "|---|---|---|---|", ...rows].join(
    "\n",
  );
}

function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** Longer than any run of backticks in it. */
function fence(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.map((line) => /`{3,}/.exec(line)?.[0].length ?? 0));
  const marks = "`".repeat(longest + 1);
  return `${marks}diff\n${lines.join("\n")}\n${marks}`;
}

/** Nothing of a name or a path may end a cell or begin markup. */
function cell(text: string): string {
  return text.replace(/[\\|`*_<>[\]#~]/g, "\\$&").replace(/\s+/g, " ");
}

const code = (text: string) => text.replace(/[`|\s]/g, " ");
