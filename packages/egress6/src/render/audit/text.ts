import type { AuditReport } from "@egress6/core/audit/audit-report";
import { auditMessage } from "@egress6/core/audit/audit-words";
import type { AuditFinding } from "@egress6/core/audit/run-rules";
import { placeText } from "@egress6/core/finding/place";
import { wrapText } from "../wrap-text.js";
import { count, levelWord, verdictLine } from "./words.js";

const COLUMNS = 80;
const MOST_RELATED = 5;
const MOST_REVIEWS = 10;

/** For a terminal: the verdict, then what to fix, worst first, then what to look at. */
export function auditText(report: AuditReport): string {
  const { findings, reading, baseline, since, problems } = report;
  const open = findings.filter(({ suppressed }) => suppressed === null);
  const failing = open.filter(({ kind }) => kind === "fail");
  const reviews = open.filter(({ kind }) => kind === "review");
  const titles = new Map(report.rules.map(({ id, title }) => [id, title]));
  const notes = [
    ...reading.skipped.map(({ file, reason }) => `Not read: ${file}: ${reason}`),
    ...(since === null || since.known === 0
      ? []
      : [
          `${count(since.known, "finding")} ${since.known === 1 ? "is" : "are"} in ${since.ref}, too, and not shown.`,
        ]),
    ...(baseline === null || baseline.gone.length === 0
      ? []
      : [
          `${count(baseline.gone.length, "entry", "entries")} of ${baseline.name} no longer ${baseline.gone.length === 1 ? "fits" : "fit"}: write it anew with --write-baseline.`,
        ]),
    ...problems,
  ];
  const blocks = [
    wrapText(verdictLine(report), "", COLUMNS),
    ...failing.map((each) => findingText(each, titles)),
    ...reviewText(reviews),
    ...(notes.length === 0 ? [] : [notes.map((each) => wrapText(each, "  ", COLUMNS)).join("\n")]),
    ...(open.length === 0
      ? []
      : [
          wrapText(
            `What a rule looks for, and why: \`egress6 audit --explain ${open[0]?.ruleId}\``,
            "",
            COLUMNS,
          ),
        ]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function findingText(finding: AuditFinding, titles: ReadonlyMap<string, string>): string {
  const { ruleId, place, related, fix } = finding;
  const [head = "", ...patch] = (fix?.args.text ?? "").split("\n");
  return [
    `${levelWord(finding)} ${ruleId}  ${titles.get(ruleId) ?? ""}`.trimEnd(),
    ...(place === null ? [] : [`  ${placeText(place) ?? ""}`]),
    wrapText(`  ${auditMessage(finding.message)}`, "  ", COLUMNS),
    ...relatedLines(related),
    ...(head === "" ? [] : [wrapText(`  Fix: ${head}`, "  ", COLUMNS)]),
    ...patch.map((line) => `    ${line}`),
  ].join("\n");
}

function relatedLines(related: AuditFinding["related"]): readonly string[] {
  if (related.length === 0) return [];
  const shown = related.slice(0, MOST_RELATED).map((each) => {
    const { resource } = each;
    const place = placeText(each) ?? "";
    return resource === null || place === resource ? place : `${place} (${resource})`;
  });
  const more = related.length - shown.length;
  return shown
    .map((each, index) => `  ${index === 0 ? "also " : "     "}${each}`)
    .concat(more > 0 ? [`       and ${more} more`] : []);
}

/** What is not known: short, since nothing is wrong yet. */
function reviewText(reviews: readonly AuditFinding[]): readonly string[] {
  if (reviews.length === 0) return [];
  const shown = reviews.slice(0, MOST_REVIEWS).map(({ ruleId, place, message }) => {
    const at = place === null ? null : placeText(place);
    return wrapText(
      `  ${ruleId} ${at === null || at === "" ? "" : `${at}: `}${auditMessage(message)}`,
      "    ",
      COLUMNS,
    );
  });
  const more = reviews.length - shown.length;
  return [
    [
      `To review: ${count(reviews.length, "question")} that the files leave open`,
      ...shown,
      ...(more > 0 ? [`  and ${more} more: --format json has all of them`] : []),
    ].join("\n"),
  ];
}
