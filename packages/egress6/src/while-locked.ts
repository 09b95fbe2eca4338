import { mkdirSync, rmdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Egress6Error } from "@egress6/core/errors";

/** Whoever holds a lock for longer was killed: the work under it takes milliseconds. */
const ABANDONED_AFTER_MS = 10_000;
const PAUSE_MS = 10;

/**
 * Reads a file, changes it and writes it back while no other process does the same: what each adds is kept.
 * The lock is a folder beside the file, there for that moment only.
 * @throws Egress6Error OUT_BUSY (incomplete) when others never let go; and what `work` throws
 */
export function whileLocked<T>(typedPath: string, work: () => T): T {
  const path = resolve(typedPath);
  const lock = `${path}.lock`;
  const isLocked = takeLock(lock, path);
  try {
    return work();
  } finally {
    if (isLocked) rmdirSync(lock);
  }
}

/** @returns false where no folder can be made: then the file cannot be written either, and writing says why */
function takeLock(lock: string, path: string): boolean {
  const deadline = Date.now() + 2 * ABANDONED_AFTER_MS;
  for (;;) {
    try {
      mkdirSync(lock);
      return true;
    } catch (error) {
      if (!isThere(error)) return false;
    }
    if (ageMs(lock) > ABANDONED_AFTER_MS) removeAbandoned(lock);
    if (Date.now() > deadline) throw busy(path, lock);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
}

const isThere = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EEXIST";

function ageMs(lock: string): number {
  const found = statSync(lock, { throwIfNoEntry: false });
  return found === undefined ? 0 : Date.now() - found.mtimeMs;
}

function removeAbandoned(lock: string): void {
  try {
    rmdirSync(lock);
  } catch {
    // Another process was faster, or it is something else: then the deadline ends the wait.
  }
}

function busy(path: string, lock: string): Egress6Error {
  return new Egress6Error(
    "OUT_BUSY",
    "incomplete",
    `${path} is being written by another process. Run the command again; if none is, remove ${lock}.`,
  );
}
