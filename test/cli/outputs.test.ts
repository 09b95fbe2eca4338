import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../../packages/egress6/src/adapter/store/open-store.js";
import { writeSite } from "../../packages/egress6/src/site/write-site.js";
import { egress6 } from "../catalog/run-in-process.js";
import { observation } from "../store/observations.js";

let folder: string;
let db: string;
let stored: Buffer;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-outputs-"));
  db = join(folder, "s.db");
  const store = openStore(db);
  store.record(
    [
      observation("sqs.eu-west-1.amazonaws.com", "answer", "nodata"),
      observation("sqs.eu-west-1.api.aws", "answer", "answer"),
    ],
    1000,
  );
  store.close();
  stored = readFileSync(db);
});
afterEach(() => rmSync(folder, { recursive: true }));

const WORKLOAD = fileURLToPath(new URL("../../examples/shop-on-fargate.yaml", import.meta.url));

/** Every command that writes a file of the user's choice, forced. */
const COMMANDS: Readonly<Record<string, (out: string) => readonly string[]>> = {
  "export csv": (out) => ["export", "--format", "csv", "--service", "sqs", "--out", out, "--force"],
  "export sqlite": (out) => [
    ...["export", "--format", "sqlite", "--service", "sqs", "--out", out, "--force"],
  ],
  config: (out) => [
    ...["config", "--service", "sqs", "--region", "eu-west-1", "--for", "env"],
    ...["--output", out, "--force"],
  ],
  plan: (out) => ["plan", WORKLOAD, "--output", out, "--force"],
  site: (out) => ["site", "build", "--out", out],
  prices: (out) => ["prices", "import", offer(), "--out", out],
};

function offer(): string {
  const file = join(folder, "offer.json");
  writeFileSync(
    file,
    JSON.stringify({
      offerCode: "AmazonVPC",
      version: "20260925174521",
      publicationDate: "2026-09-25T17:45:21Z",
      products: {},
      terms: {},
    }),
  );
  return file;
}

/** SQLite in this process takes its own files away when it likes. */
const filesBeside = () =>
  readdirSync(folder)
    .filter((name) => !/-(wal|shm)$/.test(name))
    .sort();

/** Ways to name the store, or what belongs to it. */
const SPELLINGS: Readonly<Record<string, () => string>> = {
  "the same path": () => db,
  "a relative path": () => relative(process.cwd(), db),
  "a path with detours": () => join(folder, "nowhere", "..", ".", "s.db").replace("s.db", "./s.db"),
  "a symbolic link": () => linked((place) => symlinkSync(db, place)),
  "a symbolic link to a symbolic link": () => {
    const first = linked((place) => symlinkSync("s.db", place));
    const second = join(folder, "second");
    symlinkSync(first, second);
    return second;
  },
  "a hard link": () => linked((place) => linkSync(db, place)),
  "a folder that is a link": () => {
    const other = join(folder, "other");
    symlinkSync(folder, other);
    return join(other, "s.db");
  },
  "its log, which is not there": () => `${db}-wal`,
  "its shared memory, which is not there": () => `${db}-shm`,
  "its lock": () => `${db}.lock`,
};

function linked(make: (place: string) => void): string {
  const place = join(folder, "link");
  make(place);
  return place;
}

describe.each(Object.keys(COMMANDS))("%s onto the store", (command) => {
  test.each(Object.keys(SPELLINGS))("by %s is refused", async (spelling) => {
    const out = SPELLINGS[spelling]?.() ?? "";
    const args = COMMANDS[command]?.(out) ?? [];
    const before = filesBeside();
    const { code, stderr, stdout } = await egress6(args, { env: { EGRESS6_DB: db } });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/is the store of what was observed, belongs to it or holds it/);
    expect(readFileSync(db).equals(stored)).toBe(true);
    expect(filesBeside()).toEqual(before);
  });
});

test.each([
  ["named with --db", () => ["--db", db], () => ({})],
  [
    "of EGRESS6_DB while --db names another one",
    () => ["--db", join(folder, "none.db")],
    () => ({ EGRESS6_DB: db }),
  ],
  ["in the data folder while --db names another", () => ["--db", join(folder, "none.db")], inHome],
])("a store %s is no output", async (_, db_, env) => {
  const settings = env();
  const out = "XDG_DATA_HOME" in settings ? join(folder, "egress6", "egress6.db") : db;
  const { code, stderr } = await egress6(
    ["export", "--service", "sqs", ...db_(), "--out", out, "--force"],
    { env: settings },
  );
  expect(stderr).toMatch(/is the store of what was observed/);
  expect(code).toBe(2);
  expect(readFileSync(db).equals(stored)).toBe(true);
});

