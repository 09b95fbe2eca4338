import {
  type ChangesDocument,
  type ChangesSource,
  changesDocument,
} from "@egress6/core/changes/changes-document";
import type { StoreReader } from "../ports.js";

export interface ChangesRequest extends Omit<ChangesSource, "changes"> {
  /** Null: nothing was ever stored. */
  readonly store: StoreReader | null;
  /** Milliseconds since the epoch, inclusive; undefined: from the beginning. */
  readonly since: number | undefined;
}

export interface ChangesReport {
  readonly document: ChangesDocument;
  /** Whether a scan was ever begun. */
  readonly isObserved: boolean;
}

/**
 * What became reachable and what stopped, of the endpoints that the filter leaves.
 * @throws Egress6Error of the store
 */
export function runChanges({ store, since, ...source }: ChangesRequest): ChangesReport {
  const changes = store?.readChanges(since) ?? [];
  return {
    document: changesDocument({ ...source, changes }),
    isObserved: store !== null && store.readScans(1).length > 0,
  };
}
