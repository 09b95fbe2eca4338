import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runEgress6 } from "../support/egress6-process.js";
import { ACCOUNT, describeFiles, SECRET, soundFiles } from "./survey-world.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-survey-command-"));
  const other = JSON.parse(
    JSON.stringify(soundFiles()).replaceAll(ACCOUNT, "345678901234").replaceAll("-one", "-two"),
  );
  for (const [name, files] of Object.entries({ blocked: describeFiles(), sound: other })) {
    mkdirSync(join(folder, name, "eu-central-1"), { recursive: true });
    for (const [file, content] of Object.entries(files)) {
      writeFileSync(join(folder, name, "eu-central-1", file), JSON.stringify(content));
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FOLDERS = ["blocked", "sound"];
const run = (...args: readonly string[]) =>
  runEgress6([
    "survey",
    ...args.map((each) => (FOLDERS.includes(each) ? join(folder, each) : each)),
  ]);

test.each(["text", "json", "sarif", "markdown"])(
  "as %s: 1 with findings, and no secret",
  async (format) => {
    const { code, stdout, stderr } = await run("--from", "blocked", "--format", format);
    expect(code).toBe(1);
    expect(stdout).toContain("sg-old");
    expect(stdout + stderr).not.toContain(SECRET);
    if (format === "text") expect(stdout).toMatch(/^1 VPC in 1 region: 0 can send IPv6, /);
  },
);

test("0 where nothing is found", async () => {
  const { code, stdout } = await run("--from", "sound");
  expect(stdout).toMatch(/^1 VPC in 1 region: 1 can send IPv6, .*0 findings/s);
  expect(code).toBe(0);
});

test("several accounts are one report", async () => {
  const { stdout } = await run("--from", "blocked", "--from", "sound", "--format", "json");
  const { meta, places, topology } = JSON.parse(stdout);
  expect(places).toMatchObject([
    { account: ACCOUNT, region: "eu-central-1", vpcs: 1, natGateways: 1 },
    { account: "345678901234", vpcs: 1, vpcsSendingIpv6: 1, findings: { error: 0, warning: 0 } },
  ]);
  expect(meta).toMatchObject({
    account: null,
    accounts: [ACCOUNT, "345678901234"],
    complete: true,
  });
  expect(topology.vpcs.map((vpc: { id: string }) => vpc.id)).toEqual(["vpc-one", "vpc-two"]);
});

test("a workload alone, for plan", async () => {
  const { code, stdout } = await run("--from", "blocked", "--emit", "workload");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ region: "eu-central-1", azs: ["euc1-az1"] });
});

test("the policy lets reads through and nothing else", async () => {
  const { stdout } = await run("--print-iam-policy");
  const [statement] = JSON.parse(stdout).Statement;
  expect(statement.Action).toHaveLength(35);
  expect(
    statement.Action.every((each: string) => /^[a-z0-9]+:(Describe|Get|List)/.test(each)),
  ).toBe(true);
});
