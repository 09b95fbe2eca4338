// VPC flow logs of version 5 read beside `zcat | mawk`, which sums the same, and as Parquet: time, processor time of all
// processes (steadier where others use the machine, too), and peak memory.
// npm run bench:flows -- [--records 10000000] [--pairs 500000] [--rounds 3] [--only text|parquet|spill]
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { measure } from "../dns/measure.mjs";
import { median } from "../median.mjs";
import { writeLogs } from "./write-logs.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const CLI = `${root}packages/egress6/bin/egress6.js`;
const MOST_MB = 600;
const LEAST_TIMES_FASTER = 2.5;
const LEAST_PARQUET_PER_SECOND = 3_000_000;
/** Nearly every connection is a pair of its own: as much memory as there can be. */
const MANY_PAIRS_SHARE = 0.3;
/** Of the kernel's clock, in which it counts what children used. */
const TICKS_PER_SECOND = 100;

/** What is no text in the Parquet files that AWS writes. */
const PARQUET_TYPES = {
  version: "INTEGER",
  srcport: "INTEGER",
  dstport: "INTEGER",
  protocol: "INTEGER",
  packets: "BIGINT",
  bytes: "BIGINT",
  start: "BIGINT",
  end: "BIGINT",
  "tcp-flags": "INTEGER",
  "traffic-path": "INTEGER",
};

const { values } = parseArgs({
  options: {
    records: { type: "string", default: "10000000" },
    pairs: { type: "string", default: "500000" },
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
  },
});
const [records, pairs, rounds] = [values.records, values.pairs, values.rounds].map(Number);
const isWanted = (part) => values.only === undefined || values.only === part;
let isGood = true;
if (isWanted("text") || isWanted("parquet")) {
  const written = logsOf(records, pairs);
  if (isWanted("text")) await compareText(written);
  if (isWanted("parquet")) await readParquet(written);
}
if (isWanted("spill")) await readManyPairs(logsOf(records, Math.round(records * MANY_PAIRS_SHARE)));
process.exitCode = isGood ? 0 : 1;

/** Writes them unless an earlier run has. */
function logsOf(count, ofPairs) {
  const folder = join(root, ".tmp", `bench-flows-${count}-${ofPairs}`);
  const about = join(folder, "about.json");
  if (!existsSync(about)) {
    console.error(`Writing ${count.toLocaleString("en-US")} records to ${folder} …`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(about, JSON.stringify(writeLogs(`${folder}/logs`, count, ofPairs)));
  }
  const known = JSON.parse(readFileSync(about, "utf8"));
  console.log(
    `${known.records.toLocaleString("en-US")} records, ${(known.bytes / 1e9).toFixed(2)} GB without compression, ${ofPairs.toLocaleString("en-US")} pairs`,
  );
  return { ...known, folder, logs: `${folder}/logs` };
}

async function compareText({ logs, nats, records: count }) {
  const inner = nats.map(({ eni }) => `$3 == "${eni}"`).join(" || ");
  const sums = `(${inner}) && $13 == "ACCEPT" && $14 == "OK" && ($20 != $4 || $21 != $5) { if ($21 != $5) up[$3 " " $4 " " $21 " " $7] += $10; else down[$3 " " $5 " " $20 " " $6] += $10 } END { for (k in up) { n++; u += up[k] } for (k in down) d += down[k]; printf "%d %.0f %.0f\\n", n, u, d }`;
  const mawk = ["sh", "-c", `zcat ${logs}/*.log.gz | mawk '${sums}'`];
  const flows = flowsCommand(`${logs}/*.log.gz`, logs);
  // In turns: what else the machine does falls on both.
  const runs = { mawk: [], flows: [] };
  for (let round = 0; round < rounds; round++) {
    runs.mawk.push(await run("zcat | mawk", mawk, count));
    runs.flows.push(await run("egress6 flows", flows, count));
  }
  const [a, b] = [runs.mawk, runs.flows].map((each) => median(each.map(({ seconds }) => seconds)));
  const [c, d] = [runs.mawk, runs.flows].map((each) => median(each.map(({ cpu }) => cpu)));
  console.log(
    `${(a / b).toFixed(2)} times as fast as mawk (the goal is ${LEAST_TIMES_FASTER}), with ${(d / c).toFixed(2)} of its processor time`,
  );
  isGood &&= a / b >= LEAST_TIMES_FASTER;
}

/** As AWS delivers Parquet: compressed with gzip. */
async function readParquet({ folder, logs, records: count }) {
  const parquet = `${folder}/parquet`;
  if (!existsSync(`${parquet}/done`)) {
    console.error(`Writing Parquet to ${parquet} …`);
    await writeParquet(logs, parquet);
    writeFileSync(`${parquet}/done`, "");
  }
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    runs.push(await run("Parquet, gzip", flowsCommand(`${parquet}/*.parquet`, logs), count));
  }
  const perSecond = count / median(runs.map(({ seconds }) => seconds));
  const goal = LEAST_PARQUET_PER_SECOND;
  console.log(
    `${(perSecond / 1e6).toFixed(2)} M records/s of Parquet; the goal is ${(goal / 1e6).toFixed(0)}`,
  );
  isGood &&= perSecond >= goal;
}

