import type { WorkloadPartFile } from "../workload/schema.js";
import type { RuleFacts } from "./code-rule.js";
import type { AuditGoal } from "./goal.js";
import type { AuditReading, Call } from "./reading.js";
import type { AuditFinding } from "./run-rules.js";

/** What an audit found. */
export interface AuditReport {
  readonly goal: AuditGoal;
  readonly region: string | null;
  readonly reading: AuditReading;
  readonly inventory: readonly Call[];
  readonly workload: WorkloadPartFile;
  readonly findings: readonly AuditFinding[];
  readonly rules: readonly (RuleFacts & { readonly helpUri: string })[];
  readonly baseline: { readonly name: string; readonly gone: readonly string[] } | null;
  /** How many findings the other state has, too. */
  readonly since: { readonly ref: string; readonly commit: string; readonly known: number } | null;
  /** What could not be heeded, in sentences. */
  readonly problems: readonly string[];
}
