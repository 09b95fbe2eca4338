import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../packages/egress6/src/adapter/store/open-store.js";
import { openSqlite } from "../../packages/egress6/src/adapter/store/sqlite.js";
import { egress6 } from "../catalog/run-in-process.js";
import { observation } from "../store/observations.js";
import { startDnsServer } from "../support/dns/server.js";

/** Red, clear the screen, the title of the window; the same in one octet; reordering; hiding. */
const HOSTILE = "x\x1b[31m\x1b[2J\x1b]0;owned\x07\x9b31m\u202eevil\u2066\u200b\x7f\ry";
const OBEYED = [
  ...[
    [0x00, 0x08],
    [0x0b, 0x1f],
    [0x7f, 0x9f],
  ],
  ...[
    [0x200b, 0x200f],
    [0x202a, 0x202e],
    [0x2066, 0x2069],
  ],
] as const;

/** What a terminal would obey. */
function obeyedIn(text: string): readonly string[] {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return codes
    .filter((code) => OBEYED.some(([first = 0, last = 0]) => code >= first && code <= last))
    .map((code) => code.toString(16));
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-foreign-"));
  const ini = HOSTILE.replace("\r", "");
  writeFileSync(
    join(folder, "config"),
    [
      "[default]",
      `region = eu-${ini}west-1`,
      `endpoint_url = http://${ini}`,
      `use_dualstack_endpoint = ${ini}`,
      `services = ${ini}`,
      `[profile ${ini}]`,
      "region = eu-west-1",
      `use_fips_endpoint = ${ini}`,
      `[services ${ini}]`,
      `s3 =\n  endpoint_url = ${ini}\n`,
    ].join("\n"),
  );
  writeFileSync(
    join(folder, "env"),
    `AWS_USE_DUALSTACK_ENDPOINT=${ini}\nAWS_ENDPOINT_URL_S3=http://${ini}\nAWS_REGION="eu-\\n${ini}"\n`,
  );
  writeFileSync(
    join(folder, "workload.yaml"),
    `name: ${JSON.stringify(HOSTILE)}\nregion: ${JSON.stringify(HOSTILE)}\n${JSON.stringify(HOSTILE)}: 1\n` +
      `services: [{ service: ${JSON.stringify(HOSTILE)} }]\nhosts: [{ host: ${JSON.stringify(HOSTILE)} }]\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("no text of somebody else's is obeyed by a terminal or a log", () => {
  it.each([
    ["check --service s3 --region eu-west-1 --aws-config CONFIG"],
    ["check --service s3 --region eu-west-1 --aws-config CONFIG --markdown"],
    ["check --service s3 --region eu-west-1 --aws-config CONFIG --json"],
    ["check --service s3 --region eu-west-1 --env-file ENV"],
    ["check --service s3"],
    ["endpoint s3 --explain"],
    ["endpoint s3 --region eu-west-1 --explain"],
    ["endpoint s3 --region eu-west-1 --json"],
    ["endpoint s3 --region eu-west-1 --profile HOSTILE"],
    ["endpoint HOSTILE --region eu-west-1"],
    ["config --service s3 --for env"],
    ["config --service s3 --region eu-west-1 --for HOSTILE"],
    ["plan WORKLOAD"],
    ["plan HOSTILE"],
    ["export --region HOSTILE"],
    ["export --service HOSTILE"],
    ["export --db HOSTILE --format text --service s3"],
    ["changes --since HOSTILE"],
    ["lookup HOSTILE"],
    ["lookup a.example --resolver HOSTILE"],
    ["facts HOSTILE"],
    ["doctor --host HOSTILE --region eu-west-1"],
    ["site build --out HOSTILE/HOSTILE --url HOSTILE"],
    ["HOSTILE"],
  ])("%s", async (line) => {
    const args = line
      .replace("CONFIG", join(folder, "config"))
      .replace("ENV", join(folder, "env"))
      .replace("WORKLOAD", join(folder, "workload.yaml"))
      .split(" ")
      .map((word) => word.replaceAll("HOSTILE", HOSTILE));
    const { stdout, stderr } = await egress6(args, {
      env: {
        AWS_CONFIG_FILE: join(folder, "config"),
        AWS_ENDPOINT_URL: `http://${HOSTILE}`,
        EGRESS6_DB: join(folder, "none.db"),
      },
    });
    expect(stdout + stderr).not.toBe("");
    expect(obeyedIn(stdout.replaceAll("\r\n", "\n"))).toEqual([]);
    expect(obeyedIn(stderr)).toEqual([]);
  });

  it("in what a resolver says", async () => {
    const dns = await startDnsServer({
      records: { "a.example": { CNAME: `${HOSTILE}.example` } },
    });
    for (const format of [[], ["--json"]]) {
      const args = ["lookup", "a.example", "--resolver", dns.resolver, ...format];
      const { stdout, stderr } = await egress6(args);
      expect(obeyedIn(stdout + stderr)).toEqual([]);
    }
    await dns.close();
  });

  it("in a store", async () => {
    const db = join(folder, "hostile.db");
    const store = openStore(db);
    store.record([observation("s3.eu-west-1.amazonaws.com", "answer", "answer")], 0);
    store.endScan(store.beginScan("all", 1, 0).id, "failed", 0, HOSTILE);
    store.close();
    const sqlite = openSqlite(db);
    sqlite.prepare("UPDATE support SET last_resolver = ?").run(`${HOSTILE}\nexport EVIL=1`);
    sqlite.close();
    const args = ["config", "--for", "env", "--service", "s3", "--region", "eu-west-1", "--db", db];
    const { stdout, stderr } = await egress6(args);
    expect(stdout + stderr).toContain("\\u001b[31m");
    expect(stdout).not.toMatch(/^export EVIL/m);
    expect(obeyedIn(stdout + stderr)).toEqual([]);
  });

  it("and none begins a line of its own in a message", async () => {
    const { stderr, code } = await egress6(["endpoint", "s3"], {
      env: { AWS_REGION: "eu\n::add-mask::x" },
    });
    expect(stderr).toContain("eu\\u000a::add-mask::x");
    expect(stderr).not.toMatch(/^::/m);
    expect(code).toBe(2);
  });
});
