import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
} from "node:fs";
import { join } from "node:path";

const MEMORY = "/dev/shm";
/** A release of both architectures is laid out there, as is an executable of a hundred megabytes, some times over. */
const ENOUGH_BYTES = 4e9;

/** In memory, programs can be started and there is room; in a container, mostly neither. */
function isOfUse(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    const mount = readFileSync("/proc/mounts", "utf8")
      .split("\n")
      .map((line) => line.split(" "))
      .find(([, at]) => at === folder);
    const [, , type, options = ""] = mount ?? [];
    const { bavail, bsize } = statfsSync(folder);
    return (
      type === "tmpfs" && !options.split(",").includes("noexec") && bavail * bsize > ENOUGH_BYTES
    );
  } catch {
    return false;
  }
}

/** Of a run that was killed: nobody else would give the memory back. */
function isAbandoned(name: string): boolean {
  const pid = /^egress6-tests-(\d+)-/.exec(name)?.[1];
  return pid !== undefined && !existsSync(`/proc/${pid}`);
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // A killed test has left something mounted in it.
  }
}

/**
 * Gives the tests a temporary folder in memory where the system has one: what a store waits for on a disk is a good
 * part of their time. It ends with them, with what killed processes have left behind.
 */
export function setup(): (() => void) | undefined {
  if (!isOfUse(MEMORY)) return undefined;
  for (const name of readdirSync(MEMORY)) {
    if (isAbandoned(name)) remove(join(MEMORY, name));
  }
  const folder = mkdtempSync(join(MEMORY, `egress6-tests-${process.pid}-`));
  // As the system's own: some tests start processes of other users.
  chmodSync(folder, 0o1777);
  process.env["TMPDIR"] = folder;
  return () => remove(folder);
}
