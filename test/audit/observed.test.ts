import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import { type DnsServer, startDnsServer } from "../support/dns/server.js";
import { runEgress6 } from "../support/egress6-process.js";

let folder: string;
let dns: DnsServer;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "egress6-observed-")));
  dns = await startDnsServer({
    records: {
      "logs.eu-central-1.amazonaws.com": { A: ["52.94.5.1"] },
      "logs.eu-central-1.api.aws": { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] },
      "kms.eu-central-1.amazonaws.com": { A: ["52.94.5.3"] },
      "github.com": { A: ["52.94.5.2"] },
    },
  });
  env = { EGRESS6_DB: join(folder, "store.db") };
  const scope = ["--service", "logs,kms", "--region", "eu-central-1", "--resolver", dns.resolver];
  const { code, stderr } = await runEgress6(["scan", ...scope], env);
  expect(stderr + code).toMatch(/0$/);
  writeFileSync(
    join(folder, "app.py"),
    'import boto3\n\nlogs = boto3.client("logs", region_name="eu-central-1")\nURL = "https://logs.eu-central-1.amazonaws.com/"\nKEYS = "https://kms.eu-central-1.amazonaws.com/"\n',
  );
  writeFileSync(join(folder, "Dockerfile"), "FROM scratch\nADD https://github.com/x/y.tar.gz /\n");
});
afterAll(async () => {
  await dns.close();
  rmSync(folder, { recursive: true, force: true });
});

async function found(...args: readonly string[]) {
  const { stdout, code } = await egress6(["audit", ".", "--json", ...args], {
    cwd: folder,
    env,
    now: Date.now,
  });
  const { findings }: { findings: { ruleId: string; kind: string; message: string }[] } =
    JSON.parse(stdout);
  return { code, findings };
}

describe("what was observed decides", () => {
  test("a service and a host that a scan has looked at fail", async () => {
    const { findings } = await found();
    const today = new Date().toISOString().slice(0, 10);
    const kinds = findings.map(({ ruleId, kind }) => `${ruleId} ${kind}`);
    expect(kinds).toEqual(expect.arrayContaining(["E6502 fail", "E6504 fail", "E6508 review"]));
    const [enabled] = findings.filter(({ ruleId }) => ruleId === "E6502");
    expect(enabled?.message).toContain(
      `logs.eu-central-1.api.aws answers over IPv6 (observed ${today})`,
    );
  });

  test("a dual-stack name without IPv6 addresses is no way out", async () => {
    const { findings } = await found();
    const keys = findings.filter(({ message }) => message.startsWith("kms."));
    expect(keys).toMatchObject([{ ruleId: "E6504", kind: "fail" }]);
    expect(keys[0]?.message).toContain(
      "kms.eu-central-1.api.aws, its dual-stack name, has none either",
    );
    expect(JSON.stringify(keys)).not.toContain("+ kms.");
  });

  test("--live looks at the rest", async () => {
    const { findings } = await found("--live", "--resolver", dns.resolver);
    const [host] = findings.filter(({ ruleId }) => ruleId === "E6508");
    expect(host).toMatchObject({ kind: "fail" });
    expect(host?.message).toContain("github.com has no IPv6 address");
  });

  test("without a store nothing of it fails", async () => {
    const { findings } = await found("--db", join(folder, "none.db"));
    const hosts = findings.filter(({ ruleId }) => /^E65/.test(ruleId));
    expect(new Set(hosts.map(({ kind }) => kind))).toEqual(new Set(["review"]));
  });
});
