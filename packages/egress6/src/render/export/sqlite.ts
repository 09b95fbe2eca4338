import type { ChangesDocument } from "@egress6/core/changes/changes-document";
import { isoTime } from "@egress6/core/observation/iso-time";
import Libsql from "libsql";
import type { ExportDocument } from "./document.js";
import { ENDPOINT_COLUMNS, endpointRows } from "./rows.js";

const SCHEMA = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
  CREATE TABLE endpoints (
    service TEXT NOT NULL,
    service_id TEXT NOT NULL,
    partition TEXT NOT NULL,
    region TEXT NOT NULL,
    cell TEXT NOT NULL,
    variant TEXT NOT NULL,
    hostname TEXT NOT NULL,
    scope TEXT NOT NULL,
    ipv4 TEXT NOT NULL,
    ipv6 TEXT NOT NULL,
    since TEXT,
    checked_at TEXT,
    confirmed_at TEXT,
    a_outcome TEXT,
    aaaa_outcome TEXT,
    evidence TEXT,
    evidence_date TEXT,
    evidence_source TEXT,
    PRIMARY KEY (service, region, variant)
  );
  CREATE TABLE additional_endpoints (
    service TEXT NOT NULL,
    region TEXT NOT NULL,
    variant TEXT NOT NULL,
    purpose TEXT NOT NULL,
    hostname TEXT NOT NULL,
    ipv4 TEXT NOT NULL,
    ipv6 TEXT NOT NULL,
    since TEXT,
    checked_at TEXT
  );
  CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    host_group TEXT NOT NULL,
    ipv4 TEXT NOT NULL,
    ipv6 TEXT NOT NULL,
    since TEXT,
    checked_at TEXT
  );
  CREATE TABLE changes (
    at TEXT NOT NULL,
    service TEXT,
    partition TEXT,
    region TEXT,
    variant TEXT,
    hostname TEXT NOT NULL,
    family TEXT NOT NULL,
    was TEXT NOT NULL,
    became TEXT NOT NULL
  );
`;

/** Writes a SQLite file for queries by hand; times are ISO 8601 texts. The file must be empty. */
export function writeExportSqlite(
  path: string,
  document: ExportDocument,
  changes: ChangesDocument,
): void {
  const sqlite = new Libsql(path);
  const fill = (table: string, columns: number, rows: Iterable<readonly (string | null)[]>) => {
    const insert = sqlite.prepare(
      `INSERT INTO ${table} VALUES (${Array(columns).fill("?").join(", ")})`,
    );
    for (const row of rows) insert.run(row);
  };
  try {
    // A file that is not finished is thrown away: a journal beside it would only stay behind.
    sqlite.exec(`PRAGMA journal_mode = OFF; BEGIN; ${SCHEMA}`);
    fill("meta", 2, metaRows(document));
    fill("endpoints", ENDPOINT_COLUMNS.length, endpointRows(document));
    fill("additional_endpoints", 9, additionalRows(document));
    fill("hosts", 6, hostRows(document));
    fill("changes", 9, changeRows(changes));
    sqlite.exec("COMMIT");
  } finally {
    sqlite.close();
  }
}

function metaRows({ meta }: ExportDocument): readonly (string | null)[][] {
  return [
    ["schema_version", String(meta.schemaVersion)],
    ["rules_source", meta.rules.source],
    ["rules_version", meta.rules.version],
    ["generated_at", meta.generatedAt],
    ["observed_from", meta.observedFrom],
    ["observed_to", meta.observedTo],
    ["filter", meta.filter],
    ["notice", meta.notice],
  ];
}

function* additionalRows({ endpoints }: ExportDocument): Generator<readonly (string | null)[]> {
  for (const { service, region, additional } of endpoints) {
    for (const each of additional ?? []) {
      const { variant, purpose, hostname, ipv4, ipv6, since, checkedAt } = each;
      yield [service, region, variant, purpose, hostname, ipv4, ipv6, since, checkedAt];
    }
  }
}

function hostRows({ hosts }: ExportDocument): readonly (string | null)[][] {
  return hosts.map(({ host, group, ipv4, ipv6, since, checkedAt }) => [
    host,
    group,
    ipv4,
    ipv6,
    since,
    checkedAt,
  ]);
}

function* changeRows(document: ChangesDocument): Generator<readonly (string | null)[]> {
  for (const { at, service, partition, region, variant, hostname, ...change } of document.changes) {
    const { family, from, to } = change;
    yield [isoTime(at), service, partition, region, variant, hostname, family, from, to];
  }
  for (const { at, host, family, from, to } of document.hosts) {
    yield [isoTime(at), null, null, null, null, host, family, from, to];
  }
}
