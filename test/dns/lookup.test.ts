import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtEgress6 } from "../support/built.js";
import { DEAD_RESOLVER } from "../support/dns/dead-resolver.js";
import { type DnsServer, startDnsServer } from "../support/dns/server.js";

let server: DnsServer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "egress6-lookup-"));
  server = await startDnsServer({
    records: {
      "dual.test": { A: ["52.94.5.1", "52.94.5.2"], AAAA: ["2600:1f18:a::1"] },
      "v4.test": { A: ["52.94.5.4"] },
      "alias.test": { CNAME: "dual.test" },
      "xn--mnchen-3ya.test": { A: ["52.94.5.5"] },
      "failing.test": { A: ["52.94.5.6"], AAAA: ["2600:1f18:a::6"] },
      ...Object.fromEntries(
        Array.from({ length: 3000 }, (_, index) => [`n${index}.test`, { A: ["52.94.5.7"] }]),
      ),
    },
    faults: [
      { kind: "servfail", names: "failing.test", type: "AAAA" },
      { kind: "slow", names: "alias.test", delayMs: 200 },
    ],
  });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly stdin?: string | Uint8Array;
  /** Sends SIGINT once this many lines were printed. */
  readonly interruptAfterLines?: number;
}

async function lookup(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [builtEgress6(), "lookup", ...args]);
  if (options.interruptAfterLines !== undefined) {
    let lines = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      const before = lines;
      lines += chunk.toString().split("\n").length - 1;
      const limit = options.interruptAfterLines ?? 0;
      if (before < limit && lines >= limit) child.kill("SIGINT");
    });
  }
  child.stdin.end(options.stdin ?? "");
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { code, stdout, stderr };
}

const asking = () => ["--resolver", server.resolver];

const parseLines = (output: string): readonly { readonly name: string }[] =>
  output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

function writeNames(content: string | Uint8Array): string {
  const path = join(folder, "names.txt");
  writeFileSync(path, content);
  return path;
}

