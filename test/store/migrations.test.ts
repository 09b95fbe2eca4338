import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MIGRATIONS } from "../../packages/egress6/src/store/migrations.js";
import { openStore, openStoreReader } from "../../packages/egress6/src/store/open-store.js";
import { openSqlite } from "../../packages/egress6/src/store/sqlite.js";
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

  it("is refused when a newer version wrote it, with what to do", () => {
    openStore(path, { migrations: NEXT }).close();
    for (const open of [openStore, openStoreReader]) {
      expect(() => open(path)).toThrow(
        expect.objectContaining({
          code: "STORE_TOO_NEW",
          kind: "input",
          message: expect.stringMatching(/store\.db.*newer egress6.*schema 2, this one knows 1/),
        }),
      );
    }
  });
});