function inHome(): Record<string, string> {
  mkdirSync(join(folder, "egress6"));
  writeFileSync(join(folder, "egress6", "egress6.db"), stored);
  return { XDG_DATA_HOME: folder, HOME: folder };
}

test("a site that holds the store is not replaced with it", async () => {
  const site = join(folder, "site");
  // As an earlier build is told, of whose files only this one matters.
  await writeSite(site, [{ path: "index.html", make: () => "<!doctype html>" }]);
  writeFileSync(join(site, "s.db"), stored);
  const inside = { env: { EGRESS6_DB: join(site, "s.db") } };
  const { code, stderr } = await egress6(["site", "build", "--out", site], inside);
  expect(stderr).toMatch(/holds it/);
  expect(code).toBe(2);
  expect(readFileSync(join(site, "s.db")).equals(stored)).toBe(true);
  rmSync(join(site, "s.db"));
  // Written whole by other tests: what is held here is that nothing else stands in its way.
  const again = await writeSite(site, [{ path: "index.html", make: () => "again" }], [db]);
  expect(again.files).toBe(1);
  expect(readFileSync(join(site, "index.html"), "utf8")).toBe("again");
});

describe("an output", () => {
  const args = (out: string, ...more: string[]) => [
    ...["export", "--service", "sqs", "--format", "text", "--db", db, "--out", out, ...more],
  ];

  test.each(["config", "plan", "export csv", "export sqlite"])(
    "of %s takes the place of a file only with --force",
    async (command) => {
      const out = join(folder, "out");
      writeFileSync(out, "kept");
      const forced = COMMANDS[command]?.(out) ?? [];
      const refused = await egress6(
        forced.filter((word) => word !== "--force"),
        { env: { EGRESS6_DB: db } },
      );
      expect(refused).toMatchObject({ code: 2, stdout: "" });
      expect(refused.stderr).toMatch(/out is there already.*--force to replace it/);
      expect(readFileSync(out, "utf8")).toBe("kept");
      const { code } = await egress6(forced, { env: { EGRESS6_DB: db } });
      expect([0, 1]).toContain(code);
      expect(readFileSync(out, "utf8")).not.toBe("kept");
    },
  );

  test("of export is JSON with --json, too, and of one format only", async () => {
    const json = (...more: string[]) =>
      egress6(["export", "--service", "sqs", "--db", db, ...more]);
    const clock = /"generatedAt":"[^"]*"/;
    expect((await json("--json")).stdout.replace(clock, "")).toBe(
      (await json("--format", "json")).stdout.replace(clock, ""),
    );
    const both = await json("--json", "--format", "csv");
    expect(both.stderr).toContain("--json is --format json, and --format is csv: give one.");
    expect(both.code).toBe(2);
  });

  test("of long work is refused before it begins", async () => {
    const out = join(folder, "out");
    writeFileSync(out, "kept");
    for (const command of [
      ["catalog", "update", "--source", join(folder, "nowhere"), "--out", out],
      [
        "config",
        "--service",
        "sqs",
        "--region",
        "eu-west-1",
        "--for",
        "env",
        "--live",
        "--output",
        out,
      ],
      ["plan", WORKLOAD, "--live", "--output", out],
    ]) {
      const { code, stderr } = await egress6(command, { env: { EGRESS6_DB: db } });
      expect(stderr).toMatch(/^egress6: .*out is there already.*\n$/);
      expect(code).toBe(2);
      expect(readFileSync(out, "utf8")).toBe("kept");
    }
    const nowhere = join(folder, "none", "out");
    const { stderr } = await egress6(["catalog", "update", "--source", folder, "--out", nowhere]);
    expect(stderr).toMatch(/^egress6: Cannot write .*it does not exist/);
  });

  test("through a link goes where that leads, and the link stays", async () => {
    const target = join(folder, "target.txt");
    const out = linked((place) => symlinkSync("target.txt", place));
    expect((await egress6(args(out))).code).toBe(0);
    expect(lstatSync(out).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, "utf8")).toMatch(/^AWS endpoints/);
    expect((await egress6(args(out))).code).toBe(2);
    writeFileSync(target, "old");
    expect((await egress6(args(out, "--force"))).code).toBe(0);
    expect(lstatSync(out).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, "utf8")).toMatch(/^AWS endpoints/);
  });

  test("through links in a circle is refused", async () => {
    const out = linked((place) => symlinkSync("link", place));
    const { code, stderr } = await egress6(args(out));
    expect(stderr).toMatch(/Cannot write .*link: its links lead in a circle/);
    expect(code).toBe(2);
  });

  test("wants no --force without a file", async () => {
    for (const command of [["export"], ["plan", WORKLOAD], ["catalog", "update"]]) {
      const { code, stderr } = await egress6([...command, "--force"]);
      expect(stderr).toMatch(/--force goes with --out/);
      expect(code).toBe(2);
    }
  });
});
