import { accessSync, constants, existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { reasonOf } from "@egress6/core/errors";
import { followedPath } from "../../write-file.js";
import { storeCorrupt, storeUnwritable } from "./store-fault.js";

// Nothing here may open the store: closing it again would drop the locks that SQLite holds on it for
// other connections of this process (https://www.sqlite.org/howtocorrupt.html, 2.2).

/**
 * Whether there is a store at the path. One that is begun is put there whole, so an empty file has lost its content.
 * @throws Egress6Error STORE_UNWRITABLE when what is there is not a readable file, STORE_CORRUPT when it is empty
 */
export function storeFileExists(path: string): boolean {
  const found = attempt(path, () => statSync(path, { throwIfNoEntry: false }));
  if (found === undefined) return false;
  if (found.isDirectory()) throw storeUnwritable(path, "it is a folder, not a file");
  if (!found.isFile()) throw storeUnwritable(path, "it is not a regular file");
  attempt(path, () => accessSync(path, constants.R_OK));
  if (found.size === 0) throw storeCorrupt(path, "it is empty");
  return true;
}

/**
 * Makes the parent folders and checks that the store can be written.
 * @returns one path for one file, however it was reached, so that its lock is one, too
 * @throws Egress6Error STORE_UNWRITABLE
 */
export function prepareStoreFile(typed: string): string {
  const path = resolve(typed);
  storeFileExists(path);
  const folder = dirname(path);
  return attempt(path, () => {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    if (existsSync(path)) accessSync(path, constants.W_OK);
    return followedPath(path);
  });
}

/** Removes what SQLite may have left of a store that is no more, or never came to be. */
export function removeStoreFiles(path: string): void {
  for (const suffix of ["", "-journal", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
}

/** Whether the store lies where this process cannot write, such as on read-only media, and nobody else writes now. */
export function isOutOfReach(path: string): boolean {
  if (existsSync(`${path}-wal`)) return false;
  try {
    accessSync(dirname(path), constants.W_OK);
    return false;
  } catch {
    return true;
  }
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

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw storeUnwritable(path, reasonOf(error), error);
  }
}
