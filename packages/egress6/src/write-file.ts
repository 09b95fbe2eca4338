import { randomUUID } from "node:crypto";
import { closeSync, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Egress6Error, reasonOf } from "@egress6/core/errors";

/** The text of a file, or what fills an empty one. */
type Content = string | ((path: string) => void);

/**
 * Puts a file in place whole or not at all: it is written beside the old one, and then takes its place.
 * @throws Egress6Error OUT_UNWRITABLE (input), DISK_FULL (incomplete)
 */
export function replaceFile(typedPath: string, content: Content): void {
  const path = resolve(typedPath);
  refuseNonFile(path);
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    closeSync(openSync(temporary, "wx"));
    if (typeof content === "string") writeFileSync(temporary, content);
    else content(temporary);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw isWriteFault(error) ? unwritable(path, error.message, error) : error;
  }
}

/**
 * As `replaceFile`, but never in the place of another file, not even one that appears meanwhile.
 * @throws Egress6Error OUT_EXISTS, OUT_UNWRITABLE (input), DISK_FULL (incomplete)
 */
export function createFile(typedPath: string, content: Content): void {
  const path = resolve(typedPath);
  try {
    closeSync(openSync(path, "wx"));
  } catch (error) {
    if (!isWriteFault(error)) throw error;
    if ("code" in error && error.code === "EEXIST") throw alreadyThere(path);
    throw unwritable(path, error.message, error);
  }
  try {
    replaceFile(path, content);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

function alreadyThere(path: string): Egress6Error {
  return new Egress6Error(
    "OUT_EXISTS",
    "input",
    `${path} is there already, and is left alone. Give another file, or --force to replace it.`,
  );
}

function refuseNonFile(path: string): void {
  let found: ReturnType<typeof statSync>;
  try {
    found = statSync(path, { throwIfNoEntry: false });
    statSync(dirname(path));
  } catch (error) {
    throw unwritable(path, reasonOf(error), error);
  }
  if (found?.isDirectory()) throw unwritable(path, "it is a folder");
  if (found !== undefined && !found.isFile()) throw unwritable(path, "it is not a regular file");
}

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
    `Cannot write ${path}: ${cause.message}. What was there is left as it was. Make room, then run the command again.`,
    { cause },
  );
}

/** Of the operating system, or of SQLite. */
function isWriteFault(error: unknown): error is Error {
  return error instanceof Error && "code" in error && ("syscall" in error || "rawCode" in error);
}
