import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awsEndpointFunctions, setPartitionInfo } from "@aws-sdk/core/client";
import {
  additionalEndpoints,
  endpointOf,
  endpointUrl,
  expandCatalog,
  parseCatalog,
  signingScopeOf,
} from "@egress6/core/endpoint/catalog";
import { clientPackageOf } from "@egress6/core/endpoint/client-package";
import { type Endpoint, type Service, VARIANTS, type Variant } from "@egress6/core/endpoint/types";
import { customEndpointFunctions, resolveEndpoint } from "@smithy/core/endpoints";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readAuthoredTables } from "../../packages/egress6/src/adapter/botocore/authored-tables.js";
import {
  type BotocoreFolder,
  openBotocoreFolder,
} from "../../packages/egress6/src/adapter/botocore/botocore-folder.js";
import {
  buildCatalog,
  CATALOG_FLOOR,
} from "../../packages/egress6/src/adapter/botocore/build-catalog.js";
import {
  buildCliEndpoints,
  CLI_ENDPOINTS_FLOOR,
  formatCliEndpoints,
} from "../../packages/egress6/src/adapter/botocore/cli-endpoints.js";
import {
  type CliSource,
  openCliSource,
} from "../../packages/egress6/src/adapter/botocore/cli-source.js";
import { mergePartitions } from "../../packages/egress6/src/adapter/botocore/merge-partitions.js";
import {
  formatRuleSources,
  readRuleSources,
} from "../../packages/egress6/src/adapter/botocore/rule-sources.js";
import { formatCatalog } from "../../packages/egress6/src/adapter/botocore/update-catalog.js";
import { ALL_RULES_MS, within } from "../support/time-limits.js";
import { type Layer, unpackLayer } from "./aws-cli-layer.js";
import { installedClients, installedOverlay, resolverOf } from "./installed-clients.js";

vi.setConfig(within(ALL_RULES_MS));

const DATA = new URL("../../data/", import.meta.url);
const committed = readFileSync(new URL("catalog.json", DATA), "utf8");
const catalog = parseCatalog(JSON.parse(committed));
const authored = readAuthoredTables(DATA);

let layer: Layer;
let source: BotocoreFolder;
beforeAll(async () => {
  layer = await unpackLayer();
  source = openBotocoreFolder(layer.data);
});
afterAll(() => layer.remove());

const sources = readRuleSources(DATA);

test("the committed catalog equals a rebuild, byte for byte", () => {
  expect(source.version).toBe(sources.base.version);
  const built = buildCatalog(source, sources.base.date, authored, installedOverlay());
  expect(formatCatalog(built.catalog)).toBe(committed);
  const differing = Object.entries(sources.clients).filter(([, client]) => client?.differs);
  expect([...built.differing].sort()).toEqual(differing.map(([name]) => name));
});

test("the committed list of sources is as it would be written", () => {
  expect(readFileSync(new URL("rule-sources.json", DATA), "utf8")).toBe(formatRuleSources(sources));
});

test("no parameter makes the rules refuse a public region", () => {
  const withoutParameters = { ...authored, parameters: {} };
  // Of the other services, nothing would change.
  const named = source.services.filter((service) => authored.parameters[service] !== undefined);
  expect(named.length).toBeGreaterThan(5);
  const bare = buildCatalog(
    { ...source, services: named },
    sources.base.date,
    withoutParameters,
    installedOverlay(),
    { ...CATALOG_FLOOR, services: named.length },
  );
  const expand = (json: unknown) => new Set(Array.from(expandCatalog(parseCatalog(json)), keyOf));
  const names = expand(JSON.parse(committed));
  const lost = [...expand(JSON.parse(formatCatalog(bare.catalog)))].filter(
    (key) => !names.has(key),
  );
  expect(lost).toEqual([]);
});

test("the catalog stays small enough to read and to ship", () => {
  expect(committed.length).toBeLessThan(100_000);
});

const SWITCHES: Record<Variant, readonly [isFips: boolean, isDualstack: boolean]> = {
  default: [false, false],
  dualstack: [false, true],
  fips: [true, false],
  "fips-dualstack": [true, true],
};

