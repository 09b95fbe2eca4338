import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as library from "../packages/egress6/src/index.js";
import { egress6 } from "./catalog/run-in-process.js";
import { type DnsServer, startDnsServer } from "./support/dns/server.js";
import { runEgress6 } from "./support/egress6-process.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const guide = readFileSync(`${root}docs/library.md`, "utf8");
const examples = [...guide.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);

let folder: string;
let dns: DnsServer;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-library-`);
  const both = { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] };
  dns = await startDnsServer({
    records: {
      "logs.eu-central-1.amazonaws.com": { A: ["52.94.5.1"] },
      "logs.eu-central-1.api.aws": both,
      "s3.eu-central-1.amazonaws.com": { A: ["52.94.5.1"] },
      "s3.dualstack.eu-central-1.amazonaws.com": both,
    },
  });
  env = { EGRESS6_DB: `${folder}/store.db`, RESOLVER: dns.resolver };
  const scope = ["--service", "s3,logs", "--region", "eu-central-1", "--resolver", dns.resolver];
  const { code, stderr } = await runEgress6(["scan", ...scope], env);
  expect(stderr + code).toMatch(/0$/);
});
afterAll(async () => {
  await dns.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a command prints with `--json`. */
async function printed(...args: readonly string[]): Promise<unknown> {
  const { stdout } = await egress6([...args, "--json"], { env, now: Date.now });
  return JSON.parse(stdout);
}

/** What a program would print as JSON. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** As built, in a process of its own, in the clone, where `egress6` is linked; this one must stay free to answer its questions. */
async function run(code: string) {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  await new Promise((resolve) => child.on("close", resolve));
  return { stdout, stderr };
}

describe("the library's guide", () => {
  /** The names in the second column of a part's table, which may be calls such as `check({ … })`. */
  const named = (part: string) =>
    part
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .flatMap((row) => [...(row.split("|")[2] ?? "").matchAll(/`(\w+)/g)].map(([, name]) => name));
  const exported = async (entry: string): Promise<readonly string[]> => {
    const { stdout } = await run(
      `import * as all from "${entry}"; console.log(JSON.stringify(Object.keys(all)));`,
    );
    return JSON.parse(stdout);
  };
  const [stable = "", parts = ""] = guide.split("\n## ");

  test("names every function of the library, and the error that they throw", async () => {
    expect([...(await exported("egress6"))].sort()).toEqual(
      [...named(stable), "Egress6Error"].sort(),
    );
  });

  test("names parts that there are", async () => {
    expect(named(parts).length).toBeGreaterThan(40);
    expect(await exported("egress6/unstable")).toEqual(expect.arrayContaining(named(parts)));
  });

  test.each([
    [0, "logs.eu-central-1.api.aws answer\n"],
    [1, "eu-central-1 opt-in s3.dualstack.eu-central-1.amazonaws.com\n"],
    [2, "https://logs.us-east-1.amazonaws.com/ logs ["],
    [3, "yes eu-central-1: 2 of 2 services work over IPv6"],
    [4, "AWS_USE_DUALSTACK_ENDPOINT"],
    [5, "s3.dualstack.eu-central-1.amazonaws.com"],
  ])("has an example %i that runs", async (index, printed) => {
    const { stdout, stderr } = await run(examples[index] ?? "");
    expect(stderr).toBe("");
    expect(stdout).toContain(printed);
  });

  test("has no other example", () => expect(examples).toHaveLength(6));
});

