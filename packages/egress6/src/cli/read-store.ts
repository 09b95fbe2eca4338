import { isoDay, isoTime } from "@egress6/core/observation/iso-time";
import { isFuture } from "@egress6/core/verdict/dates-of-support";
import { openStoreReader } from "../adapter/store/open-store.js";
import type { StoreReader } from "../ports.js";
import type { CliContext } from "./context.js";

/**
 * Opens the store for reading, as `openStoreReader`, and names on stderr what in it is from the future: dates that
 * are not yet are not told.
 */
export function readStore(path: string, context: CliContext): StoreReader | null {
  const store = openStoreReader(path, { now: context.now });
  if (store !== null) nameFuture(store, context);
  return store;
}

export function nameFuture(store: StoreReader, { now, stderr }: CliContext): void {
  const newest = store.newestTime();
  const at = now();
  if (newest === null || !isFuture(newest, at)) return;
  const moment = isoDay(newest) === isoDay(at) ? isoTime(newest) : isoDay(newest);
  stderr.write(
    `egress6: the store has rows observed ${moment}, which is not yet. How old they are is unknown, and changes ` +
      "among them are left out. Set the clock if it is slow; if it is right, run `egress6 scan --trust-clock`.\n",
  );
}
