import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, relative } from "node:path";
import { root, run, runNpm, tryNpm } from "./run.mjs";

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
  runNpm(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(STAMP, hashOf(LOCK));
}

const LOCK = `${root}/package-lock.json`;
const STAMP = `${root}/node_modules/.egress6-lock`;
/** Written by npm at the end of each install. */
const INSTALLED = `${root}/node_modules/.package-lock.json`;

const hashOf = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

/** Whether the npm packages are those of the lock file: installed here, or by `npm ci` since it was changed. */
export function areNodeModulesInstalled() {
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === hashOf(LOCK)) return true;
  return existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs > statSync(LOCK).mtimeMs;
}

/** What tests compare with, pinned by a lock file of its own: `npm ci` brings it to nobody else. */
const ORACLES = `${root}/test/oracles`;
const ORACLE_CACHE = `${root}/.tmp/oracles`;

/**
 * Fetches the oracles into `.tmp/oracles`, unless they are there, and shows them to the tests, and only to them, in
 * `test/node_modules`: as links, so that what oracles need themselves takes no place of what the tests import.
 */
export function ensureOracles() {
  ensureTarballs();
  const stamp = `${ORACLE_CACHE}/.lock-hash`;
  const lock = hashOf(`${ORACLES}/package-lock.json`);
  const links = `${root}/test/node_modules`;
  const isFetched = existsSync(stamp) && readFileSync(stamp, "utf8") === lock;
  if (isFetched && existsSync(links)) return;
  if (!isFetched) {
    console.error("Fetching what tests compare with, for a minute …");
    rmSync(stamp, { force: true });
    mkdirSync(ORACLE_CACHE, { recursive: true });
    for (const name of ["package.json", "package-lock.json"]) {
      copyFileSync(`${ORACLES}/${name}`, `${ORACLE_CACHE}/${name}`);
    }
    copyFileSync(`${root}/.npmrc`, `${ORACLE_CACHE}/.npmrc`);
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    runNpm(["ci", ...flags], { cwd: ORACLE_CACHE });
  }
  rmSync(links, { recursive: true, force: true });
  const { dependencies } = JSON.parse(readFileSync(`${ORACLES}/package.json`, "utf8"));
  for (const name of Object.keys(dependencies)) {
    const folder = dirname(`${links}/${name}`);
    mkdirSync(folder, { recursive: true });
    const target = relative(folder, `${ORACLE_CACHE}/node_modules/${name}`);
    symlinkSync(target, `${links}/${name}`, "junction");
  }
  writeFileSync(stamp, lock);
}

/**
 * Fetches of large packages the few files that tests compare with, into `.tmp/oracle-files/PACKAGE`: installed, the
 * Terraform provider's types alone would take 400 MB.
 */
function ensureTarballs() {
  for (const each of JSON.parse(readFileSync(`${ORACLES}/tarballs.json`, "utf8"))) {
    const { package: name, version, integrity, folder, files } = each;
    const target = `${root}/.tmp/oracle-files/${name}`;
    const stamp = `${target}/.pinned`;
    const pinned = JSON.stringify(each);
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === pinned) continue;
    console.error(`Fetching ${name} ${version}, which tests compare with …`);
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    copyFileSync(`${root}/.npmrc`, `${target}/.npmrc`);
    if (!tryNpm(["pack", `${name}@${version}`], { cwd: target })) {
      console.error(`It cannot be had now: tests that compare with it will fail.`);
      continue;
    }
    const tarball = readdirSync(target).find((file) => file.endsWith(".tgz"));
    const hash = createHash("sha512").update(readFileSync(`${target}/${tarball}`));
    if (`sha512-${hash.digest("base64")}` !== integrity) {
      console.error(`${name} ${version} is not what test/oracles/tarballs.json pins.`);
      process.exit(3);
    }
    const depth = String(folder.split("/").length);
    const members = files.map((file) => `${folder}/${file}`);
    run("tar", ["-xzf", tarball, "--strip-components", depth, ...members], { cwd: target });
    rmSync(`${target}/${tarball}`);
    writeFileSync(stamp, pinned);
  }
}

