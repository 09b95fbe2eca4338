// `npm test [-- vitest options]`: installs, builds, checks, runs every test.
// The last line counts the tests: `N passed, N failed`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants, setPriority } from "node:os";
import { packageCommand, root, run } from "./lib/run.mjs";
import {
  ensureDebianCommands,
  ensureDebianPython,
  ensureNodeModules,
  ensureOracles,
} from "./lib/setup.mjs";

const { priority } = constants;

ensureNodeModules();
ensureOracles();
ensureDebianCommands([
  "knotd",
  "unbound",
  "nsd",
  "chromium-headless-shell",
  "sqlite3",
  "python3",
  "ip",
  "openssl",
  "script",
  "zsh",
  "fish",
]);
ensureDebianPython();
run(process.execPath, [`${root}/scripts/build.mjs`]);

const only = process.argv.slice(2);
const [node, ...vitest] = packageCommand("vitest");
const check = only.length > 0 ? null : startCheck();
const tests = spawn(node, [...vitest, "run", ...only], {
  cwd: root,
  stdio: ["inherit", "pipe", "inherit"],
  env: process.stdout.isTTY ? { FORCE_COLOR: "1", ...process.env } : process.env,
});
// The line that counts is to be the last one, also when the check takes longer.
let lastLine = "";
tests.stdout.setEncoding("utf8").on("data", (text) => {
  const seen = lastLine + text;
  const from = seen.lastIndexOf("\n", seen.length - 2) + 1;
  process.stdout.write(seen.slice(0, from));
  lastLine = seen.slice(from);
});
const [status] = await once(tests, "close");
const checkStatus = (await check) ?? 0;
process.stdout.write(lastLine);
process.exitCode = checkStatus !== 0 || status !== 0 ? 1 : 0;

/**
 * Checks beside the tests, which often wait: for time-outs, servers, a browser. It gives way to them, and its output
 * comes in one piece.
 */
async function startCheck() {
  const child = spawn(process.execPath, [`${root}/scripts/check.mjs`, "--beside-tests"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  setPriority(child.pid, priority.PRIORITY_BELOW_NORMAL);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const [code] = await once(child, "close");
  process.stdout.write(output);
  return code ?? 1;
}
