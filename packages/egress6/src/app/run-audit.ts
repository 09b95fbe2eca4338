import type { AuditReport } from "@egress6/core/audit/audit-report";
import { auditWorkload } from "@egress6/core/audit/audit-workload";
import { type AuditBaseline, applyBaseline, newSince } from "@egress6/core/audit/baseline";
import type { CapabilityFacts } from "@egress6/core/audit/capability";
import type { RuleFacts } from "@egress6/core/audit/code-rule";
import { findingsIn, namesForReading } from "@egress6/core/audit/findings-in";
import type { AuditGoal } from "@egress6/core/audit/goal";
import { inventoryOf } from "@egress6/core/audit/inventory";
import { networkOf } from "@egress6/core/audit/network-of";
import { pinSdks } from "@egress6/core/audit/pin-sdks";
import { platformCalls } from "@egress6/core/audit/platform-calls";
import type { AuditReading } from "@egress6/core/audit/reading";
import { regionOfFiles } from "@egress6/core/audit/region-of-files";
import type { AuditFinding } from "@egress6/core/audit/run-rules";
import type { ProjectIgnore } from "@egress6/core/audit/suppress";
import { LEVELS, type Level } from "@egress6/core/finding/finding";
import { isoDay } from "@egress6/core/observation/iso-time";
import type { Clock, FindSupport } from "../ports.js";

export interface AuditRequest {
  readonly reading: AuditReading;
  readonly goal: AuditGoal;
  /** Null: none is given, and the files name none. */
  readonly region: string | null;
  readonly facts: Omit<CapabilityFacts, "observed">;
  readonly rules: ReadonlyMap<string, RuleFacts>;
  readonly helpUri: (id: string) => string;
  readonly findSupport: FindSupport;
  readonly now: Clock;
  readonly project: readonly ProjectIgnore[];
  /** Null: there is none. */
  readonly baseline: { readonly name: string; readonly content: AuditBaseline } | null;
  /** What another state of the files has; null: none is named. */
  readonly before: {
    readonly ref: string;
    readonly commit: string;
    readonly reading: AuditReading;
  } | null;
}

/**
 * What stands in the way of a goal in what was read.
 * @throws what finding support throws
 */
export async function runAudit(request: AuditRequest): Promise<AuditReport> {
  const { goal, rules, helpUri, baseline, before, facts } = request;
  const reading = pinSdks(request.reading, facts.catalog);
  const region = request.region ?? regionOfFiles(reading);
  const current = await findingsOf(reading, request);
  const old =
    before === null ? null : await findingsOf(pinSdks(before.reading, facts.catalog), request);
  const fresh = old === null ? current.findings : newSince(current.findings, old.findings);
  const settled = baseline === null ? null : applyBaseline(fresh, baseline.content, baseline.name);
  const network = networkOf(reading.resources);
  const inventory = inventoryOf([...reading.calls, ...platformCalls(network, facts.kinds)]);
  return {
    goal,
    region,
    reading,
    inventory,
    workload: auditWorkload({ network, inventory, region }),
    findings: settled?.findings ?? fresh,
    rules: Array.from(rules.values(), (each) => ({ ...each, helpUri: helpUri(each.id) })),
    baseline: baseline && settled && { name: baseline.name, gone: settled.gone },
    since:
      before === null
        ? null
        : { ref: before.ref, commit: before.commit, known: current.findings.length - fresh.length },
    problems: current.problems,
  };
}

async function findingsOf(
  reading: AuditReading,
  { goal, region: given, facts, rules, helpUri, findSupport, now, project }: AuditRequest,
) {
  const region = given ?? regionOfFiles(reading);
  const { support } = await findSupport(namesForReading(reading, region, facts));
  const today = isoDay(now());
  const known = { ...facts, observed: support };
  return findingsIn(reading, { goal, region, facts: known, rules, helpUri, project, today });
}

/** Whether a gate at that level lets the findings pass. */
export function isBlocked(findings: readonly AuditFinding[], failOn: Level | "never"): boolean {
  if (failOn === "never") return false;
  const counted = LEVELS.slice(0, LEVELS.indexOf(failOn) + 1);
  return findings.some(
    ({ kind, level, suppressed }) =>
      kind === "fail" && suppressed === null && counted.includes(level),
  );
}
