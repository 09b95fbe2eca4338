// `npm start [-- options of egress6 serve]`: installs, builds, serves the map and observes live.
import { root, run } from "./lib/run.mjs";
import { ensureNodeModules } from "./lib/setup.mjs";

ensureNodeModules();
run(process.execPath, [`${root}/scripts/build.mjs`]);
process.argv = [process.execPath, "egress6", "serve", ...process.argv.slice(2)];
await import("../packages/egress6/bin/egress6.js");
