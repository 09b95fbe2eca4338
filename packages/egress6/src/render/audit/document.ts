import type { AuditReading, Call } from "@egress6/core/audit/reading";

const FLAG = { yes: true, no: false, unknown: null } as const;

/** An entry of the inventory, as JSON has it. */
export const inventoryEntry = ({
  kind,
  service,
  host,
  place,
  caller,
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
  dualstack: FLAG[isDualStack],
  confidence,
  region,
  callerKind,
  source,
  sdk,
  image,
});

/** The document that `audit --format json` prints. */
export interface AuditDocumentInput {
  readonly goal: string;
  readonly region: string | null;
  readonly reading: AuditReading;
  readonly inventory: readonly Call[];
}

export function auditDocument({ goal, region, reading, inventory }: AuditDocumentInput) {
  const { files, skipped } = reading;
  return {
    meta: { goal, region, files, skipped, rules: [] },
    inventory: inventory.map(inventoryEntry),
    findings: [],
    workload: null,
  };
}
