import { randomUUID } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { Egress6Error, reasonOf } from "@egress6/core/errors";

/** The text of a file, or what fills an empty one. */
type Content = string | ((path: string) => void);

export interface OutputRules {
  /** `--force`: a regular file may be replaced. */
  readonly force: boolean;
  /** Paths of stores, there or not: no output takes the place of one, nor of what SQLite keeps beside it. */
  readonly stores: readonly string[];
}

/**
 * Puts a file in place whole or not at all: it is written beside its place, and then moved there. Links are
 * followed. Without `force` it never takes the place of another file, not even of one that appears meanwhile.
 * @throws Egress6Error OUT_EXISTS, OUT_IS_STORE, OUT_UNWRITABLE (input), DISK_FULL (incomplete)
 */
export function writeOutput(typedPath: string, content: Content, rules: OutputRules): void {
  const shown = resolve(typedPath);
  refuseStore(typedPath, rules.stores);
  const path = regularFile(shown);
  if (!rules.force) claim(path, shown);
  try {
    replace(path, content, shown);
  } catch (error) {
    if (!rules.force) rmSync(path, { force: true });
    throw error;
  }
}

/**
 * Says before any work what `writeOutput` would say after it, as far as that can be told without writing.
 * @throws Egress6Error OUT_EXISTS, OUT_IS_STORE, OUT_UNWRITABLE (input)
 */
export function refuseOutput(typedPath: string, { force, stores }: OutputRules): void {
  const shown = resolve(typedPath);
  refuseStore(typedPath, stores);
  const path = regularFile(shown);
  if (!force && existsSync(path)) throw alreadyThere(shown);
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    throw unwritable(shown, reasonOf(error), error);
  }
}

function replace(path: string, content: Content, shown: string): void {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    closeSync(openSync(temporary, "wx"));
    if (typeof content === "string") writeFileSync(temporary, content);
    else content(temporary);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw isWriteFault(error) ? unwritable(shown, reasonOf(error), error) : error;
  }
}

/** Makes the file, which must not be there yet. */
function claim(path: string, shown: string): void {
  try {
    closeSync(openSync(path, "wx"));
  } catch (error) {
    if (!isWriteFault(error)) throw error;
    if ("code" in error && error.code === "EEXIST") throw alreadyThere(shown);
    throw unwritable(shown, reasonOf(error), error);
  }
}

function alreadyThere(path: string): Egress6Error {
  return new Egress6Error(
    "OUT_EXISTS",
    "input",
    `${path} is there already, and is left alone. Give another file, or --force to replace it.`,
  );
}

/** @returns where the links lead */
function regularFile(shown: string): string {
  let path: string;
  let found: ReturnType<typeof statSync>;
  try {
    path = followedPath(shown);
    found = statSync(path, { throwIfNoEntry: false });
    statSync(dirname(path));
  } catch (error) {
    throw unwritable(shown, reasonOf(error), error);
  }
  if (found?.isDirectory()) throw unwritable(shown, "it is a folder");
  if (found !== undefined && !found.isFile()) throw unwritable(shown, "it is not a regular file");
  return path;
}

/** What SQLite and the writer's lock keep beside a store, and the store itself. */
const STORE_SUFFIXES = ["", "-wal", "-shm", "-journal", ".lock"];

/**
 * @param stores paths of stores
 * @throws Egress6Error OUT_IS_STORE (input): the output is a store, belongs to one, or is a folder that holds one
 */
export function refuseStore(typedPath: string, stores: readonly string[]): void {
  const output = identityOf(typedPath);
  for (const store of stores) {
    for (const suffix of STORE_SUFFIXES) {
      const file = identityOf(identityOf(store).path + suffix);
      if (!isSame(output, file) && !file.path.startsWith(output.path + sep)) continue;
      throw new Egress6Error(
        "OUT_IS_STORE",
        "input",
        `${resolve(typedPath)} is the store of what was observed, belongs to it or holds it: ` +
          `writing there would destroy ${file.path}. Nothing was written; give another place.`,
      );
    }
  }
}

interface Identity {
  /** With links followed. */
  readonly path: string;
  /** Device and inode; null where nothing is yet. */
  readonly file: string | null;
}

function identityOf(typedPath: string): Identity {
  try {
    const path = followedPath(typedPath);
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return { path, file: found === undefined ? null : `${found.dev} ${found.ino}` };
  } catch {
    // Links in a circle, or a folder that may not be read: nothing can be written there either.
    return { path: resolve(typedPath), file: null };
  }
}

const isSame = (one: Identity, other: Identity): boolean =>
  one.path === other.path || (one.file !== null && one.file === other.file);

function unwritable(path: string, reason: string, cause?: unknown): Egress6Error {
  if (isDiskFull(cause)) return diskFull(path, cause);
  return new Egress6Error(
    "OUT_UNWRITABLE",
    "input",
    `Cannot write ${path}: ${reason}. Name a file in an existing folder that you may write to.`,
    { cause },
  );
}

const SQLITE_FULL = 13;

export function isDiskFull(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code, rawCode } = error as Error & { code?: unknown; rawCode?: unknown };
  return code === "ENOSPC" || code === "EDQUOT" || rawCode === SQLITE_FULL;
}

/** Nothing is wrong with what was asked for, so this is no bad input. */
export function diskFull(path: string, cause: Error): Egress6Error {
  return new Egress6Error(
    "DISK_FULL",
    "incomplete",
    `Cannot write ${path}: ${reasonOf(cause)}. What was there is left as it was. Make room, then run the command again.`,
    { cause },
  );
}

/** Of the operating system, or of SQLite. */
function isWriteFault(error: unknown): error is Error {
  return error instanceof Error && "code" in error && ("syscall" in error || "rawCode" in error);
}

/** As many as Linux follows. */
const MOST_LINKS = 40;

/**
 * The one path of a file, however it was typed: links are followed, also one to a file that is not there yet.
 * @throws the error of the operating system for links in a circle, and for folders that cannot be read
 */
export function followedPath(typedPath: string): string {
  let path = resolve(typedPath);
  for (let links = 0; links <= MOST_LINKS; links++) {
    try {
      return realpathSync(path);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    const folder = realpathOfMissing(dirname(path));
    path = join(folder, basename(path));
    const target = linkTarget(path);
    if (target === null) return path;
    path = resolve(folder, target);
  }
  return path;
}

/** Also of a folder of which only a part is there. */
function realpathOfMissing(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    if (!isMissing(error) || dirname(folder) === folder) throw error;
    return join(realpathOfMissing(dirname(folder)), basename(folder));
  }
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
