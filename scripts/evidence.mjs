// Rebuilds what AWS declares in data/evidence.json, after a build: `node scripts/evidence.mjs [--date YYYY-MM-DD]`.
// Entries of other sources stay as they are. The date is that of the botocore release: a new release needs it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { root } from "./lib/run.mjs";

const { values } = parseArgs({ options: { date: { type: "string" } } });
const built = (path) => import(pathToFileURL(`${root}/packages/egress6/dist/${path}`).href);
const { layerOf, unpackLayer } = await built("adapter/botocore/aws-cli-package.js");
const { openBotocoreFolder } = await built("adapter/botocore/botocore-folder.js");
const { declaredEntry, formatEvidence } = await built("adapter/botocore/declared-entry.js");
const { loadCatalog } = await built("adapter/botocore/load-catalog.js");

const file = `${root}/data/evidence.json`;
const { entries, ...head } = JSON.parse(readFileSync(file, "utf8"));
const before = entries.find(({ says }) => says === "declared");

const scratch = mkdtempSync(join(tmpdir(), "egress6-evidence-"));
try {
  const layer = layerOf(`${root}/node_modules/@aws-cdk/asset-awscli-v1`);
  const { botocore } = await unpackLayer(layer, scratch);
  const { path, version } = openBotocoreFolder(botocore);
  const isSameRelease = before?.source.includes(`/blob/${version}/`) ?? false;
  const date = values.date ?? (isSameRelease ? before.date : undefined);
  if (date === undefined) {
    console.error(`evidence: say with --date on which day botocore ${version} was released`);
    process.exitCode = 2;
  } else {
    const json = JSON.parse(readFileSync(join(path, "endpoints.json"), "utf8"));
    const declared = declaredEntry(json, loadCatalog(), { version, date });
    const others = entries.filter(({ says }) => says !== "declared");
    writeFileSync(file, formatEvidence(head, [declared, ...others]));
    console.log(`evidence: ${declared.note}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
