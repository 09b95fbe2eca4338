import type { NameObservation } from "@egress6/core/observation/outcome";
import type { StoreWriter } from "../ports.js";

/** The same store, with somebody told of every batch once it is recorded. */
export function followStore(
  store: StoreWriter,
  onRecorded: (batch: readonly NameObservation[], at: number) => void,
): StoreWriter {
  return {
    readSupport: (names) => store.readSupport(names),
    readHistory: (name) => store.readHistory(name),
    readChanges: (since) => store.readChanges(since),
    readScans: (limit) => store.readScans(limit),
    newestTime: () => store.newestTime(),
    close: () => store.close(),
    beginScan: (scope, total, at) => store.beginScan(scope, total, at),
    namesDone: (scan) => store.namesDone(scan),
    record: (batch, at) => {
      store.record(batch, at);
      onRecorded(batch, at);
    },
    readHeld: () => store.readHeld(),
    replaceHeld: (held) => store.replaceHeld(held),
    endScan: (id, state, at, reason) => store.endScan(id, state, at, reason),
    redateAfter: (at) => store.redateAfter(at),
  };
}
