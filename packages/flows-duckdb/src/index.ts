import { DuckDBInstance } from "@duckdb/node-api";

/** Values of one row; numbers that a number does not hold are bigints. */
export type DuckDbRow = readonly (string | number | bigint | null)[];

/** A database in memory that reads files. */
export interface DuckDb {
  /** The rows of a query, some at a time. */
  query(sql: string, signal: AbortSignal): AsyncIterable<readonly DuckDbRow[]>;
  close(): void;
}

export interface DuckDbOptions {
  /** What it may take before it writes to `folder`. */
  readonly memoryMb: number;
  readonly threads: number;
  /** For what does not stay in memory. */
  readonly folder: string;
}

/**
 * Opens a DuckDB that loads nothing from anywhere: no extension but those that are built in, no network.
 *
 * @example
 * const database = await openDuckDb({ memoryMb: 400, threads: 2, folder: "/tmp" });
 */
export async function openDuckDb({ memoryMb, threads, folder }: DuckDbOptions): Promise<DuckDb> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(threads),
    memory_limit: `${memoryMb}MB`,
    temp_directory: folder,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    preserve_insertion_order: "false",
  });
  const connection = await instance.connect();
  return {
    async *query(sql, signal) {
      const stop = () => connection.interrupt();
      signal.addEventListener("abort", stop);
      try {
        const result = await connection.stream(sql);
        for (;;) {
          const chunk = await result.fetchChunk();
          if (chunk === null || chunk.rowCount === 0) return;
          yield rowsOf(chunk.getColumns(), chunk.rowCount);
        }
      } finally {
        signal.removeEventListener("abort", stop);
      }
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** By columns: half a million rows take a third of the time that they take one by one. */
function rowsOf(columns: readonly (readonly unknown[])[], count: number): readonly DuckDbRow[] {
  const rows: (string | number | bigint | null)[][] = [];
  for (let row = 0; row < count; row++) rows.push(new Array(columns.length));
  for (const [column, values] of columns.entries()) {
    for (let row = 0; row < count; row++) {
      (rows[row] as (string | number | bigint | null)[])[column] = plainValue(values[row]);
    }
  }
  return rows;
}

function plainValue(value: unknown): string | number | bigint | null {
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint")
    return value;
  return value === null || value === undefined ? null : String(value);
}
