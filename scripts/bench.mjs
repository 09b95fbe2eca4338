// `npm run bench:NAME [-- options]`: installs what it compares with, builds, runs bench/NAME/main.mjs.
import { pathToFileURL } from "node:url";
import { root, run } from "./lib/run.mjs";
import { ensureDebianCommands, ensureNodeModules } from "./lib/setup.mjs";

const PEERS = {
  audit: [],
  botocore: ["python3"],
  dns: ["knotd", "unbound", "dnsperf", "adnshost", "taskset"],
  kill: [],
  "first-scan": ["knotd", "unbound"],
  fuzz: [],
  flows: ["mawk"],
  identify: [],
  web: ["chromium"],
  plugin: [],
  prices: ["jq"],
  recall: [],
  server: [],
  survey: [],
  tests: [],
};
const [name, ...rest] = process.argv.slice(2);
if (!(name in PEERS)) {
  console.error(`bench: there is no benchmark ${name}; there are ${Object.keys(PEERS).join(", ")}`);
  process.exit(2);
}
ensureNodeModules();
ensureDebianCommands(PEERS[name]);
run(process.execPath, [`${root}/scripts/build.mjs`]);
const main = `${root}/bench/${name}/main.mjs`;
process.argv = [process.execPath, main, ...rest];
await import(pathToFileURL(main).href);
