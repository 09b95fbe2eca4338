import { Egress6Error } from "../errors.js";
import { isoDay } from "../observation/iso-time.js";
import { printable } from "../printable.js";
import { sqlName, sqlText } from "./flow-sql.js";

/** A table of flow logs. */
export interface FlowTable {
  readonly catalog: string | null;
  readonly database: string | null;
  /** Its own name. */
  readonly table: string;
  /** As SQL writes it, with those before it. */
  readonly name: string;
}

/**
 * `database.table`, or `catalog.database.table`; a catalog of S3 Tables may have slashes.
 * @throws Egress6Error FLOW_TABLE_INVALID
 */
export function parseTableName(text: string): FlowTable {
  const parts = text.split(".");
  const isName = parts.every((part) => /^[\w$/ -]{1,255}$/.test(part));
  if (!isName || parts.length > 3) {
    throw new Egress6Error(
      "FLOW_TABLE_INVALID",
      "input",
      `--table: "${printable(text)}" is not the name of a table. Give database.table, or catalog.database.table.`,
    );
  }
  const [catalog = null, database = null] =
    parts.slice(0, -1).length === 2 ? parts : [null, ...parts.slice(0, -1)];
  return { catalog, database, table: parts.at(-1) ?? "", name: parts.map(sqlName).join(".") };
}

const DAY = 86_400;
/** Above it, whole months are named: a query has its limits. */
const MOST_DAYS = 100;

/**
 * The table, without the partitions of other days: what is not read is not charged.
 * @param columns as they are written
 */
export function flowTableRelation(
  name: string,
  columns: readonly string[],
  { from, to }: { readonly from: number | null; readonly to: number | null },
): string {
  const has = (...wanted: readonly string[]) => wanted.every((each) => columns.includes(each));
  if (from === null || to === null) return name;
  const days = daysBetween(from, to);
  if (has("year", "month", "day")) {
    const conditions = byMonth(days).map(([year, month, list]) => {
      const ofMonth = `"year" = ${sqlText(year)} AND "month" = ${sqlText(month)}`;
      if (days.length > MOST_DAYS) return `(${ofMonth})`;
      return `(${ofMonth} AND "day" IN (${list.map(sqlText).join(", ")}))`;
    });
    return `(SELECT * FROM ${name} WHERE ${conditions.join(" OR ")}) AS days`;
  }
  // Whole days: `2026-11-02`, and `2026/11/02` or `2026/11/02/05` as partitions that AWS projects have it.
  const whole = has("date") ? "date" : has("day") && !has("month") ? "day" : null;
  if (whole !== null) {
    const [first = "", last = ""] = [days[0], days.at(-1)];
    const day = `SUBSTR(REPLACE(CAST("${whole}" AS VARCHAR), '/', '-'), 1, 10)`;
    return `(SELECT * FROM ${name} WHERE ${day} BETWEEN ${sqlText(first)} AND ${sqlText(last)}) AS days`;
  }
  return name;
}

/** Files come late: a day more on either side. */
function daysBetween(from: number, to: number): readonly string[] {
  const days: string[] = [];
  for (let at = from - DAY; at < to + DAY; at += DAY) days.push(isoDay(1000 * at));
  return days;
}

function byMonth(
  days: readonly string[],
): readonly (readonly [string, string, readonly string[]])[] {
  const months = new Map<string, string[]>();
  for (const day of days) {
    const month = day.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), day.slice(8)]);
  }
  return [...months].map(([month, list]) => [month.slice(0, 4), month.slice(5), list]);
}
