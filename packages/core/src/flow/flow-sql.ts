import type { FlowMode } from "./flow-mode.js";

/** What a query is made for. Plain texts of addresses and ids: they are checked before they get into SQL. */
export interface FlowSqlQuestion {
  readonly mode: FlowMode;
  /** Seconds since the epoch. */
  readonly from: number | null;
  readonly to: number | null;
  /** Interfaces of gateways, and ids of regional ones; null: not known. */
  readonly natInterfaces: readonly string[] | null;
  readonly natAddresses: readonly string[];
  /** Of topology mode: addresses in subnets that are routed to a gateway; with `%` at the end, all that begin so. */
  readonly routedAddresses: readonly string[];
  readonly carriers: readonly string[];
}

/** What a row says of its bytes. */
export const SQL_ROW_KINDS = [
  "no-data",
  "skip-data",
  "reject",
  "other",
  "outer-up",
  "outer-down",
  "inner",
  "hop",
  "other-hop",
  "ingress",
  "up",
  "down",
  "east-west",
] as const;
export type SqlRowKind = (typeof SQL_ROW_KINDS)[number];

/**
 * The query of both SQL engines: sums by gateway, source, destination and port; what belongs to no gateway in few rows.
 * Only what DuckDB and Trino have in common.
 * @param relation what stands behind FROM
 * @param columns that the relation has, as `sqlColumnName` has them → as they are written
 */
export function flowGroupSql(
  question: FlowSqlQuestion,
  relation: string,
  columns: ReadonlyMap<string, string>,
): string {
  const text = (name: string) => textColumn(columns, name);
  const number = (name: string) => numberColumn(columns, name);
  const select = [
    `${placeOf(columns)} AS place`,
    `${text("srcaddr")} AS srcaddr`,
    `${text("dstaddr")} AS dstaddr`,
    `CASE WHEN ${text("pkt_srcaddr")} = '-' THEN ${text("srcaddr")} ELSE ${text("pkt_srcaddr")} END AS pkt_src`,
    `CASE WHEN ${text("pkt_dstaddr")} = '-' THEN ${text("dstaddr")} ELSE ${text("pkt_dstaddr")} END AS pkt_dst`,
    `${number("srcport")} AS srcport`,
    `${number("dstport")} AS dstport`,
    `${number("protocol")} AS protocol`,
    `${number("bytes")} AS bytes`,
    `${text("action")} AS action`,
    `${text("log_status")} AS log_status`,
    `${text("instance_id")} AS instance_id`,
    `${text("interface_type")} AS interface_type`,
    `${text("flow_direction")} AS direction`,
    `${text("next_hop_interface_id")} AS next_hop`,
    `${text("next_hop_interface_type")} AS next_hop_type`,
  ].join(",\n    ");
  const { kind, src, dst, port, connection, isUp } = expressions(question);
  return `WITH flow AS (
  SELECT ${select}
  FROM ${relation}${timeFilter(question, columns)}
), kinds AS (
  SELECT flow.*, ${kind} AS kind
  FROM flow
), ends AS (
  SELECT place, kind,
    ${src} AS src,
    ${dst} AS dst,
    ${port} AS port,${
      connection === null
        ? ""
        : `
    ${connection.local} AS local_port,
    ${connection.protocol} AS protocol,
    ${connection.nat} AS nat,`
    }
    CASE WHEN ${isUp} THEN bytes ELSE 0 END AS up,
    CASE WHEN ${isUp} THEN 0 ELSE bytes END AS down
  FROM kinds
)
SELECT place, kind, src, dst, port, ${
    connection === null ? "0 AS local_port, 0 AS protocol, '' AS nat" : "local_port, protocol, nat"
  },
  SUM(up) AS up, SUM(down) AS down, COUNT(*) AS n
FROM ends
GROUP BY 1, 2, 3, 4, 5${connection === null ? "" : ", 6, 7, 8"}`;
}

/**
 * What is said of each interface, and of the gateways that it names as next hop: zones, resources, times. Few rows.
 * @param relation,columns as of `flowGroupSql`
 */
export function flowPlaceSql(
  question: FlowSqlQuestion,
  relation: string,
  columns: ReadonlyMap<string, string>,
): string {
  const text = (name: string) => textColumn(columns, name);
  const isHop = natHop(question.natInterfaces ?? []);
  const [nat, natAz] =
    question.mode === "next-hop"
      ? [
          `CASE WHEN ${isHop} THEN next_hop ELSE '' END`,
          `CASE WHEN ${isHop} THEN next_hop_az ELSE '-' END`,
        ]
      : ["''", "'-'"];
  return `WITH flow AS (
  SELECT ${placeOf(columns)} AS place,
    ${text("az_id")} AS az,
    ${text("resource_id")} AS resource,
    ${text("interface_type")} AS interface_type,
    ${text("next_hop_interface_id")} AS next_hop,
    ${text("next_hop_az_id")} AS next_hop_az,
    ${text("next_hop_interface_type")} AS next_hop_type,
    ${numberColumn(columns, "start")} AS start_time,
    ${numberColumn(columns, "end")} AS end_time
  FROM ${relation}${timeFilter(question, columns)}
)
SELECT place, ${nat} AS nat, az, resource, ${natAz} AS nat_az,
  CASE WHEN ${isNatPlace(question)} THEN 1 ELSE 0 END AS is_nat,
  MIN(start_time) AS start_time, MAX(end_time) AS end_time, COUNT(*) AS n
FROM flow
GROUP BY 1, 2, 3, 4, 5, 6`;
}

