// Imported into the server that is measured: says how long its event loop was blocked, when it is asked.
import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

const LOOK_EVERY_MS = 5;

if (isMainThread && process.send !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  let computedMs = onCpuMs();
  let longestMs = 0;
  setInterval(() => {
    const now = onCpuMs();
    longestMs = Math.max(longestMs, now - computedMs);
    computedMs = now;
  }, LOOK_EVERY_MS).unref();
  process.on("message", () => {
    process.send({ delayMs: Math.max(delay.max / 1e6 - LOOK_EVERY_MS, 0), computingMs: longestMs });
    delay.reset();
    longestMs = 0;
    computedMs = onCpuMs();
  });
  process.channel.unref();
  delay.enable();
}

/** What this thread has computed so far: unlike the delay, no other program's work is in it. */
function onCpuMs() {
  return (
    Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ")[0]) / 1e6
  );
}
