import type { AuditGoal } from "@egress6/core/audit/goal";

export const AUDIT_OUTPUTS = ["json"] as const;

export interface AuditOptions {
  readonly plan?: readonly string[];
  readonly goal: AuditGoal;
  readonly region?: string;
  readonly varFile?: readonly string[];
  readonly params?: readonly string[];
  readonly format?: (typeof AUDIT_OUTPUTS)[number];
}
