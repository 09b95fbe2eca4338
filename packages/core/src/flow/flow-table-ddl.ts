import { sqlColumnName } from "./flow-sql.js";
import type { FlowTable } from "./flow-table.js";

/** How flow logs lie in a bucket: what AWS puts between the prefix and the name of a file. */
export interface FlowLayout {
  /** Up to and with `AWSLogs/`, without the bucket. */
  readonly root: string;
  readonly account: string;
  readonly region: string;
  /** `year=2026/month=11/day=02/` in place of `2026/11/02/`. */
  readonly isHive: boolean;
  readonly isHourly: boolean;
}

const PLAIN =
  /^(|.*\/)AWSLogs\/(\d{12})\/vpcflowlogs\/([a-z0-9-]+)\/\d{4}\/\d{2}\/\d{2}\/(\d{2}\/)?[^/]+$/;
const HIVE =
  /^(|.*\/)AWSLogs\/aws-account-id=(\d{12})\/aws-service=vpcflowlogs\/aws-region=([a-z0-9-]+)\/year=\d{4}\/month=\d{2}\/day=\d{2}\/(hour=\d{2}\/)?[^/]+$/;

/** Null: the key is not one that AWS gives a flow log. */
export function flowLayout(key: string): FlowLayout | null {
  const isHive = HIVE.test(key);
  const [, root, account, region, hour] = (isHive ? HIVE : PLAIN).exec(key) ?? [];
  if (root === undefined || account === undefined || region === undefined) return null;
  return { root: `${root}AWSLogs/`, account, region, isHive, isHourly: hour !== undefined };
}

export interface FlowTableDdl {
  readonly table: FlowTable;
  readonly bucket: string;
  readonly layout: FlowLayout;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** As the files have them: of text, the order counts. */
  readonly fields: readonly string[];
  readonly isParquet: boolean;
  readonly hasHeader: boolean;
  /** The first and the last year that partitions may have. */
  readonly years: readonly [number, number];
}

const TYPES: Readonly<Record<string, string>> = {
  version: "int",
  srcport: "int",
  dstport: "int",
  protocol: "int",
  "tcp-flags": "int",
  "traffic-path": "int",
  packets: "bigint",
  bytes: "bigint",
  start: "bigint",
  end: "bigint",
};

const hiveName = (name: string): string => `\`${name.replaceAll("`", "``")}\``;
/** Keys are names that others choose. */
const hiveText = (text: string): string => `'${text.replace(/['\\]/g, "\\$&")}'`;

/**
 * The statement that makes Athena see flow logs as a table. Partitions are projected: none has to be added, and a
 * query reads the days that it names.
 * @source https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
 */
export function flowTableDdl({
  table,
  bucket,
  layout,
  accounts,
  regions,
  fields,
  isParquet,
  hasHeader,
  years,
}: FlowTableDdl): string {
  const { isHive, isHourly, root } = layout;
  const location = `s3://${bucket}/${root}`;
  const parts = ["year", "month", "day", ...(isHourly ? ["hour"] : [])];
  const place = (name: string) => `\${${name}}`;
  const template = isHive
    ? `aws-account-id=${place("aws_account")}/aws-service=vpcflowlogs/aws-region=${place("aws_region")}/${parts.map((part) => `${part}=${place(part)}`).join("/")}`
    : `${place("aws_account")}/vpcflowlogs/${place("aws_region")}/${parts.map(place).join("/")}`;
  const ranges: Readonly<Record<string, string>> = {
    year: years.join(","),
    month: "1,12",
    day: "1,31",
    hour: "0,23",
  };
  const properties: readonly (readonly [string, string])[] = [
    ...(hasHeader && !isParquet ? [["skip.header.line.count", "1"] as const] : []),
    ["projection.enabled", "true"],
    ["projection.aws_account.type", "enum"],
    ["projection.aws_account.values", accounts.join(",")],
    ["projection.aws_region.type", "enum"],
    ["projection.aws_region.values", regions.join(",")],
    ...parts.flatMap((part): (readonly [string, string])[] => [
      [`projection.${part}.type`, "integer"],
      [`projection.${part}.range`, ranges[part] ?? ""],
      ...(part === "year" ? [] : [[`projection.${part}.digits`, "2"] as const]),
    ]),
    ["storage.location.template", `${location}${template}`],
  ];
  const columns = fields.map(
    (field) => `  ${hiveName(sqlColumnName(field))} ${TYPES[field] ?? "string"}`,
  );
  const partitions = ["aws_account", "aws_region", ...parts].map((part) => `\`${part}\` string`);
  const name = [table.database, table.table].flatMap((part) => part ?? []);
  return `CREATE EXTERNAL TABLE IF NOT EXISTS ${name.map(hiveName).join(".")} (
${columns.join(",\n")}
)
PARTITIONED BY (${partitions.join(", ")})
${isParquet ? "STORED AS PARQUET" : "ROW FORMAT DELIMITED FIELDS TERMINATED BY ' '"}
LOCATION ${hiveText(location)}
TBLPROPERTIES (
${properties.map(([key, value]) => `  '${key}' = ${hiveText(value)}`).join(",\n")}
)`;
}
