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
    `egress6: The output cannot be written: ${error.message}. Make room, or send it elsewhere.\n`,
  );
  process.exit(3);
});
// Messages that nobody reads are no reason to stop.
process.stderr.on("error", () => {});

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  isStderrTerminal: process.stderr.isTTY === true && process.env["TERM"] !== "dumb",
  now: Date.now,
  interrupt: interrupt.signal,
});
