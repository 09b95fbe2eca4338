import type { AuditGoal } from "@egress6/core/audit/goal";
import type { Level } from "@egress6/core/finding/finding";
import type { ObservedOptions } from "../support-finder.js";

export const AUDIT_OUTPUTS = ["text", "json", "sarif", "junit", "markdown", "github"] as const;
type AuditOutput = (typeof AUDIT_OUTPUTS)[number];

export const FAIL_ON = ["error", "warning", "note", "never"] as const satisfies readonly (
  | Level
  | "never"
)[];

export interface AuditOptions extends ObservedOptions {
  readonly plan?: readonly string[];
  readonly goal: AuditGoal;
  readonly region?: string;
  readonly varFile?: readonly string[];
  readonly params?: readonly string[];
  readonly format: AuditOutput;
  readonly emit?: "workload";
  readonly json?: true;
  readonly output?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly failOn: (typeof FAIL_ON)[number];
  readonly newSince?: string;
  readonly explain?: string;
  readonly fix?: true;
  readonly dryRun?: true;
}
