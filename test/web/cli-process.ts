import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../packages/egress6/bin/egress6.js", import.meta.url));

export interface CliProcess {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The exit code. */
  readonly ended: Promise<number | null>;
  interrupt(): void;
  kill(): void;
}

/** The tool as people run it. */
export function startCli(args: readonly string[]): CliProcess {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  return {
    stdout: () => stdout,
    stderr: () => stderr,
    ended: new Promise((resolve) => child.on("close", resolve)),
    interrupt: () => child.kill("SIGINT"),
    kill: () => child.kill("SIGKILL"),
  };
}

/** Where a started `serve` shows the page. @throws Error when it ended instead */
export async function servedUrl(serving: CliProcess): Promise<string> {
  const deadline = Symbol();
  let isOver = false;
  const over = serving.ended.then(() => {
    isOver = true;
    return deadline;
  });
  for (;;) {
    const url = /http:\/\/\S+\//.exec(serving.stdout())?.[0];
    if (url !== undefined) return url;
    if (isOver) throw new Error(`serve ended: ${serving.stderr()}`);
    await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
}
