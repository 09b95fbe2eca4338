// Fact lint: `node scripts/lint-facts.mjs [--write-schemas]`, after a build.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { root } from "./lib/run.mjs";

const { values } = parseArgs({ options: { "write-schemas": { type: "boolean" } } });
const built = (path) => import(pathToFileURL(`${root}/packages/egress6/dist/${path}`).href);
const { loadThirdPartyHosts, thirdPartyHostsSchema } = await built("facts/third-party-hosts.js");
const { lintThirdPartyHosts } = await built("facts/lint-third-party-hosts.js");

const dataFolder = pathToFileURL(`${root}/data/`);
const problems = [];

const schemaFile = new URL("schema/third-party-hosts.schema.json", dataFolder);
const schema = `${JSON.stringify(thirdPartyHostsSchema(), null, 2)}\n`;
if (values["write-schemas"]) {
  mkdirSync(new URL(".", schemaFile), { recursive: true });
  writeFileSync(schemaFile, schema);
} else if (
  JSON.stringify(JSON.parse(readFileSync(schemaFile, "utf8")), null, 2) !== schema.trim()
) {
  problems.push("its schema is old: run `node scripts/lint-facts.mjs --write-schemas`");
}

const hosts = loadThirdPartyHosts(dataFolder);
const today = new Date().toISOString().slice(0, 10);
problems.push(...lintThirdPartyHosts(hosts, today));

for (const problem of problems) console.error(`data/third-party-hosts.json: ${problem}`);
console.log(`facts: ${hosts.length} third-party hosts, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
