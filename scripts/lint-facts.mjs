// Fact lint: `node scripts/lint-facts.mjs [--write-schemas]`, after a build.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { awsWords, EXCEPTIONS, factsIn, lintFactsInCode } from "./lib/facts-in-code.mjs";
import { root } from "./lib/run.mjs";

const { values } = parseArgs({ options: { "write-schemas": { type: "boolean" } } });
const built = (path) => import(pathToFileURL(`${root}/packages/egress6/dist/${path}`).href);
const { loadThirdPartyHosts, thirdPartyHostsSchema } = await built(
  "adapter/fact-files/third-party-hosts.js",
);
const { lintThirdPartyHosts } = await built("adapter/fact-files/lint-third-party-hosts.js");
const { loadSdkFacts, sdksSchema } = await built("adapter/fact-files/sdk-facts.js");
const { loadToolFacts, toolsSchema } = await built("adapter/fact-files/tool-facts.js");
const { configTargetsSchema, lintTargetFacts, loadTargetFacts } = await built(
  "adapter/fact-files/config-targets.js",
);
const { TARGETS } = await import(
  pathToFileURL(`${root}/packages/core/dist/settings/write/targets.js`).href
);
const { lintSettings } = await built("adapter/fact-files/lint-settings.js");
const { lintToolFacts } = await built("adapter/fact-files/lint-tools.js");
const { egressSchemas } = await built("adapter/fact-files/fact-schemas.js");
const { lintFactBase } = await built("adapter/fact-files/lint-fact-base.js");
const { loadFactBase } = await built("adapter/fact-files/fact-base.js");
const { loadRulesHistory, loadSdkReleases } = await built("adapter/fact-files/rules-history.js");
const { lintRulesHistory } = await built("adapter/fact-files/lint-rules-history.js");
const { loadShippedPrices } = await built("adapter/price-list/price-file.js");
const { loadPrivateLinkServices } = await built("adapter/fact-files/privatelink-services.js");
const { lintPrivateLinkServices } = await built("adapter/fact-files/lint-privatelink-services.js");
const { loadPopularServices } = await built("adapter/fact-files/popular-services.js");
const { readIdentifyFiles } = await built("adapter/fact-files/identify-names.js");
const { lintIdentifyNames } = await built("adapter/fact-files/lint-identify-names.js");
const { readEvidenceFile } = await built("adapter/fact-files/evidence.js");
const { lintEvidence } = await built("adapter/fact-files/lint-evidence.js");
const { workloadJsonSchema } = await import(
  pathToFileURL(`${root}/packages/core/dist/workload/workload-json-schema.js`).href
);
const { exportJsonSchema } = await built("render/export/schema.js");
const { planSchema } = await built("render/plan/schema.js");
const { proofSchema } = await built("render/proof/schema.js");
const { surveySchema } = await built("render/survey/schema.js");
const { catalogFactsSchema, readAuthoredTables } = await built(
  "adapter/botocore/authored-tables.js",
);
const { lintAuthoredTables } = await built("adapter/botocore/lint-authored-tables.js");
const { loadCatalog } = await built("adapter/botocore/load-catalog.js");

const dataFolder = pathToFileURL(`${root}/data/`);
const today = new Date().toISOString().slice(0, 10);
const problems = [];

const schemas = {
  "catalog-facts.schema.json": catalogFactsSchema(),
  "config-targets.schema.json": configTargetsSchema(),
  "export.schema.json": exportJsonSchema(),
  "sdks.schema.json": sdksSchema(),
  "third-party-hosts.schema.json": thirdPartyHostsSchema(),
  "tools.schema.json": toolsSchema(),
  "workload.schema.json": workloadJsonSchema(),
  "plan.schema.json": planSchema(),
  "proof.schema.json": proofSchema(),
  "survey.schema.json": surveySchema(),
  ...egressSchemas(),
};
for (const [name, content] of Object.entries(schemas)) {
  const file = new URL(`schema/${name}`, dataFolder);
  const schema = JSON.stringify(content, null, 2);
  if (values["write-schemas"]) {
    mkdirSync(new URL(".", file), { recursive: true });
    writeFileSync(file, `${schema}\n`);
  } else if (JSON.stringify(JSON.parse(readFileSync(file, "utf8")), null, 2) !== schema) {
    problems.push(`${name} is old: run this with --write-schemas`);
  }
}

