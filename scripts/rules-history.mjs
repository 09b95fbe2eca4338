// The history of AWS's endpoint rules: `node scripts/rules-history.mjs --from DIR[=DATE] … [--write]`, after a build.
// DIR is an unpacked botocore, such as that of a wheel, or of AWS CLI v1 (awscli/botocore). Its hostnames are held
// against data/rules-history.json. With --write, releases newer than the history are added to it: give each one, in
// order, with the day of its release. `node scripts/rules-history.mjs --clients [--write]` adds what newer clients for
// JavaScript build, as the catalog has it. `node scripts/rules-history.mjs --services REPOSITORY [--write]` reads the
// tags of a git repository of botocore for when each service came.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { root } from "./lib/run.mjs";

const { values } = parseArgs({
  options: {
    from: { type: "string", multiple: true },
    clients: { type: "boolean" },
    services: { type: "string" },
    write: { type: "boolean" },
  },
});
if (values.from === undefined && !values.clients && values.services === undefined) {
  console.error(
    "Give folders or --clients: node scripts/rules-history.mjs --from DIR[=DATE] … [--write]",
  );
  process.exit(2);
}

const built = (path) => import(pathToFileURL(`${root}/packages/${path}`).href);
const { openBotocoreFolder } = await built("egress6/dist/adapter/botocore/botocore-folder.js");
const { createRuleEngine, prepareRules } = await built(
  "egress6/dist/adapter/botocore/rule-engine.js",
);
const { readAuthoredTables } = await built("egress6/dist/adapter/botocore/authored-tables.js");
const { loadCatalog } = await built("egress6/dist/adapter/botocore/load-catalog.js");
const { loadRulesHistory } = await built("egress6/dist/adapter/fact-files/rules-history.js");
const { endpointOf, partitionOfRegion } = await built("core/dist/endpoint/catalog.js");
const { hostnameOf } = await built("core/dist/endpoint/name-rules.js");
const { fillPlaceholders, PLACEHOLDERS } = await built("core/dist/endpoint/placeholder.js");
const { nameOfVersion } = await built("core/dist/endpoint/rules-history.js");
const { VARIANTS } = await built("core/dist/endpoint/types.js");
const { compareVersions } = await built("core/dist/facts/version-interval.js");

const dataFolder = pathToFileURL(`${root}/data/`);
const catalog = loadCatalog();
const history = loadRulesHistory(dataFolder);
const { parameters } = readAuthoredTables(dataFolder);
const services = new Map(catalog.services.map((service) => [service.cliName, service]));
const listed = catalog.partitions
  .find(({ regions }) => regions.some(({ id }) => id === history.evaluatedRegions[0]))
  .regions.map(({ id }) => id);

/** Hostname by service, variant and region, separated by spaces; null: the rules refuse. */
function namesOf(folder) {
  const engine = createRuleEngine(folder.partitions);
  const names = new Map();
  for (const service of folder.services.filter((each) => services.has(each))) {
    const rules = prepareRules(folder.readRuleSet(service));
    const known = rules.ruleSet.parameters;
    const own = Object.entries(parameters[service]?.parameters ?? {})
      .filter(([name]) => name in known)
      .map(([name, value]) => [name, typeof value === "string" ? fillPlaceholders(value) : value]);
    for (const variant of VARIANTS) {
      for (const region of history.evaluatedRegions) {
        const switches = {
          UseFIPS: variant.startsWith("fips"),
          UseDualStack: variant.endsWith("dualstack"),
        };
        const asked = Object.entries(switches).filter(([name]) => name in known);
        const answer = engine(rules, {
          ...Object.fromEntries([...own, ...asked]),
          Region: region,
        });
        names.set(`${service} ${variant} ${region}`, "url" in answer ? hostOf(answer.url) : null);
      }
    }
  }
  return names;
}

