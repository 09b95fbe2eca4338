import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

describe.each([
  [2, "topology", true],
  [5, "nat-interface", true],
  [5, "nat-interface", false],
  [11, "next-hop", true],
  [11, "next-hop", false],
] as const)("version %i, mode %s, with a topology: %s", (version, mode, hasTopology) => {
  test("counts every byte of every pair once", async () => {
    const place = written(`count-${version}-${hasTopology}`, version, FORMATS[version]);
    const pairsFile = `${place}/pairs.ndjson`;
    const topology = hasTopology ? ["--topology", survey] : [];
    const { code, document } = await flows(`${place}/AWSLogs`, ...topology, "--pairs", pairsFile);
    expect(code).toBe(0);
    expect(document.meta.mode).toBe(mode);
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
});

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
