// `npm run bench:recall [-- --missing]`: how many hostnames that others list the catalog has. What is listed: botocore's
// endpoints.json (names that AWS published by region before its rules), what others saw in DNS (data/evidence.json), and
// what AWS's documents say that platforms call (data/compute-kinds.json). Whether a name answers is another question.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { root } from "../../scripts/lib/run.mjs";

const GOAL = { all: 0.97, dualstack: 1 };
/** Built by no rules of any SDK at hand. */
const RETIRED = [
  [/^secretsmanager(-fips)?\.[^.]+\.api\./, "an older dual-stack pattern"],
  [/^ram(-fips)?us-gov-/, "misspelled in the source"],
];

const { values } = parseArgs({ options: { missing: { type: "boolean" } } });
const built = (path) => import(pathToFileURL(`${root}/packages/${path}`).href);
const { layerOf, unpackLayer } = await built("egress6/dist/adapter/botocore/aws-cli-package.js");
const { openBotocoreFolder } = await built("egress6/dist/adapter/botocore/botocore-folder.js");
const { loadCatalog } = await built("egress6/dist/adapter/botocore/load-catalog.js");
const { readEvidenceFile, statements } = await built("egress6/dist/adapter/fact-files/evidence.js");
const { loadComputeKinds } = await built("egress6/dist/adapter/fact-files/compute-kinds.js");
const { additionalEndpoints, endpointOf, expandCatalog } = await built(
  "core/dist/endpoint/catalog.js",
);

const catalog = loadCatalog();
const known = new Set(
  [...expandCatalog(catalog), ...additionalEndpoints(catalog)].map(({ hostname }) => hostname),
);
const services = new Map(catalog.services.map((service) => [service.cliName, service]));

const { version, names } = await namesByRegion();
const files = [
  [`botocore ${version}, endpoints.json: dual-stack`, names.dualstack, GOAL.dualstack],
  [`botocore ${version}, endpoints.json: all others`, names.others, GOAL.all],
  [
    "places where others saw IPv6 in DNS (data/evidence.json), with a name in the catalog",
    seenByOthers(),
    GOAL.dualstack,
  ],
  ["called by platforms (data/compute-kinds.json)", calledByPlatforms(), GOAL.all],
];
let isMet = true;
for (const [title, listed, goal] of files) {
  const retired = [...listed].filter((name) => RETIRED.some(([pattern]) => pattern.test(name)));
  const living = [...listed].filter((name) => !retired.includes(name) || known.has(name));
  const missing = living.filter((name) => !known.has(name));
  const share = (living.length - missing.length) / living.length;
  isMet &&= share >= goal;
  console.log(
    `${title}: ${living.length - missing.length} of ${living.length} (${(share * 100).toFixed(2)} %, goal ${goal * 100} %)` +
      `; ${listed.size - living.length} retired or misspelled left out`,
  );
  console.log(`  missing: ${stemsText(missing) || "none"}`);
  if (values.missing) for (const name of missing.sort()) console.log(`    ${name}`);
}
console.log(isMet ? "All goals are met." : "NOT all goals are met.");
process.exitCode = isMet ? 0 : 1;

/** `elastictranscoder ×8`: by what stands before the region. */
function stemsText(missing) {
  const counts = new Map();
  for (const name of missing) {
    const stem = name.replace(
      /\.?(?:[a-z]{2,4}(?:-gov|-isob?)?-[a-z]+-\d)?\.?(amazonaws|api)\..*$/,
      "",
    );
    counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return [...counts].map(([stem, count]) => `${stem} ×${count}`).join(", ");
}

async function namesByRegion() {
  const scratch = mkdtempSync(join(tmpdir(), "egress6-recall-"));
  try {
    const layer = layerOf(`${root}/node_modules/@aws-cdk/asset-awscli-v1`);
    const { botocore } = await unpackLayer(layer, scratch);
    const folder = openBotocoreFolder(botocore);
    const { partitions } = JSON.parse(readFileSync(join(folder.path, "endpoints.json"), "utf8"));
    const found = { dualstack: new Set(), others: new Set() };
    for (const partition of partitions.filter(isPublic)) addNames(partition, found);
    return { version: folder.version, names: found };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function isPublic({ partition }) {
  return catalog.partitions.some(({ id, isPublic: open }) => id === partition && open);
}

function addNames({ dnsSuffix, defaults, services: listed }, found) {
  for (const [service, { defaults: own = {}, endpoints = {} }] of Object.entries(listed)) {
    for (const [region, endpoint] of Object.entries(endpoints)) {
      // Regions that stand for a switch: `fips-us-east-1`.
      if (endpoint.deprecated) continue;
      const fill = ({ hostname, dnsSuffix: suffix = dnsSuffix }) =>
        hostname
          .replaceAll("{service}", service)
          .replaceAll("{region}", region)
          .replaceAll("{dnsSuffix}", suffix);
      found.others.add(fill({ ...defaults, ...own, ...endpoint }));
      for (const variant of endpoint.variants ?? []) {
        const like = ({ variants = [] }) =>
          variants.find(
            ({ tags }) => String([...tags].sort()) === String([...variant.tags].sort()),
          );
        const name = fill({ ...like(defaults), ...like(own), ...variant });
        found[variant.tags.includes("dualstack") ? "dualstack" : "others"].add(name);
      }
    }
  }
}

/** A place of which the catalog has no name counts as missing. */
function seenByOthers() {
  const seen = readEvidenceFile().entries.filter(({ says }) => says === "seen-by-others");
  return new Set(
    seen
      .flatMap((entry) => [...statements(entry)])
      .map(([{ service, region, variant }]) => {
        const about = services.get(service);
        const endpoint = about && endpointOf(catalog, about, region, variant);
        return endpoint?.hostname ?? `${service} ${variant} in ${region}`;
      }),
  );
}

function calledByPlatforms() {
  const { id } = catalog.partitions[0].regions.find((region) => region.id === "us-east-1");
  return new Set(
    loadComputeKinds()
      .flatMap(({ startupCalls }) => startupCalls.filter(({ service }) => service !== null))
      .flatMap(({ hosts }) => hosts)
      .filter((host) => host.includes("{Region}"))
      .map((host) => host.replaceAll("{Region}", id)),
  );
}
