// Imports a full-size offer file beside jq and a plain JSON.parse of the same file: time and peak memory.
// npm run bench:prices -- [--products 140000] [--rounds 3]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measure } from "../dns/measure.mjs";
import { median } from "../median.mjs";
import { writeOffer } from "./write-offer.mjs";

const CLI = fileURLToPath(new URL("../../packages/egress6/bin/egress6.js", import.meta.url));
const PARSE_ALL = fileURLToPath(new URL("parse-all.mjs", import.meta.url));
const JQ_FILTER =
  '. as $offer | .products | map(select(.attributes.usagetype | test("^([A-Z0-9]+-)?NatGateway-Hours$"))) | .[].sku | $offer.terms.OnDemand[.]';
const MEMORY_LIMIT_MB = 300;

const { values } = parseArgs({
  options: {
    products: { type: "string", default: "140000" },
    rounds: { type: "string", default: "3" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "egress6-bench-prices-"));
try {
  const file = join(folder, "index.json");
  const bytes = await writeOffer(file, Number(values.products));
  console.log(
    `offer of ${Number(values.products).toLocaleString("en-US")} products, ${megabytes(bytes)} MB`,
  );
  const peers = {
    "egress6 prices import": [
      process.execPath,
      CLI,
      "prices",
      "import",
      file,
      "--out",
      join(folder, "prices.json"),
    ],
    "JSON.parse of the whole": [process.execPath, PARSE_ALL, file],
    "jq, one price": ["jq", "-c", JQ_FILTER, file],
  };
  let isWithin = false;
  for (const [name, command] of Object.entries(peers)) {
    const runs = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      const run = await measure({ command });
      if (run.code !== 0) throw new Error(`${name} failed: ${run.errors}`);
      runs.push(run);
    }
    const seconds = median(runs.map((run) => run.seconds));
    const peakMb = Math.round(Math.max(...runs.map((run) => run.peakMb)));
    const speed = `${megabytes(bytes / seconds)} MB/s`.padStart(9);
    console.log(
      `${name.padEnd(24)}${seconds.toFixed(1).padStart(6)} s${speed}  ${peakMb} MB at its peak`,
    );
    if (name.startsWith("egress6")) isWithin = peakMb <= MEMORY_LIMIT_MB;
  }
  console.log(isWithin ? `within ${MEMORY_LIMIT_MB} MB` : `MORE than ${MEMORY_LIMIT_MB} MB`);
  process.exitCode = isWithin ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(0);
}
