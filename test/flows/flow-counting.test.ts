import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDuckDb } from "../../packages/flows-duckdb/src/index.js";
import { egress6 } from "../catalog/run-in-process.js";
import {
  type Conversation,
  type FlowRecord,
  type FlowWorld,
  FORMATS,
  flowLines,
  flowLogPath,
  flowWorld,
  writeGzip,
  writeQueries,
} from "./flow-world.js";

const world = flowWorld(6);
let folder: string;
let survey: string;

beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/egress6-flows-test-`);
  survey = `${folder}/survey.json`;
  writeFileSync(survey, JSON.stringify(world.survey));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Three files of one flow log, with other records in each. */
function written(name: string, version: number, format: string, records = world.records): string {
  const place = `${folder}/${name}`;
  for (let part = 0; part < 3; part++) {
    const own = records.filter((_, index) => index % 3 === part);
    const text = `${flowLines(version, format, own).join("\n")}\n`;
    writeGzip(flowLogPath(place, "fl-01234567890abcdef", part), text);
  }
  return place;
}

async function flows(...args: readonly string[]) {
  const { code, stdout, stderr } = await egress6(["flows", ...args, "--json"]);
  return { code, stderr, document: stdout === "" ? null : JSON.parse(stdout) };
}

/** Sums of the conversations, by the key that each has. */
function truth(keyOf: (each: Conversation) => string, of: FlowWorld = world) {
  const sums: Record<string, number> = {};
  for (const each of of.conversations)
    sums[keyOf(each)] = (sums[keyOf(each)] ?? 0) + each.up + each.down;
  return sums;
}

const total = (amountOf: (each: Conversation) => number) =>
  world.conversations.reduce((sum, each) => sum + amountOf(each), 0);

/** Every engine reads every format, and says the same. */
const ENGINES = ["text", "duckdb", "parquet", "parquet of another codec"] as const;
const CASES = (
  [
    [2, "topology", true],
    [5, "nat-interface", true],
    [5, "nat-interface", false],
    [11, "next-hop", true],
    [11, "next-hop", false],
  ] as const
).flatMap((each) => ENGINES.map((engine) => [...each, engine] as const));

describe.each(CASES)(
  "version %i, %s, with a topology: %s, by %s",
  (version, mode, hasTopology, engine) => {
    test("counts every byte of every pair once", async () => {
      const place = written(`count-${version}-${hasTopology}-${engine}`, version, FORMATS[version]);
      const pairsFile = `${place}/pairs.ndjson`;
      if (engine === "parquet") await asParquet(place, FORMATS[version]);
      if (engine === "parquet of another codec") await asParquet(place, FORMATS[version], "zstd");
      const args = [
        ...(hasTopology ? ["--topology", survey] : []),
        ...(engine === "duckdb" ? ["--engine", "duckdb"] : []),
      ];
      const { code, stderr, document } = await flows(
        `${place}/AWSLogs`,
        ...args,
        "--pairs",
        pairsFile,
      );
      expect(stderr + code).toBe("0");
      expect(document.meta.mode).toBe(mode);
      const isOwn = engine === "text" || engine === "parquet";
      expect(document.meta.engine).toBe(isOwn ? engine : "duckdb");
      expect(document.totals).toMatchObject({
        bytes: total(({ up, down }) => up + down),
        up: total(({ up }) => up),
        down: total(({ down }) => down),
      });
      expect(document.meta).toMatchObject({
        files: 3,
        records: world.records.length,
        skipData: count(({ "log-status": status }) => status === "SKIPDATA"),
        noData: count(({ "log-status": status }) => status === "NODATA"),
      });
      const named = hasTopology || version === 11 ? "id" : "eni";
      const byNat = truth(({ nat }) => nat[named]);
      for (const nat of document.nats) {
        expect(nat.bytes).toBe(byNat[nat[named]] ?? 0);
        if (hasTopology || version === 11) {
          const crossing = world.conversations.filter(
            (each) => each.crossesZones && each.nat[named] === nat[named],
          );
          expect(nat.crossAzBytes).toBe(crossing.reduce((sum, { up, down }) => sum + up + down, 0));
        } else if (nat.bytes > 0) expect(nat.crossAzBytes).toBeNull();
      }
      const pairs = readFileSync(pairsFile, "utf8").trimEnd().split("\n");
      const found = Object.fromEntries(
        pairs
          .map((line) => JSON.parse(line))
          .map(({ nat, src, dst, port, up, down }) => [`${nat} ${src} ${dst} ${port}`, up + down]),
      );
      expect(found).toEqual(
        truth(({ nat, src, dst, port }) => `${nat[named]} ${src} ${dst} ${port}`),
      );
      expect(document.meta.pairs).toBe(pairs.length);
      const classes: readonly number[] = Object.values(document.classes);
      expect(classes.reduce((sum, bytes) => sum + bytes, 0)).toBe(document.totals.bytes);
    });
  },
);

/** Puts a Parquet file, with the types that AWS gives, in the place of each text file. */
async function asParquet(place: string, format: string, codec = "gzip"): Promise<void> {
  const database = await openDuckDb({ memoryMb: 200, threads: 1, folder });
  const names = format.split(" ");
  const columns = `{${names.map((name) => `'${name}': 'VARCHAR'`).join(", ")}}`;
  const select = names.map((name) => {
    const type = SMALL.has(name) ? "INTEGER" : LARGE.has(name) ? "BIGINT" : "VARCHAR";
    return `TRY_CAST(NULLIF("${name}", '-') AS ${type}) AS "${name.replaceAll("-", "_")}"`;
  });
  for (let part = 0; part < 3; part++) {
    const path = flowLogPath(place, "fl-01234567890abcdef", part);
    const from = `read_csv('${path}', delim = ' ', header = true, auto_detect = false, columns = ${columns})`;
    const sql = `COPY (SELECT ${select.join(", ")} FROM ${from}) TO '${path.replace(".log.gz", ".log.parquet")}' (FORMAT parquet, COMPRESSION ${codec})`;
    for await (const rows of database.query(sql, new AbortController().signal))
      expect(rows).toBeDefined();
    rmSync(path);
  }
  database.close();
}

const SMALL = new Set(["version", "srcport", "dstport", "protocol", "tcp-flags", "traffic-path"]);
const LARGE = new Set(["packets", "bytes", "start", "end"]);

const count = (isSo: (record: FlowRecord) => boolean) => world.records.filter(isSo).length;

test("gives the classes that the resolver logs decide, and no byte a wrong one", async () => {
  const place = written("classes", 5, FORMATS[5]);
  writeQueries(place, world.queries);
  const { document } = await flows(`${place}/AWSLogs`, "--topology", survey);
  const known = truth(({ host }) => host.class);
  const undecided = truth(({ host }) => `${host.class} ${host.name}`);
  expect(document.classes["free-fix"]).toBe(known["free-fix"]);
  expect(document.classes["v6-now"]).toBe(known["v6-now"]);
  // Whether a dual-stack hostname answers, the logs do not say.
  expect(document.classes["v6-config"]).toBe(0);
  expect(document.classes["v4-only"]).toBe(
    (undecided["v4-only github.com"] ?? 0) + (undecided["v4-only vendor-on-ec2.example"] ?? 0),
  );
  expect(document.unknown["no-name"]).toBe(known["unknown"]);
});

test("names what stays out of the totals", async () => {
  const place = written("left-out", 5, FORMATS[5]);
  const { document } = await flows(`${place}/AWSLogs`, "--topology", survey);
  const bytesOf = (reason: string) =>
    document.notCounted.find((each: { reason: string }) => each.reason === reason)?.bytes;
  const sum = (isSo: (record: FlowRecord) => boolean) =>
    world.records.filter(isSo).reduce((bytes, record) => bytes + Number(record["bytes"]), 0);
  expect(bytesOf("reject")).toBe(sum(({ action }) => action === "REJECT"));
  expect(bytesOf("outer-leg")).toBe(document.totals.bytes);
  expect(bytesOf("unsolicited-inbound")).toBe(
    sum(({ action, srcaddr }) => action === "ACCEPT" && String(srcaddr).startsWith("185.163.")),
  );
});
