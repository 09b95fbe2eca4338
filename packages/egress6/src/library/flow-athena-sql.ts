import { Egress6Error } from "@egress6/core/errors";
import {
  DEFAULT_FLOW_FIELDS,
  flowFieldName,
  flowHeader,
  parseFlowFormat,
} from "@egress6/core/flow/flow-fields";
import { offeredFlowMode } from "@egress6/core/flow/flow-mode";
import { FlowNetwork } from "@egress6/core/flow/flow-network";
import {
  flowGroupSql,
  flowMinutesSql,
  flowPlaceSql,
  sqlColumnName,
} from "@egress6/core/flow/flow-sql";
import { flowTableRelation, parseTableName } from "@egress6/core/flow/flow-table";
import { flowLayout, flowTableDdl } from "@egress6/core/flow/flow-table-ddl";
import { NO_TOPOLOGY } from "@egress6/core/flow/flow-topology";
import { fetchFlowBucket } from "../adapter/aws-account/flow-bucket.js";
import { findFlowFiles, firstTextOf } from "../adapter/flow-log/find-flow-files.js";
import { readParquetFile } from "../adapter/flow-log/parquet/parquet-file.js";
import { flowRules } from "../adapter/flow-log/reduce-flows.js";
import { sqlQuestion } from "../adapter/flow-log/sql-rows.js";
import { readFlowTopology } from "../adapter/flow-log/topology.js";
import {
  cacheFolder,
  type FlowInputArguments,
  type FlowSurroundings,
  regionOfBuckets,
} from "./flow-input.js";

/**
 * The statement that makes the table in Athena for flow logs of a bucket, and the queries that `--table` runs.
 * Lists the bucket, and fetches one file for its columns.
 * @throws Egress6Error FLOW_FILES_MISSING, FLOW_FORMAT_INCOMPLETE, and those of AWS's clients
 */
export async function flowAthenaSql(
  url: string,
  options: FlowInputArguments,
  { env, signal, onNote }: FlowSurroundings,
): Promise<string> {
  const { from = null, to = null, table = "flow_logs" } = options;
  const region = regionOfBuckets(env);
  const isPathStyle = Boolean(env["AWS_ENDPOINT_URL_S3"] ?? env["AWS_ENDPOINT_URL"]);
  const folder = cacheFolder(env);
  const bucket = { region, isPathStyle, folder, from, to, signal, isSample: true };
  const { folder: place, objects } = await fetchFlowBucket(url, bucket);
  const logs = objects.flatMap(({ key, bytes }) => {
    const layout = flowLayout(key);
    return layout === null ? [] : [{ key, bytes, layout }];
  });
  const [first] = logs;
  const format = options.format === undefined ? null : parseFlowFormat(options.format);
  const files = findFlowFiles([place], format !== null);
  const [file] = [...files.parquet, ...files.text];
  if (first === undefined || file === undefined) {
    throw new Egress6Error(
      "FLOW_FILES_MISSING",
      "input",
      `${url} has no flow logs in the folders that AWS makes (AWSLogs/…/vpcflowlogs/…), so no table can be laid over them.`,
    );
  }
  const isParquet = files.parquet.length > 0;
  const { fields, hasHeader } = fieldsOfFile(file, isParquet, format);
  const parsed = parseTableName(table);
  const years = logs.flatMap(({ key }) => Number(/(?:year=|\/)(\d{4})\//.exec(key)?.[1] ?? 0));
  const known = (list: readonly string[]) => [...new Set(list)].sort();
  const ddl = flowTableDdl({
    table: parsed,
    bucket: url.replace("s3://", "").split("/", 1)[0] ?? "",
    layout: first.layout,
    accounts: known(logs.map(({ layout }) => layout.account)),
    regions: known(logs.map(({ layout }) => layout.region)),
    fields,
    isParquet,
    hasHeader,
    years: [Math.min(...years), Math.max(...years) + 5],
  });
  const bytes = logs.reduce((sum, each) => sum + each.bytes, 0);
  onNote(
    `${url}: ${logs.length} flow logs, ${(bytes / 1e9).toFixed(3)} GB${from === null && to === null ? "" : " of these days and one on either side"}. Each of the three queries scans at most that; AWS charges the region's price a TB.`,
  );
  const columns = [...fields.map(sqlColumnName), "year", "month", "day"];
  const topology =
    options.topology === undefined ? NO_TOPOLOGY : readFlowTopology(options.topology);
  const network = new FlowNetwork(topology, null);
  const rules = flowRules({ network, format, from, to });
  const mode = offeredFlowMode(new Set(fields), file.name, rules.natInterfaces !== null);
  const question = sqlQuestion(rules, mode, network.routedAddresses());
  const relation = flowTableRelation(parsed.name, columns, rules);
  const written = new Map(columns.map((column) => [column, column]));
  const queries = [flowGroupSql, flowPlaceSql, flowMinutesSql].map((sql) =>
    sql(question, relation, written),
  );
  return `${[ddl, ...queries].join(";\n\n")};\n`;
}

function fieldsOfFile(
  { path }: { readonly path: string },
  isParquet: boolean,
  format: readonly string[] | null,
): { readonly fields: readonly string[]; readonly hasHeader: boolean } {
  if (isParquet) {
    return { fields: readParquetFile(path).columns.map(flowFieldName), hasHeader: false };
  }
  const header = flowHeader(firstTextOf(path).split("\n", 1)[0] ?? "");
  return { fields: header ?? format ?? DEFAULT_FLOW_FIELDS, hasHeader: header !== null };
}
