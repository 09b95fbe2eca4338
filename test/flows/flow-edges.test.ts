import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import {
  FORMATS,
  flowLines,
  flowLogPath,
  flowWorld,
  writeGzip,
  writeQueries,
} from "./flow-world.js";

const world = flowWorld(41, 90);
const total = world.conversations.reduce((sum, { up, down }) => sum + up + down, 0);
let folder: string;
let count = 0;

beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/egress6-flows-edges-`);
  writeFileSync(`${folder}/survey.json`, JSON.stringify(world.survey));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const newFolder = (): string => {
  const path = `${folder}/${count++}`;
  mkdirSync(path);
  return path;
};

/** Lines as one file. */
function file(lines: readonly string[], name = "flow.log"): string {
  const path = `${newFolder()}/${name}`;
  const text = `${lines.join("\n")}\n`;
  writeFileSync(path, name.endsWith(".gz") ? gzipSync(text) : text);
  return path;
}

async function flows(...args: readonly string[]) {
  const { code, stdout, stderr } = await egress6(["flows", ...args, "--json"]);
  return { code, stderr, document: stdout === "" ? null : JSON.parse(stdout) };
}

const topology = () => ["--topology", `${folder}/survey.json`];
const V3 =
  "interface-id srcaddr dstaddr srcport dstport protocol bytes start end action log-status pkt-srcaddr pkt-dstaddr";

/** A record of version 3 on a gateway's interface, upwards. */
function up(fields: Readonly<Record<string, string | number>>): string {
  const record: Readonly<Record<string, string | number>> = {
    "interface-id": "eni-nat0aaaaaaaaaaaa",
    srcaddr: "10.0.16.11",
    dstaddr: "10.0.0.220",
    srcport: 40_000,
    dstport: 443,
    protocol: 6,
    bytes: 100,
    start: 1_793_577_600,
    end: 1_793_577_660,
    action: "ACCEPT",
    "log-status": "OK",
    "pkt-srcaddr": "10.0.16.11",
    "pkt-dstaddr": "45.32.1.1",
    ...fields,
  };
  return V3.split(" ")
    .map((field) => record[field])
    .join(" ");
}

describe("formats", () => {
  test("each file has columns in its own order", async () => {
    const place = newFolder();
    const orders = [FORMATS[5], [...FORMATS[5].split(" ")].reverse().join(" "), FORMATS[5]];
    for (const [part, order] of orders.entries()) {
      const own = world.records.filter((_, index) => index % 3 === part);
      writeGzip(flowLogPath(place, "fl-0a", part), `${flowLines(5, order, own).join("\n")}\n`);
    }
    const { document } = await flows(place, ...topology());
    expect(document.totals.bytes).toBe(total);
  });

  test("a file without a header takes --format, and without that version 2", async () => {
    const [, ...five] = flowLines(5, FORMATS[5], world.records);
    const format = FORMATS[5]
      .split(" ")
      .map((field) => `\${${field}}`)
      .join(" ");
    const ofFive = await flows(file(five), ...topology(), "--format", format);
    expect(ofFive.document.totals.bytes).toBe(total);
    const [, ...two] = flowLines(2, FORMATS[2], world.records);
    const exported = two.map((line) => `2026-11-02T00:00:00.000Z ${line}`);
    for (const lines of [two, exported]) {
      const { document } = await flows(file(lines), ...topology());
      expect(document.meta.mode).toBe("topology");
      expect(document.totals.bytes).toBe(total);
    }
  });

  test("CRLF, blank lines and no line feed at the end", async () => {
    const path = `${newFolder()}/flow.log`;
    writeFileSync(path, `${V3}\r\n${up({})}\r\n\r\n${up({ bytes: 7 })}`);
    const { document } = await flows(path, ...topology());
    expect(document.totals.bytes).toBe(107);
    expect(document.meta).toMatchObject({ records: 2, badLines: 0 });
  });

  test("a log without what is needed is named with the field", async () => {
    const { code, stderr } = await flows(
      file(["srcaddr dstaddr log-status", "10.0.0.1 10.0.0.2 OK"]),
    );
    expect(code).toBe(2);
    expect(stderr).toContain("the log has no bytes");
  });

  test("version 2 without a topology is no zero: it says what is missing", async () => {
    const { code, stderr, document } = await flows(file(flowLines(2, FORMATS[2], world.records)));
    expect(code).toBe(3);
    expect(stderr).toContain("--topology");
    const reasons = document.notCounted.map(({ reason }: { reason: string }) => reason);
    expect(reasons).toContain("no-route-known");
  });

  test("a network of describe files and one by hand say the same", async () => {
    const source = (ip: string, nat: string) => ({ ip, nat });
    const written = {
      region: "eu-central-1",
      cidr: "10.0.0.0/16",
      nats: world.nats.map(({ id, eni, ips, az }) => ({ id, eni, ips, az })),
      sources: [...new Map(world.conversations.map(({ src, nat }) => [src, nat.id]))].map(
        ([ip, nat]) => source(ip, nat),
      ),
    };
    const path = `${newFolder()}/written.json`;
    writeFileSync(path, JSON.stringify(written));
    const lines = file(flowLines(2, FORMATS[2], world.records));
    const { document } = await flows(lines, "--topology", path);
    expect(document.totals.bytes).toBe(total);
  });
});

describe("records", () => {
  test("sums above 2^53 are exact, as text", async () => {
    const bytes = "9007199254740993";
    const lines = [V3, up({ bytes }), up({ bytes }), up({ bytes: 1 })];
    const { document } = await flows(file(lines), ...topology());
    expect(document.totals.up).toBe("18014398509481987");
    expect(document.nats[0].bytes).toBe("18014398509481987");
  });

  test("ICMP has port 0, absent ports too", async () => {
    const place = newFolder();
    const path = `${place}/flow.log`;
    writeFileSync(
      path,
      `${[V3, up({ protocol: 1, srcport: 0, dstport: 0 }), up({ srcport: "-", dstport: "-", protocol: "-" })].join("\n")}\n`,
    );
    const { document } = await flows(path, ...topology(), "--pairs", `${place}/pairs`);
    expect(document.totals.bytes).toBe(200);
    expect(readFileSync(`${place}/pairs`, "utf8").trim().split("\n")).toHaveLength(1);
  });

  test("NAT64: the host behind the address is what counts", async () => {
    const place = newFolder();
    const nat64 = {
      srcaddr: "2a05:d014::1",
      "pkt-srcaddr": "2a05:d014::1",
      "pkt-dstaddr": "64:ff9b::8c52:7411",
    };
    writeFileSync(`${place}/flow.log`, `${[V3, up(nat64)].join("\n")}\n`);
    writeQueries(place, world.queries);
    const { document } = await flows(place, ...topology());
    expect(document.classes["v4-only"]).toBe(100);
    expect(document.blockers[0].host).toBe("github.com");
  });

  test("a private destination is no work for IPv6", async () => {
    const lines = [V3, up({ "pkt-dstaddr": "100.64.3.4" }), up({ "pkt-dstaddr": "192.168.9.9" })];
    const { document } = await flows(file(lines), ...topology());
    expect(document.unknown["private-destination"]).toBe(200);
  });

  test("a regional gateway logs under its own id", async () => {
    const header = `${V3} resource-id interface-type`;
    const line = `${up({ "interface-id": "-" })} nat-1regional regional_nat_gateway`;
    const { document } = await flows(file([header, line]));
    expect(document.nats).toMatchObject([{ id: "nat-1regional", eni: null, bytes: 100 }]);
  });

  test("bad lines are counted and placed; too many end with 2", async () => {
    const good = Array.from({ length: 200 }, () => up({}));
    const few = await flows(file([V3, ...good, "eni-1 10.0.0.1"]), ...topology());
    expect(few.code).toBe(0);
    expect(few.document.meta.badLines).toBe(1);
    expect(few.document.meta.badLinesShown[0]).toMatchObject({ line: 202 });
    expect(few.stderr).toContain("flow.log:202: it has 2 of 13 columns");
    const many = await flows(
      file([V3, up({}), up({ bytes: "many" }), up({ "pkt-dstaddr": "1.2.3.400" })]),
      ...topology(),
    );
    expect(many.code).toBe(2);
    expect(many.document.meta.badLines).toBe(2);
    expect(many.document.totals.bytes).toBe(100);
  });

  test("--from and --to choose by the start of a record", async () => {
    const lines = [V3, up({ start: 1_793_577_599 }), up({}), up({ start: 1_793_577_700 })];
    const window = ["--from", "2026-11-02T00:00:00Z", "--to", "2026-11-02T00:01:40Z"];
    const { document } = await flows(file(lines), ...topology(), ...window);
    expect(document.totals.bytes).toBe(100);
    expect(document.meta.records).toBe(1);
    expect(document.notCounted).toContainEqual({
      reason: "outside-window",
      bytes: 200,
      records: 2,
    });
  });

  test("a gateway that was idle carries nothing, whatever else is sent", async () => {
    const workload = { "interface-id": "eni-0app0000000000001", dstaddr: "52.216.1.1" };
    const lines = [
      V3,
      up({ ...workload, "pkt-dstaddr": "52.216.1.1", bytes: 5000 }),
      ...world.nats.map(({ eni }) =>
        V3.split(" ")
          .map((field) =>
            field === "interface-id"
              ? eni
              : ({ start: 1_793_577_600, end: 1_793_577_660, "log-status": "NODATA" }[field] ??
                "-"),
          )
          .join(" "),
      ),
    ];
    const { document } = await flows(file(lines), ...topology());
    expect(document.totals.bytes).toBe(0);
    expect(document.meta.mode).toBe("nat-interface");
  });

  test("an empty window has a report, too", async () => {
    const { code, document } = await flows(file([V3]), ...topology());
    expect(code).toBe(0);
    expect(document.totals.bytes).toBe(0);
    expect(document.meta.window).toEqual({ from: null, to: null, coveredSeconds: 0 });
  });

  test("gaps between records are not covered time", async () => {
    const lines = [V3, up({}), up({ start: 1_793_581_200, end: 1_793_581_260 })];
    const { document } = await flows(file(lines), ...topology());
    expect(document.meta.window.coveredSeconds).toBe(120);
  });
});

describe("files", () => {
  test("the same file twice is read once, and so is a second flow log of the same interfaces", async () => {
    const place = newFolder();
    const text = `${flowLines(5, FORMATS[5], world.records).join("\n")}\n`;
    writeGzip(flowLogPath(place, "fl-0a", 0), text);
    writeGzip(flowLogPath(`${place}/copy`, "fl-0a", 0), text);
    writeGzip(flowLogPath(place, "fl-0b", 0), text);
    const { document, stderr } = await flows(place, ...topology());
    expect(document.totals.bytes).toBe(total);
    expect(stderr).toContain("is a copy");
    const reasons = document.notCounted.map(({ reason }: { reason: string }) => reason);
    expect(reasons).toContain("duplicate-flow-log");
  });

  test("a gzip file that is cut off is named with its place, and what comes before counts", async () => {
    const place = newFolder();
    const whole = gzipSync(`${flowLines(5, FORMATS[5], world.records).join("\n")}\n`);
    writeFileSync(`${place}/cut.log.gz`, whole.subarray(0, whole.length / 2));
    const { code, stderr, document } = await flows(place, ...topology());
    expect(code).toBe(2);
    expect(stderr).toMatch(/cut\.log\.gz: byte \d+: the gzip data end or break here/);
    expect(document.meta.records).toBeGreaterThan(10);
    expect(document.meta.records).toBeLessThan(world.records.length);
  });

  test("the order of files does not matter, byte for byte", async () => {
    const texts = await Promise.all(
      [1, 2].map(async (step) => {
        const place = newFolder();
        for (let part = 0; part < 5; part++) {
          const own = world.records.filter((_, index) => (index * step) % 5 === part);
          writeGzip(
            flowLogPath(place, "fl-0a", part),
            `${flowLines(5, FORMATS[5], own).join("\n")}\n`,
          );
        }
        const { stdout } = await egress6(["flows", place, ...topology(), "--json"]);
        return stdout;
      }),
    );
    expect(texts[0]).toBe(texts[1]);
  });

  test("patterns are those of a shell, and links lead to files", async () => {
    const place = newFolder();
    mkdirSync(`${place}/sub`);
    for (const [name, bytes] of [
      ["a-1.log", 1],
      ["a-2.log", 20],
      ["a-x.log", 300],
      ["sub/a-3.log", 4000],
    ] as const) {
      writeFileSync(`${place}/${name}`, `${V3}\n${up({ bytes })}\n`);
    }
    symlinkSync(`${place}/a-1.log`, `${place}/sub/link.log`);
    for (const [pattern, bytes] of [
      ["a-[0-9].log", 21],
      ["a-[!0-9].log", 300],
      ["*.log", 321],
      ["a-?.log", 321],
      ["**/a-[1-3].log", 4021],
      ["sub", 4001],
    ] as const) {
      const { document } = await flows(`${place}/${pattern}`, ...topology());
      expect([pattern, document.totals.bytes]).toEqual([pattern, bytes]);
    }
  });

  test("a file that is no log is named, once", async () => {
    const place = newFolder();
    const text = Array.from({ length: 100 }, (_, line) => `# notes, line ${line}`).join("\n");
    writeFileSync(`${place}/README.md`, text);
    const { code, stderr } = await flows(`${place}/README.md`, ...topology());
    expect(code).toBe(2);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain('README.md is no flow log: it begins with "# notes, line 0"');
    writeFileSync(`${place}/flow.log`, `${V3}\n${up({})}\n`);
    const asLogs = await flows(`${place}/flow.log`, "--resolver-logs", `${place}/README.md`);
    expect(asLogs.code).toBe(2);
    expect(asLogs.stderr).toContain("--resolver-logs: no resolver query logs are in");
  });

  test.each([
    ["empty", ""],
    ["cut off", "PAR1"],
    ["other bytes", "x".repeat(2000)],
    ["a broken end", `PAR1${"x".repeat(100)}\u0010\0\0\0PAR1`],
  ])("Parquet that is none is named: %s", async (_, content) => {
    const path = `${newFolder()}/part.parquet`;
    writeFileSync(path, content);
    const { code, stderr } = await egress6(["flows", path, "--json"]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("DuckDB cannot read the flow logs: "),
    ]);
  });

  test("paths that lead nowhere are named", async () => {
    for (const path of [`${folder}/nothing`, `${folder}/*.parquet`]) {
      const { code, stderr } = await flows(path);
      expect(code).toBe(2);
      expect(stderr).toContain(path);
    }
  });
});

