import type { AuditReport } from "@egress6/core/audit/audit-report";
import { auditMessage } from "@egress6/core/audit/audit-words";
import type { AuditFinding } from "@egress6/core/audit/run-rules";
import { verdictLine } from "./words.js";

const COMMANDS = { error: "error", warning: "warning", note: "notice" } as const;

/** Workflow commands: GitHub shows about ten of a step, so that the worst come first. */
export function auditGithub(report: AuditReport): string {
  const titles = new Map(report.rules.map(({ id, title }) => [id, title]));
  const open = report.findings.filter(({ suppressed }) => suppressed === null);
  const lines = [
    ...open.filter(({ kind }) => kind === "fail"),
    ...open.filter(({ kind }) => kind === "review"),
  ].map((finding) => annotation(finding, titles.get(finding.ruleId) ?? ""));
  return [...lines, verdictLine(report), ""].join("\n");
}

function annotation({ ruleId, level, message, place, fix }: AuditFinding, title: string): string {
  const file = place?.file ?? null;
  const properties = [
    ...(file === null ? [] : [`file=${property(file)}`]),
    ...(file === null || place?.line == null ? [] : [`line=${place.line}`]),
    `title=${property(`${ruleId} ${title}`)}`,
  ];
  const text = [auditMessage(message), fix?.args.text ?? ""].join("\n").trim();
  return `::${COMMANDS[level]} ${properties.join(",")}::${data(text)}`;
}

/** @source https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const data = (text: string) =>
  text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
const property = (text: string) => data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
