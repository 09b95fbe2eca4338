import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore, openStoreReader } from "../../packages/egress6/src/adapter/store/open-store.js";
import { openSqlite } from "../../packages/egress6/src/adapter/store/sqlite.js";
import { built } from "../support/built.js";
import { observation } from "./observations.js";

const OPEN_STORE = pathToFileURL(built("packages/egress6/dist/adapter/store/open-store.js")).href;
const WRITER_LOCK = pathToFileURL(built("packages/egress6/dist/adapter/store/writer-lock.js")).href;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-store-"));
  path = join(folder, "store.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** By a process of its own: SQLite in this one would go on with what it knows of the file. */
function fillStore(names: number): void {
  const script = `
    import { openStore } from ${JSON.stringify(OPEN_STORE)};
    const outcome = { addresses: [], cname: [], attempts: 1, resolver: "192.0.2.53:53", ms: 1 };
    const store = openStore(process.argv[1]);
    store.record(Array.from({ length: ${names} }, (_, index) => ({
      name: "service-" + index + ".eu-central-1.amazonaws.com",
      a: { ...outcome, kind: "answer" },
      aaaa: { ...outcome, kind: "nodata" },
    })), 1000);
    store.close();`;
  execFileSync(process.execPath, ["--input-type=module", "-e", script, path]);
}

/** A fault whose message names the file and says what to do. */
const fault = (code: string, kind: "input" | "incomplete") =>
  expect.objectContaining({
    code,
    kind,
    message: expect.stringMatching(/store\.db.*(--db PATH|Move it away)/s),
  });

/** How the action fails. */
function faultOf(action: () => unknown): unknown {
  try {
    return { didNotFail: action() };
  } catch (error) {
    return error;
  }
}

describe("opening a store", () => {
  it("makes the folders on the way", () => {
    path = join(folder, "a", "b", "store.db");
    openStore(path).close();
    expect(existsSync(path)).toBe(true);
  });

  it("refuses an empty file, which has lost its content", () => {
    writeFileSync(path, "");
    expect(faultOf(() => openStore(path))).toEqual(fault("STORE_CORRUPT", "input"));
    expect(faultOf(() => openStoreReader(path))).toEqual(fault("STORE_CORRUPT", "input"));
    expect(readFileSync(path)).toHaveLength(0);
  });

  it("begins anew where a store was deleted, whatever it has left beside", () => {
    fillStore(1);
    const old = openSqlite(path);
    old.exec("UPDATE names SET name = 'old.example'");
    copyFileSync(`${path}-wal`, `${path}-wal.kept`);
    old.close();
    renameSync(`${path}-wal.kept`, `${path}-wal`);
    writeFileSync(`${path}.new`, "half a store of a process that was killed");
    rmSync(path);
    const store = openStore(path);
    expect(store.readSupport().size).toBe(0);
    store.close();
    expect(existsSync(`${path}.new`)).toBe(false);
    expect(openStoreReader(path)?.readSupport().size).toBe(0);
  });

  it("follows a link to a store that is not there yet", () => {
    symlinkSync("real.db", path);
    openStore(path).close();
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(openStoreReader(join(folder, "real.db"))?.newestTime()).toBeNull();
  });

  it("reads nothing where nothing was stored, and makes no file", () => {
    expect(openStoreReader(path)).toBe(null);
    expect(existsSync(path)).toBe(false);
  });

  it("works under a path with spaces, umlauts and characters that mean something in a URI", () => {
    path = join(folder, "a ?mode=ro&x#ü%20", "store.db");
    fillStore(1);
    const reader = openStoreReader(path);
    expect(reader?.readSupport().size).toBe(1);
    reader?.close();
  });

  it("refuses a folder", () => {
    mkdirSync(path);
    expect(faultOf(() => openStore(path))).toEqual(fault("STORE_UNWRITABLE", "input"));
    expect(faultOf(() => openStoreReader(path))).toEqual(fault("STORE_UNWRITABLE", "input"));
  });

  it("refuses a path below a file", () => {
    writeFileSync(join(folder, "file"), "");
    path = join(folder, "file", "store.db");
    expect(faultOf(() => openStore(path))).toEqual(fault("STORE_UNWRITABLE", "input"));
  });

  it("refuses a path where nobody can write", () => {
    // Not even root can make a file in /proc.
    const nowhere = "/proc/egress6/store.db";
    expect(faultOf(() => openStore(nowhere))).toEqual(fault("STORE_UNWRITABLE", "input"));
  });

  it("refuses a device", () => {
    const device = join(folder, "store.db");
    symlinkSync("/dev/zero", device);
    expect(faultOf(() => openStore(device))).toEqual(fault("STORE_UNWRITABLE", "input"));
  });

  it("reads a store in a folder where nothing can be written", () => {
    fillStore(1);
    for (const beside of ["-wal", "-shm", ".lock"]) rmSync(path + beside, { force: true });
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    // Root may write anywhere, so the child gives that up once everything is imported.
    const script = `
      import { openStoreReader } from ${JSON.stringify(OPEN_STORE)};
      if (process.getuid() === 0) process.setuid(65534);
      process.stdout.write(String(openStoreReader(process.argv[1]).readSupport().size));`;
    const names = execFileSync(process.execPath, ["--input-type=module", "-e", script, path]);
    chmodSync(folder, 0o755);
    expect(String(names)).toBe("1");
  });

  it("refuses garbage and leaves it as it is", () => {
    const garbage = Buffer.alloc(10_000, "not a database ");
    writeFileSync(path, garbage);
    expect(faultOf(() => openStore(path))).toEqual(fault("STORE_CORRUPT", "input"));
    expect(faultOf(() => openStoreReader(path))).toEqual(fault("STORE_CORRUPT", "input"));
    expect(readFileSync(path).equals(garbage)).toBe(true);
  });

  it.each([1, 20, 101, 4_095, 4_096, 5_000, 100_000, -1, -101, -4_095, -4_096])(
    "refuses a store cut off after %i bytes and leaves it",
    (bytes) => {
      fillStore(2_000);
      truncateSync(path, bytes > 0 ? bytes : statSync(path).size + bytes);
      const damaged = readFileSync(path);
      expect(faultOf(() => openStore(path))).toEqual(fault("STORE_CORRUPT", "input"));
      expect(faultOf(() => openStoreReader(path))).toEqual(fault("STORE_CORRUPT", "input"));
      expect(readFileSync(path).equals(damaged)).toBe(true);
    },
  );

  it("refuses to write to a store with a page overwritten, and leaves it", () => {
    fillStore(2_000);
    const damaged = readFileSync(path);
    damaged.fill(0xff, 8 * 4096, 40 * 4096);
    writeFileSync(path, damaged);
    expect(faultOf(() => openStore(path))).toEqual(fault("STORE_CORRUPT", "input"));
    expect(readFileSync(path).equals(damaged)).toBe(true);
  });

  it("says that the store is damaged when a value cannot be one of ours", () => {
    fillStore(1);
    const other = openSqlite(path);
    other.exec("UPDATE support SET last_outcome = 'perhaps'");
    other.close();
    const reader = openStoreReader(path);
    expect(faultOf(() => reader?.readSupport())).toEqual(fault("STORE_CORRUPT", "input"));
    reader?.close();
  });

  it("refuses the SQLite file of another program and leaves it", () => {
    const other = openSqlite(path);
    other.exec("CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 1");
    other.close();
    const bytes = readFileSync(path);
    expect(faultOf(() => openStore(path))).toEqual(fault("STORE_FOREIGN", "input"));
    expect(faultOf(() => openStoreReader(path))).toEqual(fault("STORE_FOREIGN", "input"));
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });
});

describe("one writer", () => {
  it("refuses a second one in the same process until the first has closed", () => {
    const first = openStore(path);
    expect(faultOf(() => openStore(path))).toEqual(fault("STORE_BUSY", "incomplete"));
    first.close();
    openStore(path).close();
  });

  it("refuses a second one that comes by another path", () => {
    const first = openStore(path);
    const other = join(folder, "link");
    symlinkSync(path, other);
    expect(faultOf(() => openStore(other))).toEqual(fault("STORE_BUSY", "incomplete"));
    first.close();
  });

  it("refuses a second one beside another process, and takes over when that is killed", async () => {
    const holder = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import { lockForWriting } from ${JSON.stringify(WRITER_LOCK)};
         lockForWriting(process.argv[1]);
         console.log("locked");
         setInterval(() => {}, 1000);`,
        path,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await once(holder.stdout, "data");
    expect(faultOf(() => openStore(path))).toEqual(fault("STORE_BUSY", "incomplete"));
    holder.kill("SIGKILL");
    await once(holder, "exit");
    openStore(path).close();
  });

  it("never keeps readers out", () => {
    fillStore(1);
    const writer = openStore(path);
    const reader = openStoreReader(path);
    expect(reader?.readSupport().size).toBe(1);
    writer.record([observation("b.example", "answer", "nodata")], 2000);
    expect(reader?.readSupport().size).toBe(2);
    reader?.close();
    writer.close();
  });
});