/** A regional gateway has no interface of its own: its id stands in for it. */
function placeOf(columns: ReadonlyMap<string, string>): string {
  const [id, resource] = [textColumn(columns, "interface_id"), textColumn(columns, "resource_id")];
  if (!columns.has("resource_id")) return id;
  return `CASE WHEN ${id} = '-' AND ${resource} LIKE 'nat-%' THEN ${resource} ELSE ${id} END`;
}

/** The minutes in which something was logged, as begin and end of records. */
export function flowMinutesSql(
  question: Pick<FlowSqlQuestion, "from" | "to">,
  relation: string,
  columns: ReadonlyMap<string, string>,
): string {
  const minute = (name: string) => {
    const value = numberColumn(columns, name);
    return `${value} - ${value} % 60`;
  };
  return `SELECT ${minute("start")} AS start_minute, ${minute("end")} AS end_minute
FROM ${relation}${timeFilter(question, columns)}
GROUP BY 1, 2`;
}

/** As flow logs name a field in Parquet files and tables. */
export const sqlColumnName = (name: string): string => name.toLowerCase().replaceAll("-", "_");

/** In quotes, as both engines read it. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function textColumn(columns: ReadonlyMap<string, string>, name: string): string {
  const column = columns.get(name);
  return column === undefined ? "'-'" : `COALESCE(CAST(${sqlName(column)} AS VARCHAR), '-')`;
}

function numberColumn(columns: ReadonlyMap<string, string>, name: string): string {
  const column = columns.get(name);
  return column === undefined ? "0" : `COALESCE(TRY_CAST(${sqlName(column)} AS BIGINT), 0)`;
}

function timeFilter(
  { from, to }: Pick<FlowSqlQuestion, "from" | "to">,
  columns: ReadonlyMap<string, string>,
): string {
  const start = numberColumn(columns, "start");
  const conditions = [
    ...(from === null ? [] : [`${start} >= ${from}`]),
    ...(to === null ? [] : [`${start} < ${to}`]),
  ];
  return conditions.length === 0 ? "" : `\n  WHERE ${conditions.join(" AND ")}`;
}

const isNat64 = (column: string): string => `${column} LIKE '64:ff9b::%'`;

/** Without texts in it, nothing is. */
const isIn = (column: string, texts: readonly string[]): string =>
  texts.length === 0 ? "1 = 0" : `${column} IN (${texts.map(sqlText).join(", ")})`;

function isNatPlace({ natInterfaces, mode }: FlowSqlQuestion): string {
  if (mode === "topology") return isIn("place", natInterfaces ?? []);
  const byType = "interface_type LIKE 'nat%' OR interface_type LIKE 'regional%'";
  return natInterfaces === null ? `(${byType})` : `(${byType} OR ${isIn("place", natInterfaces)})`;
}

