import { flowFieldName } from "@egress6/core/flow/flow-fields";
import { offeredFlowMode } from "@egress6/core/flow/flow-mode";
import { flowTableRelation, parseTableName } from "@egress6/core/flow/flow-table";
import type { SqlDatabase } from "../../ports.js";
import type { FlowRules } from "./flow-rules.js";
import { addSqlGroups } from "./read-with-duckdb.js";
import { SqlRows } from "./sql-rows.js";
import type { ReadRuns } from "./text/flow-reading.js";

/**
 * Sums a table of flow logs.
 * @param table `database.table`, or `catalog.database.table`
 * @param routed addresses that may be routed to a gateway
 */
export async function readFlowTable(
  table: string,
  rules: FlowRules,
  routed: readonly string[],
  database: SqlDatabase,
  signal: AbortSignal,
): Promise<ReadRuns> {
  const { name } = parseTableName(table);
  const columns: string[] = [];
  for await (const part of database.query(`DESCRIBE ${name}`, signal)) {
    for (const [column] of part) {
      // Athena puts name, type and comment in one value, and repeats partitions behind a headline.
      const [word = ""] = String(column).trim().split(/\s/);
      if (word !== "" && !word.startsWith("#") && !columns.includes(word)) columns.push(word);
    }
  }
  const fields = new Set(columns.map(flowFieldName));
  const rows = new SqlRows(rules);
  await addSqlGroups(
    rows,
    {
      source: 0,
      columns,
      relation: flowTableRelation(name, columns, rules),
      mode: rules.mode ?? offeredFlowMode(fields, table, rules.natInterfaces !== null),
    },
    rules,
    routed,
    database,
    signal,
  );
  return rows.finish();
}