interface Evaluated {
  readonly url: string;
  readonly hostname: string;
  readonly authSchemes: unknown;
}

/** Straight from the engine, or from the client that is newer, without anything of egress6 in between. */
function evaluateAll(): ReadonlyMap<string, Evaluated> {
  const { partitions } = mergePartitions(source.partitions, installedOverlay().partitions);
  const names = new Map<string, Evaluated>();
  for (const service of catalog.services) {
    const resolve = resolverFor(service);
    if (resolve === null) continue;
    const parameters = Object.entries(authored.parameters[service.cliName]?.parameters ?? {});
    for (const { id: partition, regions } of partitions) {
      const filled = parameters.map(([name, value]) => [
        name,
        String(value).replace("{AccountId}", "123456789012").replace("{partition}", partition),
      ]);
      customEndpointFunctions["aws"] = awsEndpointFunctions;
      setPartitionInfo({ partitions: [...partitions] }, "");
      for (const region of Object.keys(regions).filter((each) => !each.endsWith("-global"))) {
        for (const variant of VARIANTS) {
          const [UseFIPS, UseDualStack] = SWITCHES[variant];
          try {
            const { url, properties } = resolve({
              ...Object.fromEntries(filled),
              Region: region,
              UseFIPS,
              UseDualStack,
            });
            names.set(`${service.cliName} ${partition} ${region} ${variant}`, {
              url: url.href.replace(/\/$/, ""),
              hostname: url.hostname,
              authSchemes: properties?.["authSchemes"],
            });
          } catch {
            // The rules build no such name.
          }
        }
      }
    }
  }
  return names;
}

type Resolve = (params: Record<string, string | boolean>) => {
  readonly url: URL;
  readonly properties?: Readonly<Record<string, unknown>>;
};

/** Null: only an authored table has the service. */
function resolverFor(service: Service): Resolve | null {
  const name = clientPackageOf(service.serviceId);
  if (sources.clients[name]?.differs) return resolverOf(name);
  if (!source.services.includes(service.cliName)) return null;
  const rules = source.readRuleSet(service.cliName);
  return (endpointParams) => resolveEndpoint(rules, { endpointParams });
}

const keyOf = ({ service, partition, region, variant }: Endpoint) =>
  `${service} ${partition} ${region} ${variant}`;

