// The first script of the single-file executable: unpacks what it carries, once, and starts it.
// Node's own loader cannot read modules out of an executable, and the system cannot load SQLite out of it.
const { lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { homedir, tmpdir } = require("node:os");
const { dirname, join } = require("node:path");
const sea = require("node:sea");
const { deserialize } = require("node:v8");
const { gunzipSync } = require("node:zlib");

const START = "start.cjs";

function unpack(folder) {
  const files = deserialize(gunzipSync(Buffer.from(sea.getRawAsset("payload"))));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  // From within a file, `import()` works; from within the executable, it does not.
  writeFileSync(join(folder, START), 'import("./node_modules/egress6/bin/egress6.js");\n');
}

/** What somebody else could have put there is not run. */
function isOurs(folder) {
  const { uid, mode } = lstatSync(folder);
  return uid === process.getuid() && (mode & 0o022) === 0;
}

/** Where it is unpacked, now or before: in this user's cache folder. */
function cached() {
  const caches = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "egress6");
  const folder = join(caches, sea.getAsset("name", "utf8"));
  try {
    return isOurs(folder) ? folder : null;
  } catch (error) {
    if (error.code !== "ENOENT") return null;
  }
  try {
    mkdirSync(caches, { recursive: true, mode: 0o700 });
    const fresh = mkdtempSync(`${folder}.`);
    try {
      unpack(fresh);
      renameSync(fresh, folder);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      // Another process has unpacked it meanwhile.
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    }
    return isOurs(folder) ? folder : null;
  } catch {
    return null;
  }
}

/** Without a cache folder that can be written: for this process alone. */
function temporary() {
  const folder = mkdtempSync(join(tmpdir(), "egress6-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  unpack(folder);
  return folder;
}

const folder = cached() ?? temporary();
createRequire(join(folder, START))(join(folder, START));
