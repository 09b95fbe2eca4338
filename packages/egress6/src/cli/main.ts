import { reasonOf } from "@egress6/core/errors";
import { ClosedOutput, isStdoutClosed } from "./closed-output.js";
import { runCli } from "./run-cli.js";

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
  });
}
// A reader that closed the pipe (`egress6 export | head`) is not an error; a full disk is.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(
    `egress6: The output cannot be written: ${reasonOf(error)}. Make room, or send it elsewhere.\n`,
  );
  process.exit(3);
});
// Messages that nobody reads are no reason to stop.
process.stderr.on("error", () => {});

const argv = process.argv.slice(2);
const closed = isStdoutClosed() ? new ClosedOutput(argv) : null;
process.exitCode = await runCli(argv, {
  env: process.env,
  platform: process.platform,
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: closed ?? process.stdout,
  stderr: process.stderr,
  stdoutColumns: process.stdout.isTTY === true ? process.stdout.columns : null,
  stderrColumns: process.stderr.isTTY === true ? process.stderr.columns : null,
  isStderrTerminal: process.stderr.isTTY === true && process.env["TERM"] !== "dumb",
  now: Date.now,
  interrupt: interrupt.signal,
});
if (closed?.isResultLost && process.exitCode !== 2) {
  process.stderr.write(
    "egress6: The standard output is closed, so the result went nowhere. Open it; for the exit code alone, use > /dev/null.\n",
  );
  process.exitCode = 3;
}