describe("what is printed", () => {
  const emit = async (what: string) => {
    const place = newFolder();
    writeGzip(
      flowLogPath(place, "fl-0a", 0),
      `${flowLines(5, FORMATS[5], world.records).join("\n")}\n`,
    );
    writeQueries(place, world.queries);
    const { stdout } = await egress6(["flows", place, ...topology(), "--emit", what]);
    return JSON.parse(stdout);
  };

  test("a workload that plan takes, with the whole volume", async () => {
    const workload = await emit("workload");
    const volumes = [...workload.services, ...workload.hosts].map(
      ({ gbPerMonth }: { gbPerMonth: number }) => gbPerMonth,
    );
    const { document } = await flows(file(flowLines(5, FORMATS[5], world.records)), ...topology());
    const gb = (total / 2 ** 30) * ((730 * 3600) / document.meta.window.coveredSeconds);
    expect(volumes.reduce((sum, each) => sum + each, 0)).toBeCloseTo(gb, 3);
    const path = `${newFolder()}/flows.json`;
    const compute = `${newFolder()}/compute.yaml`;
    writeFileSync(path, JSON.stringify(workload));
    writeFileSync(compute, "azs: 3\ncompute:\n  - kind: lambda\n");
    const { stderr, stdout } = await egress6(["plan", path, compute, "--json"]);
    expect(stderr).not.toContain("egress6:");
    expect(JSON.parse(stdout).workload.services.length).toBeGreaterThan(1);
  });

  test("a policy of at most 100 prefixes, none of which is shared and called movable", async () => {
    const policy = await emit("fca-policy");
    const { CidrRangeSpecifications: specifications } = policy.NatFcaPolicyDocument;
    expect(specifications.PrefixesType).toBe("destination-prefixes");
    const prefixes: readonly { CidrRange: string; CidrLabel: string }[] = specifications.Prefixes;
    expect(prefixes.length).toBeLessThanOrEqual(100);
    for (const { CidrLabel: label } of prefixes) expect(label).toMatch(/^[a-zA-Z0-9][\w-]{0,63}$/);
    const github = prefixes.find(({ CidrRange: range }) => range.startsWith("140.82.116."));
    expect(github?.CidrLabel).toBe("v4-only-github-com");
  });

  test("money is a range where something is not known, and none where no price is", async () => {
    const lines = file(flowLines(5, FORMATS[5], world.records));
    const { document } = await flows(lines, ...topology());
    expect(document.totals.usdPerMonth).toEqual({ low: null, high: null });
    const prices = `${newFolder()}/prices.json`;
    const price = (usd: string) => ({
      usd,
      sources: ["a test"],
      asOf: "2026-11-01",
      confidence: "documented",
      certainty: "high",
    });
    writeFileSync(
      prices,
      JSON.stringify({
        date: "2026-11-01",
        currency: "USD",
        hoursPerMonth: 730,
        regions: {
          "eu-central-1": {
            natGatewayGb: price("0.052"),
            crossAzGbEachDirection: price("0.01"),
          },
        },
      }),
    );
    const { document: priced } = await flows(lines, ...topology(), "--prices", prices);
    const month = (730 * 3600) / priced.meta.window.coveredSeconds / 2 ** 30;
    const crossing = world.conversations.reduce(
      (sum, { up: sent, down, crossesZones }) => (crossesZones ? sum + sent + down : sum),
      0,
    );
    const usd = month * (total * 0.052 + crossing * 0.02);
    expect(Number(priced.totals.usdPerMonth.low)).toBeCloseTo(usd, 6);
    expect(priced.totals.usdPerMonth.high).toBe(priced.totals.usdPerMonth.low);
  });

  test("text and Markdown begin with the verdict, in lines that fit", async () => {
    const lines = file(flowLines(5, FORMATS[5], world.records));
    const text = await egress6(["flows", lines, ...topology()]);
    expect(text.stdout).toMatch(/^[\d.]+ % of the NAT bytes can move/);
    const long = text.stdout.split("\n").filter((line) => line.length > 80);
    expect(long).toEqual([]);
    const markdown = await egress6(["flows", lines, ...topology(), "--markdown"]);
    expect(markdown.stdout).toContain("| Class | Bytes | Share | A month |");
  });

  test("--fail-on-movable ends with 1", async () => {
    const place = newFolder();
    writeGzip(
      flowLogPath(place, "fl-0a", 0),
      `${flowLines(5, FORMATS[5], world.records).join("\n")}\n`,
    );
    writeQueries(place, world.queries);
    expect((await flows(place, ...topology(), "--fail-on-movable")).code).toBe(1);
  });
});
