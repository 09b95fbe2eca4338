import { isFuture, withoutFutureDates } from "@egress6/core/verdict/dates-of-support";
import type { NameSupport } from "@egress6/core/verdict/support";
import type { Clock, OutcomeInterval, ScanRecord, StoreReader } from "../../ports.js";
import { count, list, orNull, selectText, text, time, UnreadableColumn } from "./columns.js";
import { parsing } from "./parsing.js";
import type { Sqlite, SqlRow } from "./sqlite.js";
import {
  changeIn,
  intervalIn,
  jsonState,
  SELECT_CHANGE,
  SELECT_INTERVAL,
  SELECT_SCAN,
  scanIn,
  stateIn,
} from "./stored-rows.js";

/**
 * @param now what is dated later than that, by a clock that was wrong, is read without its date, and changes
 * among it are left out
 */
export function storeReader(
  sqlite: Sqlite,
  path: string,
  now: Clock = () => Number.POSITIVE_INFINITY,
): StoreReader {
  return {
    readSupport: (names) =>
      parsing(path, () => {
        const at = now();
        const support = new Map<string, NameSupport>();
        for (const row of names === undefined ? supportRows(sqlite) : rowsOf(sqlite, names)) {
          support.set(text(row[0]), {
            ipv4: withoutFutureDates(stateIn(row, 1), at),
            ipv6: withoutFutureDates(stateIn(row, 9), at),
          });
        }
        return support;
      }),

    readHistory: (name) =>
      parsing(path, () =>
        sqlite
          .prepare(
            `SELECT ${SELECT_INTERVAL} FROM outcomes
             WHERE name_id = (SELECT id FROM names WHERE name = ?) ORDER BY from_at, id`,
          )
          .all(name)
          .map(intervalIn)
          .flatMap((interval) => pastPart(interval, now())),
      ),

    readChanges: (since = Number.MIN_SAFE_INTEGER) =>
      parsing(path, () =>
        sqlite
          .prepare(
            `SELECT ${SELECT_CHANGE} FROM changes LEFT JOIN names ON names.id = name_id
             WHERE at >= ? ORDER BY at, changes.id`,
          )
          .all(since)
          .map(changeIn)
          .filter(({ at }) => !isFuture(at, now())),
      ),

    readScans: (limit = 20) =>
      parsing(path, () =>
        sqlite
          .prepare(`SELECT ${SELECT_SCAN} FROM scans ORDER BY id DESC LIMIT ?`)
          .all(limit)
          .map(scanIn)
          .map((scan) => pastDates(scan, now())),
      ),

    newestTime: () => parsing(path, () => newestTime(sqlite)),

    close: () => sqlite.close(),
  };
}

function pastPart(interval: OutcomeInterval, now: number): readonly OutcomeInterval[] {
  if (isFuture(interval.from, now)) return [];
  return [isFuture(interval.to, now) ? { ...interval, to: interval.from } : interval];
}

function pastDates(scan: ScanRecord, now: number): ScanRecord {
  const { startedAt, endedAt } = scan;
  return {
    ...scan,
    startedAt: isFuture(startedAt, now) ? now : startedAt,
    endedAt: endedAt !== null && isFuture(endedAt, now) ? null : endedAt,
  };
}

/** Outcomes are never dated later than the last check of their question. */
function newestTime(sqlite: Sqlite): number | null {
  const newest = sqlite
    .prepare(
      `SELECT max(at) FROM (
         SELECT max(last_checked) at FROM support
         UNION ALL SELECT max(last_confirmed) FROM support
         UNION ALL SELECT max(at) FROM changes
         UNION ALL SELECT max(started_at) FROM scans
         UNION ALL SELECT max(ended_at) FROM scans)`,
    )
    .get();
  return orNull(time)(newest?.[0]);
}

const NAMES_PER_PAGE = 5000;

const JSON_ROWS = selectText(
  `json_group_array(json_array(name, ${jsonState("v4")}, ${jsonState("v6")}))`,
);
/** A name without support, and a change without a name, are damage: they must not just be missing. */
const NAMES_WITH_SUPPORT = `names LEFT JOIN support v4 ON v4.name_id = names.id AND v4.family = 'ipv4'
   LEFT JOIN support v6 ON v6.name_id = names.id AND v6.family = 'ipv6'`;

/**
 * One row per name: name, state for IPv4, state for IPv6; read in pages of JSON, because handing
 * a million single values from SQLite to JavaScript takes three times as long.
 */
function* supportRows(sqlite: Sqlite): Iterable<SqlRow> {
  const page = sqlite.prepare(
    `SELECT ${JSON_ROWS} FROM ${NAMES_WITH_SUPPORT} WHERE names.id > ? AND names.id <= ?`,
  );
  const lastId = orNull(count)(sqlite.prepare("SELECT max(id) FROM names").get()?.[0]) ?? 0;
  for (let from = 0; from < lastId; from += NAMES_PER_PAGE) {
    yield* jsonRows(page.get(from, from + NAMES_PER_PAGE));
  }
}

function rowsOf(sqlite: Sqlite, names: readonly string[]): Iterable<SqlRow> {
  return jsonRows(
    sqlite
      .prepare(
        `SELECT ${JSON_ROWS} FROM ${NAMES_WITH_SUPPORT}
         WHERE name IN (SELECT value FROM json_each(?))`,
      )
      .get(JSON.stringify(names)),
  );
}

function jsonRows(row: SqlRow | null): Iterable<SqlRow> {
  return list(row?.[0]).map((values) => {
    if (!Array.isArray(values)) throw new UnreadableColumn("not a row");
    return values;
  });
}