describe("egress6 lookup", () => {
  it("prints one JSON object per name, in the order of the input", async () => {
    const { code, stdout } = await lookup([
      "alias.test",
      "V4.test.",
      "gone.test",
      "--ndjson",
      ...asking(),
    ]);
    expect(code).toBe(0);
    const resolver = server.resolver;
    const any = expect.any(Number);
    const resolvers = [{ address: resolver, state: "vetted", reasons: [], nat64Prefixes: [] }];
    expect(parseLines(stdout)).toEqual([
      {
        name: "alias.test",
        resolvers,
        a: {
          outcome: "answer",
          addresses: ["52.94.5.1", "52.94.5.2"],
          cname: ["dual.test"],
          attempts: 1,
          resolver,
          ms: any,
        },
        aaaa: {
          outcome: "answer",
          addresses: ["2600:1f18:a::1"],
          cname: ["dual.test"],
          attempts: 1,
          resolver,
          ms: any,
        },
      },
      {
        name: "v4.test",
        resolvers,
        a: {
          outcome: "answer",
          addresses: ["52.94.5.4"],
          cname: [],
          attempts: 1,
          resolver,
          ms: any,
        },
        aaaa: { outcome: "nodata", addresses: [], cname: [], attempts: 1, resolver, ms: any },
      },
      {
        name: "gone.test",
        resolvers,
        a: { outcome: "nxdomain", addresses: [], cname: [], attempts: 1, resolver, ms: any },
        aaaa: { outcome: "nxdomain", addresses: [], cname: [], attempts: 1, resolver, ms: any },
      },
    ]);
  });

  it("prints one JSON document", async () => {
    const { code, stdout } = await lookup(["v4.test", "dual.test", "--json", ...asking()]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ name: "v4.test" }, { name: "dual.test" }]);
  });

  it("prints a table for people, and says what stays unknown", async () => {
    const names = ["dual.test", "v4.test", "gone.test", "failing.test"];
    const { code, stdout, stderr } = await lookup([...names, ...asking()]);
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        "NAME          IPv4                        IPv6",
        "dual.test     52.94.5.1 and 1 more        2600:1f18:a::1",
        "v4.test       52.94.5.4                   none",
        "gone.test     no such name                no such name",
        "failing.test  52.94.5.6                   unknown (SERVFAIL)",
        "",
      ].join("\n"),
    );
    expect(stderr).toBe(
      "egress6: 1 name stays unknown. Ask again later, or another resolver with --resolver.\n",
    );
  });

  it("reads names from a file and from stdin, comments, blank lines, CRLF and repeats", async () => {
    const content = "# hosts\r\nv4.test\r\n\r\nmünchen.test # IDN\r\ndual.test.\r\nv4.test";
    const expected = ["v4.test", "xn--mnchen-3ya.test", "dual.test", "v4.test"];
    const fromFile = await lookup(["--names", writeNames(content), "--ndjson", ...asking()]);
    expect(fromFile.code).toBe(0);
    expect(parseLines(fromFile.stdout).map(({ name }) => name)).toEqual(expected);
    const fromStdin = await lookup(["--names", "-", "--ndjson", ...asking()], { stdin: content });
    expect(parseLines(fromStdin.stdout).map(({ name }) => name)).toEqual(expected);
  });

  it("does the valid lines of a file, counts the others and says where they are", async () => {
    const tooLong = `${"a.".repeat(130)}test`;
    const content = Buffer.concat([
      Buffer.from("v4.test\n"),
      Buffer.from([0x00, 0xff, 0xfe, 0x0a]),
      Buffer.alloc(10_000_000, "x"),
      Buffer.from(`\n${tooLong}\nnot a name\ndual.test\n..\n192.0.2.1\n`),
    ]);
    const { code, stdout, stderr } = await lookup([
      "--names",
      writeNames(content),
      "--ndjson",
      ...asking(),
    ]);
    expect(code).toBe(2);
    expect(parseLines(stdout).map(({ name }) => name)).toEqual(["v4.test", "dual.test"]);
    expect(stderr).toContain("6 entries are not names and were left out");
    expect(stderr).toContain("line 2: ");
    expect(stderr).toContain("line 3: a line of 10000000 octets is not a name");
    expect(stderr).toContain("the name has 264 octets, DNS allows 253");
    expect(stderr).toContain('line 5: "not a name": white space cannot be part of a host name');
    expect(stderr).toContain("and 1 more");
  });

  it.each([
    [[], "There is nothing to look up"],
    [["--names", "/nowhere/names.txt"], "The names file /nowhere/names.txt cannot be read"],
    [
      ["v4.test", "--resolver", "1.1.1.1:99999"],
      "the port “99999” is not a number from 1 to 65535",
    ],
    [["v4.test", "--rate", "0"], "It takes queries per second"],
    [["v4.test", "--json", "--ndjson"], "cannot be used with"],
    [["not/a/name"], "“/” cannot be part of a host name"],
  ])("refuses %j", async (args, reason) => {
    const { code, stdout, stderr } = await lookup([...asking(), ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(reason);
  });

  it("refuses a file without names", async () => {
    const { code, stderr } = await lookup(["--names", writeNames("# nothing\n\n"), ...asking()]);
    expect(code).toBe(2);
    expect(stderr).toContain("has no names in it");
  });

  it("says which resolver does not answer, and why", async () => {
    const { resolver } = DEAD_RESOLVER;
    const { code, stdout, stderr } = await lookup(["v4.test", "--json", "--resolver", resolver]);
    expect(code).toBe(3);
    expect(stdout).toBe("[]\n");
    expect(stderr).toContain(`${resolver} (connection refused`);
  });

  it("keeps what was done when it is interrupted, and says how much was left", async () => {
    const names = Array.from({ length: 3000 }, (_, index) => `n${index}.test`);
    const args = ["--names", "-", "--json", "--rate", "200", ...asking()];
    const { code, stdout, stderr } = await lookup(args, {
      stdin: names.join("\n"),
      interruptAfterLines: 50,
    });
    expect(code).toBe(3);
    const printed: readonly { readonly name: string }[] = JSON.parse(stdout);
    expect(printed.length).toBeGreaterThanOrEqual(49);
    expect(printed.length).toBeLessThan(3000);
    const places = printed.map(({ name }) => names.indexOf(name));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(stderr).toContain(`stopped; ${3000 - printed.length} of the 3000 names`);
  });
});
