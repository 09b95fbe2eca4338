// `npm run bench:tests [-- PATH…]`: what each test file costs in processor seconds, dearest first. Unlike the time on
// the clock, that hardly depends on what else the machine does.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { packageCommand, root } from "../../scripts/lib/run.mjs";

const SHOWN = 60;

const dir = mkdtempSync(join(tmpdir(), "egress6-cpu-"));
const log = join(dir, "files.jsonl");
const before = childrenSeconds();
const [node, ...vitest] = packageCommand("vitest");
const { status } = spawnSync(node, [...vitest, "run", ...process.argv.slice(2)], {
  cwd: root,
  stdio: ["ignore", "inherit", "inherit"],
  env: { ...process.env, CPU_BY_FILE: log },
});
const whole = childrenSeconds() - before;
const files = readFileSync(log, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line))
  .map((file) => ({ ...file, total: file.own + file.children, name: relative(root, file.file) }))
  .toSorted((one, other) => other.total - one.total);
rmSync(dir, { recursive: true });

const sum = files.reduce((total, { total: one }) => total + one, 0);
console.log("\nprocessor seconds: all, own, of processes it started; seconds on the clock; file");
for (const { total, own, children, wall, name } of files.slice(0, SHOWN)) {
  console.log(
    [total, own, children, wall].map((n) => n.toFixed(1).padStart(7)).join(""),
    ` ${name}`,
  );
}
const rest = files.slice(SHOWN).reduce((total, { total: one }) => total + one, 0);
console.log(`${rest.toFixed(1).padStart(7)}  in ${Math.max(0, files.length - SHOWN)} others`);
console.log(`${sum.toFixed(1).padStart(7)}  in all files; ${whole.toFixed(1)} with the runner`);
process.exitCode = status ?? 1;

/** Processor seconds of processes that this one started and that have ended, as proc(5) counts them. */
function childrenSeconds() {
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
