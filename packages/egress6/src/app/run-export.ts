import type { SupportChange } from "@egress6/core/changes/changes-document";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { EndpointFilter } from "@egress6/core/endpoint/filter";
import type { EvidenceBase } from "@egress6/core/evidence/evidence";
import type { NameSupport } from "@egress6/core/verdict/support";
import type { Clock, StoreReader } from "../ports.js";

interface Exported {
  readonly catalog: Catalog;
  readonly filter: EndpointFilter;
  /** The third-party hosts. */
  readonly hosts: readonly { readonly host: string; readonly group: string }[];
  /** What others say of the names. */
  readonly evidence: EvidenceBase;
}

export interface ExportRequest extends Exported {
  /** Null: nothing was ever stored. */
  readonly store: StoreReader | null;
  readonly now: Clock;
}

/** All that an export is written from. */
export interface ExportReport extends Exported {
  readonly support: ReadonlyMap<string, NameSupport>;
  /** Oldest first. */
  readonly changes: readonly SupportChange[];
  /** Milliseconds since the epoch. */
  readonly generatedAt: number;
}

/**
 * Reads what is known of the endpoints that the filter leaves.
 * @throws Egress6Error of the store
 */
export function runExport({ store, now, ...exported }: ExportRequest): ExportReport {
  return {
    ...exported,
    generatedAt: now(),
    support: store?.readSupport() ?? new Map(),
    changes: store?.readChanges() ?? [],
  };
}
