import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { root, run } from "./run.mjs";

const isCi = Boolean(process.env.CI) && process.env.CI !== "false";

/** Installs the npm packages of the lock file, unless they are there. */
export function ensureNodeModules() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 12)) {
    console.error(
      `egress6 needs Node 20.19+, 22.12+ or later; this is ${process.version}. Install a newer Node, then run this again.`,
    );
    process.exit(2);
  }
  if (areNodeModulesInstalled()) return;
  console.error("Installing npm packages, for a minute or two …");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(STAMP, lockHash());
}

const LOCK = `${root}/package-lock.json`;
const STAMP = `${root}/node_modules/.egress6-lock`;
/** Written by npm at the end of each install. */
const INSTALLED = `${root}/node_modules/.package-lock.json`;

const lockHash = () => createHash("sha256").update(readFileSync(LOCK)).digest("hex");

/** Whether the npm packages are those of the lock file: installed here, or by `npm ci` since it was changed. */
export function areNodeModulesInstalled() {
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === lockHash()) return true;
  return existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs > statSync(LOCK).mtimeMs;
}

/** Commands that tests or benchmarks use as peers, and the Debian packages they come from. */
const DEBIAN = {
  knotd: "knot",
  unbound: "unbound",
  nsd: "nsd",
  chromium: "chromium",
  sqlite3: "sqlite3",
  python3: "python3",
  dnsperf: "dnsperf",
  adnshost: "adns-tools",
  jq: "jq",
  taskset: "util-linux",
  ip: "iproute2",
  openssl: "openssl",
};

const SYSTEM_PATH = `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin`;

const isInstalled = (command) =>
  SYSTEM_PATH.split(":").some((folder) => folder !== "" && existsSync(`${folder}/${command}`));

/**
 * Installs the Debian packages of these commands where that is allowed (root, apt-get there).
 * Elsewhere it says what will be skipped and why; in CI a missing command ends the run.
 */
export function ensureDebianCommands(commands) {
  // Servers such as knotd live in /usr/sbin, which is not on everybody's path.
  process.env.PATH = SYSTEM_PATH;
  let missing = commands.filter((command) => !isInstalled(command));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((command) => DEBIAN[command]))];
  let why = "apt-get is not on this machine";
  if (isInstalled("apt-get")) {
    why = "only root may install Debian packages";
    if (process.getuid?.() === 0) {
      console.error(`Installing Debian packages: ${packages.join(" ")} …`);
      aptGet(["update", "-qq"]);
      why = aptGet(["install", "-y", "-qq", "--no-install-recommends", ...packages]);
    }
  }
  missing = missing.filter((command) => !isInstalled(command));
  if (missing.length === 0) return;
  const remedy = `install ${packages.join(" ")}`;
  if (isCi) {
    console.error(
      `Missing ${missing.join(", ")} (${why}): nothing may be skipped in CI; ${remedy}.`,
    );
    process.exit(3);
  }
  console.error(`Skipped: what needs ${missing.join(", ")} (${why}). To run it, ${remedy}.`);
}

function aptGet(args) {
  const result = spawnSync("apt-get", args, {
    stdio: ["ignore", "ignore", "pipe"],
    // A package must not start its server here: tests start their own on free ports.
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
    encoding: "utf8",
  });
  return result.status === 0 ? "" : `apt-get: ${result.stderr.trim().split("\n").at(-1)}`;
}
