import { Egress6Error } from "@egress6/core/errors";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadEvidence } from "../../adapter/fact-files/evidence.js";
import { loadThirdPartyHosts } from "../../adapter/fact-files/third-party-hosts.js";
import { openStore, openStoreReader } from "../../adapter/store/open-store.js";
import type { Clock, StoreReader, StoreWriter } from "../../ports.js";
import { demoStore } from "../../site/demo/demo-store.js";

export type ServedStore =
  | { readonly isWritable: true; readonly store: StoreWriter }
  /** `reason`: another process is the store's writer; null: nobody wants to write. */
  | { readonly isWritable: false; readonly store: StoreReader; readonly reason: string | null };

/**
 * For `--no-scan`: leaves writing to others, such as a nightly `egress6 scan`, and needs no right to it.
 * @throws Egress6Error as `openStore`, where there is no store yet and none can be made
 */
export function openForShowing(path: string, now: Clock): ServedStore {
  const isReadOnly = { isWritable: false, reason: null } as const;
  const found = openStoreReader(path, { now });
  if (found !== null) return { ...isReadOnly, store: found };
  openStore(path).close();
  const made = openStoreReader(path, { now });
  if (made === null) throw new Error(`${path} is gone right after it was made`);
  return { ...isReadOnly, store: made };
}

/** @throws Egress6Error as `openStore`, but for a store that can at least be read */
export function openForServing(path: string, now: Clock): ServedStore {
  try {
    return { isWritable: true, store: openStore(path, { now }) };
  } catch (error) {
    if (!(error instanceof Egress6Error) || error.code !== "STORE_BUSY") throw error;
    const store = openStoreReader(path, { now });
    if (store === null) throw error;
    return {
      isWritable: false,
      store,
      reason: "another egress6 is writing to it; the map follows what that one observes",
    };
  }
}

/** For `--demo`: invented answers, the last of them of this moment. */
export function openDemoStore(at: number): StoreReader {
  return demoStore({
    catalog: loadCatalog(),
    hosts: loadThirdPartyHosts().map(({ host }) => host),
    evidence: loadEvidence(),
    at,
  });
}
