import { join } from "node:path";
import { Egress6Error } from "@egress6/core/errors";
import { DEFAULT_FLOW_FIELDS, flowFieldName, flowHeader } from "@egress6/core/flow/flow-fields";
import { type FlowMode, offeredFlowMode } from "@egress6/core/flow/flow-mode";
import {
  flowGroupSql,
  flowMinutesSql,
  flowPlaceSql,
  sqlColumnName,
  sqlText,
} from "@egress6/core/flow/flow-sql";
import type { SqlDatabase } from "../../ports.js";
import { firstTextOf } from "./find-flow-files.js";
import type { FlowRules } from "./flow-rules.js";
import { SqlRows, sqlQuestion } from "./sql-rows.js";
import type { ReadRuns } from "./text/flow-reading.js";
import type { FlowFile } from "./text/read-flow-file.js";

/** Files with the same fields, of the same flow log. */
interface FileGroup {
  readonly source: number;
  readonly relation: string;
  /** As they are written in the relation. */
  readonly columns: readonly string[];
  readonly name: string;
}

/**
 * Sums files with DuckDB: Parquet, and text as well.
 * @param routed addresses that may be routed to a gateway
 * @throws Egress6Error FLOW_FILE_INVALID
 */
export async function readWithDuckDb(
  files: { readonly text: readonly FlowFile[]; readonly parquet: readonly FlowFile[] },
  rules: FlowRules,
  routed: readonly string[],
  database: SqlDatabase,
  signal: AbortSignal,
): Promise<ReadRuns> {
  const rows = new SqlRows(rules);
  try {
    const groups = [
      ...textGroups(files.text, rules),
      ...(await parquetGroups(files.parquet, database, signal)),
    ];
    for (const { source, relation, columns, name } of groups) {
      const fields = new Set(columns.map(flowFieldName));
      const mode = rules.mode ?? offeredFlowMode(fields, name, rules.natInterfaces !== null);
      await addSqlGroups(
        rows,
        { source, relation, columns, mode },
        rules,
        routed,
        database,
        signal,
      );
    }
  } catch (error) {
    // What was stopped has what was summed before.
    if (!signal.aborted) throw isAboutFiles(error) ? unreadable(error) : error;
  }
  return rows.finish();
}

/** Not about its own memory or faults. */
const isAboutFiles = (error: unknown): error is Error =>
  error instanceof Error && /^(Invalid|IO|Conversion|Binder) /.test(error.message);

function unreadable(cause: Error): Egress6Error {
  const [line = ""] = cause.message.split("\n", 1);
  const reason = line.replace(/^[\w ]+ Error: /, "");
  return new Egress6Error(
    "FLOW_FILE_INVALID",
    "input",
    `DuckDB cannot read the flow logs: ${reason}. Get that file again, or leave it out.`,
    { cause },
  );
}

/** What is summed by one query. */
interface SqlSource {
  /** The number of its flow log. */
  readonly source: number;
  readonly relation: string;
  /** As they are written in the relation. */
  readonly columns: readonly string[];
  readonly mode: FlowMode;
}

/** Has a database sum a relation, and takes the rows. */
export async function addSqlGroups(
  rows: SqlRows,
  { source, relation, columns, mode }: SqlSource,
  rules: FlowRules,
  routed: readonly string[],
  database: SqlDatabase,
  signal: AbortSignal,
): Promise<void> {
  const known = new Map(columns.map((column) => [sqlColumnName(column), column]));
  const question = sqlQuestion(rules, mode, routed);
  for await (const part of database.query(flowGroupSql(question, relation, known), signal)) {
    for (const row of part) rows.add(row, source);
  }
  for await (const part of database.query(flowPlaceSql(question, relation, known), signal)) {
    for (const row of part) rows.addPlace(row, source, mode);
  }
  for await (const part of database.query(flowMinutesSql(question, relation, known), signal)) {
    for (const [start, end] of part) rows.addMinutes(Number(start), Number(end));
  }
}

function textGroups(files: readonly FlowFile[], rules: FlowRules): readonly FileGroup[] {
  const byHeader = new Map<string, FlowFile[]>();
  for (const file of files) {
    const [line = ""] = firstTextOf(file.path).split("\n", 1);
    const header = flowHeader(line);
    const fields = header ?? rules.format ?? DEFAULT_FLOW_FIELDS;
    const key = `${file.source} ${header !== null} ${fields.join(" ")}`;
    byHeader.set(key, [...(byHeader.get(key) ?? []), file]);
  }
  return [...byHeader].map(([key, list]) => {
    const [source = "", hasHeader, ...columns] = key.split(" ");
    const types = columns.map((column) => `${sqlText(column)}: 'VARCHAR'`).join(", ");
    return {
      source: Number(source),
      columns,
      name: list[0]?.name ?? "",
      relation: `read_csv(${pathList(list)}, delim = ' ', quote = '', escape = '', header = ${hasHeader}, auto_detect = false, ignore_errors = true, null_padding = true, columns = {${types}})`,
    };
  });
}

async function parquetGroups(
  files: readonly FlowFile[],
  database: SqlDatabase,
  signal: AbortSignal,
): Promise<readonly FileGroup[]> {
  const bySource = new Map<number, FlowFile[]>();
  for (const file of files) bySource.set(file.source, [...(bySource.get(file.source) ?? []), file]);
  const groups: FileGroup[] = [];
  for (const [source, list] of bySource) {
    const relation = `read_parquet(${pathList(list)}, union_by_name = true, hive_partitioning = false)`;
    const columns: string[] = [];
    for await (const part of database.query(`DESCRIBE SELECT * FROM ${relation}`, signal)) {
      for (const [column] of part) columns.push(String(column));
    }
    groups.push({ source, relation, columns, name: list[0]?.name ?? "" });
  }
  return groups;
}

const pathList = (files: readonly FlowFile[]): string =>
  `[${files.map(({ path }) => sqlText(join(path))).join(", ")}]`;
