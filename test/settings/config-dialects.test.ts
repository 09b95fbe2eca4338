import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { Egress6Error } from "@egress6/core/errors";
import { findSdk } from "@egress6/core/settings/read/find-sdk";
import { parseAwsIni } from "@egress6/core/settings/read/parse-aws-ini";
import {
  type EndpointQuestion,
  resolveEndpointSettings,
} from "@egress6/core/settings/resolve/resolve-endpoint-settings";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBotocoreFolder } from "../../packages/egress6/src/adapter/botocore/botocore-folder.js";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { loadSdkFacts } from "../../packages/egress6/src/adapter/fact-files/sdk-facts.js";
import { type Layer, unpackLayer } from "../catalog/aws-cli-layer.js";
import { egress6 } from "../catalog/run-in-process.js";
import { DIALECT_CASES, type DialectCase } from "./config-dialect-cases.js";

interface Answer {
  readonly url?: string;
  readonly error?: string;
}
type Answers = Readonly<Record<string, Answer>>;

/** Those whose clients for JavaScript are installed. */
const SERVICES = ["dynamodb", "events", "iam", "logs", "s3", "secretsmanager", "sqs", "sts"];
const ORACLES = {
  boto3: ["python3", "config_dialect_oracle.py"],
  "cli-v1": ["python3", "cli_dialect_oracle.py"],
  "js-v3": [process.execPath, "config-dialect-oracle.mjs"],
} as const;
type Client = keyof typeof ORACLES;

/** Thousands of calls, each by the client itself and by us. */
const TIMEOUT_MS = 240_000;

