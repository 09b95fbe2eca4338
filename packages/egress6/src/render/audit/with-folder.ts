import type { AuditReport } from "@egress6/core/audit/audit-report";
import type { Call } from "@egress6/core/audit/reading";
import type { AuditFinding } from "@egress6/core/audit/run-rules";
import type { Place } from "@egress6/core/finding/finding";

/** The report with all paths told from a folder further out: `infra/` before each. */
export function withFolder(report: AuditReport, prefix: string): AuditReport {
  if (prefix === "") return report;
  const file = (path: string) => prefix + path;
  const placed = <P extends Place | null>(place: P): P =>
    place?.file == null ? place : { ...place, file: file(place.file) };
  const finding = (each: AuditFinding): AuditFinding => ({
    ...each,
    place: placed(each.place),
    related: each.related.map(placed),
    evidence: each.evidence.map((one) => ({ ...one, place: placed(one.place) })),
  });
  const call = (each: Call): Call => ({
    ...each,
    place: { ...each.place, file: each.place.file === null ? null : file(each.place.file) },
  });
  const { reading } = report;
  return {
    ...report,
    findings: report.findings.map(finding),
    inventory: report.inventory.map(call),
    reading: {
      ...reading,
      files: reading.files.map(file),
      skipped: reading.skipped.map((each) => ({ ...each, file: file(each.file) })),
    },
  };
}
