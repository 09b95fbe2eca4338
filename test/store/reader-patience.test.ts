import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { openStoreReader } from "../../packages/egress6/src/adapter/store/open-store.js";

/** Locks the whole file for half a second, as SQLite does while it opens a new store. */
const LOCKER = `
  import Database from "libsql";
  const store = new Database(process.argv[1]);
  store.exec("CREATE TABLE t (a); DROP TABLE t; BEGIN EXCLUSIVE");
  process.stdout.write("locked");
  setTimeout(() => store.exec("COMMIT"), 500);`;

it("waits for a store that is locked for an instant while another process opens it", async () => {
  const folder = mkdtempSync(`${tmpdir()}/egress6-patience-`);
  const path = `${folder}/store.db`;
  const locker = spawn(process.execPath, ["--input-type=module", "--eval", LOCKER, path], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const exited = once(locker, "exit");
    await once(locker.stdout, "data");
    const reader = openStoreReader(path);
    expect(reader).toBeNull();
    await exited;
  } finally {
    locker.kill();
    rmSync(folder, { recursive: true });
  }
});
