import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MIGRATIONS } from "../../packages/egress6/src/adapter/store/migrations.js";
import { openStore, openStoreReader } from "../../packages/egress6/src/adapter/store/open-store.js";
import { migrate } from "../../packages/egress6/src/adapter/store/schema.js";
import { openSqlite } from "../../packages/egress6/src/adapter/store/sqlite.js";
import { observation } from "./observations.js";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-store-"));
  path = join(folder, "store.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const NEXT = [...MIGRATIONS, "ALTER TABLE names ADD COLUMN note TEXT NOT NULL DEFAULT ''"];
const BROKEN = [...NEXT, "ALTER TABLE names ADD COLUMN another TEXT; SELECT nonsense"];

function fillOldStore(): void {
  const store = openStore(path);
  store.record([observation("a.example", "answer", "nodata")], 1000);
  store.record([observation("a.example", "answer", "answer")], 2000);
  store.close();
}

function versionOf(): unknown {
  const sqlite = openSqlite(path);
  const version = sqlite.prepare("PRAGMA user_version").all();
  sqlite.close();
  return version;
}

describe("the schema of a store", () => {
  it("is brought up to date by a writer, with all that is in the store", () => {
    fillOldStore();
    const store = openStore(path, { migrations: NEXT });
    expect(store.readSupport().get("a.example")?.ipv6.known).toBe("yes");
    expect(store.readChanges()).toHaveLength(1);
    store.record([observation("b.example", "answer", "nodata")], 3000);
    store.close();
    expect(versionOf()).toEqual([[NEXT.length]]);
  });

  it("is brought up to date before it is read", () => {
    fillOldStore();
    const reader = openStoreReader(path, { migrations: NEXT });
    expect(reader?.readSupport().size).toBe(1);
    reader?.close();
    expect(versionOf()).toEqual([[NEXT.length]]);
  });

  it("stays as it was when a step fails, and is brought up to date by a mended one", () => {
    fillOldStore();
    expect(() => openStore(path, { migrations: BROKEN })).toThrow(/nonsense/);
    expect(versionOf()).toEqual([[NEXT.length]]);
    const store = openStore(path, {
      migrations: [...NEXT, "ALTER TABLE names ADD COLUMN another TEXT"],
    });
    expect(store.readSupport().size).toBe(1);
    store.close();
  });

  it("keeps all that the first version of the store held", () => {
    const sqlite = openSqlite(path);
    migrate(sqlite, path, MIGRATIONS.slice(0, 1));
    sqlite.exec(`
      INSERT INTO scans VALUES (1, 'all', 1000, 2000, 'done', 1, NULL), (2, 'all', 3000, 4000, 'failed', 1, 'why');
      INSERT INTO names VALUES (7, 'a.example', 2);
      INSERT INTO outcomes VALUES (3, 7, 'A', 'answer', 1000, 4000, '["52.94.5.1"]', '[]', 1, '127.0.0.2:53', 1.5),
        (4, 7, 'AAAA', 'nodata', 4000, 4000, '[]', '[]', 1, '127.0.0.2:53', 1.5);
      INSERT INTO support VALUES (7, 'ipv4', 'yes', 1000, 4000, 'answer', 4000, '127.0.0.2:53', NULL, NULL, 3),
        (7, 'ipv6', 'yes', 1000, 2000, 'nodata', 4000, '127.0.0.2:53', 4000, '127.0.0.2:53', 4);
      INSERT INTO changes VALUES (1, 7, 'ipv6', 'no', 'yes', 1000);
    `);
    sqlite.close();

    const store = openStore(path);
    expect(store.readScans()).toMatchObject([
      { id: 2, state: "failed", reason: "why", startedAt: 3000 },
      { id: 1, state: "done", endedAt: 2000 },
    ]);
    expect(store.readChanges()).toHaveLength(1);
    expect(store.readHistory("a.example")).toHaveLength(2);
    const scan = store.beginScan("all", 1, 5000);
    expect(scan).toMatchObject({ id: 2, isResumed: true });
    expect(store.namesDone(scan)).toEqual(new Set(["a.example"]));

    store.record([observation("a.example", "answer", "nodata", "127.0.0.2:5353")], 6000);
    expect(store.readChanges()).toHaveLength(1);
    store.record([observation("a.example", "answer", "nodata", "127.0.0.3:53")], 7000);
    expect(store.readChanges()).toHaveLength(2);
    store.replaceHeld([{ name: "a.example", family: "ipv4", from: "yes", at: 7000 }]);
    store.endScan(2, "held", 8000, "held");
    expect(store.readScans(1)).toMatchObject([{ state: "held" }]);
    store.close();

    const checked = openSqlite(path);
    expect(checked.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
    expect(checked.prepare("PRAGMA integrity_check").all()).toEqual([["ok"]]);
    checked.exec("PRAGMA foreign_keys = ON");
    expect(() => checked.exec("DELETE FROM scans WHERE id = 2")).toThrow(/FOREIGN KEY/);
    checked.close();
  });

  it("is refused when a newer version wrote it, with what to do", () => {
    openStore(path, { migrations: NEXT }).close();
    for (const open of [openStore, openStoreReader]) {
      expect(() => open(path)).toThrow(
        expect.objectContaining({
          code: "STORE_TOO_NEW",
          kind: "input",
          message: expect.stringMatching(
            new RegExp(
              `store\\.db.*newer egress6.*schema ${NEXT.length}, this one knows ${MIGRATIONS.length}`,
            ),
          ),
        }),
      );
    }
  });
});
