// VPC flow logs of version 5 read beside `zcat | mawk`, which sums the same: time and peak memory.
// npm run bench:flows -- [--records 10000000] [--pairs 500000] [--rounds 3] [--parquet]
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measure } from "../dns/measure.mjs";
import { median } from "../median.mjs";
import { writeLogs } from "./write-logs.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const CLI = `${root}packages/egress6/bin/egress6.js`;
const MOST_MB = 600;
const LEAST_TIMES_FASTER = 2.5;

const { values } = parseArgs({
  options: {
    records: { type: "string", default: "10000000" },
    pairs: { type: "string", default: "500000" },
    rounds: { type: "string", default: "3" },
  },
});
const [records, pairs, rounds] = [values.records, values.pairs, values.rounds].map(Number);
const folder = join(root, ".tmp", `bench-flows-${records}-${pairs}`);
const about = join(folder, "about.json");
if (!existsSync(about)) {
  console.error(`Writing ${records.toLocaleString("en-US")} records to ${folder} …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(about, JSON.stringify(writeLogs(`${folder}/logs`, records, pairs)));
}
const { bytes, records: written, nats } = JSON.parse(readFileSync(about, "utf8"));
console.log(
  `${written.toLocaleString("en-US")} records, ${(bytes / 1e9).toFixed(2)} GB without compression, ${pairs.toLocaleString("en-US")} pairs`,
);

const inner = nats.map(({ eni }) => `$3 == "${eni}"`).join(" || ");
const sums = `(${inner}) && $13 == "ACCEPT" && $14 == "OK" && ($20 != $4 || $21 != $5) { if ($21 != $5) up[$3 " " $4 " " $21 " " $7] += $10; else down[$3 " " $5 " " $20 " " $6] += $10 } END { for (k in up) { n++; u += up[k] } for (k in down) d += down[k]; printf "%d %.0f %.0f\\n", n, u, d }`;
const logs = `${folder}/logs`;
const peers = {
  "zcat | mawk": ["sh", "-c", `zcat ${logs}/*.log.gz | mawk '${sums}'`],
  "egress6 flows": [
    process.execPath,
    CLI,
    "flows",
    `${logs}/*.log.gz`,
    "--topology",
    `${logs}/topology.json`,
    "--json",
  ],
};
const seconds = {};
let peakMb = 0;
for (const [name, command] of Object.entries(peers)) {
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    const run = await measure({ command });
    if (run.code !== 0) throw new Error(`${name} failed: ${run.errors}`);
    runs.push(run);
  }
  seconds[name] = median(runs.map((run) => run.seconds));
  const peak = Math.round(Math.max(...runs.map((run) => run.peakMb)));
  if (name === "egress6 flows") peakMb = peak;
  const speed = `${(written / seconds[name] / 1e6).toFixed(2)} M records/s`;
  console.log(
    `${name.padEnd(16)}${seconds[name].toFixed(1).padStart(6)} s  ${speed.padStart(16)}  ${peak} MB at its peak`,
  );
}
const times = seconds["zcat | mawk"] / seconds["egress6 flows"];
const isFast = times >= LEAST_TIMES_FASTER;
const isSmall = peakMb <= MOST_MB;
console.log(`${times.toFixed(2)} times as fast as mawk; the goal is ${LEAST_TIMES_FASTER}`);
console.log(isSmall ? `within ${MOST_MB} MB` : `MORE than ${MOST_MB} MB`);
process.exitCode = isFast && isSmall ? 0 : 1;
