// Builds everything, unless nothing has changed since the last build: `node scripts/build.mjs`.
import { cpSync, rmSync } from "node:fs";
import { buildState, inputsHash, removeStamp, writeStamp } from "./lib/build-stamp.mjs";
import { bundleCli } from "./lib/bundle-cli.mjs";
import { bundlePlugin } from "./lib/bundle-plugin.mjs";
import { writeDocPages } from "./lib/doc-pages.mjs";
import { packageCommand, root, run } from "./lib/run.mjs";

/** What the published packages carry beside what is theirs alone. */
const LEGAL = {
  core: ["LICENSE"],
  "aws-sdk": ["LICENSE"],
  "flows-duckdb": ["LICENSE"],
  egress6: ["LICENSE", "NOTICE"],
};
/** Pictures and decisions of the documents are for the site and the repository. */
const isShipped = (path) => !/\/docs\/(decisions|.*\.png$)/.test(path);
const dist = `${root}/packages/egress6/dist`;

const inputs = inputsHash();
if (buildState(inputs) !== "fresh") {
  removeStamp();
  const [node, ...tsc] = packageCommand("typescript", "tsc");
  const [, ...vite] = packageCommand("vite");
  const packages = ["core", "aws-sdk", "flows-duckdb", "egress6", "web"].map(
    (name) => `packages/${name}`,
  );
  run(node, [...tsc, "-b", ...packages]);
  run(node, [...vite, "build", "--logLevel", "warn"], { cwd: `${root}/packages/web` });
  writeDocPages(`${root}/packages/web/dist/site`, {
    ...(await import("../packages/core/dist/map/markup.js")),
    ...(await import("../packages/core/dist/map/repository.js")),
    ...(await import("../packages/egress6/dist/site/plain/plain-page.js")),
  });
  for (const [from, to] of [
    ["data", "data"],
    ["examples", "examples"],
    ["docs", "docs"],
    ["packages/web/dist/site", "web"],
  ]) {
    rmSync(`${dist}/${to}`, { recursive: true, force: true });
    cpSync(`${root}/${from}`, `${dist}/${to}`, { recursive: true, filter: isShipped });
  }
  for (const [name, files] of Object.entries(LEGAL)) {
    for (const file of files) cpSync(`${root}/${file}`, `${root}/packages/${name}/${file}`);
  }
  await bundleCli(dist);
  await bundlePlugin(`${root}/packages/aws-sdk`);
  writeStamp(inputs);
}
