// What a release is made of: `node scripts/release.mjs COMMAND`. .github/workflows/release.yml runs these in turn.
//   verify TAG               the tag, the packages and the changelog speak of one version
//   notes TAG                prints the changelog's section
//   pack DIR                 packs the packages into DIR
//   python DIR               builds wheel and sdist of the plugin for botocore into DIR
//   stage DIR ARCH STAGE     lays out DIR's egress6 for linux on ARCH (x64, arm64) with what the lock file pins
//   sbom STAGE FILE          lists what is in there, as CycloneDX
//   executable STAGE FILE    makes one file of it and of the Node that runs this
//   checksums DIR            writes DIR/SHA256SUMS
//   publish DIR [-- OPTIONS] publishes DIR's packages to the registry, those first that others need
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { buildExecutable } from "./lib/build-executable.mjs";
import { root, run, runNpm } from "./lib/run.mjs";

/** In the order in which they are published. */
const PACKAGES = ["@egress6/core", "@egress6/aws-sdk", "@egress6/flows-duckdb", "egress6"];
const { version, workspaces } = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));

function fail(message) {
  console.error(`release: ${message}`);
  process.exit(2);
}

/** What npm calls the packed file. */
const tarballOf = (name) => `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;

/** `## 0.2.0, 2027-01-15`, up to the next. */
function changelogSection() {
  const [, ...sections] = readFileSync(`${root}/CHANGELOG.md`, "utf8").split(/^## /m);
  const section = sections.find((each) => /^[^\s,]+/.exec(each)?.[0] === version);
  if (section === undefined) fail(`CHANGELOG.md has no section "## ${version}"`);
  const [heading, ...lines] = section.split("\n");
  return { heading, text: lines.join("\n").trim() };
}

function verify(tag) {
  if (tag !== `v${version}`) fail(`the tag is ${tag}, and package.json has ${version}`);
  const { heading, text } = changelogSection();
  if (!/^\S+, \d{4}-\d{2}-\d{2}$/.test(heading)) {
    fail(`CHANGELOG.md: "## ${heading}" should be "## ${version}, YYYY-MM-DD"`);
  }
  if (text === "") fail(`CHANGELOG.md says nothing of ${version}`);
  const ofPython = /^__version__ = "(.+)"$/m.exec(
    readFileSync(`${root}/packages/botocore/src/egress6_botocore/__init__.py`, "utf8"),
  )?.[1];
  if (ofPython !== version)
    fail(`egress6_botocore is ${ofPython}, and package.json has ${version}`);
  run(process.execPath, [`${root}/scripts/package-fields.mjs`]);
}

function pack(folder) {
  mkdirSync(folder, { recursive: true });
  const wanted = PACKAGES.flatMap((name) => ["-w", name]);
  runNpm(["pack", ...wanted, "--pack-destination", resolve(folder), "--silent"]);
}

/** With the setuptools of the machine: nothing is downloaded. */
function python(folder) {
  mkdirSync(folder, { recursive: true });
  const source = mkdtempSync(join(tmpdir(), "egress6-python-"));
  cpSync(join(root, "packages/botocore"), source, {
    recursive: true,
    filter: (path) => !/__pycache__|\.egg-info|\/build$/.test(path),
  });
  cpSync(join(root, "LICENSE"), join(source, "LICENSE"));
  const build =
    "import sys, setuptools.build_meta as b; to = sys.argv[1]; b.build_sdist(to); b.build_wheel(to)";
  const interpreter = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
  const { status, stderr } = spawnSync(interpreter, ["-c", build, resolve(folder)], {
    cwd: source,
    // Not Debian's own distutils, which may be absent.
    env: { ...process.env, SETUPTOOLS_USE_DISTUTILS: "local" },
    encoding: "utf8",
  });
  rmSync(source, { recursive: true });
  if (status !== 0) fail(`python: ${stderr.trim().split("\n").at(-1)}`);
}

/** Everything comes from the lock file by its digest, but for our own packages: these are the packed ones. */
function stage(folder, arch, target) {
  if (!["x64", "arm64"].includes(arch)) fail(`no executables are made for ${arch}`);
  const clone = mkdtempSync(join(tmpdir(), "egress6-stage-"));
  const manifests = ["", ...workspaces.map((workspace) => `${workspace}/`)];
  for (const path of [
    ".npmrc",
    "package-lock.json",
    ...manifests.map((workspace) => `${workspace}package.json`),
  ]) {
    cpSync(join(root, path), join(clone, path));
  }
  // DuckDB, of seventy megabytes, is installed by those who read Parquet.
  const ofEgress6 = JSON.parse(readFileSync(join(clone, "packages/egress6/package.json"), "utf8"));
  delete ofEgress6.peerDependencies["@egress6/flows-duckdb"];
  delete ofEgress6.devDependencies["@egress6/flows-duckdb"];
  writeFileSync(join(clone, "packages/egress6/package.json"), JSON.stringify(ofEgress6));
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  runNpm(["ci", "--omit=dev", "-w", "egress6", `--cpu=${arch}`, "--os=linux", ...flags], {
    cwd: clone,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const modules = join(clone, "node_modules");
  for (const name of ["egress6", "@egress6/core"]) {
    rmSync(join(modules, name), { recursive: true });
    mkdirSync(join(modules, name), { recursive: true });
    const tarball = resolve(folder, tarballOf(name));
    run("tar", ["-xzf", tarball, "--strip-components=1", "-C", join(modules, name)]);
  }
  // The executable is for glibc: the Node in it is.
  for (const name of readdirSync(join(modules, "@libsql"))) {
    if (name.endsWith("-musl")) rmSync(join(modules, "@libsql", name), { recursive: true });
  }
  rmSync(target, { recursive: true, force: true });
  cpSync(modules, join(target, "node_modules"), {
    recursive: true,
    filter: (path) => ![".bin", ".package-lock.json"].includes(basename(path)),
  });
  const manifest = { private: true, name: "egress6-release", version, dependencies: {} };
  manifest.dependencies.egress6 = version;
  writeFileSync(join(target, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  rmSync(clone, { recursive: true });
}

function sbom(target, file) {
  const options = ["sbom", "--sbom-format=cyclonedx", "--sbom-type=application"];
  const { status, stdout, stderr } = spawnSync("npm", options, { cwd: target, encoding: "utf8" });
  if (status !== 0) fail(`npm sbom: ${stderr}`);
  writeFileSync(file, stdout);
}

function checksums(folder) {
  const names = readdirSync(folder).filter((name) => name !== "SHA256SUMS");
  const lines = names.sort().map((name) => {
    const digest = createHash("sha256").update(readFileSync(join(folder, name)));
    return `${digest.digest("hex")}  ${name}\n`;
  });
  writeFileSync(join(folder, "SHA256SUMS"), lines.join(""));
}

/** Versions such as 0.2.0-rc.1 are not what `npm install egress6` gives. */
function publish(folder, options) {
  const tag = version.includes("-") ? "next" : "latest";
  for (const name of PACKAGES) {
    const tarball = resolve(folder, tarballOf(name));
    runNpm(["publish", tarball, "--access", "public", "--tag", tag, ...options]);
  }
}

const COMMANDS = {
  verify,
  python,
  notes: () => console.log(changelogSection().text),
  pack,
  stage,
  sbom,
  executable: (target, file) => buildExecutable(target, file, version),
  checksums,
  publish: (folder, ...options) => publish(folder, options),
};
const [command, ...args] = process.argv.slice(2).filter((arg) => arg !== "--");
if (!Object.hasOwn(COMMANDS, command ?? "")) {
  fail(`there is no command ${command}; there are ${Object.keys(COMMANDS).join(", ")}`);
}
await COMMANDS[command](...args);
