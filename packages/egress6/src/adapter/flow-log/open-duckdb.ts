import { Egress6Error } from "@egress6/core/errors";
import type { SqlDatabase } from "../../ports.js";

const MEMORY_MB = 400;
const THREADS = 2;
const PACKAGE = "@egress6/flows-duckdb";

/**
 * Opens DuckDB, which is installed only by those who want it, or have Parquet of rare codecs.
 * @param folder for what does not stay in memory
 * @throws Egress6Error FLOW_DUCKDB_MISSING
 */
export async function openFlowDatabase(
  folder: string,
): Promise<SqlDatabase & { readonly close: () => void }> {
  let duckdb: typeof import("@egress6/flows-duckdb");
  try {
    duckdb = await import("@egress6/flows-duckdb");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : null;
    if (code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new Egress6Error(
      "FLOW_DUCKDB_MISSING",
      "input",
      `--engine duckdb, and Parquet files that are not compressed with gzip, need the package ${PACKAGE}, which is not installed with egress6. Install it beside: \`npm install ${PACKAGE}\`.`,
      { cause },
    );
  }
  return duckdb.openDuckDb({ memoryMb: MEMORY_MB, threads: THREADS, folder });
}