/** The services of the catalog that the first tag of the records lacks, with the first tag that has them. */
function servicesByTag(repository) {
  const git = (...args) => execFileSync("git", ["-C", repository, ...args], { encoding: "utf8" });
  const tags = git("for-each-ref", "--format=%(refname:short) %(creatordate:short)", "refs/tags")
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([tag]) => /^\d+\.\d+\.\d+$/.test(tag))
    .filter(([tag]) => compareVersions(tag, history.from.version) >= 0)
    .filter(([tag]) => compareVersions(tag, history.to.version) <= 0)
    .sort(([a], [b]) => compareVersions(a, b));
  const first = new Map();
  for (const [since, date] of tags) {
    for (const service of git("ls-tree", "--name-only", `${since}:botocore/data`).split("\n")) {
      if (!first.has(service)) first.set(service, { service, since, date });
    }
  }
  return catalog.services
    .flatMap(({ cliName }) => first.get(cliName) ?? [])
    .filter(({ since }) => since !== tags[0][0]);
}

function hostOf(url) {
  let host = url.replace(/^https?:\/\//, "").replace(/[:/].*$/, "");
  for (const [name, example] of PLACEHOLDERS) host = host.replaceAll(example, `{${name}}`);
  return host;
}

const releases = (values.from ?? [])
  .map((text) => {
    const [, path, date = null] = /^(.*?)(?:=(\d{4}-\d\d-\d\d))?$/.exec(text);
    const folder = openBotocoreFolder(path);
    return { folder, version: folder.version, date };
  })
  .sort((a, b) => compareVersions(a.version, b.version));

let differences = 0;
let before = null;
const added = [];
for (const release of releases) {
  const names = namesOf(release.folder);
  if (compareVersions(release.version, history.to.version) > 0) {
    if (before === null) fail(`give botocore ${history.to.version}, too, to compare with`);
    if (!isNext(release.version, before.version)) {
      fail(`the releases between ${before.version} and ${release.version} are missing`);
    }
    if (release.date === null) fail(`say when ${release.version} was released: DIR=YYYY-MM-DD`);
    const changes = changesBetween(before.names, names, release);
    for (const change of changes) console.log(JSON.stringify(change));
    added.push(...changes);
  } else {
    const found = heldAgainst(release.version, names);
    console.log(
      `botocore ${release.version}: ${found.same} hostnames as recorded, ${found.other.size} others by service and variant, ${found.unknown} not known, ${found.young} services younger`,
    );
    for (const [name, { example, regions }] of found.other) {
      console.log(`  ${name}: ${example}, and so in ${regions} regions`);
    }
    differences += found.other.size;
  }
  before = { ...release, names };
}
if (values.services !== undefined) {
  const newServices = servicesByTag(values.services);
  const isAsRecorded = JSON.stringify(newServices) === JSON.stringify(history.newServices);
  console.log(`${newServices.length} new services, ${isAsRecorded ? "as" : "not as"} recorded`);
  if (values.write) {
    const file = new URL("rules-history.json", dataFolder);
    const whole = { ...JSON.parse(readFileSync(file, "utf8")), newServices };
    writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`);
  } else if (!isAsRecorded) process.exitCode = 1;
}
if (values.clients) {
  const changes = changesOfClients();
  for (const change of changes) console.log(JSON.stringify(change));
  console.log(`${changes.length} changes of clients are not recorded`);
  added.push(...changes);
}
if (values.write && added.length > 0) write(before);
process.exitCode = differences === 0 ? 0 : 1;

/** What the records say of a version, beside what it builds. */
function heldAgainst(version, names) {
  const found = { same: 0, unknown: 0, other: new Map(), young: 0 };
  found.young = [...services.keys()].filter(
    (service) => !names.has(`${service} default ${history.evaluatedRegions[0]}`),
  ).length;
  for (const [key, built] of names) {
    const [service, variant, region] = key.split(" ");
    const todays = endpointOf(catalog, services.get(service), region, variant)?.hostname ?? null;
    const name = nameOfVersion(history, {
      service,
      variant,
      region,
      todays,
      partitionRegions: listed,
      span: { by: "botocore", from: version, to: version },
      clientVersion: null,
      clientDate: null,
      isInBotocore: true,
    });
    if (!name.known) found.unknown++;
    else if (name.hostname === built) found.same++;
    else {
      const label = `${service} ${variant}`;
      const example = `records say ${name.hostname} in ${region}, botocore ${built}`;
      const known = found.other.get(label) ?? { example, regions: 0 };
      found.other.set(label, { ...known, regions: known.regions + 1 });
    }
  }
  return found;
}

/** One record for each service and variant, with the region that stands for those that changed alike. */
function changesBetween(old, now, { version, date }) {
  const changes = [];
  for (const service of services.keys()) {
    for (const variant of VARIANTS) {
      const changed = history.evaluatedRegions.filter((region) => {
        const key = `${service} ${variant} ${region}`;
        return old.has(key) && now.has(key) && old.get(key) !== now.get(key);
      });
      if (changed.length === 0) continue;
      const region = changed.includes("eu-central-1") ? "eu-central-1" : changed[0];
      const key = `${service} ${variant} ${region}`;
      const [before, after] = [old.get(key), now.get(key)];
      changes.push({
        service,
        variant,
        since: version,
        date,
        before,
        after,
        region,
        regions: changed.length,
      });
    }
  }
  return changes;
}

/** What clients build that the catalog has in the place of botocore's names, without a record that ends in it. */
function changesOfClients() {
  const changes = [];
  for (const [service, { rules, baseRules, rulesVersion }] of catalog.names) {
    if (baseRules === null) continue;
    for (const partition of catalog.partitions.filter(({ isPublic }) => isPublic)) {
      for (const variant of VARIANTS) {
        const changed = partition.regions
          .map(({ id: region }) => ({
            region,
            before: hostnameOf(baseRules, partition, region, variant),
            after: hostnameOf(rules, partition, region, variant),
          }))
          .filter(({ before: old, after }) => old !== after);
        const example = changed.find(({ region }) => region === "eu-central-1") ?? changed[0];
        if (example === undefined || isRecorded(service, variant, partition, example)) continue;
        const { region, before: old, after } = example;
        changes.push({
          service,
          variant,
          since: null,
          date: rulesVersion.date,
          client: `${rulesVersion.source}@${rulesVersion.version}`,
          before: old,
          after,
          region,
          regions: changed.length,
        });
      }
    }
  }
  return changes;
}

function isRecorded(service, variant, partition, { region, after }) {
  const last = history.changes.findLast(
    (change) =>
      change.service === service &&
      change.variant === variant &&
      partitionOfRegion(catalog, change.region)?.id === partition.id,
  );
  return last?.after?.replaceAll(last.region, region) === after;
}

/** `1.43.63` after `1.43.62`; a new middle number may follow any last one. */
function isNext(version, previous) {
  const [a, b] = [version, previous].map((each) => each.split(".").map(Number));
  return (a[1] === b[1] && a[2] === b[2] + 1) || (a[1] === b[1] + 1 && a[2] === 0);
}

function write(last) {
  const file = new URL("rules-history.json", dataFolder);
  const json = JSON.parse(readFileSync(file, "utf8"));
  const order = ({ service, variant }) => `${service} ${variant}`;
  json.changes = [...json.changes, ...added].sort((a, b) =>
    order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0,
  );
  if (last !== null && last.date !== null) json.to = { version: last.version, date: last.date };
  writeFileSync(file, `${JSON.stringify(json, null, 2)}\n`);
  console.log(
    `added ${added.length} changes up to botocore ${json.to.version}; format it with npm run fix`,
  );
}

function fail(reason) {
  console.error(`rules-history: ${reason}`);
  process.exit(2);
}
