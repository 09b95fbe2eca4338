import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { serviceIdentifiers } from "@egress6/core/settings/read/service-identifiers";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openBotocoreFolder } from "../../packages/egress6/src/adapter/botocore/botocore-folder.js";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { type Layer, unpackLayer } from "../catalog/aws-cli-layer.js";
import { egress6 } from "../catalog/run-in-process.js";
import { MANY_PROCESSES_MS, within } from "../support/time-limits.js";

vi.setConfig(within(MANY_PROCESSES_MS));

const SERVICES = ["elbv2", "iam", "logs", "s3", "sts"] as const;
const ORACLE = fileURLToPath(new URL("configured_endpoint_oracle.py", import.meta.url));
const NAMES_ORACLE = fileURLToPath(new URL("service_names_oracle.py", import.meta.url));
const CASES = 300;

/** One client: what is in its environment, its files and its code. */
interface Case {
  readonly service: string;
  readonly env: Readonly<Record<string, string>>;
  readonly config: string;
  readonly credentials: string;
  readonly profile: string | null;
  readonly endpointUrl: string | null;
}

interface Answer {
  readonly url?: string;
  readonly signing?: { readonly region: string; readonly name: string };
  readonly error?: string;
}

const url = fc.constantFrom(
  "http://a.test:4566",
  "https://b.test/path",
  "https://[2001:db8::1]:8443",
  "",
);
const rarely = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 2, nil: undefined });
const boolean = fc.constantFrom("true", "false", "TRUE", "False", "1", "");
const region = fc.constantFrom(
  "eu-west-1",
  "eu-central-1",
  "ap-south-2",
  "fake-region-10",
  "us-east-1",
);
// Of a service id, of a CLI name, and of nobody.
const SUFFIXES = [
  "ELASTIC_LOAD_BALANCING_V2",
  "IAM",
  "CLOUDWATCH_LOGS",
  "S3",
  "STS",
  "LOGS",
  "ELBV2",
];
const KEYS = ["elastic_load_balancing_v2", "iam", "cloudwatch_logs", "s3", "sts", "logs"];

const line = (key: string, value: string | undefined) =>
  value === undefined ? [] : [`${key} = ${value}`];

const profile = fc
  .record({
    region,
    url: rarely(url),
    services: rarely(fc.constantFrom("one", "two", "gone")),
    dualstack: rarely(boolean),
    fips: rarely(fc.constantFrom("true", "false")),
    ignore: rarely(boolean),
    s3: rarely(fc.constantFrom("true", "True", "TRUE", "false")),
    source: rarely(fc.constantFrom("default", "dev")),
  })
  .map((it) => [
    ...line("region", it.region),
    ...line("endpoint_url", it.url),
    ...line("services", it.services),
    ...line("use_dualstack_endpoint", it.dualstack),
    ...line("use_fips_endpoint", it.fips),
    ...line("ignore_configured_endpoint_urls", it.ignore),
    ...line("source_profile", it.source),
    ...(it.s3 === undefined ? [] : ["s3 =", `    use_dualstack_endpoint = ${it.s3}`]),
  ]);

const services = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...KEYS), url), {
    selector: ([key]) => key,
    minLength: 1,
    maxLength: 3,
  })
  .map((entries) =>
    entries.flatMap(([key, value]) => [`${key} =`, "  # why", `  endpoint_url = ${value}`]),
  );

const config = fc
  .tuple(profile, profile, services, services)
  .map(([standard, dev, one, two]) =>
    [
      "[default]",
      ...standard,
      "",
      "[profile dev]",
      ...dev,
      "[services one]",
      ...one,
      "[services two]",
      ...two,
      "",
    ].join("\n"),
  );

const env = fc
  .record({
    AWS_DEFAULT_REGION: rarely(region),
    AWS_REGION: rarely(region),
    AWS_PROFILE: rarely(fc.constantFrom("dev", "default")),
    AWS_DEFAULT_PROFILE: rarely(fc.constantFrom("dev", "nobody")),
    AWS_ENDPOINT_URL: rarely(url),
    AWS_USE_DUALSTACK_ENDPOINT: rarely(boolean),
    AWS_STS_REGIONAL_ENDPOINTS: rarely(fc.constantFrom("legacy", "regional", "")),
    // botocore fails on an empty one, for whatever service.
    AWS_S3_US_EAST_1_REGIONAL_ENDPOINT: rarely(fc.constantFrom("legacy", "regional")),
    AWS_USE_FIPS_ENDPOINT: rarely(fc.constantFrom("true", "false", "")),
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: rarely(boolean),
    suffix: rarely(fc.tuple(fc.constantFrom(...SUFFIXES), url)),
  })
  .map(({ suffix, ...variables }) => ({
    ...(Object.fromEntries(
      Object.entries(variables).filter(([, value]) => value !== undefined),
    ) as Record<string, string>),
    ...(suffix === undefined ? {} : { [`AWS_ENDPOINT_URL_${suffix[0]}`]: suffix[1] }),
  }));

const anyCase: fc.Arbitrary<Case> = fc.record({
  service: fc.constantFrom(...SERVICES),
  env,
  config,
  credentials: fc.constantFrom(
    "",
    "[dev]\naws_secret_access_key = x\nendpoint_url = http://c.test\n",
  ),
  profile: fc.option(fc.constantFrom("dev", "default"), { freq: 3 }),
  endpointUrl: fc.option(fc.constantFrom("http://code.test", "https://code.test:8443/x"), {
    freq: 6,
  }),
});

