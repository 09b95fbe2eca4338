import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-faults-"));
  writeFileSync(join(folder, "text.md"), "# No workload\n[a link](b.md) and text\n- [");
});
afterAll(() => rmSync(folder, { recursive: true }));

const REGION = ["--region", "eu-central-1"];

test.each<string[]>([
  ["plan", "nope.yaml"],
  ["plan", "FOLDER"],
  ["plan", "FOLDER/text.md"],
  ["audit", "nope"],
  ["audit", "FOLDER", "--baseline", "nope"],
  ["flows", "nope"],
  ["flows", "FOLDER/text.md", "--topology", "nope.json"],
  ["survey", "--from", "nope"],
  ["check", "--names", "nope", ...REGION],
  ["check", "s3", ...REGION, "--aws-config", "nope"],
  ["check", "s3", ...REGION, "--env-file", "nope"],
  ["config", "--service", "s3", ...REGION, "--for", "env", "--output", "nope/x"],
  ["lookup", "--names", "nope"],
  ["prices", "import", "nope"],
  ["catalog", "update", "--source", "nope"],
  ["export", "--format", "csv", "--out", "nope/x"],
  ["facts", "zzz"],
  ["plan"],
  ["completion"],
  ["completion", "nu"],
  ["scan", "--rate", "fast"],
  ["nonsense"],
])("egress6 %s %s: a sentence of ours, with the next step", async (...typed) => {
  const args = typed.map((each) => each.replace("FOLDER", folder));
  const { code, stderr, stdout } = await egress6(args, { env: { HOME: folder } });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^egress6: /);
  expect(stderr).not.toMatch(/\bE[A-Z]{4,}\b|no such file or directory|illegal operation|\berror:/);
  expect(stderr).toMatch(/`egress6 |\b(Give|Name|Check) |--help/);
});
