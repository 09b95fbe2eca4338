import type { NameSupport } from "@egress6/core/verdict/support";
import type { StoreReader } from "../ports.js";
import { number, orNull, text, UnreadableColumn } from "./columns.js";
import type { Sqlite, SqlRow } from "./sqlite.js";
import { storeCorrupt } from "./store-fault.js";
import {
  CHANGE_COLUMNS,
  changeIn,
  INTERVAL_COLUMNS,
  intervalIn,
  SCAN_COLUMNS,
  scanIn,
  stateColumns,
  stateIn,
} from "./stored-rows.js";

export function storeReader(sqlite: Sqlite, path: string): StoreReader {
  return {
    readSupport: (names) =>
      parsing(path, () => {
        const support = new Map<string, NameSupport>();
        for (const row of names === undefined ? supportRows(sqlite) : rowsOf(sqlite, names)) {
          support.set(text(row[0]), { ipv4: stateIn(row, 1), ipv6: stateIn(row, 9) });
        }
        return support;
      }),

    readHistory: (name) =>
      parsing(path, () =>
        sqlite
          .prepare(
            `SELECT ${INTERVAL_COLUMNS} FROM outcomes
             WHERE name_id = (SELECT id FROM names WHERE name = ?) ORDER BY from_at, id`,
          )
          .all(name)
          .map(intervalIn),
      ),

    readChanges: (since = Number.MIN_SAFE_INTEGER) =>
      parsing(path, () =>
        sqlite
          .prepare(
            `SELECT ${CHANGE_COLUMNS} FROM changes JOIN names ON names.id = name_id
             WHERE at >= ? ORDER BY at, changes.id`,
          )
          .all(since)
          .map(changeIn),
      ),

    readScans: (limit = 20) =>
      parsing(path, () =>
        sqlite
          .prepare(`SELECT ${SCAN_COLUMNS} FROM scans ORDER BY id DESC LIMIT ?`)
          .all(limit)
          .map(scanIn),
      ),

    newestTime: () => parsing(path, () => newestTime(sqlite)),

    close: () => sqlite.close(),
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
  return orNull(number)(newest?.[0]);
}

const NAMES_PER_PAGE = 5000;

/**
 * One row per name: name, state for IPv4, state for IPv6; read in pages of JSON, because handing
 * a million single values from SQLite to JavaScript takes three times as long.
 */
function* supportRows(sqlite: Sqlite): Iterable<SqlRow> {
  const page = sqlite.prepare(
    `SELECT json_group_array(json_array(name, ${stateColumns("v4")}, ${stateColumns("v6")}))
     FROM support v4 JOIN support v6 USING (name_id) JOIN names ON names.id = name_id
     WHERE name_id > ? AND name_id <= ? AND v4.family = 'ipv4' AND v6.family = 'ipv6'`,
  );
  const lastId = orNull(number)(sqlite.prepare("SELECT max(id) FROM names").get()?.[0]) ?? 0;
  for (let from = 0; from < lastId; from += NAMES_PER_PAGE) {
    const rows: unknown = JSON.parse(text(page.get(from, from + NAMES_PER_PAGE)?.[0]));
    if (Array.isArray(rows)) yield* rows.filter(Array.isArray);
  }
}

function rowsOf(sqlite: Sqlite, names: readonly string[]): Iterable<SqlRow> {
  return sqlite
    .prepare(
      `SELECT name, ${stateColumns("v4")}, ${stateColumns("v6")}
       FROM names JOIN support v4 ON v4.name_id = names.id JOIN support v6 ON v6.name_id = names.id
       WHERE name IN (SELECT value FROM json_each(?)) AND v4.family = 'ipv4' AND v6.family = 'ipv6'`,
    )
    .all(JSON.stringify(names));
}

/** Runs a query and parses what it gives; a value that cannot be is a fault of the file. */
export function parsing<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableColumn || error instanceof SyntaxError) {
      throw storeCorrupt(path, `a value cannot be read (${error.message})`, error);
    }
    throw error;
  }
}
