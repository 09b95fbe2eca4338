import { execFileSync } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openStore, openStoreReader } from "../../packages/egress6/src/adapter/store/open-store.js";
import { openSqlite, type Sqlite } from "../../packages/egress6/src/adapter/store/sqlite.js";
import { runEgress6, servedUrl, startEgress6 } from "../support/egress6-process.js";
import { observation } from "./observations.js";

const OPEN_STORE = new URL(
  "../../packages/egress6/dist/adapter/store/open-store.js",
  import.meta.url,
).href;
const NAME = "sqs.eu-west-1.amazonaws.com";

const manyNames = Array.from({ length: 3000 }, (_, index) =>
  observation(`name-${index}.example`, "answer", "nodata"),
);

let folder: string;
let sound: Buffer;
let damagedStores = 0;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-damage-"));
  const made = join(folder, "sound.db");
  const store = openStore(made);
  const scan = store.beginScan("all", 1, 1000);
  store.record([observation(NAME, "answer", "nodata", "a:53")], 1000);
  store.record([observation(NAME, "answer", "answer", "a:53")], 2000);
  store.record([observation(NAME, "nodata", "nodata", "a:53")], 3000);
  store.replaceHeld([{ name: NAME, family: "ipv4", from: "yes", at: 3000 }]);
  store.endScan(scan.id, "failed", 4000, "the network was away");
  store.close();
  sound = readFileSync(made);
});
beforeEach(() => {
  path = join(folder, `${damagedStores++}.db`);
  writeFileSync(path, sound);
});
afterAll(() => rmSync(folder, { recursive: true }));

function tamper(file: string, change: (sqlite: Sqlite) => void): Buffer {
  const sqlite = openSqlite(file);
  sqlite.exec("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF");
  change(sqlite);
  sqlite.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite.close();
  return readFileSync(file);
}

/** In place, as another process would. */
function overwrite(file: string): void {
  const { size } = statSync(file);
  const opened = openSync(file, "r+");
  writeSync(opened, Buffer.alloc(size, 0xff), 0, size, 0);
  closeSync(opened);
}

interface Column {
  readonly table: string;
  readonly column: string;
}

/** Whatever the schema has, also what it will have. */
function columnsOf(type: "TEXT" | "INTEGER" | "REAL"): readonly Column[] {
  const sqlite = openSqlite(join(folder, "sound.db"), "read-only");
  const rows = sqlite
    .prepare(
      `SELECT json_group_array(json_array(t.name, c.name)) FROM sqlite_schema t, pragma_table_info(t.name) c
       WHERE t.type = 'table' AND c.type = ?`,
    )
    .get(type);
  sqlite.close();
  const pairs: [string, string][] = JSON.parse(String(rows?.[0]));
  return pairs.map(([table, column]) => ({ table, column }));
}

const READ_AND_WRITE = `
  import { openStore, openStoreReader } from ${JSON.stringify(OPEN_STORE)};
  const outcome = { addresses: [], cname: [], attempts: 1, resolver: "a:53", ms: 1 };
  for (const path of process.argv.slice(1)) {
    const ends = new Set();
    const attempt = (action) => {
      try { return action(); } catch (error) { ends.add(error.code ?? error.stack); }
    };
    const reader = attempt(() => openStoreReader(path));
    attempt(() => reader?.readSupport());
    attempt(() => reader?.readSupport([${JSON.stringify(NAME)}]));
    attempt(() => reader?.readHistory(${JSON.stringify(NAME)}));
    attempt(() => reader?.readChanges());
    attempt(() => reader?.readScans());
    attempt(() => reader?.newestTime());
    reader?.close();
    const writer = attempt(() => openStore(path));
    const scan = attempt(() => writer?.beginScan("all", 1, 5000));
    attempt(() => writer?.namesDone({ id: 1 }));
    attempt(() => writer?.readHeld());
    attempt(() => writer?.record([{
      name: ${JSON.stringify(NAME)},
      a: { ...outcome, kind: "answer" },
      aaaa: { ...outcome, kind: "nodata" },
    }], 5000));
    writer?.close();
    console.log(JSON.stringify([...ends]));
  }`;