let layer: Layer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-configured-`);
  layer = await unpackLayer(SERVICES);
});
afterAll(() => {
  layer.remove();
  rmSync(folder, { recursive: true, force: true });
});

function askBotocore(cases: readonly Case[]): readonly Answer[] {
  const output = execFileSync("python3", [ORACLE, folder], {
    input: cases.map((each) => JSON.stringify(each)).join("\n"),
    encoding: "utf8",
    env: {
      PATH: process.env["PATH"],
      PYTHONPATH: layer.python,
      LAYER_DATA: layer.data,
      HOME: folder,
    },
  });
  return output
    .trim()
    .split("\n")
    .map((answer) => JSON.parse(answer));
}

async function askEgress6(each: Case): Promise<Answer> {
  writeFileSync(`${folder}/config`, each.config);
  writeFileSync(`${folder}/credentials`, each.credentials);
  const { code, stdout, stderr } = await egress6(
    [
      "endpoint",
      each.service,
      "--json",
      "--sdk",
      "boto3",
      ...(each.profile === null ? [] : ["--profile", each.profile]),
      ...(each.endpointUrl === null ? [] : ["--endpoint-url", each.endpointUrl]),
    ],
    {
      env: {
        ...each.env,
        AWS_CONFIG_FILE: `${folder}/config`,
        AWS_SHARED_CREDENTIALS_FILE: `${folder}/credentials`,
      },
    },
  );
  if (code === 2) return { error: stderr };
  const { url, signing } = JSON.parse(stdout);
  return { url, signing };
}

/** botocore puts the path of the call behind the endpoint. */
function isSameEndpoint(endpoint: string, called: string): boolean {
  return called === endpoint || called.startsWith(`${endpoint.replace(/\/$/, "")}/`);
}

describe("against botocore itself, with real files and variables", () => {
  test(`${CASES} clients call where we say, signed for what we say`, async () => {
    const cases = fc.sample(anyCase, { numRuns: CASES, seed: 20261125 });
    const theirs = askBotocore(cases);
    expect(theirs).toHaveLength(CASES);
    const different: unknown[] = [];
    let errors = 0;
    let configured = 0;
    for (const [index, each] of cases.entries()) {
      const ours = await askEgress6(each);
      const expected = theirs[index] ?? {};
      if (expected.error !== undefined) errors++;
      else if (/\.test/.test(expected.url ?? "")) configured++;
      const isSame =
        expected.error !== undefined || ours.error !== undefined
          ? (expected.error === undefined) === (ours.error === undefined)
          : isSameEndpoint(ours.url ?? "", expected.url ?? "") &&
            JSON.stringify(ours.signing) === JSON.stringify(expected.signing);
      if (!isSame) different.push({ each, ours, expected });
    }
    expect(different).toEqual([]);
    // The sample would show nothing if nearly all of it went one way.
    expect(errors).toBeGreaterThan(10);
    expect(configured).toBeGreaterThan(50);
  });
});

test("the full rules take every parameter, typed as they ask", async () => {
  const ask = (...args: string[]) =>
    egress6(["endpoint", "s3", "--region", "eu-west-1", "--rules", layer.data, "--json", ...args]);
  const { stdout } = await ask("--param", "Bucket=a.b", "--param", "ForcePathStyle=true");
  expect(JSON.parse(stdout)).toMatchObject({
    url: "https://s3.eu-west-1.amazonaws.com/a.b",
    hostname: "s3.eu-west-1.amazonaws.com",
  });
  const unknown = await ask("--param", "Colour=red");
  expect(unknown).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/no parameter Colour.*ForcePathStyle/),
  });
  const refused = await ask("--param", "Accelerate=true", "--param", "Bucket=a.b");
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/rules for s3 refuse/) });
});

test("every service is looked for under the variable and the key that we name", async () => {
  const all = await unpackLayer();
  try {
    // Each service id has a URL of its own, so that none is found in the place of another. Half are in a variable, half
    // under a key: both come from the id, which two names may share.
    const known = new Set(openBotocoreFolder(all.data).services);
    const services = loadCatalog().services.filter(({ cliName }) => known.has(cliName));
    expect(services.length).toBe(known.size);
    const env: Record<string, string> = {};
    const lines = ["[default]", "region = fake-region-10", "services = a", "[services a]"];
    const ids = [...new Set(services.map(({ serviceId }) => serviceId))];
    expect(ids.length).toBeGreaterThan(400);
    const urls = new Map<string, string>();
    for (const [index, id] of ids.entries()) {
      const names = serviceIdentifiers(id);
      const url = `https://found-${index}.test`;
      if (index % 2 === 0) env[names.env] = url;
      else lines.push(`${names.configKey} =`, `  endpoint_url = ${url}`);
      urls.set(id, url);
    }
    writeFileSync(`${folder}/names`, `${lines.join("\n")}\n`);
    const cliNames = services.map(({ cliName }) => cliName);
    const output = execFileSync("python3", [NAMES_ORACLE, ...cliNames], {
      encoding: "utf8",
      env: {
        ...env,
        PATH: process.env["PATH"],
        PYTHONPATH: all.python,
        LAYER_DATA: all.data,
        AWS_CONFIG_FILE: `${folder}/names`,
        HOME: folder,
      },
    });
    expect(output.trim().split("\n")).toEqual(services.map(({ serviceId }) => urls.get(serviceId)));
  } finally {
    all.remove();
  }
});
