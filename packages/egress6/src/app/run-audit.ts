import type { AuditGoal } from "@egress6/core/audit/goal";
import { inventoryOf } from "@egress6/core/audit/inventory";
import type { AuditReading, Call } from "@egress6/core/audit/reading";
import type { Finding } from "@egress6/core/finding/finding";

export interface AuditRequest {
  readonly reading: AuditReading;
  readonly goal: AuditGoal;
  /** Null: none is given, and the files name none. */
  readonly region: string | null;
}

export interface AuditReport {
  readonly goal: AuditGoal;
  readonly region: string | null;
  readonly reading: AuditReading;
  readonly inventory: readonly Call[];
  readonly findings: readonly Finding[];
}

export function runAudit({ reading, goal, region }: AuditRequest): AuditReport {
  return { goal, region, reading, inventory: inventoryOf(reading.calls), findings: [] };
}
