import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore, openStoreReader } from "../../packages/egress6/src/adapter/store/open-store.js";
import { type DnsServer, startDnsServer } from "../support/dns/server.js";
import { runEgress6, servedUrl, startEgress6 } from "../support/egress6-process.js";
import { observation } from "./observations.js";

const DAY_MS = 86_400_000;
const NAME = "sqs.eu-west-1.amazonaws.com";
const DUAL_STACK = "sqs.eu-west-1.api.aws";
const SQS = ["--service", "sqs", "--region", "eu-west-1"];

let folder: string;
let dns: DnsServer;
let clock: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "egress6-future-"));
  clock = join(folder, "clock.mjs");
  writeFileSync(
    clock,
    `const Real = Date;
     const by = Number(process.env.BY_MS);
     globalThis.Date = class extends Real {
       constructor(...args) { args.length > 0 ? super(...args) : super(Real.now() + by); }
       static now() { return Real.now() + by; }
     };`,
  );
  dns = await startDnsServer({
    records: { [NAME]: { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] } },
  });
});
afterAll(async () => {
  await dns.close();
  rmSync(folder, { recursive: true });
});

const at = (byMs: number) => ({ NODE_OPTIONS: `--import=${clock}`, BY_MS: String(byMs) });
const isoDay = (byMs: number) => new Date(Date.now() + byMs).toISOString().slice(0, 10);

describe("a store that a fast clock has written to", () => {
  const HALF_A_YEAR = 182 * DAY_MS;
  let db: string;
  const scan = (byMs: number, ...more: string[]) =>
    runEgress6(["scan", ...SQS, "--db", db, "--resolver", dns.resolver, ...more], at(byMs));
  beforeAll(async () => {
    db = join(folder, "fast.db");
    expect((await scan(HALF_A_YEAR)).code).toBe(0);
  });

  it.each([
    ["check", ...SQS, "--json"],
    ["endpoint", "sqs", "--region", "eu-west-1", "--json"],
    ["config", ...SQS, "--for", "env"],
    ["export", ...SQS, "--format", "csv"],
    ["export", ...SQS, "--format", "json"],
    ["export", ...SQS, "--format", "text"],
    ["changes", "--json"],
  ])("is named, and shows no date that is not yet: %s %s %s %s %s %s", async (...args) => {
    const { code, stdout, stderr } = await runEgress6([...args, "--db", db]);
    expect(stderr).toContain(`observed ${isoDay(HALF_A_YEAR)}, which is not yet`);
    expect(stderr).toContain("egress6 scan --trust-clock");
    expect(stdout).not.toContain(isoDay(HALF_A_YEAR).slice(0, 7));
    expect([0, 1]).toContain(code);
  });

  it("keeps what is known, with an unknown age", async () => {
    const check = await runEgress6(["check", ...SQS, "--json", "--db", db]);
    expect(JSON.parse(check.stdout).services[0]).toMatchObject({ works: "yes", observedAt: null });
    const { stdout } = await runEgress6(["endpoint", "sqs", "--region", "eu-west-1", "--db", db]);
    expect(stdout.replace(/\n\s+/g, " ")).toMatch(/ipv6-only yes.*\(observed at an unknown time\)/);
  });

  it("shows no such date in a site or a running server, which does not think that it is done", async () => {
    const serving = startEgress6(
      ["serve", "--port", "0", "--db", db, "--resolver", dns.resolver],
      at(0),
    );
    const url = await servedUrl(serving);
    await expect
      .poll(() => serving.stderr(), { timeout: 5000 })
      .toContain("egress6 scan --trust-clock");
    for (const path of [
      "data/map.json",
      "data/services/sqs.json",
      "api/scan",
      "data/changes.json",
    ]) {
      const answer = await (await fetch(`${url}${path}`)).text();
      const text = answer.replaceAll(/The clock of this machine says[^"]*/g, "");
      expect([path, text.includes(isoDay(HALF_A_YEAR).slice(0, 7))]).toEqual([path, false]);
    }
    expect(await (await fetch(`${url}data/services/sqs.json`)).text()).toContain('"known":"yes"');
    serving.kill("SIGTERM");
    expect(await serving.ended).toMatchObject({ code: 0 });
    expect(serving.stderr()).toMatch(/The clock of this machine says/);
  });

  it("takes no true scan until it is told which clock is right, and then shows true dates", async () => {
    const before = readFileSync(db);
    const stopped = await scan(0);
    expect(stopped).toMatchObject({ code: 3, stdout: "" });
    expect(stopped.stderr).toMatch(
      new RegExp(
        `says ${isoDay(0)}T\\S+, but the store has an observation of ${isoDay(HALF_A_YEAR)}T`,
      ),
    );
    expect(readFileSync(db).equals(before)).toBe(true);
    const trusted = await scan(0, "--trust-clock");
    expect(trusted.code).toBe(0);
    expect(trusted.stdout).toContain("No changes of what was known before.");
    const check = await runEgress6(["check", ...SQS, "--json", "--db", db]);
    expect(check.stderr).not.toContain("not yet");
    const { observedAt } = JSON.parse(check.stdout).services[0];
    expect(observedAt.slice(0, 10)).toBe(isoDay(0));
    expect((await scan(0)).code).toBe(0);
  });

  it("takes no scan of a slow clock, so that no loss is dated before the first observation", async () => {
    const stopped = await scan(-40 * DAY_MS);
    expect(stopped.code).toBe(3);
    expect(stopped.stderr).toContain("Set the clock if it is slow");
  });
});

it("reads everything with its dates when no clock is given, and none from the future when one is", () => {
  const path = join(folder, "read.db");
  const start = Date.UTC(2026, 10, 1);
  const store = openStore(path);
  const scan = store.beginScan("all", 1, start);
  store.record([observation(DUAL_STACK, "answer", "nodata")], start);
  store.record([observation(DUAL_STACK, "answer", "answer")], start + 2 * DAY_MS);
  store.endScan(scan.id, "done", start + 2 * DAY_MS);
  store.close();
  const all = openStoreReader(path);
  expect(all?.readChanges()).toHaveLength(1);
  expect(all?.readScans()[0]?.endedAt).toBe(start + 2 * DAY_MS);
  all?.close();

  const now = start + DAY_MS;
  const reader = openStoreReader(path, { now: () => now });
  expect(reader?.newestTime()).toBe(start + 2 * DAY_MS);
  expect(reader?.readChanges()).toEqual([]);
  expect(reader?.readScans()).toMatchObject([{ startedAt: start, endedAt: null, state: "done" }]);
  expect(reader?.readSupport().get(DUAL_STACK)).toMatchObject({
    ipv4: { known: "yes", since: start, lastConfirmed: null, lastChecked: null },
    ipv6: { known: "yes", since: null, lastConfirmed: null, lastChecked: null },
  });
  expect(reader?.readHistory(DUAL_STACK).map(({ type, from, to }) => [type, from, to])).toEqual([
    ["A", start, start],
    ["AAAA", start, start],
  ]);
  reader?.close();
});