/** How reading and writing all of each store fails, in a process of its own: some faults once ended that. */
function endsOf(paths: readonly string[]): readonly (readonly string[])[] {
  const output = execFileSync(
    process.execPath,
    ["--input-type=module", "-e", READ_AND_WRITE, ...paths],
    { encoding: "utf8" },
  );
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** One store for each column, with that set to a value in every row. */
function damagedStoresOf(columns: readonly Column[], value: string): readonly string[] {
  return columns.map(({ table, column }) => {
    const file = join(folder, `${table}-${column}-${damagedStores++}.db`);
    writeFileSync(file, sound);
    tamper(file, (sqlite) => sqlite.exec(`UPDATE OR REPLACE ${table} SET ${column} = ${value}`));
    return file;
  });
}

describe("a store in which", () => {
  it("nothing is damaged is read and written", () => {
    expect(endsOf([path])).toEqual([[]]);
  });

  it("any text is not UTF-8 is damaged, and never the end of the process", () => {
    const texts = columnsOf("TEXT");
    expect(texts.length).toBeGreaterThan(12);
    const ends = endsOf(damagedStoresOf(texts, "CAST(x'80' AS TEXT)"));
    expect(texts.map((column, index) => [column, ends[index]])).toEqual(
      texts.map((column) => [column, ["STORE_CORRUPT"]]),
    );
  });

  it.each(["-1", "9007199254740993", "253402300800000"])("any time is %s is damaged", (value) => {
    const times = columnsOf("INTEGER").filter(({ column }) =>
      /_at$|^at$|^last_|since/.test(column),
    );
    expect(times.length).toBeGreaterThan(7);
    const ends = endsOf(damagedStoresOf(times, value));
    expect(times.map((column, index) => [column, ends[index]])).toEqual(
      times.map((column) => [column, ["STORE_CORRUPT"]]),
    );
  });

  it.each([
    ["UPDATE outcomes SET attempts = -1"],
    ["UPDATE outcomes SET ms = 9e999"],
    ["UPDATE outcomes SET ms = -0.5"],
    ["UPDATE scans SET total = -1"],
    ["UPDATE outcomes SET addresses = '{}'"],
    ["UPDATE outcomes SET addresses = '[1]'"],
    ["UPDATE outcomes SET cname = '['"],
    ["UPDATE support SET known = 'perhaps'"],
    ["UPDATE support SET since = NULL"],
    ["UPDATE support SET known = 'unknown'"],
    ["UPDATE changes SET was = 'unknown'"],
    ["UPDATE outcomes SET kind = 'nothing'"],
    ["ALTER TABLE support RENAME COLUMN last_resolver TO resolver"],
    ["DROP TABLE changes"],
  ])("%s is damaged", (sql) => {
    tamper(path, (sqlite) => sqlite.exec(sql));
    expect(endsOf([path])).toEqual([["STORE_CORRUPT"]]);
  });

  it("a page is damaged stays as it is, also what its log holds", () => {
    const filler = openStore(path);
    filler.record(manyNames, 5000);
    filler.close();
    const writer = openStore(path);
    writer.record([observation("b.example", "answer", "nodata")], 5000);
    const log = readFileSync(`${path}-wal`);
    expect(log.length).toBeGreaterThan(0);
    const copy = join(folder, "copy.db");
    writeFileSync(copy, readFileSync(path).fill(0xff, 4096 * 40, 4096 * 60));
    writeFileSync(`${copy}-wal`, log);
    writer.close();
    const before = readFileSync(copy);
    expect(endsOf([copy])).toEqual([["STORE_CORRUPT"]]);
    expect(readFileSync(copy).equals(before)).toBe(true);
    expect(readFileSync(`${copy}-wal`).equals(log)).toBe(true);
  });
});

it("is sound while what was written last is still in its log", () => {
  const writer = openStore(path);
  writer.record(manyNames, 5000);
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(statSync(path).size);
  const reader = openStoreReader(path);
  expect(reader?.readSupport().size).toBe(manyNames.length + 1);
  reader?.close();
  writer.close();
});

it("goes on with what was merged before where its log is damaged", () => {
  const writer = openStore(path);
  writer.record([observation("b.example", "answer", "nodata")], 5000);
  const log = readFileSync(`${path}-wal`);
  const main = readFileSync(path);
  writer.close();
  const damages = [log.subarray(0, 31), log.subarray(0, 5000), Buffer.alloc(log.length, 7)];
  const copies = [...damages, Buffer.from(log).fill(0xff, 100, 400)].map((damaged, index) => {
    const copy = join(folder, `log-${index}.db`);
    writeFileSync(copy, main);
    writeFileSync(`${copy}-wal`, damaged);
    return copy;
  });
  expect(endsOf(copies)).toEqual(copies.map(() => []));
});

describe("a damaged store under", () => {
  it.each([
    "export --format csv",
    "check --service sqs --region eu-west-1",
    "endpoint sqs --region eu-west-1",
    "config --service sqs --region eu-west-1 --for env",
    "site build --out OUT",
    "serve --no-scan --port 0",
  ])("%s is named with exit 2 and left as it is", async (line) => {
    const damaged = tamper(path, (sqlite) =>
      sqlite.exec("UPDATE support SET last_resolver = CAST(x'80' AS TEXT)"),
    );
    const args = line.replace("OUT", join(folder, "site")).split(" ");
    const { code, stdout, stderr } = await runEgress6([...args, "--db", path]);
    expect(stderr).toMatch(/^egress6: The store .* is damaged.*not UTF-8.*left as it is/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(readFileSync(path).equals(damaged)).toBe(true);
  });

  it.each([
    ["cut off", () => truncateSync(path, 20_000)],
    ["emptied", () => truncateSync(path, 0)],
    ["overwritten", () => overwrite(path)],
    ["deleted", () => rmSync(path)],
  ])("a running serve ends nothing when it is %s", async (_, damage) => {
    const serving = startEgress6(["serve", "--no-scan", "--port", "0", "--db", path]);
    const url = await servedUrl(serving);
    damage();
    for (const place of ["data/services/sqs.json", "api/changes", "data/changes.json"]) {
      expect([200, 500]).toContain((await fetch(`${url}${place}`)).status);
    }
    expect((await fetch(url)).status).toBe(200);
    serving.kill("SIGTERM");
    expect(await serving.ended).toMatchObject({ code: 0 });
  });

  it("a running serve is said at each request for it, and ends nothing", async () => {
    const serving = startEgress6(["serve", "--no-scan", "--port", "0", "--db", path]);
    const url = await servedUrl(serving);
    expect((await fetch(`${url}data/services/s3.json`)).status).toBe(200);
    tamper(path, (sqlite) =>
      sqlite.exec("UPDATE outcomes SET resolver = CAST(x'80' AS TEXT), kind = 'nothing'"),
    );
    const answer = await fetch(`${url}data/services/sqs.json`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain(folder);
    expect((await fetch(url)).status).toBe(200);
    serving.kill("SIGTERM");
    const { code, stderr } = await serving.ended;
    expect(stderr).toMatch(/The store .* is damaged/);
    expect(stderr).not.toContain("    at ");
    expect(code).toBe(0);
  });
});
