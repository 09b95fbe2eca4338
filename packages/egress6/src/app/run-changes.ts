import {
  type ChangesDocument,
  type ChangesSource,
  changesDocument,
} from "@egress6/core/changes/changes-document";
import { supportOf } from "@egress6/core/verdict/support";
import type { StoreReader } from "../ports.js";

export interface ChangesRequest extends Omit<ChangesSource, "changes"> {
  /** Null: nothing was ever stored. */
  readonly store: StoreReader | null;
  /** Milliseconds since the epoch, inclusive; undefined: from the beginning. */
  readonly since: number | undefined;
}

export interface ChangesReport {
  readonly document: ChangesDocument;
  /** Whether anything was ever learnt: a scan that no resolver answered tells nothing. */
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
    isObserved: store !== null && (changes.length > 0 || isAnythingKnown(store)),
  };
}

function isAnythingKnown(store: StoreReader): boolean {
  const states = [...store.readSupport().values()];
  return states.some(({ ipv4, ipv6 }) =>
    [ipv4, ipv6].some((each) => supportOf(each) !== "unknown"),
  );
}
