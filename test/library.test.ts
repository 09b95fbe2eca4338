import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

/** In the clone, where `egress6` is linked; this process must stay free to answer its questions. */
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
    [2, "yes eu-central-1: 2 of 2 services work over IPv6"],
    [3, "AWS_USE_DUALSTACK_ENDPOINT"],
    [4, "s3.dualstack.eu-central-1.amazonaws.com"],
  ])("has an example %i that runs", async (index, printed) => {
    const { stdout, stderr } = await run(examples[index] ?? "");
    expect(stderr).toBe("");
    expect(stdout).toContain(printed);
  });

  test("has no other example", () => expect(examples).toHaveLength(5));
});
