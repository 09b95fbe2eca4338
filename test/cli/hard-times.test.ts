import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStoreReader } from "../../packages/egress6/src/adapter/store/open-store.js";
import { egress6 } from "../catalog/run-in-process.js";
import { builtEgress6 } from "../support/built.js";
import { type DnsServer, startDnsServer } from "../support/dns/server.js";
import { runEgress6, startEgress6 } from "../support/egress6-process.js";
import { runShell } from "../support/run-shell.js";

/** The commands that a help text lists. */
async function commandsIn(...parents: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await egress6([...parents, "--help"]);
  const [, list = ""] = stdout.split("\nCommands:\n");
  return [...list.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => String(name));
}

let folder: string;
let silent: DnsServer;

beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-hard-times-`);
  silent = await startDnsServer({ records: {}, faults: [{ kind: "drop" }] });
});
afterAll(async () => {
  await silent.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("every command", () => {
  test("shows how it is used, and refuses a flag that it does not know", async () => {
    const names = (await commandsIn()).filter((name) => name !== "help");
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const inner = (await commandsIn(name)).filter((each) => each !== "help");
      for (const command of inner.length === 0 ? [[name]] : inner.map((each) => [name, each])) {
        const help = await egress6([...command, "--help"]);
        expect(help.code, command.join(" ")).toBe(0);
        expect(help.stdout).toContain(`Usage: egress6 ${command.join(" ")}`);
        const { code, stdout, stderr } = await egress6([...command, "--colour"]);
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toContain("unknown option `--colour`");
        expect(stderr).toContain("--help");
      }
    }
  });
});

test.each([
  ["config", "--fro", "env"],
  ["site", "build", "--ou", "site"],
  ["prices", "update", "--regon", "eu-west-1"],
])("a misspelt option is named, also where it was a required one: %s %s %s", async (...argv) => {
  const { code, stderr } = await egress6(argv);
  expect(stderr).toContain("unknown option");
  expect(stderr).toContain("Did you mean");
  expect(code).toBe(2);
});

test.each([
  ["egress6 config --service s3 --region eu-central-1", "--for <target> is missing"],
  ["egress6 site build", "--out <folder> is missing"],
  ["egress6 prices update", "--region <regions...> is missing"],
  ["egress6 export --service ,", "Name at least one"],
  ["egress6 scan --region=", "Name at least one"],
])("what is left out is asked for: %s", async (line, message) => {
  const { code, stdout, stderr } = await egress6(line.split(" ").slice(1));
  expect(stderr).toContain(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});

describe("a full disk", () => {
  const hasFull = existsSync("/dev/full");
  test
    .skipIf(!hasFull)
    .each([
      "catalog show",
      "facts",
      "endpoint s3 --region eu-central-1",
      "export --format json --service s3",
    ])("under `%s` is said in a sentence", async (command) => {
    const { code, stderr } = await runShell(`node ${builtEgress6()} ${command} > /dev/full`, {
      env: { PATH: process.env["PATH"] ?? "", HOME: folder },
    });
    expect(stderr).toContain("egress6: The output cannot be written: the disk is full");
    expect(stderr).not.toContain("    at ");
    expect(code).toBe(3);
  });
});

describe.skipIf(process.platform !== "linux")("a standard output that is closed", () => {
  const shell = (line: string) =>
    runShell(line, { env: { PATH: process.env["PATH"] ?? "", HOME: folder } });

  test.each([
    "catalog show",
    "facts",
    "endpoint sqs --region eu-west-1",
    "check --service sqs --region eu-west-1",
    "export --format json --service s3",
    "--help",
  ])("under `%s` is said in a sentence", async (command) => {
    const { code, stderr } = await shell(`node ${builtEgress6()} ${command} >&-`);
    expect(stderr).toMatch(/egress6: The standard output is closed, so the result went nowhere/);
    expect(code).toBe(3);
  });

  test("does not hide that the input was bad", async () => {
    const { code, stderr } = await shell(
      `node ${builtEgress6()} endpoint sqqs --region eu-west-1 >&-`,
    );
    expect(stderr).toContain('There is no AWS service "sqqs"');
    expect(code).toBe(2);
  });

  test.each([
    ["to the null device", () => `node ${builtEgress6()} facts > /dev/null`],
    ["with all other output, by a program", () => `node -e '${spawnIgnoring(["facts"])}'`],
    [
      "to a reader that has seen enough",
      () => `node ${builtEgress6()} facts --json | head -c 10 > /dev/null`,
    ],
  ])("is not the same as one that is sent %s", async (_, line) => {
    expect(await shell(line())).toMatchObject({ code: 0, stderr: "" });
  });

  test("costs a scan nothing, whose result is in the store", async () => {
    const scan = `scan --db ${folder}/closed.db --service sqs --region eu-west-1 --variant fips-dualstack`;
    const dns = await startDnsServer({ records: {} });
    const { code } = await shell(`node ${builtEgress6()} ${scan} --resolver ${dns.resolver} >&-`);
    await dns.close();
    expect(code).toBe(0);
  });
});

function spawnIgnoring(args: readonly string[]): string {
  return (
    `process.exitCode = require("child_process")` +
    `.spawnSync(process.execPath, ${JSON.stringify([builtEgress6(), ...args])}, { stdio: "ignore" }).status`
  );
}

const isRoot = process.platform === "linux" && process.getuid?.() === 0;
describe.skipIf(!isRoot)("a disk that fills up while a file is written", () => {
  let small: string;
  beforeAll(() => {
    small = `${folder}/small`;
    mkdirSync(small);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", small]);
  });
  afterAll(() => execFileSync("umount", ["--lazy", small]));

  test.each([
    "export --out SMALL/export.json",
    "export --format sqlite --out SMALL/export.sqlite",
    "site build --out SMALL/site",
  ])("leaves nothing behind and is no bad input: %s", async (line) => {
    const argv = line.replace("SMALL", small).split(" ");
    const { code, stderr } = await runEgress6([...argv, "--db", `${folder}/none.db`]);
    expect(stderr).toMatch(/Cannot write .*Make room, then run the command again/);
    expect(code).toBe(3);
    expect(readdirSync(small)).toEqual([]);
  });

  test("at the end of a scan is told with what was kept, and where", async () => {
    const db = `${small}/s.db`;
    const records = { "sqs.eu-west-1.amazonaws.com": { A: ["52.94.5.1"] } };
    const dns = await startDnsServer({ records });
    const scan = [
      "scan",
      "--db",
      db,
      "--service",
      "sqs,s3",
      "--region",
      "eu-*",
      "--rate",
      "unlimited",
    ];
    const args = [...scan, "--resolver", dns.resolver];
    let ended = await runEgress6(args);
    // Until there is room for the log, and none for the store beside it.
    for (let fillKb = 8; ended.code === 0 && fillKb < 250; fillKb += 8) {
      rmSync(db);
      writeFileSync(`${small}/fill`, Buffer.alloc(fillKb * 1024));
      ended = await runEgress6(args);
    }
    await dns.close();
    expect(ended.stdout).toMatch(/^Scan of 154 names finished/);
    expect(ended.stderr).toContain(`All that was observed is kept, in ${db} and in ${db}-wal`);
    expect(ended.stderr).toContain("Make room on the disk; the next scan merges them");
    expect(ended.code).toBe(3);
    rmSync(`${small}/fill`, { force: true });
    const reader = openStoreReader(db);
    expect(reader?.readSupport().size).toBe(154);
    expect(reader?.readScans(1)[0]).toMatchObject({ state: "done" });
    reader?.close();
  });
});

describe("Ctrl-C", () => {
  test.each([
    "check --service s3 --region eu-central-1",
    "endpoint s3 --region eu-central-1",
    "config --service s3 --region eu-central-1 --for env --output OUT",
  ])("while names are looked at, in `%s`, is no answer", async (command) => {
    const out = `${folder}/settings.env`;
    const seen = silent.queries.length;
    const running = startEgress6([
      ...command.replace("OUT", out).split(" "),
      "--live",
      "--resolver",
      silent.resolver,
    ]);
    await expect.poll(() => silent.queries.length).toBeGreaterThan(seen);
    running.kill("SIGINT");
    const { code, stdout, stderr } = await running.ended;
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toContain("Stopped before every name was checked");
    expect(existsSync(out)).toBe(false);
  });

  test("while the site is written leaves nothing behind", async () => {
    const place = mkdtempSync(`${folder}/site-`);
    const running = startEgress6(["site", "build", "--out", `${place}/site`], {
      EGRESS6_DB: `${folder}/none.db`,
    });
    await expect.poll(() => readdirSync(place)).not.toEqual([]);
    running.kill("SIGINT");
    const { code, stderr } = await running.ended;
    expect(stderr).toContain("Stopped before the site was whole");
    expect(code).toBe(3);
    expect(readdirSync(place)).toEqual([]);
  });
});
