// `npm run check`: types, lint, format, unused code, packaging, facts. Runs all, fails if one fails.
// `--beside-tests` leaves packaging to the tests, which look at packages that are packed already.
import { spawnSync } from "node:child_process";
import { packageCommand, root, run } from "./lib/run.mjs";
import { ensureNodeModules, ensureOracles } from "./lib/setup.mjs";

ensureNodeModules();
ensureOracles();
run(process.execPath, [`${root}/scripts/build.mjs`]);
const publint = [...packageCommand("publint"), "--strict"];
const CHECKS = {
  types: [...packageCommand("typescript", "tsc"), "-b"],
  "lint and format": [
    ...packageCommand("@biomejs/biome", "biome"),
    "check",
    "--error-on-warnings",
    ".",
  ],
  "unused code": packageCommand("knip"),
  ...(process.argv.includes("--beside-tests")
    ? {}
    : {
        packaging: [...publint, "packages/egress6"],
        "packaging of core": [...publint, "packages/core"],
        "packaging of the plugin": [...publint, "packages/aws-sdk"],
      }),
  "package fields": [process.execPath, "scripts/package-fields.mjs"],
  facts: [process.execPath, "scripts/lint-facts.mjs"],
  "the plugin for botocore": [process.execPath, "scripts/lint-python.mjs"],
};
const failed = [];
for (const [name, [command, ...args]] of Object.entries(CHECKS)) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (result.status !== 0) failed.push(name);
}
if (failed.length > 0) console.error(`check: failed in ${failed.join(", ")}`);
else console.log(`check: ${Object.keys(CHECKS).join(", ")} are clean`);
process.exitCode = failed.length === 0 ? 0 : 1;
