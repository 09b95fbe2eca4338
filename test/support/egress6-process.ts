import { spawn } from "node:child_process";
import { builtEgress6 } from "./built.js";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Egress6Process {
  /** So far. */
  readonly stdout: () => string;
  /** So far. */
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts the built command line as a process of its own.
 * @param env all of its environment, besides the path
 */
export function startEgress6(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Egress6Process {
  const child = spawn(process.execPath, [builtEgress6(), ...args], {
    env: { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
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
    ended: new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, stdout, stderr }));
    }),
    kill: (signal) => void child.kill(signal),
  };
}

export function runEgress6(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return startEgress6(args, env).ended;
}

/** Where a started `serve` shows the page. @throws Error when it ended instead */
export async function servedUrl(serving: Egress6Process): Promise<string> {
  let isOver = false;
  const over = serving.ended.then(() => {
    isOver = true;
  });
  for (;;) {
    const url = /http:\/\/\S+\//.exec(serving.stdout())?.[0];
    if (url !== undefined) return url;
    if (isOver) throw new Error(`serve ended: ${serving.stderr()}`);
    await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
}
