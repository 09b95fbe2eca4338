import { Egress6Error, reasonOf } from "@egress6/core/errors";

// SQLite's primary result codes, https://www.sqlite.org/rescode.html
const ERROR = 1;
const PERMISSION = 3;
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const TOO_BIG = 18;
const CONSTRAINT = 19;
const MISMATCH = 20;
const NOT_A_DATABASE = 26;

// Extended: a page ends before it should.
const SHORT_READ = IO_ERROR | (2 << 8);

/** As `storeFault`, of a query of ours on a schema of ours: what SQLite cannot make of it is the file's fault. */
export function queryFault(path: string, error: unknown): unknown {
  switch (resultCode(error)) {
    case ERROR:
    case TOO_BIG:
    case CONSTRAINT:
    case MISMATCH:
      return storeCorrupt(path, reasonOf(error), error);
    default:
      return storeFault(path, error);
  }
}

/** What a fault of SQLite means for the person whose store it is; anything else is returned unchanged. */
export function storeFault(path: string, error: unknown): unknown {
  const reason = reasonOf(error);
  if (extendedCode(error) === SHORT_READ) return storeCorrupt(path, "it is cut off", error);
  switch (resultCode(error)) {
    case BUSY:
    case LOCKED:
      return storeBusy(path, error);
    case PERMISSION:
      return storeUnwritable(path, "permission denied", error);
    case READONLY:
      return storeUnwritable(path, "it is read-only", error);
    case CANNOT_OPEN:
      return storeUnwritable(path, "it cannot be opened", error);
    case CORRUPT:
    case NOT_A_DATABASE:
      return storeCorrupt(path, reason, error);
    case IO_ERROR:
    case FULL:
      return new Egress6Error(
        "STORE_WRITE_FAILED",
        "incomplete",
        `The store ${path} could not be read or written (${reason}). What was stored before is kept; ` +
          "look at the disk (space, errors), then run the command again.",
        { cause: error },
      );
    default:
      return error;
  }
}

export function storeBusy(path: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "STORE_BUSY",
    "incomplete",
    `Another egress6 is writing to the store ${path}. Wait until it has ended, or use another store with --db PATH. ` +
      "(Reading it with `egress6 export` or `egress6 changes` works at any time.)",
    { cause },
  );
}

/** All is on the disk, but not in one file. */
export function storeNotMerged(path: string, cause: Egress6Error): Egress6Error {
  return new Egress6Error(
    "STORE_WRITE_FAILED",
    "incomplete",
    `All that was observed is kept, in ${path} and in ${path}-wal beside it: keep the two together. The second could ` +
      `not be merged into the first (${reasonOf(cause.cause)}). Make room on the disk; the next scan merges them.`,
    { cause },
  );
}

export function storeUnwritable(path: string, reason: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "STORE_UNWRITABLE",
    "input",
    `The store ${path} cannot be used: ${reason}. Give a file in a folder you may write to with --db PATH or EGRESS6_DB.`,
    { cause },
  );
}

export function storeCorrupt(path: string, reason: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "STORE_CORRUPT",
    "input",
    `The store ${path} is damaged, or is not a SQLite file: ${reason}. It was left as it is. ` +
      "Move it away to begin a new one, or save what is in it with `sqlite3 FILE .recover`.",
    { cause },
  );
}

/** SQLite's primary result code, without the extension in the upper bits. */
function resultCode(error: unknown): number | null {
  const code = extendedCode(error);
  return code === null ? null : code & 0xff;
}

function extendedCode(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  const { rawCode } = error as Error & { rawCode?: unknown };
  if (typeof rawCode === "number") return rawCode;
  // libsql reports a failed open as a plain error that ends with the code.
  const code = /ConnectionFailed\(".*: (\d+)"\)/s.exec(error.message)?.[1];
  return code === undefined ? null : Number(code);
}
