import { resolve } from "node:path";
import type { StoreReader, StoreWriter } from "../ports.js";
import { text } from "./columns.js";
import { MIGRATIONS } from "./migrations.js";
import { migrate, schemaVersion } from "./schema.js";
import { openSqlite, type Sqlite } from "./sqlite.js";
import { storeCorrupt } from "./store-fault.js";
import { isOutOfReach, prepareStoreFile, storeFileExists } from "./store-path.js";
import { storeReader } from "./store-reader.js";
import { storeWriter } from "./store-writer.js";
import { lockForWriting } from "./writer-lock.js";

export interface StoreOptions {
  /** The schema's history; another one only in tests. */
  readonly migrations?: readonly string[];
}

/**
 * Opens the store for writing; makes it, its folder and its schema when they are missing.
 * A file that cannot be used is never changed.
 * @throws Egress6Error STORE_UNWRITABLE, STORE_CORRUPT, STORE_FOREIGN, STORE_TOO_NEW (input), STORE_BUSY (incomplete)
 */
export function openStore(typedPath: string, options: StoreOptions = {}): StoreWriter {
  const path = prepareStoreFile(typedPath);
  const lock = lockForWriting(path);
  try {
    const sqlite = openSqlite(path);
    try {
      schemaVersion(sqlite, path, options.migrations ?? MIGRATIONS);
      checkIntegrity(sqlite, path);
      // WAL: readers go on while we write. FULL: a committed batch survives even a power cut.
      sqlite.prepare("PRAGMA journal_mode = WAL").get();
      sqlite.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
      migrate(sqlite, path, options.migrations ?? MIGRATIONS);
      return storeWriter(sqlite, path, lock.release);
    } catch (error) {
      sqlite.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Opens the store for reading, beside a writer or alone.
 * @returns null when nothing was ever stored there
 * @throws Egress6Error as `openStore`; STORE_BUSY only when an older schema has to be brought up to date first
 */
export function openStoreReader(typedPath: string, options: StoreOptions = {}): StoreReader | null {
  const path = resolve(typedPath);
  const migrations = options.migrations ?? MIGRATIONS;
  if (!storeFileExists(path)) return null;
  const sqlite = openSqlite(path, isOutOfReach(path) ? "immutable" : "read-only");
  try {
    const version = schemaVersion(sqlite, path, migrations);
    if (version === migrations.length) return storeReader(sqlite, path);
    sqlite.close();
    if (version === 0) return null;
  } catch (error) {
    sqlite.close();
    throw error;
  }
  openStore(path, options).close();
  return openStoreReader(path, options);
}

function checkIntegrity(sqlite: Sqlite, path: string): void {
  const verdict = text(sqlite.prepare("PRAGMA quick_check(1)").get()?.[0]);
  if (verdict !== "ok") throw storeCorrupt(path, verdict);
}
