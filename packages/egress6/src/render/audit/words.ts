import type { AuditReport } from "@egress6/core/audit/audit-report";
import type { AuditFinding } from "@egress6/core/audit/run-rules";

/** Findings that are counted, by what they ask for. */
export interface Counts {
  readonly error: number;
  readonly warning: number;
  readonly note: number;
  readonly review: number;
  readonly suppressed: number;
}

export function countsOf(findings: readonly AuditFinding[]): Counts {
  const open = findings.filter(({ suppressed }) => suppressed === null);
  const failing = open.filter(({ kind }) => kind === "fail");
  const of = (level: string) => failing.filter((each) => each.level === level).length;
  return {
    error: of("error"),
    warning: of("warning"),
    note: of("note"),
    review: open.length - failing.length,
    suppressed: findings.length - open.length,
  };
}

const GOALS = {
  "dual-stack": "IPv6 egress",
  "ipv6-only": "IPv6-only egress",
  "no-nat": "egress without NAT gateways",
} as const;

/** The first line of every report for people. */
export function verdictLine({ findings, goal, reading, since }: AuditReport): string {
  const { error, warning, note, review, suppressed } = countsOf(findings);
  const isPlanAlone = reading.files.length === 0 && reading.resources.length > 0;
  const files = isPlanAlone ? "the plan" : count(reading.files.length, "file");
  if (reading.files.length === 0 && !isPlanAlone && findings.length === 0) {
    return `Nothing was read, so nothing is known about ${GOALS[goal]}: no file here is of a kind that audit reads.`;
  }
  const fresh = since === null ? "" : " new";
  if (error + warning + note + review === 0) {
    const base = since === null ? "Nothing" : `Nothing new since ${since.ref}`;
    return `${base} blocks ${GOALS[goal]} in ${files}${suppressed > 0 ? ` (${suppressed} suppressed)` : ""}.`;
  }
  const parts = [
    ...(error > 0 ? [count(error, "error")] : []),
    ...(warning > 0 ? [count(warning, "warning")] : []),
    ...(note > 0 ? [count(note, "note")] : []),
    ...(review > 0 ? [`${review} to review`] : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
  ];
  const verdict =
    error > 0
      ? `${count(error, `${fresh.trim()} blocker`.trim())} ${error === 1 ? "stands" : "stand"} in the way of ${GOALS[goal]}`
      : `No${fresh} blocker for ${GOALS[goal]}`;
  return `${verdict} in ${files}: ${parts.join(", ")}.`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `review` stands for the level of what somebody has to look at. */
export function levelWord({ kind, level }: Pick<AuditFinding, "kind" | "level">): string {
  return kind === "review" ? "review" : level;
}
