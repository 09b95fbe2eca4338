import { observeNames } from "../adapter/dns/observe-names.js";
import { openStoreReader } from "../adapter/store/open-store.js";
import { lookNow } from "../app/look-now.js";
import type { Clock, FindSupport, StoreReader } from "../ports.js";
import { observeOptions, type ResolverArguments } from "./resolver-arguments.js";

/** Where what is known of names comes from; with neither `db` nor `live`, all is unknown. */
export interface KnownNamesArguments extends ResolverArguments {
  /** The path of the store to read; left out: none. */
  readonly db?: string | undefined;
  /** Look the names up now, too; the store stays as it is. */
  readonly live?: boolean | undefined;
  readonly now?: Clock | undefined;
}

export function knownNames({
  db,
  live = false,
  now = Date.now,
  ...asked
}: KnownNamesArguments): FindSupport {
  return async (names) => {
    const known = withStore(db, now, (store) => store?.readSupport(names) ?? new Map());
    if (!live) return { support: known, witnesses: [] };
    return lookNow(names, { known, observe: observeNames, now, ...(await observeOptions(asked)) });
  };
}

/** @param read what to do with it; it is told null when nothing is stored there */
export function withStore<T>(
  db: string | undefined,
  now: Clock,
  read: (store: StoreReader | null) => T,
): T {
  const store = db === undefined ? null : openStoreReader(db, { now });
  try {
    return read(store);
  } finally {
    store?.close();
  }
}
