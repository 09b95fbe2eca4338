import { renameSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { reasonOf } from "@egress6/core/errors";
import type { Clock, StoreReader, StoreWriter } from "../../ports.js";
import { followedPath } from "../../write-file.js";
import { count, selectText, text } from "./columns.js";
import { MIGRATIONS } from "./migrations.js";
import { parsing } from "./parsing.js";
import { migrate, schemaVersion } from "./schema.js";
import { openSqlite, type Sqlite } from "./sqlite.js";
import { storeCorrupt, storeUnwritable } from "./store-fault.js";
import { isOutOfReach, prepareStoreFile, removeStoreFiles, storeFileExists } from "./store-path.js";
import { storeReader } from "./store-reader.js";
import { storeWriter } from "./store-writer.js";
import { lockForWriting } from "./writer-lock.js";

export interface StoreOptions {
  /** The schema's history; another one only in tests. */
  readonly migrations?: readonly string[];
  /** Dates later than it are not told: see `storeReader`. Without it, all are. */
  readonly now?: Clock;
}

/**
 * Opens the store for writing; makes it, its folder and its schema when they are missing.
 * A file that cannot be used is never changed.
 * @throws Egress6Error STORE_UNWRITABLE, STORE_CORRUPT, STORE_FOREIGN, STORE_TOO_NEW (input), STORE_BUSY (incomplete)
 */
export function openStore(typedPath: string, options: StoreOptions = {}): StoreWriter {
  const path = prepareStoreFile(typedPath);
  const migrations = options.migrations ?? MIGRATIONS;
  const lock = lockForWriting(path);
  try {
    if (storeFileExists(path)) checkStore(path, migrations);
    else beginStore(path, migrations);
    return openChecked(path, migrations, lock.release, options.now);
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
  const typed = resolve(typedPath);
  const migrations = options.migrations ?? MIGRATIONS;
  if (!storeFileExists(typed)) return null;
  const path = followedPath(typed);
  const sqlite = openSqlite(path, isOutOfReach(path) ? "immutable" : "read-only");
  try {
    const version = parsing(path, () => schemaVersion(sqlite, path, migrations));
    checkLength(sqlite, path);
    if (version === migrations.length) return storeReader(sqlite, path, options.now);
    sqlite.close();
    if (version === 0) return null;
  } catch (error) {
    sqlite.close();
    throw error;
  }
  openStore(path, options).close();
  return openStoreReader(path, options);
}

function openChecked(
  path: string,
  migrations: readonly string[],
  release: () => void,
  now: Clock | undefined,
): StoreWriter {
  const sqlite = openSqlite(path);
  try {
    // WAL: readers go on while we write. FULL: a committed batch survives even a power cut.
    sqlite.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    migrate(sqlite, path, migrations);
    return storeWriter(sqlite, path, release, now);
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** Puts a new store in place whole, so that no kill at any instant leaves half a one. */
function beginStore(path: string, migrations: readonly string[]): void {
  const fresh = `${path}.new`;
  removeStoreFiles(fresh);
  const sqlite = openSqlite(fresh);
  try {
    migrate(sqlite, fresh, migrations);
  } finally {
    sqlite.close();
  }
  // The log of a store that was deleted would be taken for this one's.
  removeStoreFiles(path);
  try {
    renameSync(fresh, path);
  } catch (error) {
    throw storeUnwritable(path, reasonOf(error), error);
  }
}

/** By a connection that cannot write: even the closing of another one would move pages out of the log. */
function checkStore(path: string, migrations: readonly string[]): void {
  const sqlite = openSqlite(path, "read-only");
  try {
    parsing(path, () => {
      schemaVersion(sqlite, path, migrations);
      checkLength(sqlite, path);
      const check = sqlite.prepare(
        `SELECT ${selectText("quick_check")} FROM pragma_quick_check(1)`,
      );
      const verdict = text(check.get()?.[0]);
      if (verdict !== "ok") throw storeCorrupt(path, verdict);
    });
  } finally {
    sqlite.close();
  }
}

/** Octets before each page in the write-ahead log. */
const FRAME_HEADER = 24;

/** SQLite reads what is missing of the last page as zeros. */
function checkLength(sqlite: Sqlite, path: string): void {
  // A file shorter than a header counts as none at all.
  const pages = count(sqlite.prepare("PRAGMA page_count").get()?.[0]) || 1;
  const pageLength = count(sqlite.prepare("PRAGMA page_size").get()?.[0]);
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const pagesInLog = Math.floor(log / (pageLength + FRAME_HEADER));
  const missing = (pages - pagesInLog) * pageLength - statSync(path).size;
  if (missing > 0)
    throw storeCorrupt(path, `it is cut off, at least ${missing} octets are missing`);
}
