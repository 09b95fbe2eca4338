import { readFileSync, readlinkSync } from "node:fs";
import { Writable } from "node:stream";

/** Commands whose result is not what they print. */
const KEPT_ELSEWHERE = /^(scan|serve|site build|prices (update|import)|catalog update)( |$)/;

/** Stands in for a standard output that is closed, and knows whether something was lost by that. */
export class ClosedOutput extends Writable {
  isResultLost = false;
  readonly #isResultPrinted: boolean;

  /** @param argv the words after `egress6` */
  constructor(argv: readonly string[]) {
    super();
    this.#isResultPrinted = !KEPT_ELSEWHERE.test(argv.join(" "));
  }

  override _write(_chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    this.isResultLost = this.#isResultPrinted;
    done();
  }
}

/**
 * Whether the process was started without a standard output (`>&-`). Node then opens the null device in its place, for
 * reading and writing, where `> /dev/null` is for writing only. Programs that discard all output of another one
 * open it for both, too, but then for the standard error as well. Told on Linux only.
 */
export function isStdoutClosed(): boolean {
  return isStandIn(1) && !isStandIn(2);
}

// As in <fcntl.h>: the two lowest bits of the flags.
const ACCESS_MODE = 0o3;
const READ_AND_WRITE = 0o2;

function isStandIn(fd: 1 | 2): boolean {
  try {
    if (readlinkSync(`/proc/self/fd/${fd}`) !== "/dev/null") return false;
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & ACCESS_MODE) === READ_AND_WRITE;
  } catch {
    return false;
  }
}
