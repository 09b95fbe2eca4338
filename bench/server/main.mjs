// Attacks a server over a store that knows every name, and looks what that costs it and others:
// npm run bench:server -- [--days 60]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeFullStore } from "./full-store.mjs";

const BIN = fileURLToPath(new URL("../../packages/egress6/bin/egress6.js", import.meta.url));
const WATCH = new URL("watch-loop.mjs", import.meta.url).href;
const MAX_RSS_MB = 400;
const MAX_BLOCK_MS = 50;
const MAX_BYSTANDER_MS = 1_000;
const MAX_CHANGES_BYTES = 100_000;
const FLAPPING = 0.01;

const { values } = parseArgs({ options: { days: { type: "string", default: "60" } } });
const folder = mkdtempSync(join(tmpdir(), "egress6-server-"));
const path = join(folder, "store.db");
const names = writeFullStore(path, {
  days: Number(values.days),
  flapping: FLAPPING,
  until: Date.now(),
});
console.log(`${names} names, ${values.days} daily scans in which 1 % of them change`);

const problems = [];
const rows = [];
const server = await startServer();
try {
  await measure("at rest", () => wait(2_000));
  await measure("a full export, 8 at once", () =>
    all(8, async () => expectStatus(200, await read("/data/export.json"))),
  );
  await measure("1 connection × 40 exports, never read", () =>
    neverRead(1, 40, "/data/export.json"),
  );
  await measure("1 connection × 100", () => neverRead(1, 100, "/data/export.json"));
  await measure("100 connections × 5", () => neverRead(100, 5, "/data/export.json"));
  await measure("100 connections × 5, every kind of download", () =>
    neverRead(100, 5, "/data/v1/export.sqlite", "/data/export.csv", "/data/v1/changes.json"),
  );
  await measure("34 spellings of one filter", () =>
    all(34, async (n) => expectStatus(200, await read(spelling(n)))),
  );
  await measure("60 filters at once", () =>
    all(60, async (n) => expectStatus(200, await read(filterOf(n)))),
  );
  await measure("globs of stars, a region of 14,000 letters", async () => {
    for (const glob of [`${"*".repeat(20)}x`, `${"*1".repeat(90)}x`, "a".repeat(14_000)]) {
      expectStatus(400, await read(`/api/endpoints?region=${glob}`));
      expectStatus(400, await read(`/api/badge.svg?region=${glob}`));
    }
  });
  await measure("every document once", () => everyDocument());
  await measure("500 event streams", () => eventStreams(500));
  await measure("500 slow senders of a request", () => slowSenders(500));
  // All are read in one turn of the loop.
  await measure("10,000 requests at once", () => requestsAtOnce(10_000), 5_000);
  const [first, whole] = [await read("/data/changes.json"), await read("/data/v1/changes.json")];
  console.log(
    `the changes page loads ${first.body.length} bytes at first; all changes are ${whole.body.length}, both compressed`,
  );
  if (first.body.length > MAX_CHANGES_BYTES)
    problems.push("the changes page loads more than it shows");
  await endsWhileBusy();
} finally {
  server.child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}

console.log(
  "\n| attack | took | most memory | longest turn of the loop, computing | with waiting for the processor | slowest of a bystander's answers |",
);
console.log("|---|--:|--:|--:|--:|--:|");
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
for (const problem of problems) console.log(`over the bound: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

async function startServer() {
  const child = spawn(
    process.execPath,
    ["--import", WATCH, BIN, "serve", "--no-scan", "--port", "0", "--db", path],
    { stdio: ["ignore", "pipe", "inherit", "ipc"] },
  );
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  const failed = once(child, "exit").then(([code]) => {
    if (said === "") throw new Error(`serve ended with ${code}`);
  });
  while (!/http:\S+\//.test(said)) await Promise.race([wait(20), failed]);
  return { child, url: new URL(/http:\S+\//.exec(said)[0]) };
}

/** Runs an attack beside somebody who looks at the map all the while. */
async function measure(name, attack, maxBlockMs = MAX_BLOCK_MS) {
  process.stderr.write(`${name}…\n`);
  await loopBlock();
  let isOver = false;
  const latencies = [];
  let mostMb = 0;
  const bystander = (async () => {
    while (!isOver) {
      const begun = performance.now();
      expectStatus(200, await read("/data/map.json"));
      latencies.push(performance.now() - begun);
      await wait(20);
    }
  })();
  const watch = setInterval(() => {
    mostMb = Math.max(mostMb, rssMb());
  }, 20);
  const begun = performance.now();
  await attack();
  const tookMs = performance.now() - begun;
  isOver = true;
  await bystander;
  clearInterval(watch);
  const { delayMs, computingMs } = await loopBlock();
  const slowest = Math.max(...latencies);
  rows.push([
    name,
    `${(tookMs / 1000).toFixed(1)} s`,
    `${mostMb.toFixed(0)} MB`,
    `${computingMs.toFixed(0)} ms`,
    `${delayMs.toFixed(0)} ms`,
    `${slowest.toFixed(0)} ms`,
  ]);
  if (mostMb > MAX_RSS_MB) problems.push(`${name}: ${mostMb.toFixed(0)} MB`);
  if (computingMs > maxBlockMs) problems.push(`${name}: computes for ${computingMs.toFixed(0)} ms`);
  if (slowest > Math.max(MAX_BYSTANDER_MS, maxBlockMs))
    problems.push(`${name}: a bystander waits ${slowest.toFixed(0)} ms`);
}

async function loopBlock() {
  server.child.send("block");
  const [block] = await once(server.child, "message");
  return block;
}

function rssMb() {
  const status = readFileSync(`/proc/${server.child.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)[1]) / 1000;
}

