// Runs a program as a whole process and measures it.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

const POLL_MS = 20;

/**
 * @param cpu the core it is pinned to; null for none
 * @param stdout a file for its output; null to throw it away
 * @returns seconds, peak memory in MB (of the program itself) and the exit code
 */
export async function measure({ command, cpu = null, stdin = null, stdout = null }) {
  const [program, ...args] = cpu === null ? command : ["taskset", "-c", String(cpu), ...command];
  const files = [openSync(stdin ?? "/dev/null", "r"), openSync(stdout ?? "/dev/null", "w")];
  const startedAt = performance.now();
  const child = spawn(program, args, { stdio: [...files, "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors = (errors + chunk).slice(-2000);
  });
  let peakKb = 0;
  const poll = setInterval(() => {
    peakKb = Math.max(peakKb, peakMemoryKb(child.pid));
  }, POLL_MS);
  const code = await new Promise((resolve) => child.on("exit", resolve));
  const seconds = (performance.now() - startedAt) / 1000;
  clearInterval(poll);
  for (const file of files) closeSync(file);
  return { seconds, peakMb: peakKb / 1024, code, errors };
}

/** The kernel's own high-water mark. */
function peakMemoryKb(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
