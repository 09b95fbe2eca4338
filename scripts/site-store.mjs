// Keeps the store of a site that is built anew every day in a branch of its own:
// `node scripts/site-store.mjs restore`, then scan, then `node scripts/site-store.mjs save`.
// The branch has one commit with one file, so the clone does not grow. EGRESS6_DB says where the store is.
// `save` is `pack`, which makes a sound copy and needs the packages of this clone, and `push`, which needs git and the
// right to write: a workflow does the two in two jobs. STORE_TOKEN is what git shows to GITHUB_SERVER_URL.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { gitEnvironment } from "./lib/git-environment.mjs";

const FILE = "egress6.db.gz";
const branch = process.env.STORE_BRANCH || "store";
const remote = process.env.STORE_REMOTE || "origin";
const db = process.env.EGRESS6_DB;
/** Which commit the store was restored from; empty when there was none. */
const restoredFrom = `${db}.commit`;
/** What `pack` leaves for `push`. */
const packed = `${db}.gz`;
/** No store of ours unpacks to more. */
const MOST_BYTES = 2 ** 31;

function fail(message) {
  console.error(`site-store: ${message}`);
  process.exit(3);
}

function git(args, { input, codes = [0] } = {}) {
  const result = spawnSync("git", args, {
    input,
    maxBuffer: 1 << 30,
    env: gitEnvironment(process.env.STORE_TOKEN),
  });
  if (result.error) fail(`git: ${result.error.message}`);
  if (!codes.includes(result.status)) {
    fail(`git ${args[0]} ended with ${result.status}: ${result.stderr.toString().trim()}`);
  }
  return result.stdout;
}

function restore() {
  if (existsSync(db)) fail(`there is a store at ${db} already; it would be lost`);
  mkdirSync(dirname(db), { recursive: true });
  // 2 means that the remote has no such branch. Anything else that goes wrong must not look like that:
  // an empty store would take the place of the history.
  const found = git(["ls-remote", "--exit-code", "--heads", remote, `refs/heads/${branch}`], {
    codes: [0, 2],
  });
  if (found.length === 0) {
    writeFileSync(restoredFrom, "");
    console.log(`no branch ${branch} on ${remote} yet: the history begins now`);
    return;
  }
  git(["fetch", "--depth=1", remote, `refs/heads/${branch}`]);
  const commit = git(["rev-parse", "FETCH_HEAD"]).toString().trim();
  const content = gunzipSync(git(["cat-file", "blob", `${commit}:${FILE}`]));
  writeFileSync(db, content);
  writeFileSync(restoredFrom, commit);
  console.log(`${content.length} bytes of history from ${branch} at ${commit.slice(0, 12)}`);
}

/** Makes one file of the store, known to be sound. */
async function pack() {
  restoredCommit();
  if (!existsSync(db)) fail(`there is no store at ${db}: scan first`);
  writeFileSync(packed, gzipSync(await snapshot(), { level: 9 }));
}

/** Puts what was packed into its branch. */
function push() {
  const before = restoredCommit();
  if (!existsSync(packed)) fail(`there is no ${packed}: pack first`);
  const content = readFileSync(packed);
  refuseOtherThanStore(content);
  const blob = git(["hash-object", "-w", "--stdin"], { input: content }).toString().trim();
  const tree = git(["mktree"], { input: `100644 blob ${blob}\t${FILE}\n` })
    .toString()
    .trim();
  const commit = git(["commit-tree", tree, "-m", "Keep what was observed"]).toString().trim();
  // Only in the place of what was restored: two runs at once must not undo each other.
  git([
    "push",
    `--force-with-lease=refs/heads/${branch}:${before}`,
    remote,
    `${commit}:refs/heads/${branch}`,
  ]);
  writeFileSync(restoredFrom, commit);
  console.log(`${content.length} bytes to ${branch} at ${commit.slice(0, 12)}`);
}

async function save() {
  await pack();
  push();
}

/** The commit that the store was restored from; empty when there was none. It may come from another job. */
function restoredCommit() {
  if (!existsSync(restoredFrom))
    fail("nothing was restored, so the history may be older: restore first");
  const commit = readFileSync(restoredFrom, "utf8");
  if (!/^([0-9a-f]{40}([0-9a-f]{24})?)?$/.test(commit)) fail(`${restoredFrom} names no commit`);
  return commit;
}

function refuseOtherThanStore(content) {
  let head;
  try {
    head = gunzipSync(content, { maxOutputLength: MOST_BYTES }).subarray(0, 16).toString("latin1");
  } catch (error) {
    fail(`${packed} cannot be unpacked, so it is not kept: ${error.message}`);
  }
  if (head !== "SQLite format 3\0") fail(`${packed} holds no store, so it is not kept`);
}

/** A copy that holds what the write-ahead log may hold too, and is known to be sound. */
async function snapshot() {
  const { default: Database } = await import("libsql");
  const folder = mkdtempSync(join(tmpdir(), "egress6-store-"));
  try {
    const copy = join(folder, "copy.db");
    const store = new Database(db);
    store.prepare("VACUUM INTO ?").run(copy);
    store.close();
    const copied = new Database(copy);
    const check = copied.prepare("PRAGMA integrity_check").get();
    copied.close();
    if (check?.integrity_check !== "ok") fail(`the store at ${db} is damaged: it is not kept`);
    return readFileSync(copy);
  } catch (error) {
    return fail(`the store at ${db} cannot be copied, so it is not kept: ${error.message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (!db) fail("say where the store is with EGRESS6_DB");
const actions = { restore, pack, push, save };
const action = actions[process.argv[2]];
if (action === undefined) fail("say what to do: restore, pack, push or save");
await action();
