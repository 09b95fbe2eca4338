import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/egress6-workload-`);
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(...words: readonly string[]) {
  return egress6(words, { env: { EGRESS6_DB: `${folder}/none.db`, AWS_REGION: "eu-west-1" } });
}

const write = (name: string, content: unknown): string => {
  const path = `${folder}/${name}`;
  writeFileSync(path, JSON.stringify(content));
  return path;
};
const shop = () =>
  write("shop.json", {
    region: "eu-central-1",
    services: [{ service: "s3" }, { service: "sqs", region: "us-east-1" }],
  });
const audit = () =>
  write("audit.json", {
    inventory: [],
    findings: [],
    workload: {
      services: [{ service: "kms", evidence: [{ by: "audit", ref: "app.py:1" }] }],
      hosts: [{ host: "github.com" }, { host: "203.0.113.9" }],
    },
  });

test("check takes services and region of workload files, each service in its own region", async () => {
  const { stdout, stderr, code } = await run(
    ...["check", "--workload", shop(), "--workload", audit(), "--json"],
  );
  const { services } = JSON.parse(stdout);
  const found = services.map(({ service, region }: Record<string, unknown>) => [service, region]);
  expect(found.sort()).toEqual([
    ["kms", "eu-central-1"],
    ["s3", "eu-central-1"],
    ["sqs", "us-east-1"],
  ]);
  expect(code).toBe(3);
  expect(stderr).toContain("Not included: github.com.");
  expect(stderr).toContain("Not included: 1 destination without a name.");
  expect(stderr).not.toContain("--region says");
});

test("config writes for the services of the workload in its region, and names the others", async () => {
  const { stderr, stdout } = await run("config", "--workload", shop(), "--for", "env", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ region: "eu-central-1" });
  expect(stderr).toMatch(/Not included: sqs\.us-east-1\.amazonaws\.com\. Settings are written for/);
});

test("files without a destination, and files that cannot be read, are refused", async () => {
  const empty = await run("check", "--workload", write("empty.json", { azs: 2 }));
  expect([empty.code, empty.stderr]).toEqual([
    2,
    expect.stringMatching(/empty\.json names no service and no host\. Add `services`/),
  ]);
  const wrong = await run("doctor", "--workload", write("wrong.json", { services: [{}] }));
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/wrong\.json:1:\d+: /)]);
});