/** Commands that tests or benchmarks use as peers, and the Debian packages they come from. */
const DEBIAN = {
  knotd: "knot",
  unbound: "unbound",
  nsd: "nsd",
  chromium: "chromium",
  "chromium-headless-shell": "chromium-headless-shell",
  sqlite3: "sqlite3",
  python3: "python3",
  dnsperf: "dnsperf",
  adnshost: "adns-tools",
  jq: "jq",
  taskset: "util-linux",
  ip: "iproute2",
  openssl: "openssl",
  script: "bsdutils",
  zsh: "zsh",
  fish: "fish",
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
      why = aptInstall(packages);
      // One that this release lacks keeps the others away.
      if (why !== "") for (const each of packages) aptInstall([each]);
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

/**
 * Debian's botocore, boto3 and AWS CLI v2, and what they import: the oldest and another one that the plugin for Python is
 * tested with. They are laid beside the others and not installed, as the AWS CLI of npm, with which the catalog is
 * compared, is not to find them.
 */
const PYTHON_PACKAGES = [
  "awscli",
  "python3-awscrt",
  "python3-boto3",
  "python3-botocore",
  "python3-certifi",
  "python3-cffi-backend",
  "python3-chardet",
  "python3-charset-normalizer",
  "python3-colorama",
  "python3-cryptography",
  "python3-dateutil",
  "python3-distro",
  "python3-docutils",
  "python3-idna",
  "python3-jmespath",
  "python3-prompt-toolkit",
  "python3-pyasn1",
  "python3-requests",
  "python3-roman",
  "python3-ruamel.yaml",
  "python3-ruamel.yaml.clib",
  "python3-s3transfer",
  "python3-setuptools",
  "python3-pkg-resources",
  "python3-six",
  "python3-urllib3",
  "python3-wcwidth",
  "python3-wheel",
];
const DEBIAN_PYTHON = `${root}/.tmp/debian-python`;

/** Fetches them into `.tmp/debian-python`, unless they are there; no root is needed where apt's lists are there. */
export function ensureDebianPython() {
  const stamp = `${DEBIAN_PYTHON}/.packages`;
  const wanted = PYTHON_PACKAGES.join("\n");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  let why = "apt-get is not on this machine";
  if (isInstalled("apt-get")) {
    console.error("Fetching Debian's botocore …");
    why = fetchDebianPython();
  }
  if (why === "") writeFileSync(stamp, wanted);
  else if (isCi) {
    console.error(`Missing Debian's botocore (${why}): nothing may be skipped in CI.`);
    process.exit(3);
  } else console.error(`Skipped: what needs Debian's botocore (${why}).`);
}

function fetchDebianPython() {
  rmSync(DEBIAN_PYTHON, { recursive: true, force: true });
  const packed = `${DEBIAN_PYTHON}/packed`;
  mkdirSync(packed, { recursive: true });
  const download = () => aptGet(["download", "-qq", ...PYTHON_PACKAGES], packed);
  let why = download();
  if (why !== "" && process.getuid?.() === 0) {
    aptGet(["update", "-qq"]);
    why = download();
  }
  if (why !== "") return why;
  for (const file of readdirSync(packed)) {
    const { status } = spawnSync("dpkg-deb", ["--extract", `${packed}/${file}`, packed]);
    if (status !== 0) return `dpkg-deb cannot extract ${file}`;
  }
  for (const folder of readdirSync(`${packed}/usr/lib/python3/dist-packages`)) {
    renameSync(`${packed}/usr/lib/python3/dist-packages/${folder}`, `${DEBIAN_PYTHON}/${folder}`);
  }
  rmSync(packed, { recursive: true });
  return "";
}

const aptInstall = (packages) =>
  aptGet(["install", "-y", "-qq", "--no-install-recommends", ...packages]);

function aptGet(args, cwd = root) {
  const result = spawnSync("apt-get", args, {
    cwd,
    stdio: ["ignore", "ignore", "pipe"],
    // A package must not start its server here: tests start their own on free ports.
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
    encoding: "utf8",
  });
  return result.status === 0 ? "" : `apt-get: ${result.stderr.trim().split("\n").at(-1)}`;
}
