import { Egress6Error } from "@egress6/core/errors";
import { number } from "./columns.js";
import type { Sqlite } from "./sqlite.js";
import { storeCorrupt } from "./store-fault.js";

/** SQLite's `application_id` of an egress6 store: "egr6". */
const APPLICATION_ID = 0x65677236;

/**
 * The schema version of the store: the number of migrations it has been through; 0 for an empty file.
 * @throws Egress6Error STORE_TOO_NEW, STORE_FOREIGN, STORE_CORRUPT
 */
export function schemaVersion(sqlite: Sqlite, path: string, migrations: readonly string[]): number {
  const version = number(sqlite.prepare("PRAGMA user_version").get()?.[0]);
  const applicationId = number(sqlite.prepare("PRAGMA application_id").get()?.[0]);
  const tables = number(sqlite.prepare("SELECT count(*) FROM sqlite_schema").get()?.[0]);
  if (applicationId !== APPLICATION_ID) {
    if (version === 0 && tables === 0) return 0;
    throw new Egress6Error(
      "STORE_FOREIGN",
      "input",
      `${path} is a SQLite file, but not a store of egress6. It was left as it is. Give another file with --db PATH.`,
    );
  }
  if (version > migrations.length) {
    throw new Egress6Error(
      "STORE_TOO_NEW",
      "input",
      `The store ${path} was written by a newer egress6 (schema ${version}, this one knows ${migrations.length}). ` +
        "Use that version, or another store with --db PATH.",
    );
  }
  if (version === 0) throw storeCorrupt(path, "it has no schema version");
  return version;
}

/** Brings the store to the newest schema, each step in a transaction of its own. */
export function migrate(sqlite: Sqlite, path: string, migrations: readonly string[]): void {
  const version = schemaVersion(sqlite, path, migrations);
  if (version === migrations.length) return;
  // A table that others refer to can be replaced only while nobody looks: https://www.sqlite.org/lang_altertable.html
  sqlite.exec("PRAGMA foreign_keys = OFF");
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    sqlite.transaction(() => {
      sqlite.exec(sql);
      sqlite.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}`);
    });
  }
  sqlite.exec("PRAGMA foreign_keys = ON");
}
