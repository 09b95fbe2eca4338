import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";

const ENDPOINT = ["endpoint", "s3", "--region", "eu-central-1"] as const;
const ESC = "\x1b";

describe("colour", () => {
  const isColoured = async (given: Parameters<typeof egress6>[1], ...more: readonly string[]) =>
    (await egress6([...ENDPOINT, ...more], given)).stdout.includes(`${ESC}[`);

  test("is on a terminal only", async () => {
    expect(await isColoured({ columns: 100 })).toBe(true);
    expect(await isColoured({})).toBe(false);
    expect(await isColoured({ columns: 100, env: { TERM: "dumb" } })).toBe(false);
  });

  test("is as NO_COLOR and FORCE_COLOR say, and --color before them", async () => {
    expect(await isColoured({ columns: 100, env: { NO_COLOR: "1" } })).toBe(false);
    expect(await isColoured({ env: { FORCE_COLOR: "1" } })).toBe(true);
    expect(await isColoured({ env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).toBe(false);
    expect(await isColoured({ columns: 100, env: { FORCE_COLOR: "0" } })).toBe(false);
    expect(await isColoured({ env: { NO_COLOR: "1" } }, "--color", "always")).toBe(true);
    expect(await isColoured({ columns: 100 }, "--color", "never")).toBe(false);
  });

  test("changes no letter", async () => {
    for (const args of [ENDPOINT, ["find", "sqs"], ["check", "s3", "--region", "eu-west-1"]]) {
      const plain = await egress6(args);
      const coloured = await egress6(args, { env: { FORCE_COLOR: "1" } });
      expect(stripVTControlCharacters(coloured.stdout)).toBe(plain.stdout);
      expect(coloured.stdout).not.toBe(plain.stdout);
    }
  });

  test("never reaches a document", async () => {
    const { stdout } = await egress6([...ENDPOINT, "--json"], { env: { FORCE_COLOR: "1" } });
    expect(JSON.parse(stdout)).toMatchObject({ service: "s3" });
  });

  test("of another's text is shown, not obeyed", async () => {
    const { stderr } = await egress6(["endpoint", `${ESC}[31ms3`, "--region", "eu-west-1"], {
      env: { FORCE_COLOR: "1" },
    });
    expect(stderr).not.toContain(`${ESC}[31ms3`);
  });
});

test.each([60, 80])(
  "no line is wider than a terminal of %i columns, but for what has no space",
  async (columns) => {
    for (const args of [
      ["find", "sqs.eu-west-1.amazonaws.com"],
      ["check", "s3,sqs,logs", "--region", "eu-central-1"],
      ["facts", "F13"],
    ]) {
      const { stdout } = await egress6(args, { columns, env: { NO_COLOR: "1" } });
      const wide = stdout
        .split("\n")
        .filter(
          (line) => line.length > columns && /\S\s+[^`\s]+$/.test(line) && !line.includes("`"),
        );
      expect(wide, args.join(" ")).toEqual([]);
    }
  },
);

test("--quiet leaves warnings and errors", async () => {
  const folder = mkdtempSync(join(tmpdir(), "egress6-quiet-"));
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, ".egress6.yaml"), "region: eu-central-1\n");
  try {
    const said = await egress6(["endpoint", "s3"], { cwd: folder });
    expect(said.stderr).toBe(".egress6.yaml: --region eu-central-1\n");
    const quiet = await egress6(["endpoint", "s3", "--quiet"], { cwd: folder });
    expect(quiet).toMatchObject({ stdout: said.stdout, stderr: "" });
    const wrong = await egress6(["endpoint", "nonsense", "--quiet"], { cwd: folder });
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/^egress6: /) });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every error begins alike", async () => {
  for (const args of [["endpoint", "--nonsense"], ["nonsense"], ["endpoint", "nonsense"]]) {
    const { code, stderr } = await egress6(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^egress6: /);
  }
});

test("version says whose rules the hostnames are of", async () => {
  const { stdout } = await egress6(["version"]);
  expect(stdout).toMatch(/^egress6 \d+\.\d+\.\d+\nendpoint rules of \S+ \S+, \d{4}-\d{2}-\d{2}\n$/);
  const { stdout: json } = await egress6(["version", "--json"]);
  expect(JSON.parse(json)).toEqual({
    egress6: expect.any(String),
    rules: { source: expect.any(String), version: expect.any(String), date: expect.any(String) },
  });
});