describe("expanding the catalog", () => {
  let evaluated: ReadonlyMap<string, Evaluated>;
  beforeAll(() => {
    evaluated = evaluateAll();
  });

  test("gives every name the engine gives, and no other", () => {
    const isAuthored = (service: string) =>
      authored.services.some((each) => each.service === service);
    const expanded = Array.from(expandCatalog(catalog))
      .filter(({ service }) => !isAuthored(service))
      .map((endpoint): [string, string] => [
        keyOf(endpoint),
        endpoint.hostname.replace("{AccountId}", "123456789012"),
      ]);
    const names = new Map(expanded);
    expect(names.size).toBe(expanded.length);
    expect(names.size).toBeGreaterThan(82_000);
    expect([...evaluated].filter(([key, { hostname }]) => names.get(key) !== hostname)).toEqual([]);
    expect(names.size).toBe(evaluated.size);
  });

  test("puts the path behind the name where the rules build one", () => {
    let paths = 0;
    for (const endpoint of expandCatalog(catalog)) {
      const url = endpointUrl(catalog, endpoint).replace("{AccountId}", "123456789012");
      const wanted = evaluated.get(keyOf(endpoint))?.url;
      if (
        wanted === undefined &&
        authored.services.some(({ service }) => service === endpoint.service)
      )
        continue;
      if (url !== wanted) expect([keyOf(endpoint), url]).toEqual([keyOf(endpoint), wanted]);
      if (/\w\/\w/.test(url)) paths++;
    }
    expect(paths).toBeGreaterThan(100);
  });

  test("has every call signed as the rules say, else for its own region", () => {
    const services = new Map(catalog.services.map((service) => [service.cliName, service]));
    let elsewhere = 0;
    for (const [key, { authSchemes }] of evaluated) {
      const [cliName = "", , region = "", variant] = key.split(" ");
      const service = services.get(cliName);
      const isVariant = VARIANTS.find((each) => each === variant);
      if (service === undefined || isVariant === undefined) throw new Error(key);
      const [said = {}] = (authSchemes ?? []) as {
        signingName?: string;
        signingRegion?: string;
        signingRegionSet?: string[];
      }[];
      const scope = signingScopeOf(catalog, service, region, isVariant);
      const wanted = said.signingRegion ?? said.signingRegionSet?.join(",") ?? region;
      if (scope.region !== wanted) expect([key, scope.region]).toEqual([key, wanted]);
      if (said.signingName !== undefined) expect(scope.name).toBe(said.signingName);
      if (wanted !== region) elsewhere++;
    }
    expect(elsewhere).toBeGreaterThan(1000);
  });

  test("says `partition` exactly where all regions of a partition share the name", () => {
    const groups = groupBy(expandCatalog(catalog));
    const regionCount = new Map(catalog.partitions.map(({ id, regions }) => [id, regions.length]));
    for (const endpoints of groups.values()) {
      const [first] = endpoints;
      const count = regionCount.get(first?.partition ?? "") ?? 0;
      if (count === 1) continue; // One region shows nothing: see the unit tests of the catalog.
      const isShared =
        endpoints.length === count && new Set(endpoints.map((each) => each.hostname)).size === 1;
      expect(new Set(endpoints.map(({ scope }) => scope))).toEqual(
        new Set([isShared ? "partition" : "regional"]),
      );
    }
  });

  test("has the partition-wide services that are known, with and without dual-stack", () => {
    const partitionWide = (variant: Variant) =>
      new Set(
        Array.from(expandCatalog(catalog))
          .filter((each) => each.partition === "aws" && each.variant === variant)
          .filter(({ scope }) => scope === "partition")
          .map(({ service }) => service),
      );
    expect(partitionWide("default")).toContain("organizations");
    expect(partitionWide("dualstack")).toContain("organizations");
    expect(partitionWide("default")).toContain("iam");
    expect(partitionWide("dualstack")).toContain("iam");
  });
});

function groupBy(endpoints: Iterable<Endpoint>): Map<string, Endpoint[]> {
  const groups = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const key = `${endpoint.service} ${endpoint.partition} ${endpoint.variant}`;
    groups.set(key, [...(groups.get(key) ?? []), endpoint]);
  }
  return groups;
}

