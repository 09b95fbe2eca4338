// `npm run bench:web [-- --runs N] [-- --lighthouse]`: the map in Chromium over invented observations of the whole
// catalog, beside the targets. Bytes, elements, long tasks and accessibility are gates: exit 1 when one is missed.
import { parseArgs } from "node:util";
import { median } from "../median.mjs";
import { lighthouseScores } from "./lighthouse.mjs";
import { loadFixture } from "./load-fixture.mjs";
import { measureOnce } from "./measure.mjs";
import { serveGzipped } from "./serve-gzipped.mjs";
import { printTable } from "./table.mjs";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "5" }, lighthouse: { type: "boolean" } },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) {
  console.error("bench:web: --runs takes a whole number from 1 on");
  process.exit(2);
}

/** All but the plain table. */
const PAGES = [
  "index.html",
  "changes.html",
  "my-services.html?list=ec2,s3,sqs",
  "planner.html",
  "hosts.html",
];

// The browser that people have, not the lighter one of the tests.
process.env.CHROMIUM ??= "/usr/bin/chromium";
const fixture = await loadFixture();
if (fixture.NO_CHROMIUM !== null) {
  console.error(`bench:web: ${fixture.NO_CHROMIUM}`);
  process.exit(3);
}
const site = await serveGzipped(fixture.siteParts());
try {
  const measured = { fast: [], slow: [] };
  for (const network of ["fast", "slow"]) {
    for (let run = 1; run <= runs; run++) {
      process.stderr.write(`\r${network} ${run} of ${runs} `);
      measured[network].push(await measureOnce(fixture, site.url, network));
    }
  }
  process.stderr.write("\r                \r");
  const of = (network, key) => median(measured[network].map((result) => result[key]));
  const least = (network, key) => Math.min(...measured[network].map((result) => result[key]));
  const rows = [
    gate("first load, gzipped", "bytes", of("fast", "firstLoadBytes"), 40_000),
    shown("first paint, slow", "ms", of("slow", "firstContentMs"), 700),
    shown("first table paint", "ms", of("fast", "firstPaintMs"), 250),
    shown("first table paint, slow", "ms", of("slow", "firstPaintMs"), 700),
    shown("interactive with all data", "ms", of("fast", "interactiveMs"), 350),
    shown("interactive with all data, slow", "ms", of("slow", "interactiveMs"), 1300),
    shown("all regions", "ms", of("fast", "allRegionsMs"), 120),
    shown("filter key, median", "ms", of("fast", "filterMedianMs"), 40),
    shown("filter key, longest", "ms", of("fast", "filterMaxMs"), 80),
    shown("scroll frame, p95", "ms", of("fast", "scrollP95Ms"), 17),
    // Of the least disturbed run: on a busy machine others' work makes tasks long, never short.
    gate("longest task while filtering and scrolling", "ms", least("fast", "longestTaskMs"), 100),
    gate("elements, all regions", "", of("fast", "elements"), 2_500),
    shown("heap, all regions", "MB", of("fast", "heapMb"), 5),
    gate("axe, light and dark", "violations", await fixture.axeViolations(site.url), 0),
  ];
  if (values.lighthouse) {
    for (const page of PAGES) {
      process.stderr.write(`\rLighthouse ${page} `);
      const scores = await lighthouseScores(`${site.url}${page}`);
      rows.push(atLeast(`Lighthouse mobile, ${page}, performance`, scores.performance, 98));
      rows.push(atLeast(`Lighthouse mobile, ${page}, accessibility`, scores.accessibility, 98));
    }
    process.stderr.write("\r                         \r");
  }
  console.log(
    `${fixture.size}, medians of ${runs}, headless Chromium 1440×900; slow: 1.6 Mbit/s, 150 ms, CPU ÷ 4`,
  );
  printTable(rows);
  process.exitCode = rows.some(({ isGate, isMet }) => isGate && !isMet) ? 1 : 0;
} finally {
  site.close();
  await fixture.closeBrowser();
}

function gate(name, unit, value, limit) {
  return { name, unit, value, limit: `≤ ${limit}`, isGate: true, isMet: value <= limit };
}

function shown(name, unit, value, limit) {
  return { name, unit, value, limit: `≤ ${limit}`, isGate: false, isMet: value <= limit };
}

function atLeast(name, value, limit) {
  return { name, unit: "", value, limit: `≥ ${limit}`, isGate: false, isMet: value >= limit };
}
