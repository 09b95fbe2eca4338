import type { AuditReport } from "@egress6/core/audit/audit-report";
import { auditMessage } from "@egress6/core/audit/audit-words";
import type { Call } from "@egress6/core/audit/reading";
import type { AuditFinding } from "@egress6/core/audit/run-rules";
import { findingJson } from "../finding/json.js";

const FLAG = { yes: true, no: false, unknown: null } as const;

/** An entry of the inventory, as JSON has it. */
const inventoryEntry = ({
  kind,
  service,
  host,
  place,
  caller,
  callerMissing,
  isDualStack,
  confidence,
  region,
  callerKind,
  source,
  sdk,
  image,
}: Call) => ({
  kind,
  service,
  host,
  file: place.file,
  line: place.line,
  caller,
  callerMissing: callerMissing ?? null,
  dualstack: FLAG[isDualStack],
  confidence,
  region,
  callerKind,
  source,
  sdk,
  image,
});

function findingEntry(finding: AuditFinding) {
  const { message, fix, edit } = finding;
  return {
    message: auditMessage(message),
    ...findingJson(finding, fix?.args.text ?? null),
    fixable: edit !== null,
  };
}

/** The document that `audit --format json` prints. */
export function auditDocument(report: AuditReport) {
  const { goal, region, reading, inventory, findings, rules, baseline, since, workload } = report;
  const { files, skipped } = reading;
  return {
    meta: {
      goal,
      region,
      files,
      skipped,
      rules: rules.map(({ id, title, level, helpUri }) => ({ id, title, level, helpUri })),
      baseline: baseline && { file: baseline.name, gone: baseline.gone },
      newSince: since,
      notes: report.problems,
    },
    inventory: inventory.map(inventoryEntry),
    findings: findings.map(findingEntry),
    workload,
  };
}

export type AuditDocument = ReturnType<typeof auditDocument>;
