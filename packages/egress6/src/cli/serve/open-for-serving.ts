import { Egress6Error } from "@egress6/core/errors";
import type { StoreReader, StoreWriter } from "../../ports.js";
import { openStore, openStoreReader } from "../../store/open-store.js";

export type ServedStore =
  | { readonly isWritable: true; readonly store: StoreWriter }
  /** Another process is the store's writer; `reason` says so. */
  | { readonly isWritable: false; readonly store: StoreReader; readonly reason: string };

/** @throws Egress6Error as `openStore`, but for a store that can at least be read */
export function openForServing(path: string): ServedStore {
  try {
    return { isWritable: true, store: openStore(path) };
  } catch (error) {
    if (!(error instanceof Egress6Error) || error.code !== "STORE_BUSY") throw error;
    const store = openStoreReader(path);
    if (store === null) throw error;
    return {
      isWritable: false,
      store,
      reason: "another egress6 is writing to it; the map follows what that one observes",
    };
  }
}
