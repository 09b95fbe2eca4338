import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { storeCorrupt, storeUnwritable } from "./store-fault.js";

/**
 * Whether there is a store at the path; an empty file is none.
 * @throws Egress6Error STORE_UNWRITABLE when what is there is not a readable file, STORE_CORRUPT when its end is missing
 */
export function storeFileExists(path: string): boolean {
  const found = attempt(path, () => statSync(path, { throwIfNoEntry: false }));
  if (found === undefined) return false;
  if (found.isDirectory()) throw storeUnwritable(path, "it is a folder, not a file");
  if (!found.isFile()) throw storeUnwritable(path, "it is not a regular file");
  attempt(path, () => accessSync(path, constants.R_OK));
  checkLength(path, found.size);
  return found.size > 0;
}

/**
 * Makes the parent folders and checks that the store can be written.
 * @returns one path for one file, however it was reached, so that its lock is one, too
 * @throws Egress6Error STORE_UNWRITABLE, STORE_CORRUPT
 */
export function prepareStoreFile(typed: string): string {
  const path = resolve(typed);
  storeFileExists(path);
  const folder = dirname(path);
  return attempt(path, () => {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    if (!existsSync(path)) return join(realpathSync(folder), basename(path));
    accessSync(path, constants.W_OK);
    return realpathSync(path);
  });
}

/** As `mkdir -p`. Node's own `recursive` never returns where nothing can be made, such as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it in the meantime.
    if (!existsSync(folder)) throw error;
  }
}

/** SQLite notices a file that was cut off only once it needs a page that is missing. */
function checkLength(path: string, size: number): void {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (log !== undefined && log.size > 0) return; // pages may still be on their way
  const header = Buffer.alloc(100);
  const file = attempt(path, () => openSync(path, "r"));
  const read = readSync(file, header, 0, header.length, 0);
  closeSync(file);
  if (read < header.length) return; // empty, or not a database: SQLite says so
  // https://www.sqlite.org/fileformat.html#the_database_header
  const pageSize = header.readUInt16BE(16) === 1 ? 65536 : header.readUInt16BE(16);
  const pages = header.readUInt32BE(28);
  const isPageCountValid = header.readUInt32BE(24) === header.readUInt32BE(92);
  const isDatabase = header.toString("latin1", 0, 16) === "SQLite format 3\0";
  if (isDatabase && isPageCountValid && size < pages * pageSize) {
    throw storeCorrupt(path, `it ends after ${size} of ${pages * pageSize} bytes`);
  }
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw storeUnwritable(path, error instanceof Error ? error.message : String(error), error);
  }
}
