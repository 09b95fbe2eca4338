import { appendFileSync, readFileSync } from "node:fs";
import { afterAll, expect } from "vitest";

/** Processor seconds of this process, then of those it started that have ended, and theirs. Linux only. */
function cpuSeconds(): { own: number; children: number } {
  // After the name, which may hold anything but is in brackets: proc(5), fields 14 to 17, in hundredths.
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [user, system, childUser, childSystem] = fields.slice(11, 15) as [
    number,
    number,
    number,
    number,
  ];
  return { own: (user + system) / 100, children: (childUser + childSystem) / 100 };
}

// `npm run bench:tests` sets it. Setup files run before each test file, and their last hook after all of its own.
const log = process.env["CPU_BY_FILE"];
if (log !== undefined) {
  const before = cpuSeconds();
  const beganAt = performance.now();
  afterAll(() => {
    const after = cpuSeconds();
    const file = expect.getState().testPath;
    const own = after.own - before.own;
    const children = after.children - before.children;
    const wall = (performance.now() - beganAt) / 1000;
    appendFileSync(log, `${JSON.stringify({ file, own, children, wall })}\n`);
  });
}