/** How each kind of row is told, and what of it is summed apart: by connection only where next hops are named. */
function expressions(question: FlowSqlQuestion) {
  const status = `WHEN log_status = 'NODATA' THEN 'no-data'
    WHEN log_status = 'SKIPDATA' THEN 'skip-data'
    WHEN action = 'REJECT' THEN 'reject'`;
  if (question.mode === "topology") return topologyExpressions(question, status);
  const { natInterfaces, natAddresses, mode } = question;
  const isNat = isNatPlace(question);
  // What a gateway translates from IPv6 has the far end in the record itself.
  const isInner = `(pkt_dst <> dstaddr OR pkt_src <> srcaddr OR ${isNat64("dstaddr")} OR ${isNat64("srcaddr")})`;
  const isUpOfNat =
    natAddresses.length === 0
      ? `(pkt_dst <> dstaddr OR ${isNat64("dstaddr")})`
      : `(${isNat64("dstaddr")} OR (pkt_dst <> dstaddr AND (pkt_src = srcaddr OR NOT ${isIn("srcaddr", natAddresses)})))`;
  const isOuterUp = natAddresses.length === 0 ? PRIVATE_SOURCE : isIn("srcaddr", natAddresses);
  const ofNat = `WHEN ${isInner} THEN 'inner' WHEN ${isOuterUp} THEN 'outer-up' ELSE 'outer-down'`;
  // Without a topology, an interface of an instance is none of a gateway; of the others their legs decide.
  const others =
    natInterfaces === null ? `WHEN instance_id <> '-' THEN 'other' ${ofNat}` : "ELSE 'other'";
  const byInterface = `WHEN ${isNat} THEN CASE ${ofNat} END
    ${others} END`;
  const isHop = natHop(natInterfaces ?? []);
  const isEgress = "(direction = 'egress' OR (direction = '-' AND next_hop <> '-'))";
  const byHop = `WHEN ${isNat} THEN CASE ${ofNat} END
    WHEN NOT ${isEgress} THEN 'ingress'
    WHEN ${isHop} THEN 'hop' ELSE 'other-hop' END`;
  const kind = `CASE ${status}
    ${mode === "next-hop" ? byHop : byInterface}`;
  const inner = (up: string, down: string) => `CASE WHEN ${isUpOfNat} THEN ${up} ELSE ${down} END`;
  const [src, dst, port] = [
    inner("srcaddr", "dstaddr"),
    inner("pkt_dst", "pkt_src"),
    inner("dstport", "srcport"),
  ];
  if (mode !== "next-hop") {
    return {
      kind,
      src: `CASE WHEN kind = 'inner' THEN ${src} ELSE '' END`,
      dst: `CASE WHEN kind = 'inner' THEN ${dst} ELSE '' END`,
      port: `CASE WHEN kind = 'inner' THEN ${port} ELSE 0 END`,
      connection: null,
      isUp: `((kind = 'inner' AND ${isUpOfNat}) OR kind = 'outer-up')`,
    };
  }
  const isOfHop = "kind IN ('hop', 'other-hop')";
  return {
    kind,
    src: `CASE WHEN kind = 'inner' THEN ${src}
      WHEN ${isOfHop} THEN pkt_src WHEN kind = 'ingress' THEN pkt_dst ELSE '' END`,
    dst: `CASE WHEN kind = 'inner' THEN ${dst}
      WHEN ${isOfHop} THEN pkt_dst WHEN kind = 'ingress' THEN pkt_src ELSE '' END`,
    port: `CASE WHEN kind = 'inner' THEN ${port}
      WHEN ${isOfHop} THEN dstport WHEN kind = 'ingress' THEN srcport ELSE 0 END`,
    connection: {
      local: `CASE WHEN ${isOfHop} THEN srcport WHEN kind = 'ingress' THEN dstport ELSE 0 END`,
      protocol: `CASE WHEN ${isOfHop} OR kind = 'ingress' THEN protocol ELSE 0 END`,
      nat: "CASE WHEN kind = 'hop' THEN next_hop ELSE '' END",
    },
    isUp: `((kind = 'inner' AND ${isUpOfNat}) OR ${isOfHop} OR kind = 'outer-up')`,
  };
}

function natHop(natInterfaces: readonly string[]): string {
  const byType = "next_hop_type LIKE 'nat%' OR next_hop_type LIKE 'regional%'";
  return `(${byType} OR (next_hop_type = '-' AND ${isIn("next_hop", natInterfaces)}))`;
}

function topologyExpressions({ routedAddresses, carriers }: FlowSqlQuestion, status: string) {
  const whole = routedAddresses.filter((each) => !each.endsWith("%"));
  const begun = routedAddresses.filter((each) => each.endsWith("%"));
  const [isFrom, isTo] = ["srcaddr", "dstaddr"].map((column) => {
    const likes = begun.map((each) => ` OR ${column} LIKE ${sqlText(each)}`);
    return `(${isIn(column, whole)}${likes.join("")})`;
  });
  return {
    kind: `CASE ${status}
    WHEN ${isIn("place", carriers)} THEN 'other'
    WHEN ${isNat64("dstaddr")} THEN 'up'
    WHEN ${isNat64("srcaddr")} THEN 'down'
    WHEN ${isFrom} AND ${isTo} THEN 'east-west'
    WHEN ${isFrom} THEN 'up'
    WHEN ${isTo} THEN 'down'
    ELSE 'other' END`,
    src: "CASE kind WHEN 'up' THEN srcaddr WHEN 'down' THEN dstaddr ELSE '' END",
    dst: "CASE kind WHEN 'up' THEN dstaddr WHEN 'down' THEN srcaddr ELSE '' END",
    port: "CASE kind WHEN 'up' THEN dstport WHEN 'down' THEN srcport ELSE 0 END",
    connection: null,
    isUp: "kind = 'up'",
  };
}

const PRIVATE_SOURCE = `(${[
  "10.",
  "192.168.",
  ...Array.from({ length: 16 }, (_, index) => `172.${16 + index}.`),
]
  .map((prefix) => `srcaddr LIKE '${prefix}%'`)
  .join(" OR ")})`;
