import type { Readable, Writable } from "node:stream";
import type { Clock } from "../ports.js";

/** All that a command may touch of the process; tests pass their own. */
export interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The folder that paths are told from, absolute. */
  readonly cwd: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** As `stdoutColumns`, of `stderr`. */
  readonly stderrColumns?: number | null;
  /** How wide the terminal is that shows `stdout`; null: there is none. */
  readonly stdoutColumns?: number | null;
  /** One that can move its cursor: not `TERM=dumb`. */
  readonly isStderrTerminal: boolean;
  /** `stderr` for control sequences of our own. */
  readonly terminal?: Writable;
  readonly now: Clock;
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly interrupt: AbortSignal;
}

/** How a command ended: 0 clean · 1 findings · 2 bad input · 3 could not complete. */
export type ExitCode = 0 | 1 | 2 | 3;
