import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "../../packages/egress6/src/adapter/store/open-store.js";
import { openSqlite } from "../../packages/egress6/src/adapter/store/sqlite.js";
import { observation } from "../store/observations.js";
import { runEgress6 } from "../support/egress6-process.js";

let folder: string;
let db: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-export-"));
  db = join(folder, "store.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const S3 = ["--service", "s3", "--region", "eu-central-1", "--variant", "default,dualstack"];

function fillStore(): void {
  const store = openStore(db);
  store.record([observation("s3.eu-central-1.amazonaws.com", "answer", "nodata")], 0);
  store.record(
    [observation("s3.dualstack.eu-central-1.amazonaws.com", "answer", "answer")],
    60_000,
  );
  store.close();
}

const exportArgs = (...more: string[]) => ["export", "--db", db, ...S3, ...more];

describe("egress6 export", () => {
  it("writes JSON to standard output unless told otherwise", async () => {
    fillStore();
    const { code, stdout, stderr } = await runEgress6(exportArgs());
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { meta, endpoints } = JSON.parse(stdout);
    expect(meta).toMatchObject({
      schemaVersion: 1,
      observedFrom: "1970-01-01T00:00:00Z",
      observedTo: "1970-01-01T00:01:00Z",
      filter: "service=s3 region=eu-central-1 variant=default,dualstack",
      notice: null,
    });
    expect(endpoints).toHaveLength(1);
    expect(endpoints[0]).toMatchObject({
      service: "s3",
      serviceId: "S3",
      partition: "aws",
      region: "eu-central-1",
      cell: "opt-in",
      variants: {
        default: {
          hostname: "s3.eu-central-1.amazonaws.com",
          scope: "regional",
          ipv4: "yes",
          ipv6: "no",
          since: "1970-01-01T00:00:00Z",
          checkedAt: "1970-01-01T00:00:00Z",
        },
        dualstack: { ipv6: "yes", since: "1970-01-01T00:01:00Z" },
      },
    });
  });

  it("says the same in CSV", async () => {
    fillStore();
    const { stdout } = await runEgress6(exportArgs("--format", "csv"));
    expect(stdout.split("\r\n").slice(1)).toEqual([
      "s3,S3,aws,eu-central-1,opt-in,default,s3.eu-central-1.amazonaws.com,regional,yes,no,1970-01-01T00:00:00Z,1970-01-01T00:00:00Z,1970-01-01T00:00:00Z,answer,nodata,,,",
      "s3,S3,aws,eu-central-1,opt-in,dualstack,s3.dualstack.eu-central-1.amazonaws.com,regional,yes,yes,1970-01-01T00:01:00Z,1970-01-01T00:01:00Z,1970-01-01T00:01:00Z,answer,answer,declared,2026-07-31,https://github.com/boto/botocore/blob/1.43.62/botocore/data/endpoints.json",
      "",
    ]);
  });

  it("works without a store, where everything is unknown, and says so", async () => {
    const { code, stdout, stderr } = await runEgress6(exportArgs());
    expect(code).toBe(0);
    expect(stderr).toMatch(/Nothing of this has been observed yet.*egress6 scan/);
    const { meta, endpoints } = JSON.parse(stdout);
    expect(meta.notice).toMatch(/Nothing/);
    expect(endpoints[0]).toMatchObject({
      cell: "unknown",
      variants: { default: { ipv4: "unknown", ipv6: "unknown", since: null, checkedAt: null } },
    });
    expect(existsSync(db)).toBe(false);
  });

  it("exports all 16,000 services and regions within seconds, and the hosts", async () => {
    const { code, stdout } = await runEgress6(["export", "--db", db]);
    const { endpoints, hosts } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(endpoints.length).toBeGreaterThan(10_000);
    expect(hosts.length).toBeGreaterThan(20);
  });

  it("replaces the file named with --out, whole, when it is told to with --force", async () => {
    fillStore();
    const out = join(folder, "s3.txt");
    writeFileSync(out, "what was there before");
    const args = exportArgs("--format", "text", "--out", out);
    const refused = await runEgress6(args);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(`${out} is there already, and is left alone`);
    expect(refused.stderr).toMatch("--force");
    expect(readFileSync(out, "utf8")).toBe("what was there before");
    const { code, stdout } = await runEgress6([...args, "--force"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(readFileSync(out, "utf8")).toMatch(/^AWS endpoints over IPv6/);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("writes a SQLite file that answers questions", async () => {
    fillStore();
    const out = join(folder, "s3.sqlite");
    expect(await runEgress6(exportArgs("--format", "sqlite", "--out", out))).toMatchObject({
      code: 0,
    });
    const sqlite = openSqlite(out);
    const rows = sqlite.prepare("SELECT variant, ipv6, cell FROM endpoints").all();
    sqlite.close();
    expect(rows).toEqual([
      ["default", "no", "opt-in"],
      ["dualstack", "yes", "opt-in"],
    ]);
    expect(readdirSync(folder).filter((name) => name.startsWith("s3"))).toEqual(["s3.sqlite"]);
  });

  it("asks for --out when the format is SQLite", async () => {
    const { code, stderr } = await runEgress6(exportArgs("--format", "sqlite"));
    expect(code).toBe(2);
    expect(stderr).toMatch(/--out FILE/);
  });

  it("writes nothing into a folder, nor where there is none", async () => {
    fillStore();
    const taken = join(folder, "taken");
    mkdirSync(taken);
    for (const out of [taken, join(folder, "missing", "out.json"), "/proc/out.json"]) {
      const { code, stderr } = await runEgress6(exportArgs("--out", out));
      expect({ out, code }).toEqual({ out, code: 2 });
      expect(stderr).toMatch(`Cannot write ${out}: `);
    }
    expect(readdirSync(taken)).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("refuses a format it does not know, with those it does", async () => {
    const { code, stderr } = await runEgress6(exportArgs("--format", "xml"));
    expect(code).toBe(2);
    expect(stderr).toMatch(/json, csv, sqlite, text, atom/);
  });
});

describe("egress6 changes", () => {
  it("says when nothing was observed", async () => {
    const { code, stdout, stderr } = await runEgress6(["changes", "--db", db, "--json"]);
    expect({ code, json: JSON.parse(stdout) }).toEqual({
      code: 3,
      json: { changes: [], hosts: [] },
    });
    expect(stderr).toMatch(/Nothing has been observed yet.*egress6 scan/);
  });

  it("refuses a date that is none, with the forms it takes", async () => {
    const { code, stdout, stderr } = await runEgress6(["changes", "--db", db, "--since", "maybe"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/"maybe" is no date.*2026-11-01.*2026-11-01T10:00Z.*7d/);
  });
});

it.each([
  [["--region", `${"*".repeat(20)}x`], /No region of the catalog matches/],
  [["--region", "a".repeat(14_000)], /14000 characters, and at most 200/],
  [["--service", Array(51).fill("s3").join(",")], /51 entries, and at most 50/],
])(
  "a filter that nothing fits, or that is too long, ends with 2 and a reason",
  async (args, reason) => {
    const { code, stdout, stderr } = await runEgress6(["export", "--db", db, ...args]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(reason);
  },
);
