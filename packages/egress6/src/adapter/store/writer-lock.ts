import { Egress6Error } from "@egress6/core/errors";
import { openSqlite } from "./sqlite.js";
import { storeBusy } from "./store-fault.js";

/**
 * Makes this process the only writer of the store until `release` or the end of the process, however it ends.
 * The lock is SQLite's own on an empty file beside the store: the operating system drops it with the process.
 * (A lock on the store itself would shut out readers.)
 * @throws Egress6Error STORE_BUSY
 */
export function lockForWriting(path: string): { release(): void } {
  const lock = openSqlite(`${path}.lock`, "read-write", 0);
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw error instanceof Egress6Error && error.code === "STORE_BUSY"
      ? storeBusy(path, error)
      : error;
  }
  return { release: () => lock.close() };
}
