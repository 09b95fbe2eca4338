import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { serialize } from "node:v8";
import { gzipSync } from "node:zlib";
import { packageCommand, root } from "./run.mjs";

/** By this, postject finds the place in Node's binary that says whether it holds an application. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/**
 * Makes one executable of the Node that runs this and of a folder with `node_modules/egress6`: a single executable
 * application of Node. Data files and the native module of SQLite cannot be read out of it, so that it unpacks
 * them once, as scripts/lib/executable-main.cjs says.
 */
export function buildExecutable(folder, file, version) {
  const work = mkdtempSync(join(tmpdir(), "egress6-executable-"));
  try {
    const payload = gzipSync(serialize(filesUnder(folder)));
    writeFileSync(join(work, "payload"), payload);
    const digest = createHash("sha256").update(payload).digest("hex");
    writeFileSync(join(work, "name"), `${version}-${digest.slice(0, 16)}`);
    const config = {
      main: `${root}/scripts/lib/executable-main.cjs`,
      output: join(work, "application"),
      disableExperimentalSEAWarning: true,
      assets: { payload: join(work, "payload"), name: join(work, "name") },
    };
    writeFileSync(join(work, "config.json"), JSON.stringify(config));
    runQuietly(process.execPath, ["--experimental-sea-config", join(work, "config.json")]);

    mkdirSync(dirname(resolve(file)), { recursive: true });
    copyFileSync(process.execPath, file);
    chmodSync(file, 0o755);
    const [node, postject] = packageCommand("postject");
    const options = ["NODE_SEA_BLOB", config.output, "--sentinel-fuse", FUSE];
    runQuietly(node, [postject, resolve(file), ...options]);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** Path and content of each file, sorted: the same folder makes the same bytes. */
function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .sort()
    .map((path) => [path, readFileSync(join(folder, path))]);
}

function runQuietly(command, args) {
  const { status, stderr, stdout } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}: ${stdout}${stderr}`);
}