describe("functions give what their commands print as JSON", () => {
  const service = ["s3", "logs"];
  const region = ["eu-central-1"];
  const db = () => env["EGRESS6_DB"];
  const flags = ["--service", "s3,logs", "--region", "eu-central-1"];
  const shop = "examples/shop-on-fargate.yaml";

  test.each<readonly [string, () => unknown, readonly string[]]>([
    ["check", () => library.check({ service, region, db: db() }), ["check", ...flags]],
    [
      "config",
      () => library.writeConfig({ service, region: "eu-central-1", for: "env", db: db() }),
      ["config", ...flags, "--for", "env"],
    ],
    [
      "find",
      () => library.find(["s3 eu-central-1", "logs.eu-central-1.amazonaws.com"], { db: db() }),
      ["find", "s3 eu-central-1", "logs.eu-central-1.amazonaws.com"],
    ],
    [
      "endpoint",
      () => library.findEndpoint("s3", { region: "eu-central-1", dualstack: true, db: db() }),
      ["endpoint", "s3", "--region", "eu-central-1", "--dualstack"],
    ],
    ["plan", () => library.plan([shop], { db: db() }), ["plan", shop]],
    [
      "prices",
      () => library.showPrices({ region: ["eu-west-1"] }),
      ["prices", "show", "--region", "eu-west-1"],
    ],
    [
      "facts",
      () => library.showFacts({ topic: "F01", now: () => Date.UTC(2026, 10, 25) }),
      ["facts", "F01", "--now", "2026-11-25"],
    ],
    [
      "changes",
      () => library.listChanges({ service, region, db: db(), since: "2020-01-01" }),
      ["changes", ...flags],
    ],
  ])("%s", async (_command, call, args) => {
    expect(asJson(await call())).toEqual(await printed(...args));
  });

  test("lookup", async () => {
    const names = ["logs.eu-central-1.api.aws", "s3.eu-central-1.amazonaws.com"];
    const found = await library.lookUp(names, { resolver: [dns.resolver] });
    const timeless = (value: unknown) =>
      JSON.parse(JSON.stringify(value).replace(/"ms":[\d.]+/g, '"ms":0'));
    const command = await printed("lookup", ...names, "--resolver", dns.resolver);
    expect(timeless(found)).toEqual(timeless(command));
  });

  test("export", async () => {
    const { endpoints } = library.exportEndpoints({ service, region, db: db() });
    const { stdout } = await egress6(["export", "--format", "json", ...flags], { env });
    expect(asJson(endpoints)).toEqual(JSON.parse(stdout).endpoints);
  });

  test("scan, into a store of its own", async () => {
    const { stdout, stderr } = await run(
      `import { exportEndpoints, scan } from "egress6";
       const db = ${JSON.stringify(`${folder}/own.db`)};
       const what = { service: ["logs"], region: ["eu-central-1"], db };
       const { state, names } = await scan({ ...what, resolver: [process.env.RESOLVER] });
       const [logs] = exportEndpoints(what).endpoints;
       console.log(state, names > 0, logs.cell);`,
    );
    expect(stdout + stderr).toBe("done true opt-in\n");
  });

  test("site build, stopped before its first file, leaves nothing behind", async () => {
    const out = `${folder}/site`;
    const { stdout } = await run(
      `import { buildSite, Egress6Error } from "egress6";
       try {
         await buildSite({ out: ${JSON.stringify(out)}, signal: AbortSignal.abort() });
       } catch (error) {
         console.log(error instanceof Egress6Error, error.kind, error.code);
       }`,
    );
    expect(stdout).toBe("true incomplete INTERRUPTED\n");
    expect(readdirSync(folder).filter((name) => name.startsWith("site"))).toEqual([]);
  });

  test.each<readonly [string, () => unknown]>([
    ["check({})", () => library.check({})],
    ["writeConfig", () => library.writeConfig({ for: "env", region: "eu-central-1" })],
  ])("%s, with no service, is a fault and not a yes", async (_name, call) => {
    await expect((async () => call())()).rejects.toMatchObject({
      kind: "input",
      code: "SERVICES_MISSING",
    });
  });

  test("what commands say on standard error besides comes back as warnings", async () => {
    const head = "region: eu-central-1\nazs: 2\ncompute: [{ kind: lambda }]\nservices:\n";
    const files = ["audit", "flows"].map((by, index) => {
      const file = `${folder}/${by}.yaml`;
      const service = `  - { service: sqs, gbPerMonth: ${index + 3}, evidence: [{ by: ${by} }] }\n`;
      writeFileSync(file, head + service);
      return file;
    });
    const { stdout, stderr } = await run(
      `import { check, plan, writeConfig } from "egress6";
       const service = ["s3"];
       const written = await writeConfig({
         service, for: "env", region: "eu-west-9", env: { AWS_USE_FIPS_ENDPOINT: "true" },
       });
       const checked = await check({ service, region: ["eu-west-9", "eu-west-1"] });
       const planned = await plan(${JSON.stringify(files)});
       console.log(JSON.stringify([written, checked, planned].map(({ warnings }) => warnings)));`,
    );
    expect(stderr).toBe("");
    const [written, checked, planned] = JSON.parse(stdout);
    const unlisted = expect.stringMatching(/^AWS's rules do not list the region eu-west-9; .*\.$/);
    expect(written).toEqual([
      expect.stringMatching(/^AWS_USE_FIPS_ENDPOINT .*is on here/),
      unlisted,
    ]);
    expect(checked).toEqual([unlisted]);
    expect(planned).toEqual([expect.stringContaining("sqs")]);
    const command = await runEgress6(["check", "s3", "--region", "eu-west-9", "--json"], env);
    expect(command.stderr).toBe(`warning: ${checked[0]}\n`);
    expect(JSON.parse(command.stdout).warnings).toEqual(checked);
  });

  test("doctor, stopped before it began, knows nothing", async () => {
    const { stdout, stderr } = await run(
      `import { examineHost } from "egress6";
       const { verdict, targets } = await examineHost({
         service: ["logs"],
         region: "eu-central-1",
         resolver: [process.env.RESOLVER],
         signal: AbortSignal.abort(),
       });
       console.log(verdict.state, targets[0].service);`,
    );
    expect(stdout + stderr).toBe("unknown logs\n");
  });
});
