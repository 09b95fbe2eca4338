// Builds everything that is not built yet: `node scripts/build.mjs`.
import { cpSync, existsSync, rmSync } from "node:fs";
import { root, run } from "./lib/run.mjs";

run("npx", ["tsc", "-b", "packages/core", "packages/egress6", "packages/web"]);
if (existsSync(`${root}/packages/web/vite.config.ts`)) {
  run("npx", ["vite", "build", "--logLevel", "warn"], { cwd: `${root}/packages/web` });
}
const dist = `${root}/packages/egress6/dist`;
for (const [from, to] of [
  ["data", "data"],
  ["packages/web/dist/site", "site"],
]) {
  rmSync(`${dist}/${to}`, { recursive: true, force: true });
  if (existsSync(`${root}/${from}`))
    cpSync(`${root}/${from}`, `${dist}/${to}`, { recursive: true });
}
