import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, it, vi } from "vitest";
import { refuseStaleBuild } from "../support/built.js";
import { MANY_PROCESSES_MS, within } from "../support/time-limits.js";

vi.setConfig(within(MANY_PROCESSES_MS));

const BENCH = fileURLToPath(new URL("../../bench/kill/main.mjs", import.meta.url));

beforeAll(refuseStaleBuild);

// A hundred are for `npm run bench:kill`: each kill is at another instant, and takes most of a second.
it("kill -9 at any instant of a scan loses nothing that was reported done", async () => {
  const bench = spawn(process.execPath, [BENCH, "--kills", "10", "--seed", "1"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  bench.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  const [code] = await once(bench, "close");
  expect(output).toMatch(/^1[01] kills .*; 0 problems\n$/);
  const reported = Number(/(\d+) after progress was reported/.exec(output)?.[1]);
  expect(reported).toBeGreaterThan(0);
  expect(code).toBe(0);
});
