// `npm test [-- vitest options]`: installs, builds, checks, runs every test.
// The last line counts the tests: `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { packageCommand, root, run } from "./lib/run.mjs";
import { ensureDebianCommands, ensureNodeModules, ensureOracles } from "./lib/setup.mjs";

ensureNodeModules();
ensureOracles();
ensureDebianCommands([
  "knotd",
  "unbound",
  "nsd",
  "chromium",
  "sqlite3",
  "python3",
  "ip",
  "openssl",
  "script",
  "zsh",
  "fish",
]);
run(process.execPath, [`${root}/scripts/build.mjs`]);

const only = process.argv.slice(2);
const inherit = { cwd: root, stdio: "inherit" };
const check =
  only.length > 0
    ? { status: 0 }
    : spawnSync(process.execPath, [`${root}/scripts/check.mjs`], inherit);
const [node, ...vitest] = packageCommand("vitest");
const tests = spawnSync(node, [...vitest, "run", ...only], inherit);
process.exitCode = check.status || tests.status ? 1 : 0;