let folder: string;
let layer: Layer;
beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-dialects-`);
  layer = await unpackLayer();
}, TIMEOUT_MS);
afterAll(() => {
  layer?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** One process for all cases, which answers one line for each. */
function askClient(client: Client, cases: readonly DialectCase[], services: readonly string[]) {
  const [program, script] = ORACLES[client];
  const output = execFileSync(program, [fileURLToPath(new URL(script, import.meta.url)), folder], {
    input: cases.map((each) => JSON.stringify({ ...each, services })).join("\n"),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PATH: process.env["PATH"],
      PYTHONPATH: layer.python,
      LAYER_DATA: layer.data,
      HOME: folder,
      NODE_NO_WARNINGS: "1",
    },
  });
  return output
    .trim()
    .split("\n")
    .map((line): Answers => JSON.parse(line));
}

/** Written once for all services of a case. */
function writeFiles({ config, credentials }: DialectCase): Readonly<Record<string, string>> {
  const write = (name: string, text: string | null) => {
    const path = `${folder}/ours-${name}`;
    if (text === null) return `${folder}/none`;
    writeFileSync(path, text);
    return path;
  };
  return {
    AWS_CONFIG_FILE: write("config", config),
    AWS_SHARED_CREDENTIALS_FILE: write("credentials", credentials),
  };
}

async function askEgress6(
  client: Client,
  service: string,
  env: Readonly<Record<string, string>>,
): Promise<Answer> {
  const { code, stdout, stderr } = await egress6(["endpoint", service, "--json", "--sdk", client], {
    env,
  });
  if (code === 2) return { error: stderr };
  const { url, traps } = JSON.parse(stdout);
  const refusal = traps.find(
    ({ id, severity }: { id: string; severity: string }) =>
      id === "dualstack-with-url" && severity === "breaks",
  );
  return refusal === undefined ? { url } : { error: refusal.message };
}

/** SDKs make URLs of anything; what holds a space or a quote is no host that could be called. */
function hostOf({ url }: Answer): string | null {
  return url === undefined || /[\s"]/.test(url) ? null : new URL(url).host;
}

const isSame = (ours: Answer, theirs: Answer) => hostOf(ours) === hostOf(theirs);

/** botocore ends with an AttributeError of its own: the service has a text where entries belong. */
const CRASHES = "a comment behind the head of a service";

describe.each(["boto3", "js-v3"] as const)("beside the real client of %s", (client) => {
  test(
    `${DIALECT_CASES.length} files and environments lead ${SERVICES.length} services to the same hosts`,
    async () => {
      const theirs = askClient(client, DIALECT_CASES, SERVICES);
      expect(theirs).toHaveLength(DIALECT_CASES.length);
      const different: unknown[] = [];
      const hosts = new Set<string>();
      let failed = 0;
      for (const [index, each] of DIALECT_CASES.entries()) {
        const env = { ...each.env, ...writeFiles(each) };
        for (const service of SERVICES) {
          const expected = theirs[index]?.[service] ?? {};
          if (client === "boto3" && each.what === CRASHES && service === "sts") continue;
          if (expected.url === undefined) failed++;
          else hosts.add(expected.url);
          const ours = await askEgress6(client, service, env);
          if (!isSame(ours, expected)) different.push({ case: each.what, service, ours, expected });
        }
      }
      expect(different).toEqual([]);
      // The table would show nothing if nearly all of it went one way.
      expect(failed).toBeGreaterThan(50);
      expect(hosts.size).toBeGreaterThan(20);
    },
    TIMEOUT_MS,
  );
});

/** The CLI takes its time for each command: some of each kind of difference. */
const FOR_CLI = DIALECT_CASES.filter(({ what }, index) => index % 6 === 1 && what !== CRASHES);
/** Called by the CLI as by botocore; for others it has hosts of its own. */
const CLI_SERVICES = ["s3", "sts"];

test(
  `${FOR_CLI.length} of them lead the AWS CLI v1 to the same hosts`,
  async () => {
    const theirs = askClient("cli-v1", FOR_CLI, CLI_SERVICES);
    expect(theirs).toHaveLength(FOR_CLI.length);
    const different: unknown[] = [];
    let called = 0;
    for (const [index, each] of FOR_CLI.entries()) {
      const env = { ...each.env, ...writeFiles(each) };
      for (const service of CLI_SERVICES) {
        const expected = theirs[index]?.[service] ?? {};
        if (expected.url !== undefined) called++;
        const ours = await askEgress6("cli-v1", service, env);
        if (!isSame(ours, expected)) different.push({ case: each.what, service, ours, expected });
      }
    }
    expect(different).toEqual([]);
    expect(called).toBeGreaterThan(FOR_CLI.length);
  },
  TIMEOUT_MS,
);

/** One that turns the switch on, and one that says nothing at all. */
const FOR_ALL = ["an upper-case switch", "no region and no switch"];

/** Called by a name that only stands for no region, or by none without an account or an ARN. */
const APART = ["cloudfront-keyvaluestore", "health", "s3control"];

test(
  "all services of botocore are called where we say, whatever the file looks like",
  () => {
    const cases = DIALECT_CASES.filter(({ what }) => FOR_ALL.includes(what));
    expect(cases).toHaveLength(FOR_ALL.length);
    const catalog = loadCatalog();
    const { sdks } = loadSdkFacts();
    const known = openBotocoreFolder(layer.data).services;
    // Where a newer client builds other names than this botocore, `sdk-versions.test.ts` looks at it.
    const services = known.filter(
      (name) => !APART.includes(name) && catalog.names.get(name)?.baseRules === null,
    );
    expect(services.length).toBeGreaterThan(420);
    const theirs = askClient("boto3", cases, services);
    const different: unknown[] = [];
    let called = 0;
    for (const [index, { what, config, env }] of cases.entries()) {
      const files = { config: parseAwsIni(config ?? "", "config"), credentials: null };
      const input = { code: {}, env, files, sdk: findSdk(sdks, "boto3"), sdks };
      for (const service of services) {
        const expected = theirs[index]?.[service] ?? {};
        if (expected.url !== undefined) called++;
        const ours = resolved({ catalog, service, input, parameters: {}, evaluate: null });
        if (!isSame(ours, expected)) different.push({ case: what, service, ours, expected });
      }
    }
    expect(different).toEqual([]);
    expect(called).toBeGreaterThan(services.length);
  },
  TIMEOUT_MS,
);

function resolved(question: EndpointQuestion): Answer {
  try {
    return { url: resolveEndpointSettings(question).url ?? "" };
  } catch (error) {
    if (error instanceof Egress6Error) return { error: error.message };
    throw error;
  }
}