function all(count, one) {
  return Promise.all(Array.from({ length: count }, (_, n) => one(n)));
}

function open() {
  return connect(Number(server.url.port), server.url.hostname).on("error", () => {});
}

function request(target, headers = "") {
  return `GET ${target} HTTP/1.1\r\nHost: ${server.url.host}\r\n${headers}\r\n`;
}

/** On a connection of its own; `body` unchanged. */
async function read(target) {
  const socket = open();
  socket.write(request(target, "Accept-Encoding: gzip\r\nConnection: close\r\n"));
  const chunks = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  await new Promise((resolve) => socket.on("close", resolve));
  const whole = Buffer.concat(chunks);
  const end = whole.indexOf("\r\n\r\n");
  return { status: Number(whole.subarray(9, 12).toString()), body: whole.subarray(end + 4) };
}

function expectStatus(status, answer) {
  if (answer.status !== status) problems.push(`${answer.status} instead of ${status}`);
}

/** Pipelines requests and reads nothing, for five seconds. */
async function neverRead(connections, requests, ...targets) {
  const sockets = Array.from({ length: connections }, (_, index) => {
    const socket = open();
    socket.pause();
    socket.write(request(targets[index % targets.length]).repeat(requests));
    return socket;
  });
  await wait(5_000);
  for (const socket of sockets) socket.destroy();
}

function spelling(n) {
  return `/api/endpoints?region=${Array(n + 1)
    .fill("*")
    .join(",")}`;
}

function filterOf(n) {
  const regions = ["eu-west-1", "us-east-1", "eu-central-1", "us-west-2", "ap-*", "eu-*"];
  return `/api/endpoints?region=${regions[n % 6]}&variant=${["default", "dualstack", "fips"][n % 3]}&service=${["s3,sqs", "ec2", "logs", "sts", "kms", "ecs", "eks", "sns", "ssm", "iam"][n % 10]}`;
}

async function everyDocument() {
  const { body } = await read("/data/v1/index.json");
  const files = JSON.parse(body).files.map(({ file }) => `/data/v1/${file}`);
  const others = ["/table.html", "/data/planner.json", "/data/changes.json", "/feeds/all.atom"];
  for (const target of [...files, ...others, "/api/badge.svg", "/data/services/location.json"]) {
    expectStatus(200, await read(target));
  }
}

async function eventStreams(count) {
  const streams = await all(count, async () => {
    const socket = open();
    socket.write(request("/api/events"));
    const first = await new Promise((resolve) => {
      socket.on("data", resolve).on("close", () => resolve(""));
    });
    if (!String(first).includes("text/event-stream")) problems.push("a stream did not begin");
    return socket;
  });
  await wait(1_000);
  for (const socket of streams) socket.destroy();
}

async function slowSenders(count) {
  const sockets = Array.from({ length: count }, () => open());
  for (const byte of request("/").slice(0, 20)) {
    for (const socket of sockets) socket.write(byte);
    await wait(100);
  }
  for (const socket of sockets) socket.destroy();
}

async function requestsAtOnce(count) {
  const answers = await all(count, () => read("/data/map.json"));
  const wrong = answers.filter(({ status }) => status !== 200).length;
  if (wrong > 0) problems.push(`${wrong} of ${count} requests were not answered`);
}

/** While exports are made and others are not read. */
async function endsWhileBusy() {
  const target = "/data/v1/export.sqlite";
  for (let n = 0; n < 20; n++)
    open()
      .pause()
      .write(request(n % 2 === 0 ? target : filterOf(n)));
  await wait(200);
  const begun = performance.now();
  server.child.kill("SIGTERM");
  const [code] = await once(server.child, "exit");
  const tookMs = performance.now() - begun;
  console.log(`SIGTERM while busy: ended with ${code} after ${tookMs.toFixed(0)} ms`);
  if (code !== 0 || tookMs > 1_000) problems.push(`SIGTERM: ${code} after ${tookMs.toFixed(0)} ms`);
}
