// Builds everything, unless nothing has changed since the last build: `node scripts/build.mjs`.
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { bundleCli } from "./lib/bundle-cli.mjs";
import { bundlePlugin } from "./lib/bundle-plugin.mjs";
import { packageCommand, root, run } from "./lib/run.mjs";

const INPUTS = [
  "packages",
  "data",
  "examples",
  "scripts",
  "LICENSE",
  "NOTICE",
  "package-lock.json",
  "tsconfig.base.json",
];
const OUTPUTS = new Set(["dist", "node_modules", "LICENSE", "NOTICE"]);
/** What the published packages carry beside what is theirs alone. */
const LEGAL = { core: ["LICENSE"], "aws-sdk": ["LICENSE"], egress6: ["LICENSE", "NOTICE"] };
const dist = `${root}/packages/egress6/dist`;
const stamp = `${root}/node_modules/.egress6-build`;

function* filesUnder(path) {
  if (!statSync(`${root}/${path}`).isDirectory()) yield path;
  else {
    for (const name of readdirSync(`${root}/${path}`).sort()) {
      if (!OUTPUTS.has(name)) yield* filesUnder(`${path}/${name}`);
    }
  }
}

/** Changes when a source file, a setting or a fact does. */
function inputsHash() {
  const hash = createHash("sha256");
  for (const path of INPUTS.flatMap((input) => [...filesUnder(input)])) {
    hash.update(`${path}\n`).update(readFileSync(`${root}/${path}`));
  }
  return hash.digest("hex");
}

const inputs = inputsHash();
if (!existsSync(`${dist}/site`) || !existsSync(stamp) || readFileSync(stamp, "utf8") !== inputs) {
  rmSync(stamp, { force: true });
  const [node, ...tsc] = packageCommand("typescript", "tsc");
  const [, ...vite] = packageCommand("vite");
  const packages = ["core", "aws-sdk", "egress6", "web"].map((name) => `packages/${name}`);
  run(node, [...tsc, "-b", ...packages]);
  run(node, [...vite, "build", "--logLevel", "warn"], { cwd: `${root}/packages/web` });
  for (const [from, to] of [
    ["data", "data"],
    ["examples", "examples"],
    ["packages/web/dist/site", "site"],
  ]) {
    rmSync(`${dist}/${to}`, { recursive: true, force: true });
    cpSync(`${root}/${from}`, `${dist}/${to}`, { recursive: true });
  }
  for (const [name, files] of Object.entries(LEGAL)) {
    for (const file of files) cpSync(`${root}/${file}`, `${root}/packages/${name}/${file}`);
  }
  await bundleCli(dist);
  await bundlePlugin(`${root}/packages/aws-sdk`);
  writeFileSync(stamp, inputs);
}
