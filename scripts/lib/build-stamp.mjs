import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { root } from "./run.mjs";

const INPUTS = [
  "packages/core",
  "packages/aws-sdk",
  "packages/flows-duckdb",
  "packages/egress6",
  "packages/web",
  "data",
  "docs",
  "examples",
  "scripts",
  "LICENSE",
  "NOTICE",
  "package-lock.json",
  "tsconfig.base.json",
];
const OUTPUTS = new Set(["dist", "node_modules", "LICENSE", "NOTICE"]);
/** Nothing is built from tests. */
const TEST = /\.test\.tsx?$/;

const stamp = `${root}/node_modules/.egress6-build`;
/** What the build makes last but the bundle: a build that failed midway has no stamp either. */
const built = `${root}/packages/egress6/dist/web`;

function* filesUnder(path) {
  if (!statSync(`${root}/${path}`).isDirectory()) yield path;
  else {
    for (const name of readdirSync(`${root}/${path}`).sort()) {
      if (!OUTPUTS.has(name) && !TEST.test(name)) yield* filesUnder(`${path}/${name}`);
    }
  }
}

/** Changes when a source file, a setting or a fact does. */
export function inputsHash() {
  const hash = createHash("sha256");
  for (const path of INPUTS.flatMap((input) => [...filesUnder(input)])) {
    hash.update(`${path}\n`).update(readFileSync(`${root}/${path}`));
  }
  return hash.digest("hex");
}

/** `none`: nothing is built · `stale`: the inputs have changed since · `fresh`: they have not. */
export function buildState(inputs = inputsHash()) {
  if (!existsSync(built) || !existsSync(stamp)) return "none";
  return readFileSync(stamp, "utf8") === inputs ? "fresh" : "stale";
}

/** For a build that begins: until it is done, there is none. */
export function removeStamp() {
  rmSync(stamp, { force: true });
}

/** For a build that is done. */
export function writeStamp(inputs) {
  writeFileSync(stamp, inputs);
}
