import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { CLI_ENDPOINTS_FLOOR } from "../../packages/egress6/src/adapter/botocore/cli-endpoints.js";
import { loadCliV1Endpoints } from "../../packages/egress6/src/adapter/fact-files/own-endpoints.js";
import { type Layer, unpackLayer } from "../catalog/aws-cli-layer.js";
import { egress6 } from "../catalog/run-in-process.js";
import { MANY_PROCESSES_MS, within } from "../support/time-limits.js";

vi.setConfig(within(MANY_PROCESSES_MS));

const ORACLE = fileURLToPath(new URL("cli_oracle.py", import.meta.url));

/** A call that needs no parameters. */
const CALLS: Readonly<Record<string, string>> = {
  docdb: "describe-db-clusters",
  emr: "list-clusters",
  health: "describe-events",
  neptune: "describe-db-clusters",
  rds: "describe-db-instances",
  sqs: "list-queues",
};

/** Where settings come from, each of which a client would follow. */
const SETUPS: Readonly<Record<string, { env?: Record<string, string>; config?: string }>> = {
  nothing: {},
  "the switch, in the environment": { env: { AWS_USE_DUALSTACK_ENDPOINT: "true" } },
  "the switch and FIPS, in the profile": {
    config: "use_dualstack_endpoint = true\nuse_fips_endpoint = true\n",
  },
  "URLs in the environment": {
    env: {
      AWS_ENDPOINT_URL: "https://all.test",
      AWS_ENDPOINT_URL_SQS: "https://one.test",
      AWS_ENDPOINT_URL_EMR: "https://one.test",
    },
  },
  "URLs in the profile": {
    config:
      "services = own\nendpoint_url = https://all.test\n[services own]\nsqs =\n  endpoint_url = https://one.test\n",
  },
  "a services section that is missing": { config: "services = gone\n" },
  "URLs that are none": { env: { AWS_ENDPOINT_URL: "all.test" } },
};
const SETUP_NAMES = Object.keys(SETUPS);

interface Case {
  readonly service: string;
  readonly region: string;
  readonly setup: string;
  readonly options?: readonly string[];
}

interface Answer {
  readonly url: string;
  readonly signing: { readonly region: string; readonly name: string };
}

const list = loadCliV1Endpoints();
const LISTED: readonly Case[] = Array.from(list.services)
  .flatMap(([service, regions]) => [...regions.keys()].map((region) => ({ service, region })))
  .map((pair, index) => ({ ...pair, setup: SETUP_NAMES[index % SETUP_NAMES.length] ?? "nothing" }));

const SWITCHED = "the switch, in the environment";
const NOT_LISTED: readonly Case[] = [
  { service: "sqs", region: "ap-south-2", setup: SWITCHED },
  { service: "sqs", region: "us-gov-east-1", setup: "the switch and FIPS, in the profile" },
  { service: "sqs", region: "il-central-1", setup: "URLs in the profile" },
  { service: "emr", region: "us-east-1", setup: SWITCHED },
  { service: "emr", region: "eu-central-1", setup: "URLs in the environment" },
  { service: "rds", region: "eu-west-1", setup: SWITCHED },
  { service: "docdb", region: "us-east-2", setup: "nothing" },
  { service: "neptune", region: "us-west-2", setup: "the switch and FIPS, in the profile" },
];

