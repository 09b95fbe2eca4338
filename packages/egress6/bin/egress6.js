#!/usr/bin/env node
import { existsSync } from "node:fs";

const cli = new URL("../dist/bundle/egress6.js", import.meta.url);
const build = new URL("../../../scripts/build.mjs", import.meta.url);

// In a clone that was never built, the first call builds it; a published package carries `dist`.
if (!existsSync(cli) && existsSync(build)) {
  process.stderr.write("egress6: building this clone once …\n");
  await import(build.href);
}
await import(cli.href);
