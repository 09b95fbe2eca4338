// Lint, format and types of the plugin for botocore: `node scripts/lint-python.mjs [--write]`. With the rules of its
// pyproject.toml, and tools of npm: ruff as WebAssembly, and pyright.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { root } from "./lib/run.mjs";

const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
const require = createRequire(`${root}/test/package.json`);
const { PositionEncoding, Workspace } = require("@astral-sh/ruff-wasm-nodejs");
const project = `${root}/packages/botocore`;
const source = `${project}/src/egress6_botocore`;

/** The few lines of TOML that are ruff's: `name = "text"`, numbers, and lists of texts over several lines. */
function ruffOptions() {
  const toml = readFileSync(`${project}/pyproject.toml`, "utf8").replace(/ +#.*$/gm, "");
  const section = (name) => toml.split(`[${name}]\n`)[1]?.split(/^\[/m)[0] ?? "";
  const read = (text) =>
    Object.fromEntries(
      [...text.matchAll(/^([\w-]+) = ("[^"]*"|\d+|\[[^\]]*\])/gm)].map(([, name, value]) => [
        name,
        JSON.parse(value.replace(/,\s*\]/, "]")),
      ]),
    );
  return { ...read(section("tool.ruff")), lint: read(section("tool.ruff.lint")) };
}

const workspace = new Workspace(ruffOptions(), PositionEncoding.Utf16);
let faults = 0;
for (const name of readdirSync(source).filter((each) => each.endsWith(".py"))) {
  const path = `${source}/${name}`;
  const text = readFileSync(path, "utf8");
  for (const { code, message, start_location: at } of workspace.check(text)) {
    faults += 1;
    console.error(`${name}:${at.row}: ${code} ${message}`);
  }
  const formatted = workspace.format(text);
  if (formatted === text) continue;
  if (values.write) writeFileSync(path, formatted);
  else {
    faults += 1;
    console.error(`${name}: not formatted: node scripts/lint-python.mjs --write`);
  }
}
const pyright = require.resolve("pyright/index.js");
const { status } = spawnSync(process.execPath, [pyright, "--project", project], {
  stdio: ["ignore", "inherit", "inherit"],
});
process.exitCode = faults > 0 || status !== 0 ? 1 : 0;
