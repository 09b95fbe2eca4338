// The first start of `serve` over an empty store, 500 queries a second, with a resolver (Unbound) of its own over a server
// (Knot) that has every name of the catalog: when are the services that are used most there, in the large regions?
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseFilter } from "@egress6/core/endpoint/filter";
import { scanNames } from "@egress6/core/endpoint/scan-order";
import { decodeMap } from "@egress6/core/map/map-data";
import { cellPlace } from "@egress6/core/map/map-layout";
import { NO_NAME, UNOBSERVED_NAME } from "@egress6/core/map/name-status";
import { loadCatalog } from "../../packages/egress6/dist/adapter/botocore/load-catalog.js";
import { loadPopularServices } from "../../packages/egress6/dist/adapter/fact-files/popular-services.js";
import { loadThirdPartyHosts } from "../../packages/egress6/dist/adapter/fact-files/third-party-hosts.js";
import { missingPrograms, startKnot, startUnbound } from "../dns/real-servers.mjs";
import { zonesOf } from "./zones-of.mjs";

const QUERIES_PER_SECOND = 500;
const SERVICES = 50;
const MOST_SECONDS = 5;
const LOOK_EVERY_MS = 50;
const GIVE_UP_MS = 60_000;

const missing = missingPrograms("knotd", "unbound");
if (missing.length > 0) {
  console.error(`bench:first-scan: not installed: ${missing.join(", ")}`);
  process.exit(3);
}
const catalog = loadCatalog();
const hosts = loadThirdPartyHosts().map(({ host }) => host);
const used = loadPopularServices().slice(0, SERVICES);
const zones = zonesOf(scanNames(catalog, hosts, parseFilter(catalog, {})));
const folder = mkdtempSync(join(tmpdir(), "egress6-bench-first-scan-"));
const knot = await startKnot({ folder, zones });
const stubs = Object.fromEntries(Object.keys(zones).map((zone) => [zone, knot.port]));
const unbound = await startUnbound({ folder, stubs });
try {
  const { openSeconds, seconds, names } = await firstScan();
  const isMet = seconds <= MOST_SECONDS;
  console.log(
    `${SERVICES} services in ${catalog.largeRegions.length} large regions, ${names.toLocaleString("en")} names, at most ${QUERIES_PER_SECOND} queries/s`,
  );
  console.log(`the page opens        ${openSeconds.toFixed(1)} s after the start`);
  console.log(
    `all of them are there ${seconds.toFixed(1)} s after that (at most ${MOST_SECONDS}: ${isMet ? "met" : "MISSED"})`,
  );
  process.exitCode = isMet ? 0 : 1;
} finally {
  await unbound.stop();
  await knot.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** How long until the page opens, and from then until nothing is left to wait for. */
async function firstScan() {
  const egress6 = fileURLToPath(new URL("../../packages/egress6/bin/egress6.js", import.meta.url));
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      egress6,
      "serve",
      ...["--port", "0", "--rate", String(QUERIES_PER_SECOND), "--db", join(folder, "first.db")],
      ...["--resolver", `127.0.0.1:${unbound.port}`],
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const ended = once(child, "exit");
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  }
  try {
    const url = await until(() => /http:\/\/\S+\//.exec(said)?.[0]);
    const opened = performance.now();
    let names = 0;
    await until(async () => {
      const cells = usedCells(decodeMap(await (await fetch(`${url}data/map.json`)).json()));
      names = cells.length;
      return cells.every((code) => code !== UNOBSERVED_NAME);
    });
    const seconds = (performance.now() - opened) / 1000;
    return { openSeconds: (opened - started) / 1000, seconds, names };
  } catch (error) {
    throw new Error(`serve said:\n${said}`, { cause: error });
  } finally {
    child.kill("SIGINT");
    await ended;
  }
}

/** What the map says of default and dual-stack names of the services that are used most, in the large regions. */
function usedCells({ layout, statusMatrix }) {
  const codes = used.flatMap((service) =>
    catalog.largeRegions.flatMap((region) =>
      ["default", "dualstack"].map((variant) => {
        const row = layout.serviceIndex.get(service);
        return statusMatrix[cellPlace(layout, variant, row, layout.regionIndex.get(region))];
      }),
    ),
  );
  return codes.filter((code) => code !== NO_NAME);
}

async function until(look) {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (performance.now() < giveUpAt) {
    const found = await look();
    if (found) return found;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error(`not within ${GIVE_UP_MS / 1000} s`);
}
