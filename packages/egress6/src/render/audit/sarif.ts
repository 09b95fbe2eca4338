import type { AuditReport } from "@egress6/core/audit/audit-report";
import { auditMessage } from "@egress6/core/audit/audit-words";
import { type SarifRun, sarifText } from "../finding/sarif.js";

/** What GitHub ranks by, of rules that are about access. */
const SEVERITY: ReadonlyMap<string, string> = new Map([["E6306", "7.5"]]);

/** GitHub takes so many results of a run, and so many locations of a result. */
const MOST_RESULTS = 25_000;
const MOST_LOCATIONS = 1_000;

/** For code scanning; files that were not read are notifications. */
export function auditSarif(
  { findings, rules, reading, problems }: AuditReport,
  about: Pick<SarifRun, "version" | "folder" | "input">,
): string {
  return sarifText({
    ...about,
    rules: rules.map(({ id, title, level, why, helpUri }) => ({
      id,
      title,
      helpUri,
      level,
      description: `${why}.`,
      securitySeverity: SEVERITY.get(id),
    })),
    notifications: [
      ...reading.skipped.map(({ file, reason }) => ({
        level: "warning" as const,
        text: `Not read: ${reason}`,
        file,
      })),
      ...problems.map((text) => ({ level: "note" as const, text, file: null })),
    ],
    results: findings
      .filter(({ ruleId }) => ruleId !== "E6902")
      .slice(0, MOST_RESULTS)
      .map((finding) => ({
        finding: { ...finding, related: finding.related.slice(0, MOST_LOCATIONS - 50) },
        text: [auditMessage(finding.message), finding.fix?.args.text ?? ""].join("\n").trim(),
      })),
  });
}