let folder: string;
let layer: Layer;
beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-cli-v1-`);
  for (const [index, name] of SETUP_NAMES.entries()) {
    writeFileSync(`${folder}/config-${index}`, `[default]\n${SETUPS[name]?.config ?? ""}`);
  }
  layer = await unpackLayer();
});
afterAll(() => {
  layer.remove();
  rmSync(folder, { recursive: true, force: true });
});

function environment(setup: string): Record<string, string> {
  return {
    AWS_CONFIG_FILE: `${folder}/config-${SETUP_NAMES.indexOf(setup)}`,
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    ...SETUPS[setup]?.env,
  };
}

/** What the real command line sends, for each case; it gets no further than a proxy that is not there. */
async function askCli(cases: readonly Case[]): Promise<readonly (Answer | string)[]> {
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    PYTHONPATH: layer.python,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_MAX_ATTEMPTS: "1",
    HTTPS_PROXY: "http://127.0.0.1:1",
  };
  const lines = cases.map(({ service, region, setup, options = [] }) =>
    JSON.stringify({
      words: [service, CALLS[service] ?? "", "--region", region, "--debug", ...options],
      env: { ...env, ...environment(setup) },
    }),
  );
  const said = await new Promise<string>((resolve, reject) => {
    const oracle = execFile(
      "python3",
      [ORACLE],
      { env, maxBuffer: 256 * 1024 * 1024 },
      (error, stdout) => (error === null ? resolve(stdout) : reject(error)),
    );
    oracle.stdin?.end(lines.join("\n"));
  });
  return said
    .trim()
    .split("\n")
    .map((line) => sentIn(String(JSON.parse(line))));
}

function sentIn(log: string): Answer | string {
  const [, url, region, name] =
    /Sending http request: .*url=([^,]+),.*Credential=\w+\/\d+\/([^/]+)\/([^/]+)\//.exec(log) ?? [];
  if (url === undefined || region === undefined || name === undefined) return log;
  return { url: url.replace(/\/$/, ""), signing: { region, name } };
}

async function askEgress6({ service, region, setup, options = [] }: Case) {
  const { code, stdout, stderr } = await egress6(
    ["endpoint", service, "--sdk", "cli-v1", "--region", region, "--json", ...options],
    { env: environment(setup) },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

async function compare(cases: readonly Case[]): Promise<void> {
  const answers = await askCli(cases);
  expect(answers).toHaveLength(cases.length);
  const different: unknown[] = [];
  for (const [index, each] of cases.entries()) {
    const { url, signing } = await askEgress6(each);
    const theirs = answers[index];
    if (JSON.stringify(theirs) !== JSON.stringify({ url, signing })) {
      different.push({ each, theirs, ours: { url, signing } });
    }
  }
  expect(different).toEqual([]);
}

describe("beside the real AWS CLI v1", () => {
  test("every endpoint of its list is called as we say, whatever is set", async () => {
    expect(LISTED.length).toBeGreaterThanOrEqual(CLI_ENDPOINTS_FLOOR);
    await compare(LISTED);
  });

  test("what is not in the list follows the settings", () => compare(NOT_LISTED));

  test("only --endpoint-url leads past the list; it leaves the region of the signature", () =>
    compare([
      {
        service: "sqs",
        region: "eu-west-1",
        setup: SWITCHED,
        options: ["--endpoint-url", "https://sqs.eu-west-1.api.aws"],
      },
      {
        service: "health",
        region: "eu-west-1",
        setup: "nothing",
        options: ["--endpoint-url", "https://health.eu-west-1.api.aws"],
      },
    ]));
});

describe("egress6 endpoint --sdk cli-v1", () => {
  test("says that the list decides, and what has no effect", async () => {
    const answer = await askEgress6({ service: "sqs", region: "eu-west-1", setup: SWITCHED });
    expect(answer).toMatchObject({
      url: "https://eu-west-1.queue.amazonaws.com",
      hostname: "eu-west-1.queue.amazonaws.com",
      source: "client",
      variant: "default",
      parameters: { UseDualStack: false, Endpoint: "https://eu-west-1.queue.amazonaws.com" },
      traps: [
        {
          id: "own-endpoint",
          severity: "no-effect",
          place: "AWS_USE_DUALSTACK_ENDPOINT",
          message: expect.stringMatching(/^AWS CLI v1 ignores AWS_USE_DUALSTACK_ENDPOINT for sqs/),
          remedy: expect.stringContaining("--endpoint-url"),
          source: list.source,
        },
      ],
    });
    expect(
      answer.trail.map(({ source, outcome }: Record<string, string>) => `${source} ${outcome}`),
    ).toEqual([
      "code unset",
      "client used",
      "env-service unset",
      "env-global unset",
      "config-service unset",
      "config-global unset",
      "rules overridden",
    ]);
  });

  test("in text, with the search in the words of aws --debug", async () => {
    const { stdout } = await egress6(
      ["endpoint", "health", "--sdk", "cli-v1", "--region", "aws-cn-global", "--explain"],
      { env: environment("URLs in the environment") },
    );
    expect(stdout).toMatch(/^https:\/\/health\.cn-northwest-1\.amazonaws\.com\.cn\n/);
    const oneLine = stdout.replace(/\n\s+/g, " ");
    expect(oneLine).toContain("by a list that AWS CLI v1 carries, whatever is set");
    expect(oneLine).toContain("signed for cn-northwest-1/health");
    expect(stdout).toContain("AWS_ENDPOINT_URL = https://all.test (environment), overridden");
    expect(oneLine).toContain("AWS CLI v1 ignores AWS_ENDPOINT_URL for health");
  });

  test("cautions where no SDK is named and something is set", async () => {
    const ask = async (setup: string) => {
      const { stdout } = await egress6(["endpoint", "sqs", "--region", "eu-west-1", "--json"], {
        env: environment(setup),
      });
      return JSON.parse(stdout).traps.find(({ id }: { id: string }) => id === "own-endpoint");
    };
    expect(await ask("nothing")).toBeUndefined();
    expect(await ask(SWITCHED)).toMatchObject({ severity: "caution" });
  });
});