describe("the project file", () => {
  let folder: string;
  let below: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "egress6-project-"));
    below = join(folder, "a", "b");
    mkdirSync(below, { recursive: true });
    mkdirSync(join(folder, ".git"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (text: string) => writeFileSync(join(folder, ".egress6.yaml"), text);

  test("gives what nobody typed, from anywhere in the repository", async () => {
    write("region: eu-central-1\nservices: [s3, logs]\nsdk: boto3\nresolvers: [192.0.2.1]\n");
    const { stdout, stderr } = await egress6(["check"], { cwd: below });
    expect(stdout).toContain("eu-central-1: 0 of 2 services");
    expect(stderr).toBe(
      "../../.egress6.yaml: --service s3,logs --region eu-central-1 --sdk boto3\n",
    );
  });

  test("gives way to what is typed, and to the region of the environment", async () => {
    write("region: eu-central-1\nservices: [s3, logs]\n");
    const typed = await egress6(["check", "sqs", "--region", "us-east-1"], { cwd: folder });
    expect(typed.stdout).toContain("us-east-1: 0 of 1 service");
    const env = { AWS_REGION: "us-west-2" };
    const { stdout } = await egress6(["endpoint", "sqs"], { cwd: folder, env });
    expect(stdout).toContain("sqs.us-west-2.amazonaws.com");
  });

  test("outside of a repository is not looked for above", async () => {
    const alone = mkdtempSync(join(tmpdir(), "egress6-alone-"));
    mkdirSync(join(alone, "a"));
    writeFileSync(join(alone, ".egress6.yaml"), "region: eu-central-1\n");
    expect((await egress6(["endpoint", "s3"], { cwd: alone })).code).toBe(0);
    expect((await egress6(["endpoint", "s3"], { cwd: join(alone, "a") })).code).toBe(2);
    rmSync(alone, { recursive: true });
  });

  test.each([
    ["regions: x\n", /\.egress6\.yaml:1: unknown key `regions`/],
    ["region: eu-west-1\nservices: x\n", /\.egress6\.yaml:2: `services` takes a list/],
    ["region: [x]\n", /\.egress6\.yaml:1: `region` takes a text/],
    ["region: eu-west-1\na: [\n", /\.egress6\.yaml:\d: /],
    ["- x\n", /\.egress6\.yaml: expected keys and values/],
  ])("that is wrong is named with line and key: %j", async (text, message) => {
    write(text);
    const { code, stderr } = await egress6(["endpoint", "s3"], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });
});

describe("help", () => {
  test("shows a command as its --help does", async () => {
    const { code, stdout } = await egress6(["help", "endpoint"]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: (await egress6(["endpoint", "--help"])).stdout,
    });
  });

  test("lists commands and topics", async () => {
    const { code, stdout } = await egress6(["help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: egress6 /);
    expect(stdout).toMatch(/^ {2}settings +Which endpoint/m);
  });

  test("shows a document, and a section by words of its heading", async () => {
    expect((await egress6(["help", "settings"])).stdout).toMatch(/^Which endpoint/);
    const { stdout } = await egress6(["help", "project", "file"]);
    expect(stdout).toMatch(/^from command-line\nProject file\n/);
    expect(stdout).toContain("    region: eu-central-1");
    expect(stdout).not.toMatch(/^#|\]\(|```/m);
  });

  test("names the nearest of what it does not know", async () => {
    const { code, stderr } = await egress6(["help", "setings"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining("Nearest: settings"),
    });
  });
});

test("a plan fits a screen on a terminal, and says what it left out", async () => {
  const workload = fileURLToPath(new URL("../../examples/shop-on-fargate.yaml", import.meta.url));
  const whole = await egress6(["plan", workload]);
  const short = await egress6(["plan", workload], { columns: 100, env: { NO_COLOR: "1" } });
  expect(whole.stdout).toContain("Assumptions");
  expect(short.stdout).toMatch(/^More with --verbose: Bill, Routes, .*$/m);
  expect(short.stdout.split("\n").length).toBeLessThan(70);
  const verbose = await egress6(["plan", workload, "--verbose"], {
    columns: 100,
    env: { NO_COLOR: "1" },
  });
  expect(verbose.stdout).toBe(whole.stdout);
});
