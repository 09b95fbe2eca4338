import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../packages/egress6/src/adapter/store/open-store.js";
import { observation } from "../store/observations.js";
import { built } from "../support/built.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Ended {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;
let db: string;
let workload: string;

/** The command line as built, with this as data/evidence.json; null: without the file. */
function copyWith(name: string, evidence: "shipped" | "" | null): string {
  const copy = join(folder, name, "packages", "egress6");
  for (const part of ["bin", "package.json", "dist/bundle", "dist/data", "dist/examples"]) {
    const to = join(copy, part);
    mkdirSync(join(to, ".."), { recursive: true });
    cpSync(built(`packages/egress6/${part}`), to, { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, name, "node_modules"));
  const file = join(copy, "dist/data/evidence.json");
  if (evidence === null) rmSync(file);
  if (evidence === "") writeFileSync(file, "");
  return join(copy, "bin/egress6.js");
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-evidence-"));
  db = join(folder, "some.db");
  const store = openStore(db);
  const day = Date.UTC(2026, 10, 1);
  const names = (aaaa: "answer" | "nodata") => [
    observation("sqs.eu-west-1.amazonaws.com", "answer", "nodata"),
    observation("sqs.eu-west-1.api.aws", "answer", "answer"),
    observation("logs.eu-west-1.amazonaws.com", "answer", "nodata"),
    observation("logs.eu-west-1.api.aws", "nxdomain", "nxdomain"),
    observation("sts.eu-west-1.amazonaws.com", "answer", aaaa),
  ];
  store.record(names("nodata"), day);
  store.record(names("answer"), day + 86_400_000);
  store.close();
  workload = fileURLToPath(new URL("../../examples/shop-on-fargate.yaml", import.meta.url));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(cli: string, args: readonly string[]): Promise<Ended> {
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, EGRESS6_DB: db };
  return new Promise((resolve) => {
    const options = { env, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [cli, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout: timeless(stdout), stderr: timeless(stderr) }),
    );
  });
}

/** Two runs are not of the same second. */
const timeless = (text: string) =>
  text
    .replace(/"(generatedAt|asOf)":\s*"20[^"]+"/g, '"$1":""')
    .replace(/<updated>[^<]+<\/updated>/, "<updated/>");

const withoutFields = (text: string) => text.replaceAll(/"evidence":\{[^}]*\}/g, '"evidence":null');
const withoutColumns = (csv: string) => csv.replaceAll(/(,[^,\r]*){3}(?=\r\n)/g, "");
const withoutWords = (text: string) =>
  text.replaceAll(/\s*IPv6: \w[^;\n]* on 20[^;\n]+; not observed/g, "");
const withoutStated = (text: string) => text.replaceAll(/"stated": \{[^}]*\}/g, '"stated": null');
const withoutSection = (text: string) =>
  text.replace(/\n\n[^\n]*Not counted: what others say[\s\S]*$/, "\n");

/** Everything is compared once, as JSON: the formats differ in how they write a row, not in which. */
const few = ["--service", "sqs,logs,sts,lambda"];
const services = ["--service", "sqs,logs,sts,lambda", "--region", "eu-west-1"];

describe("without data/evidence.json", () => {
  let shipped: string;
  let bare: string;
  let empty: string;
  beforeAll(() => {
    shipped = copyWith("shipped", "shipped");
    bare = copyWith("bare", null);
    empty = copyWith("empty", "");
  });

  it("the copies differ in what export has in fields of its own", async () => {
    const args = ["export", "--format", "json", "--service", "lambda", "--region", "eu-west-1"];
    expect((await run(shipped, args)).stdout).toContain('"evidence":{"says":"declared"');
    expect((await run(bare, args)).stdout).not.toContain('"declared"');
    expect(await run(empty, args)).toEqual(await run(bare, args));
  });

  it.each<readonly [string, readonly string[], (text: string) => string]>([
    ["export as JSON, but for its fields", ["export", "--format", "json"], withoutFields],
    ["export as CSV, but for its columns", ["export", "--format", "csv", ...few], withoutColumns],
    ["export as text", ["export", "--format", "text", ...few], (text) => text],
    ["the feed", ["export", "--format", "atom"], (text) => text],
    ["changes", ["changes", "--json"], (text) => text],
    ["check", ["check", ...services, "--json"], (text) => text],
    ["check as SARIF", ["check", ...services, "--format", "sarif"], (text) => text],
    ["config", ["config", ...services, "--for", "env"], (text) => text],
    ["config for AWS's files", ["config", ...services, "--for", "aws-config"], (text) => text],
    ["endpoint as JSON", ["endpoint", "lambda", "--region", "eu-west-1", "--json"], (text) => text],
    ["endpoint, but for its words", ["endpoint", "lambda", "--region", "eu-west-1"], withoutWords],
    ["plan as JSON, but for its field", ["plan", "WORKLOAD", "--json"], withoutStated],
    ["plan, but for its section", ["plan", "WORKLOAD"], withoutSection],
  ])("%s is the same to the byte, and so is the exit code", async (_what, args, without) => {
    const typed = args.map((word) => (word === "WORKLOAD" ? workload : word));
    const [with_, bareRun] = await Promise.all([run(shipped, typed), run(bare, typed)]);
    expect(bareRun.stdout.length + bareRun.stderr.length).toBeGreaterThan(0);
    expect({ ...with_, stdout: without(with_.stdout) }).toEqual({
      ...bareRun,
      stdout: without(bareRun.stdout),
    });
  });
});
