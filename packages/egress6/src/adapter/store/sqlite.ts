import Libsql from "libsql";
import { queryFault, storeFault } from "./store-fault.js";

type SqlValue = number | string | null;
/** Column values in the order of the query; what they are is for `columns.ts` to say. */
export type SqlRow = readonly unknown[];

interface SqlStatement {
  /** @returns the row id of the last insert */
  run(...values: readonly SqlValue[]): number;
  get(...values: readonly SqlValue[]): SqlRow | null;
  all(...values: readonly SqlValue[]): readonly SqlRow[];
}

/** The part of a SQLite connection that the store needs. Every fault is an Egress6Error naming the file. */
export interface Sqlite {
  exec(sql: string): void;
  prepare(sql: string): SqlStatement;
  /** Commits when `body` returns, rolls back when it throws. */
  transaction<T>(body: () => T): T;
  /** Closing again does nothing. */
  close(): void;
  readonly isOpen: boolean;
}

/** A new store, and one whose writer was killed, is locked for an instant while it is opened. */
const LOCK_PATIENCE_MS = 5000;

/**
 * `immutable`: read-only, and nobody can change the file meanwhile, so that SQLite needs no files of its own beside it.
 */
export type OpenMode = "read-write" | "read-only" | "immutable";

/**
 * @param path an absolute path; a file that is missing is made only in `read-write`
 * @param patienceMs how long to wait for locks of others
 */
export function openSqlite(
  path: string,
  mode: OpenMode = "read-write",
  patienceMs = LOCK_PATIENCE_MS,
): Sqlite {
  const guard = guardWith((error) => storeFault(path, error));
  const guardQuery = guardWith((error) => queryFault(path, error));
  const connection = guard(
    () => new Libsql(mode === "read-write" ? path : readOnlyUri(path, mode)),
  );
  const exec = (sql: string) => guard(() => void connection.exec(sql));
  exec(`PRAGMA busy_timeout = ${patienceMs}`);

  return {
    exec,
    prepare: (sql) =>
      guardQuery(() => {
        const statement = connection.prepare(sql);
        return guardedStatement(statement.reader ? statement.raw() : statement, guardQuery);
      }),
    transaction: (body) => {
      exec("BEGIN IMMEDIATE");
      try {
        const result = body();
        exec("COMMIT");
        return result;
      } catch (error) {
        // After some faults (disk full) SQLite has rolled back by itself.
        if (connection.inTransaction) exec("ROLLBACK");
        throw error;
      }
    },
    close: () => {
      if (connection.open) guard(() => void connection.close());
    },
    get isOpen() {
      return connection.open;
    },
  };
}

type Guard = <T>(action: () => T) => T;

function guardWith(faultOf: (error: unknown) => unknown): Guard {
  return (action) => {
    try {
      return action();
    } catch (error) {
      throw faultOf(error);
    }
  };
}

function guardedStatement(
  statement: ReturnType<InstanceType<typeof Libsql>["prepare"]>,
  guard: Guard,
): SqlStatement {
  return {
    run: (...values) => guard(() => Number(statement.run(values).lastInsertRowid)),
    get: (...values) =>
      guard(() => {
        const row = statement.get(values);
        return Array.isArray(row) ? row : null;
      }),
    all: (...values) => guard(() => statement.all(values).filter(Array.isArray)),
  };
}

function readOnlyUri(path: string, mode: OpenMode): string {
  const parameters = mode === "immutable" ? "immutable=1" : "mode=ro";
  return `file:${path.split("/").map(encodeURIComponent).join("/")}?${parameters}`;
}
