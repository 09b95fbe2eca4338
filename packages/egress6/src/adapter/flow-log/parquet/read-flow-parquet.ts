import { closeSync, openSync } from "node:fs";
import { reasonOf } from "@egress6/core/errors";
import { flowFieldName } from "@egress6/core/flow/flow-fields";
import { type FlowMode, offeredFlowMode } from "@egress6/core/flow/flow-mode";
import { COLUMN, flowColumns } from "../flow-columns.js";
import type { FlowRules } from "../flow-rules.js";
import type { FlowFile } from "../text/read-flow-file.js";
import type { FlowColumnReader } from "./flow-column-reader.js";
import { isReadable, type ParquetRowGroup, readAt, readParquetFile } from "./parquet-file.js";
import { type ParquetColumn, readColumn } from "./read-column.js";

/** So many rows are read before somebody may put down what they have become. */
const ROWS_AT_ONCE = 16_384;

/** Whether the reader of our own reads the file; DuckDB reads all others, and says what is wrong with them. */
export function isOwnParquet({ path }: Pick<FlowFile, "path">): boolean {
  try {
    const file = readParquetFile(path);
    const wanted = wantedColumns(file.columns, "next-hop", false).flatMap((each) => each ?? []);
    return isReadable(file, new Set(wanted));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Reads one file into the reader. What cannot be read of it is noted there, and what comes before it counts.
 * @param onChunk called after each part
 */
export function readFlowParquet(
  file: FlowFile,
  rules: FlowRules,
  reader: FlowColumnReader,
  signal: { readonly aborted: boolean },
  onChunk: () => void,
): void {
  const { columns, rowGroups } = readParquetFile(file.path);
  const mode =
    rules.mode ??
    offeredFlowMode(new Set(columns.map(flowFieldName)), file.name, rules.natInterfaces !== null);
  const wanted = wantedColumns(columns, mode, rules.natInterfaces !== null);
  reader.begin({ name: file.name, source: file.source, mode });
  const handle = openSync(file.path, "r");
  try {
    for (const group of rowGroups) {
      if (signal.aborted) return;
      const read = columnsOf(handle, group, wanted);
      if ("offset" in read) {
        reader.tallies.damaged.push({ file: file.name, ...read });
        return;
      }
      reader.use(read.columns, group.rows);
      for (let row = 0; row < group.rows && !signal.aborted; row += ROWS_AT_ONCE) {
        reader.read(row, Math.min(group.rows, row + ROWS_AT_ONCE));
        onChunk();
      }
    }
  } finally {
    closeSync(handle);
  }
}

interface ReadColumns {
  readonly columns: readonly ({ readonly name: string; readonly column: ParquetColumn } | null)[];
}

interface Damage {
  readonly offset: number;
  readonly reason: string;
}

function columnsOf(
  handle: number,
  { chunks }: ParquetRowGroup,
  wanted: readonly (string | null)[],
): ReadColumns | Damage {
  const columns: ({ name: string; column: ParquetColumn } | null)[] = [];
  for (const name of wanted) {
    const chunk = name === null ? undefined : chunks.get(name);
    if (name === null || chunk === undefined) {
      columns.push(null);
      continue;
    }
    try {
      const packed = readAt(handle, chunk.offset, chunk.bytes);
      columns.push({ name, column: readColumn(chunk, packed) });
    } catch (error) {
      return { offset: chunk.offset, reason: `column ${name} is broken (${reasonOf(error)})` };
    }
  }
  return { columns };
}

/** Names of columns, by `COLUMN`; null: nobody wants it, or there is none. */
function wantedColumns(
  columns: readonly string[],
  mode: FlowMode,
  knowsNats: boolean,
): readonly (string | null)[] {
  const { at } = flowColumns(columns.map(flowFieldName), mode);
  // An instance is asked for where nobody says which interfaces are those of gateways.
  if (knowsNats) at[COLUMN.instance] = -1;
  return Array.from(at, (column) => (column < 0 ? null : (columns[column] ?? null)));
}