/** For its peak of memory. */
async function readManyPairs({ logs, records: count }) {
  await run("many pairs", flowsCommand(`${logs}/*.log.gz`, logs), count);
}

function flowsCommand(paths, logs) {
  return [process.execPath, CLI, "flows", paths, "--topology", `${logs}/topology.json`, "--json"];
}

async function run(name, command, count) {
  const before = childTicks();
  const measured = await measure({ command });
  if (measured.code !== 0) throw new Error(`${name} failed: ${measured.errors}`);
  const cpu = (childTicks() - before) / TICKS_PER_SECOND;
  const { seconds, peakMb } = measured;
  const speed = `${(count / seconds / 1e6).toFixed(2)} M records/s`;
  const isOurs = command[0] === process.execPath;
  const memory = isOurs ? `, ${Math.round(peakMb)} MB at its peak` : "";
  console.log(
    `${name.padEnd(16)}${seconds.toFixed(1).padStart(6)} s  ${speed.padStart(16)}  ${cpu.toFixed(1)} s of processor time${memory}`,
  );
  if (isOurs && peakMb > MOST_MB) {
    console.log(`MORE than ${MOST_MB} MB`);
    isGood = false;
  }
  return { ...measured, cpu };
}

/** Of all children that have ended, and of theirs: user and system. */
function childTicks() {
  const [, fields = ""] = readFileSync("/proc/self/stat", "utf8").split(") ");
  const [user, system] = fields.split(" ").slice(13, 15);
  return Number(user) + Number(system);
}

async function writeParquet(logs, folder) {
  mkdirSync(folder, { recursive: true });
  const { openDuckDb } = await import("../../packages/flows-duckdb/dist/index.js");
  const database = await openDuckDb({ memoryMb: 2000, threads: 2, folder });
  const [first] = readdirSync(logs).filter((name) => name.endsWith(".gz"));
  const [header] = gunzipSync(readFileSync(`${logs}/${first}`))
    .toString()
    .split("\n", 1);
  const fields = header.split(" ");
  const types = fields.map((field) => `'${field}': 'VARCHAR'`).join(", ");
  const columns = fields.map((field) => {
    const type = PARQUET_TYPES[field] ?? "VARCHAR";
    return `TRY_CAST(NULLIF("${field}", '-') AS ${type}) AS "${field.replaceAll("-", "_")}"`;
  });
  for (const name of readdirSync(logs).filter((each) => each.endsWith(".gz"))) {
    const to = `${folder}/${name.replace(/\.log\.gz$/, ".log.parquet")}`;
    const sql = `COPY (SELECT ${columns.join(", ")} FROM read_csv('${logs}/${name}', delim = ' ', quote = '', escape = '', header = true, auto_detect = false, columns = {${types}})) TO '${to}' (FORMAT parquet, COMPRESSION gzip)`;
    for await (const _ of database.query(sql, new AbortController().signal));
  }
  database.close();
}
