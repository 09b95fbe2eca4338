import { Readable, Writable } from "node:stream";
import type { ExitCode } from "../../packages/egress6/src/cli/context.js";
import { runCli } from "../../packages/egress6/src/cli/run-cli.js";

interface CliRun {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `egress6` without a process: its own streams and environment, a clock that stands still. */
export async function egress6(
  args: readonly string[],
  given: {
    stdin?: string | Buffer;
    env?: Record<string, string>;
    now?: () => number;
    cwd?: string;
    /** How wide the terminal is; without it there is none. */
    columns?: number;
  } = {},
): Promise<CliRun> {
  const stdout = collector();
  const stderr = collector();
  const code = await runCli(args, {
    env: given.env ?? {},
    platform: process.platform,
    cwd: given.cwd ?? process.cwd(),
    stdin: Readable.from(given.stdin === undefined ? [] : [given.stdin]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    stdoutColumns: given.columns ?? null,
    isStderrTerminal: false,
    now: given.now ?? (() => 0),
    interrupt: new AbortController().signal,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collector() {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join("") };
}