describe("the clients of AWS's JavaScript SDK that are installed", () => {
  const services = new Map(
    catalog.services.map((service) => [clientPackageOf(service.serviceId), service]),
  );
  const publicPartitions = catalog.partitions.filter(({ isPublic }) => isPublic);

  test.each(installedClients())("%s builds the names of the catalog", (name) => {
    const service = services.get(name);
    if (service === undefined) throw new Error(`${name} has no service in the catalog`);
    const resolve = resolverOf(name);
    const parameters = authored.parameters[service.cliName]?.parameters ?? {};
    const wrong: string[] = [];
    let built = 0;
    for (const { regions } of publicPartitions) {
      for (const { id: region } of regions) {
        for (const variant of VARIANTS) {
          const [UseFIPS, UseDualStack] = SWITCHES[variant];
          const said = endpointOf(catalog, service, region, variant)?.hostname ?? null;
          let hostname: string | null = null;
          try {
            const params = { ...parameters, Region: region, UseFIPS, UseDualStack };
            hostname = resolve(params).url.hostname;
            built++;
          } catch {
            // The rules build no such name.
          }
          if (hostname !== said) wrong.push(`${region} ${variant}: ${hostname}, not ${said}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(built).toBeGreaterThan(100);
  });

  test("are not more than 90 days newer than what the catalog was built from", () => {
    const dates = installedClients().flatMap((name) => sources.clients[name]?.date ?? []);
    const newest = Math.max(...dates.map((date) => Date.parse(date)));
    expect(newest - Date.parse(sources.checked)).toBeLessThan(90 * 86_400_000);
  });
});

describe("additional names", () => {
  const namesOf = (cliName: string, region: string) => {
    const service = catalog.services.find((each) => each.cliName === cliName);
    return Array.from(additionalEndpoints(catalog, service))
      .filter((each) => each.region === region)
      .map(({ hostname }) => hostname);
  };

  test.each([
    ["logs", "eu-central-1", "stream-logs.eu-central-1.amazonaws.com"],
    ["logs", "eu-central-1", "stream-logs.eu-central-1.api.aws"],
    ["s3control", "us-east-1", "{AccountId}.s3-control.us-east-1.amazonaws.com"],
    ["s3", "us-east-1", "{Bucket}.s3.dualstack.us-east-1.amazonaws.com"],
    ["s3", "us-east-1", "{Bucket}.s3-website-us-east-1.amazonaws.com"],
    ["s3", "eu-central-1", "{Bucket}.s3-website.eu-central-1.amazonaws.com"],
    ["dynamodb", "us-east-1", "{AccountId}.ddb.us-east-1.amazonaws.com"],
    ["neptune-graph", "us-east-1", "{graphIdentifier}.neptune-graph.us-east-1.on.aws"],
    ["ecr", "eu-west-1", "{AccountId}.dkr.ecr.eu-west-1.amazonaws.com"],
    ["ecr", "eu-west-1", "{AccountId}.dkr-ecr.eu-west-1.on.aws"],
    ["ecr-public", "eu-west-1", "public.ecr.aws"],
    ["lambda", "eu-west-1", "{UrlId}.lambda-url.eu-west-1.on.aws"],
    ["ecr", "us-east-1", "{AccountId}.dkr-ecr-fips.us-east-1.on.aws"],
    ["ecr", "us-gov-west-1", "{AccountId}.dkr.ecr-fips.us-gov-west-1.amazonaws.com"],
    ["ecr", "eu-west-1", "ecr.eu-west-1.amazonaws.com"],
    ["dynamodb", "us-gov-west-1", "{AccountId}.ddb.us-gov-west-1.amazonaws.com"],
    ["kinesis", "cn-north-1", "{AccountId}.data-kinesis.cn-north-1.amazonaws.com.cn"],
    ["ssm", "eu-west-1", "ssmmessages.eu-west-1.api.aws"],
    ["amp", "eu-west-1", "aps-workspaces.eu-west-1.amazonaws.com"],
    ["iot-data", "eu-west-1", "data.iot.eu-west-1.amazonaws.com"],
    ["health", "eu-west-1", "global.health.amazonaws.com"],
    ["sts", "us-east-1", "sts.amazonaws.com"],
  ])("%s in %s has %s", (service, region, name) => {
    expect(namesOf(service, region)).toContain(name);
  });

  test("hold every host prefix of the API models", () => {
    const missing = source.services.flatMap((service) => {
      const model = JSON.stringify(source.readModel(service));
      const prefixes = [...model.matchAll(/"hostPrefix":"([^"]+)"/g)].map(([, prefix]) => prefix);
      const names = Array.from(
        additionalEndpoints(
          catalog,
          catalog.services.find(({ cliName }) => cliName === service),
        ),
      );
      return [...new Set(prefixes)].filter(
        (prefix) => !names.some(({ hostname }) => hostname.startsWith(prefix ?? "")),
      );
    });
    expect(missing).toEqual([]);
  });

  test("are never one of the four names again", () => {
    const four = new Map(
      Array.from(expandCatalog(catalog), (each) => [keyOf(each), each.hostname]),
    );
    const repeated = Array.from(additionalEndpoints(catalog)).filter(
      (each) => four.get(keyOf(each)) === each.hostname,
    );
    expect(repeated).toEqual([]);
  });
});

test("endpoint discovery is marked", () => {
  const discovering = catalog.services
    .filter(({ endpointDiscovery }) => endpointDiscovery !== "none")
    .map(({ cliName, endpointDiscovery }) => `${cliName} ${endpointDiscovery}`);
  expect(discovering).toEqual([
    "dynamodb optional",
    "timestream-query required",
    "timestream-write required",
  ]);
});

describe("the list of endpoints that AWS CLI v1 carries", () => {
  let cli: CliSource;
  beforeAll(() => {
    cli = openCliSource(layer.awscli);
  });
  const build = (change: (code: string) => string) => () =>
    buildCliEndpoints(
      { ...cli, endpointOverrides: change(cli.endpointOverrides) },
      source.partitions,
    );

  test("equals a rebuild, byte for byte", () => {
    const written = readFileSync(new URL("cli-v1-endpoints.json", DATA), "utf8");
    expect(formatCliEndpoints(buildCliEndpoints(cli, source.partitions))).toBe(written);
  });

  test.each<[string, (code: string) => string, RegExp]>([
    [
      "is computed",
      (code) => code.replace('"queue.amazonaws.com"', "queue()"),
      /line \d+ is no part of a dict of texts/,
    ],
    [
      "has another name",
      (code) => code.replaceAll("SSL_COMMON_NAMES", "HOSTS"),
      /does not have `endpoints = SSL_COMMON_NAMES/,
    ],
    [
      "holds no host",
      (code) => code.replace('"queue.amazonaws.com"', '"queue/../x"'),
      /is not as expected.*sqs/s,
    ],
    [
      "is much shorter",
      (code) => code.replace(/ {4}"(?:health|sqs)": \{[^}]*\},\n/g, ""),
      new RegExp(`lists 23 endpoints; at least ${CLI_ENDPOINTS_FLOOR}`),
    ],
    [
      "has a region that no partition has",
      (code) => code.replace('"aws-cn-global": "health', '"mars-1": "health'),
      /unknown region, mars-1/,
    ],
    [
      "signs for another region",
      (code) => code.replace('region = "us-east-1"', 'region = "us-west-2"'),
      /does not have `if partition == "aws-cn"/,
    ],
    [
      "sets more than it did",
      (code) => `${code}\n    parsed_globals.use_fips = True\n`,
      /sets 4 options, not 3/,
    ],
  ])("that %s is refused, with the file", (_, change, message) => {
    expect(change(cli.endpointOverrides)).not.toBe(cli.endpointOverrides);
    expect(build(change)).toThrow(
      expect.objectContaining({
        code: "CATALOG_SOURCE_INVALID",
        kind: "input",
        message: expect.stringMatching(message),
      }),
    );
    expect(build(change)).toThrow(cli.path);
  });

  test("that is not there is refused", () => {
    expect(() => openCliSource(layer.data)).toThrow(/cannot be read/);
  });
});

describe("a broken source", () => {
  let scratch: string;
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), "egress6-test-broken-"));
    cpSync(join(layer.data, "partitions.json"), join(scratch, "partitions.json"));
    cpSync(join(layer.data, "s3"), join(scratch, "s3"), { recursive: true });
  });
  afterAll(() => rmSync(scratch, { recursive: true }));

  test("with too few services is refused, with what was found", () => {
    expect(() => buildCatalog(openBotocoreFolder(scratch), null, authored, null)).toThrow(
      expect.objectContaining({
        code: "CATALOG_SOURCE_TOO_SMALL",
        kind: "input",
        message: expect.stringMatching(
          new RegExp(
            `1 services .* 46 regions.*${CATALOG_FLOOR.services}.*${CATALOG_FLOOR.regions}`,
          ),
        ),
      }),
    );
  });

  test("with a damaged file names the file", () => {
    const file = join(scratch, "s3", "2006-03-01", "endpoint-rule-set-1.json");
    writeFileSync(file, '{"version": "1.0", "parame');
    expect(() => openBotocoreFolder(scratch).readRuleSet("s3")).toThrow(
      expect.objectContaining({
        code: "CATALOG_SOURCE_INVALID",
        kind: "input",
        message: expect.stringContaining(file),
      }),
    );
  });

  test("that is a folder of something else, a file or nothing is refused", () => {
    const folder = join(scratch, "empty");
    mkdirSync(folder);
    for (const path of [folder, join(scratch, "partitions.json"), join(scratch, "nowhere")]) {
      expect(() => openBotocoreFolder(path)).toThrow(
        expect.objectContaining({
          code: "CATALOG_SOURCE_INVALID",
          message: expect.stringContaining(path),
        }),
      );
    }
  });
});
