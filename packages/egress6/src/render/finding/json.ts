import type { TrapFinding } from "@egress6/core/finding/find-traps";
import type { Finding } from "@egress6/core/finding/finding";
import { placeText } from "@egress6/core/finding/place";
import { TRAP_SEVERITIES, trapFix, trapMessage } from "@egress6/core/finding/trap-words";

/** A trap in reports: under the names that traps have always had, and as any other finding. */
export function trapJson(finding: TrapFinding) {
  return {
    id: finding.ruleId,
    severity: TRAP_SEVERITIES[finding.level],
    message: trapMessage(finding.message),
    remedy: trapFix(finding.fix),
    place: placeText(finding.place),
    source: finding.helpUri,
    ...findingJson(finding, trapFix(finding.fix)),
  };
}

/** All but the message in words, which stands beside. */
export function findingJson(finding: Finding, fix: string | null) {
  const { ruleId, level, kind, message, place, goal } = finding;
  const { evidence, related, fingerprint, suppressed, helpUri } = finding;
  const { file, line, column, resource } = place ?? NOWHERE;
  return {
    ruleId,
    level,
    kind,
    code: message.code,
    args: message.args,
    file,
    line,
    column,
    resource,
    goal,
    fix,
    evidence: evidence.map(({ text, place }) => ({ text, ...(place ?? NOWHERE) })),
    related,
    fingerprint,
    suppressed,
    helpUri,
  };
}

const NOWHERE = { file: null, line: null, column: null, resource: null };
