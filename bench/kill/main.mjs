// Kills scans with SIGKILL at random instants, and looks whether anything that was reported done is lost:
// npm run bench:kill -- [--kills 100] [--seed N]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parseFilter } from "@egress6/core/endpoint/filter";
import { scanNames } from "@egress6/core/endpoint/scan-order";
import { loadCatalog } from "../../packages/egress6/dist/adapter/botocore/load-catalog.js";
import { openStoreReader } from "../../packages/egress6/dist/adapter/store/open-store.js";
import { openSqlite } from "../../packages/egress6/dist/adapter/store/sqlite.js";
import { hasRecord, startTruthfulResolver } from "./truthful-resolver.mjs";

const SCAN = fileURLToPath(new URL("scan-with-progress.mjs", import.meta.url));
const REGION = "eu-central-1";
const QUERIES_PER_SECOND = 1500;
const LATEST_KILL_MS = 3000;
const LATEST_KILL_AFTER_REPORT_MS = 1500;
const AT_ONCE = 2;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const kills = Number(values.kills);
const random = seededRandom(Number(values.seed));

const catalog = loadCatalog();
const names = scanNames(catalog, [], parseFilter(catalog, { region: [REGION] }));
const resolver = await startTruthfulResolver();
const folder = mkdtempSync(join(tmpdir(), "egress6-kill-"));
const found = { kills: 0, reported: 0, resumed: 0, finished: 0, problems: [] };
try {
  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => killUntilDone(index)));
} finally {
  resolver.close();
  rmSync(folder, { recursive: true });
}

console.log(
  `${found.kills} kills (seed ${values.seed}) of scans of ${names.length} names, ` +
    `${found.reported} after progress was reported; ${found.resumed} scans resumed, ` +
    `${found.finished} finished; ${found.problems.length} problems`,
);
for (const problem of found.problems) console.log(`  ${problem}`);
process.exitCode = found.problems.length === 0 && found.finished >= AT_ONCE ? 0 : 1;

/** One store: scan, kill, look, again and again; at the end a scan that is let alone. */
async function killUntilDone(index) {
  const path = join(folder, `store-${index}.db`);
  while (found.kills < kills) {
    const isLate = random() < 0.5;
    const withinMs = isLate ? LATEST_KILL_AFTER_REPORT_MS : LATEST_KILL_MS;
    const killed = await scan(path, { isLate, afterMs: random() * withinMs });
    lookInto(path, killed.reported);
    if (killed.code === null) found.kills += 1;
    else found.finished += 1;
    if (killed.code === null && killed.reported > 0) found.reported += 1;
    if (killed.isResumed) found.resumed += 1;
  }
  const last = await scan(path, null);
  if (last.code !== 0) {
    found.problems.push(`the last scan of store ${index} ended with ${last.code}: ${last.stderr}`);
    return;
  }
  found.finished += 1;
  lookInto(path, names.length);
  lookForUntruth(path);
}

/** @param kill when, from its start or from its first report on, to which a busy machine gets late; null: let it finish */
async function scan(path, kill) {
  const args = ["scan", "--region", REGION, "--db", path, "--resolver", resolver.address];
  const child = spawn(
    process.execPath,
    [SCAN, ...args, "--rate", String(kill === null ? 20_000 : QUERIES_PER_SECOND)],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let stderr = "";
  let timer = null;
  const killLater = () => {
    timer ??= setTimeout(() => child.kill("SIGKILL"), kill.afterMs);
  };
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
    if (kill?.isLate && /Scanning: [1-9]/.test(stderr)) killLater();
  });
  if (kill?.isLate === false) killLater();
  const [code] = await once(child, "close");
  clearTimeout(timer);
  const progress = [...stderr.matchAll(/Scanning: ([\d,]+) of [\d,]+ names ·/g)].map(([, done]) =>
    Number(done.replaceAll(",", "")),
  );
  return {
    code,
    stderr,
    reported: Math.max(0, ...progress),
    isResumed: stderr.includes("Resuming"),
  };
}

/** After a kill: the file is sound, and holds as many names of the scan as were reported done. */
function lookInto(path, reported) {
  const reader = openStoreReader(path);
  if (reader === null) {
    if (reported > 0)
      found.problems.push(`${reported} names were reported done, and no store is there`);
    return;
  }
  reader.readSupport();
  reader.close();
  const sqlite = openSqlite(path);
  const [[verdict]] = sqlite.prepare("PRAGMA integrity_check").all();
  const [[stored]] = sqlite
    .prepare("SELECT count(*) FROM names WHERE done_in_scan = (SELECT max(id) FROM scans)")
    .all();
  sqlite.close();
  if (verdict !== "ok") found.problems.push(`integrity_check: ${verdict}`);
  if (stored < reported)
    found.problems.push(`${reported} names were reported done, ${stored} stored`);
}

function lookForUntruth(path) {
  const reader = openStoreReader(path);
  const support = reader.readSupport();
  for (const name of names) {
    const { ipv4, ipv6 } = support.get(name) ?? {};
    for (const [state, type] of [
      [ipv4, "A"],
      [ipv6, "AAAA"],
    ]) {
      const truth = hasRecord(name, type) ? "yes" : "no";
      if (state?.known !== truth) {
        found.problems.push(`${name} ${type} is ${state?.known ?? "not there"}, not ${truth}`);
      }
    }
  }
  if (reader.readChanges().length > 0) found.problems.push("changes where nothing changed");
  reader.close();
}

/** mulberry32 */
function seededRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
