// `egress6` as on a terminal, so that it reports its progress four times a second:
// node bench/kill/scan-with-progress.mjs scan …
import { runCli } from "../../packages/egress6/dist/cli/run-cli.js";

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  platform: process.platform,
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  isStderrTerminal: true,
  now: Date.now,
  interrupt: new AbortController().signal,
});