const hosts = loadThirdPartyHosts(dataFolder);
problems.push(...lintThirdPartyHosts(hosts, today));

const { sdks, settings } = loadSdkFacts(dataFolder);
const tools = loadToolFacts(dataFolder);
problems.push(...lintSettings(sdks, tools, today, settings));

const catalog = loadCatalog();
for (const cliName of loadPopularServices(dataFolder)) {
  if (!catalog.services.some((service) => service.cliName === cliName)) {
    problems.push(`popular-services.json: there is no service ${cliName}`);
  }
}
const services = new Set(catalog.services.map(({ cliName }) => cliName));

problems.push(...lintToolFacts(tools, catalog, TARGETS));

const targetIds = TARGETS.map(({ id }) => id);
problems.push(...lintTargetFacts(loadTargetFacts(dataFolder), targetIds, services, today));

const tables = readAuthoredTables(dataFolder);
problems.push(...lintAuthoredTables(tables, catalog, today));

const history = loadRulesHistory(dataFolder);
const sdkIds = new Set(sdks.map(({ id }) => id));
problems.push(
  ...lintRulesHistory(history, loadSdkReleases(dataFolder), { catalog, sdks: sdkIds, today }),
);

problems.push(...lintPrivateLinkServices(loadPrivateLinkServices(dataFolder), services, today));

const identifyFiles = readIdentifyFiles(dataFolder);
problems.push(...lintIdentifyNames(identifyFiles, catalog, today));

const evidence = readEvidenceFile(dataFolder);
const notice = readFileSync(`${root}/NOTICE`, "utf8");
problems.push(...lintEvidence(evidence, { catalog, notice, today }));

const base = loadFactBase(loadShippedPrices(dataFolder), dataFolder);
const regions = new Set(catalog.partitions.flatMap(({ regions }) => regions.map(({ id }) => id)));
problems.push(...lintFactBase(base, { services, regions, today }));

const words = awsWords(
  JSON.parse(readFileSync(new URL("catalog.json", dataFolder), "utf8")).partitions,
);
const sources = readdirSync(`${root}/packages`)
  .flatMap((name) =>
    readdirSync(`${root}/packages/${name}/src`, { recursive: true, encoding: "utf8" }).map(
      (file) => `packages/${name}/src/${file.replaceAll("\\", "/")}`,
    ),
  )
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .sort();
const inCode = sources.flatMap((path) =>
  factsIn(path, readFileSync(`${root}/${path}`, "utf8"), words),
);
const codeProblems = lintFactsInCode(inCode, EXCEPTIONS);

for (const problem of problems) console.error(`data/: ${problem}`);
for (const problem of codeProblems) console.error(problem);
const found = problems.length + codeProblems.length;
const authored =
  Object.keys(tables.parameters).length +
  tables.endpoints.length +
  Object.keys(tables.facts).length;
console.log(
  `facts: ${hosts.length} third-party hosts, ${sdks.length} SDKs, ${tools.length} tools, ${authored} catalog entries, ${history.changes.length} changed hostnames, ${base.facts.length} facts on egress, ${base.kinds.length} compute kinds, ${evidence.entries.length} sources of evidence, ${identifyFiles.aliases.aliases.length} aliases, ${identifyFiles.resourceHosts.resources.length} kinds of resource hosts, ${sources.length} files of code, ${found} problems`,
);
process.exitCode = found === 0 ? 0 : 1;
