import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { TRAP_IDS } from "@egress6/core/finding/find-traps";
import type { OutcomeKind } from "@egress6/core/observation/outcome";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../../packages/egress6/src/adapter/store/open-store.js";
import { egress6 } from "../catalog/run-in-process.js";
import { observation } from "../store/observations.js";
import { builtEgress6 } from "../support/built.js";
import { runShell } from "../support/run-shell.js";
import { sarifFaults } from "../support/sarif-schema.js";

const SECRET = "wJalrXUtnFEMIK7MDENG";

/** A and AAAA of names, in eu-central-1. */
const WORLD: Readonly<Record<string, readonly [OutcomeKind, OutcomeKind]>> = {
  "dynamodb.eu-central-1.amazonaws.com": ["answer", "answer"],
  "dynamodb.eu-central-1.api.aws": ["answer", "answer"],
  "sqs.eu-central-1.amazonaws.com": ["answer", "nodata"],
  "sqs.eu-central-1.api.aws": ["answer", "answer"],
  "logs.eu-central-1.amazonaws.com": ["answer", "nodata"],
  "logs.eu-central-1.api.aws": ["answer", "answer"],
  "api.pricing.eu-central-1.amazonaws.com": ["answer", "nodata"],
  "api.pricing.eu-central-1.api.aws": ["nxdomain", "nxdomain"],
  "sns.eu-central-1.amazonaws.com": ["answer", "timeout"],
  "sns.eu-central-1.api.aws": ["servfail", "servfail"],
  "ec2.eu-central-1.amazonaws.com": ["answer", "answer"],
  "ec2.eu-central-1.api.aws": ["answer", "answer"],
  "elasticache.eu-central-1.amazonaws.com": ["answer", "nodata"],
  "elasticache.eu-central-1.api.aws": ["nxdomain", "nxdomain"],
  "ingest.timestream.eu-central-1.amazonaws.com": ["answer", "nodata"],
  "timestream-ingest.eu-central-1.api.aws": ["answer", "answer"],
  "ingest-cell1.timestream.eu-central-1.amazonaws.com": ["answer", "nodata"],
  "ingest-cell2.timestream.eu-central-1.amazonaws.com": ["answer", "answer"],
  "iam.amazonaws.com": ["answer", "nodata"],
  "iam.global.api.aws": ["answer", "answer"],
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/egress6-check-`);
  const store = openStore(`${folder}/store.db`);
  const batch = Object.entries(WORLD).map(([name, [a, aaaa]]) => observation(name, a, aaaa));
  store.record(batch, Date.UTC(2026, 10, 12));
  store.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[], stdin?: string) =>
  egress6(["check", "--db", `${folder}/store.db`, ...args], stdin === undefined ? {} : { stdin });
const check = async (args: readonly string[], stdin?: string) => {
  const { code, stdout, stderr } = await run([...args, "--json"], stdin);
  expect(stderr).toBe("");
  return { code, report: JSON.parse(stdout) };
};
const HERE = ["--region", "eu-central-1"];
const file = (name: string, text: string) => {
  writeFileSync(`${folder}/${name}`, text);
  return `${folder}/${name}`;
};
const means = (report: { services: { service: string; means: string }[] }) =>
  report.services.map((each) => `${each.service} ${each.means}`);

describe("as AWS CLI v1 calls them", () => {
  const configured = (...args: string[]) => {
    const config = file("cli-v1", "[default]\nuse_dualstack_endpoint = true\n");
    return check([...args, ...HERE, "--aws-config", config, "--sdk", "cli-v1"]);
  };

  test("a service in its own list needs an option of the call, others take the switch", async () => {
    const { report } = await configured("--service", "sqs,logs");
    expect(means(report)).toEqual(["sqs url", "logs switch"]);
    expect(report.services[0]).toMatchObject({
      works: "yes",
      hostname: "sqs.eu-central-1.api.aws",
      setting: "--endpoint-url https://sqs.eu-central-1.api.aws",
      switchEffect: "same",
      wayOut: null,
    });
    const { clients, findings } = report.configuration;
    expect(
      clients.map(({ service, hostname, source }: Record<string, string>) =>
        [service, hostname, source].join(" "),
      ),
    ).toEqual([
      "sqs eu-central-1.queue.amazonaws.com client",
      "logs logs.eu-central-1.api.aws rules",
    ]);
    expect(findings).toContainEqual(
      expect.objectContaining({ id: "own-endpoint", severity: "no-effect", services: ["sqs"] }),
    );
  });

  test("a service in its list alone leaves nothing to the switch", async () => {
    const { code, report } = await configured("--service", "sqs");
    expect(code).toBe(1);
    expect(report.regions[0]).toMatchObject({
      works: "yes",
      dualstackSwitch: { isAdvised: false },
    });
    const { stdout } = await run([
      "--service",
      "sqs",
      ...HERE,
      "--aws-config",
      file("cli-v1", ""),
      "--sdk",
      "cli-v1",
    ]);
    expect(stdout).toContain("--endpoint-url https://sqs.eu-central-1.api.aws");
  });
});

describe("a list of services", () => {
  test("that all work over IPv6 is clean, by one switch where that is safe", async () => {
    const { code, report } = await check(["--service", "sqs,logs", ...HERE]);
    expect(code).toBe(0);
    expect(report.works).toBe("yes");
    expect(report.services[0]).toMatchObject({
      service: "sqs",
      region: "eu-central-1",
      works: "yes",
      means: "switch",
      hostname: "sqs.eu-central-1.api.aws",
      setting: "AWS_USE_DUALSTACK_ENDPOINT=true",
      observedAt: "2026-11-12T00:00:00Z",
      wayOut: null,
    });
    expect(report.regions[0].dualstackSwitch).toEqual({
      breaks: [],
      unknown: [],
      isAdvised: true,
    });
  });

  test("with one that the switch would break gets a URL for each of the others", async () => {
    const { code, report } = await check(["--service", "sqs,pricing,dynamodb,iam", ...HERE]);
    expect(code).toBe(1);
    expect(means(report)).toEqual(["sqs url", "pricing none", "dynamodb default", "iam client"]);
    expect(report.services[0].setting).toBe(
      "AWS_ENDPOINT_URL_SQS=https://sqs.eu-central-1.api.aws",
    );
    expect(report.services[1]).toMatchObject({
      works: "no",
      observedAt: "2026-11-12T00:00:00Z",
      wayOut: expect.stringMatching(/PrivateLink.*NAT64/),
    });
    expect(report.regions[0].dualstackSwitch.breaks).toEqual(["pricing"]);
    expect(report.summary).toBe(
      "eu-central-1: 3 of 4 services work over IPv6 (1 by default, 2 with settings); needs IPv4: pricing; the global switch would break: pricing.",
    );
  });

  test("tells connections that stay in the VPC from calls of an API that needs IPv4", async () => {
    const { code, report } = await check(["--service", "elasticache,sqs", ...HERE]);
    expect(code).toBe(3);
    expect(report.works).toBe("unknown");
    expect(report.services[0]).toMatchObject({
      works: "no",
      inVpc: { connections: "connections to its caches" },
    });
    expect(report.services[1].inVpc).toBeNull();
    expect(report.summary).toContain("control API needs IPv4, while the data stays in the VPC");
    const called = await check(["--service", "elasticache,sqs", "--api", ...HERE]);
    expect([called.code, called.report.works]).toEqual([1, "no"]);
  });

  test("judges a service by the host that it hands out, once that is named", async () => {
    const judged = async (...more: string[]) => {
      const { code, report } = await check(["timestream-write", ...HERE, ...more]);
      const [{ works, means: by, setting, cell }] = report.services;
      return { code, works, by, setting, cell };
    };
    const cell = (number: number) => `ingest-cell${number}.timestream.eu-central-1.amazonaws.com`;
    expect(await judged()).toMatchObject({ code: 3, works: "unknown", cell: "unknown" });
    expect(await judged("--discovered", cell(1))).toMatchObject({ code: 1, works: "no" });
    expect(await judged("--discovered", cell(2))).toMatchObject({
      code: 0,
      works: "yes",
      by: "switch",
      setting: "AWS_USE_DUALSTACK_ENDPOINT=true",
    });
    const several = await run([
      "timestream-write,timestream-query",
      ...HERE,
      "--discovered",
      "x.y",
    ]);
    expect(several.code).toBe(2);
    expect(several.stderr).toContain("--discovered timestream-write=x.y");
  });

  test("of which something is not known is never clean, nor called a finding", async () => {
    const { code, report } = await check(["sqs", "kms", ...HERE]);
    expect(code).toBe(3);
    expect(report.works).toBe("unknown");
    expect(report.services[1]).toMatchObject({
      service: "kms",
      works: "unknown",
      means: "unknown",
    });
    expect(report.services[1].wayOut).toContain("kms.eu-central-1.api.aws");
  });

  test("tells what was asked without a verdict from what nobody asked", async () => {
    const { code, report } = await check(["sns", ...HERE]);
    expect(code).toBe(3);
    expect(report.services[0]).toMatchObject({ works: "unknown", switchEffect: "unknown" });
    expect(report.services[0].wayOut).toMatch(
      /^No verdict: sns\.eu-central-1\.amazonaws\.com \(timeout, asked 2026-11-12 .*\), sns\.eu-central-1\.api\.aws \(servfail, asked .*\)\. Ask again with --live/,
    );
    const config = await egress6([
      "config",
      "--db",
      `${folder}/store.db`,
      "--service",
      "sns",
      "--for",
      "env",
      ...HERE,
    ]);
    expect(config.code).toBe(1);
    expect(config.stdout).toBe("");
    expect(config.stderr).toContain("sns.eu-central-1.api.aws, which gave no verdict (servfail, ");
    expect(config.stderr).not.toMatch(/not observed/i);
  });

  test("comes from arguments, flags, a file or standard input, each service once", async () => {
    const names = file("names", "# ours\nsqs\n\nCloudWatch Logs # why\n");
    expect((await check(["--names", names, "logs", ...HERE])).report.services).toHaveLength(2);
    expect((await check(["logs,s3", "kms", ...HERE])).report.services).toHaveLength(3);
    const { report } = await check(["--names", "-", ...HERE], "iam\nsqs");
    expect(means(report)).toEqual(["iam switch", "sqs switch"]);
  });

  test("is checked in several regions", async () => {
    const { report } = await check(["sqs", "--region", "eu-central-1,us-east-1"]);
    expect(
      report.regions.map(({ region, works }: Record<string, string>) => [region, works]),
    ).toEqual([
      ["eu-central-1", "yes"],
      ["us-east-1", "unknown"],
    ]);
  });

  test("is shown for people, and as Markdown that survives pasting", async () => {
    const { stdout } = await run(["sqs", "pricing", ...HERE]);
    expect(stdout).toMatch(/sqs +yes +2026-11-12 +AWS_ENDPOINT_URL_SQS=https:\/\/sqs\S+/);
    expect(stdout).toContain("AWS_USE_DUALSTACK_ENDPOINT=true would break: pricing");
    expect(stdout).toMatch(/needs IPv4: pricing/);
    const { stdout: markdown } = await run(["sqs", "pricing", ...HERE, "--markdown"]);
    expect(markdown).toMatch(/^\| pricing \| no \| needs IPv4 \|/m);
  });
});

describe("an existing configuration", () => {
  const config = () =>
    file(
      "config",
      `[default]
region = eu-central-1
use_dualstack_endpoint = true
aws_secret_access_key = ${SECRET}
[profile urls]
region = eu-central-1
services = urls
[services urls]
sqs =
  endpoint_url = https://key:${SECRET}@sqs.eu-central-1.api.aws
logs =
  endpoint_url = https://logs.eu-central-1.api.aws
`,
    );

  test("is looked through under every profile, with the line of each trap", async () => {
    const { code, report } = await check([
      "sqs",
      "logs",
      "pricing",
      "--aws-config",
      config(),
      ...HERE,
    ]);
    expect(code).toBe(1);
    const { clients, findings } = report.configuration;
    expect(
      clients.map((each: Record<string, string>) => [
        each["profile"],
        each["service"],
        each["hostname"],
        each["source"],
      ]),
    ).toEqual([
      ["default", "sqs", "sqs.eu-central-1.api.aws", "rules"],
      ["default", "logs", "logs.eu-central-1.api.aws", "rules"],
      ["default", "pricing", "api.pricing.eu-central-1.api.aws", "rules"],
      ["urls", "sqs", "sqs.eu-central-1.api.aws", "config-service"],
      ["urls", "logs", "logs.eu-central-1.amazonaws.com", "rules"],
      ["urls", "pricing", "api.pricing.eu-central-1.amazonaws.com", "rules"],
    ]);
    const found = (id: string) => findings.find((each: { id: string }) => each.id === id);
    expect(found("dualstack-name-missing")).toMatchObject({
      severity: "breaks",
      services: ["pricing"],
      profile: "default",
      place: `${folder}/config:3`,
    });
    expect(found("service-identifier")).toMatchObject({ place: `${folder}/config:11` });
    expect(found("source-ip-conditions").services).toEqual(["sqs", "logs"]);
  });

  const inServices = (key: string, url: string) =>
    `services = a\n[services a]\n${key} =\n  endpoint_url = ${url}\n`;
  test.each([
    ["dualstack-name-missing", "use_dualstack_endpoint = true", "pricing", 3],
    [
      "dualstack-with-url",
      "use_dualstack_endpoint = true\nendpoint_url = https://logs.eu-central-1.api.aws",
      "logs",
      4,
    ],
    ["url-refused", inServices("dynamodb", "https://dynamodb.eu-central-1.api.aws"), "dynamodb", 6],
    ["url-signing-region", inServices("iam", "https://iam.global.api.aws"), "iam", 6],
    ["sts-aws-global", "region = aws-global\nuse_dualstack_endpoint = true", "sts", 3],
    ["boolean-spelling", "use_dualstack_endpoint = 1", "logs", 3],
    ["imds-mode-spelling", "ec2_metadata_service_endpoint_mode = ipv6", "logs", 3],
    ["inline-comment", "use_dualstack_endpoint = true # for now", "logs", 3],
    ["service-identifier", inServices("logs", "https://logs.eu-central-1.api.aws"), "logs", 5],
    [
      "ignored-endpoint-urls",
      "ignore_configured_endpoint_urls = true\nendpoint_url = http://a.test",
      "logs",
      3,
    ],
    [
      "source-profile-url",
      "source_profile = base\n[profile base]\nendpoint_url = http://a.test",
      "logs",
      5,
    ],
    ["switch-not-needed", "use_dualstack_endpoint = true", "ec2", 3],
  ])("names the trap %s with its line", async (trap, text, service, line) => {
    const path = file("trap", `[default]\nregion = eu-central-1\n${text}\n`);
    const { report } = await check(["--aws-config", path, "--profile", "default", service]);
    const found = report.configuration.findings.find(({ id }: { id: string }) => id === trap);
    expect(found).toMatchObject({ place: `${path}:${line}`, services: [service] });
  });

  test("of variables is read from a file, not from the environment", async () => {
    const env = file(".env", `AWS_SECRET_ACCESS_KEY=${SECRET}\nAWS_USE_DUALSTACK_ENDPOINT=TRUE\n`);
    const { code, report } = await check(["sqs", "--env-file", env, "--sdk", "js-v3", ...HERE]);
    expect(code).toBe(1);
    expect(report.configuration.findings[0]).toMatchObject({
      id: "boolean-spelling",
      place: `${folder}/.env:2`,
    });
    expect(report.configuration.clients[0].verdict["ipv6-only"]).toBe("no");
  });

  test("without a trap, by which all works, is clean", async () => {
    const env = file(".env", "AWS_USE_DUALSTACK_ENDPOINT=true\nAWS_REGION=eu-central-1\n");
    const { code, report } = await check(["logs", "--env-file", env]);
    expect(code).toBe(0);
    expect(
      report.configuration.findings.every(
        ({ severity }: { severity: string }) => severity === "caution",
      ),
    ).toBe(true);
  });

  const TANGLED = `[default]
use_dualstack_endpoint = TRUE # why
Region = eu-west-1
services = s
[profile dev]
source_profile = default
region = eu-central-1
services = s
[services s]
sqs =
  endpoint_url = https://sqs.eu-central-1.api.aws
cloudwatch_logs =
  endpoint_url = https://logs.eu-central-1.api.aws
logs =
  endpoint_url = http://c.test
`;
  const VARIABLES =
    "AWS_REGION=eu-west-1\nAWS_ENDPOINT_URL_IAM=https://iam.global.api.aws\nAWS_ENDPOINT_URL_LOGS=http://d.test\n";
  const tangled = async (config: string, ...args: string[]) => {
    const files = ["--aws-config", file("tangled", config), "--env-file", file("t.env", VARIABLES)];
    const { report } = await check(["sqs,logs,iam,dynamodb,ecr", ...files, ...args]);
    return report.configuration.findings as Record<string, unknown>[];
  };

  test.each([
    [],
    ["--sdk", "boto3"],
    ["--sdk", "js-v3"],
    ["--sdk", "cli-v1"],
    ["--sdk", "java-v1"],
    ["--sdk", "go-v2@1.0.0"],
  ])("has findings told apart by fingerprints that outlive moved lines: %s %s", async (...sdk) => {
    const regions = ["--region", "eu-central-1,us-east-1"];
    const findings = await tangled(TANGLED, ...sdk, ...regions);
    const fingerprints = findings.map(({ fingerprint }) => fingerprint);
    expect(findings.length).toBeGreaterThan(5);
    expect(fingerprints).toEqual([...new Set(fingerprints)]);
    const moved = await tangled(`# ours\n\n${TANGLED}`, ...sdk, ...regions);
    expect(moved.map(({ fingerprint }) => fingerprint)).toEqual(fingerprints);
    expect(moved.map(({ line }) => line)).not.toEqual(findings.map(({ line }) => line));
  });

  test("has findings as any other report, under the names of traps", async () => {
    const [found] = (await tangled(TANGLED)).filter(({ id }) => id === "service-identifier");
    expect(found).toEqual({
      id: "service-identifier",
      severity: "no-effect",
      message: expect.stringContaining("AWS_ENDPOINT_URL_LOGS is set, and no SDK reads it"),
      remedy: "Rename it to AWS_ENDPOINT_URL_CLOUDWATCH_LOGS.",
      place: `${folder}/t.env:3`,
      source: "https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html",
      profile: "default",
      region: "eu-west-1",
      services: ["logs"],
      ruleId: "service-identifier",
      level: "warning",
      kind: "fail",
      code: "service-identifier.variable",
      args: {
        variable: "AWS_ENDPOINT_URL_LOGS",
        service: "logs",
        serviceId: "CloudWatch Logs",
        right: "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS",
      },
      file: `${folder}/t.env`,
      line: 3,
      column: null,
      resource: "AWS_ENDPOINT_URL_LOGS",
      goal: null,
      fix: "Rename it to AWS_ENDPOINT_URL_CLOUDWATCH_LOGS.",
      evidence: [],
      related: [],
      fingerprint: "service-identifier/environment/default/eu-west-1/aws_endpoint_url_logs",
      suppressed: null,
      helpUri: "https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html",
    });
  });

  test("without a list of services stands for those that it names", async () => {
    const { report } = await check(["--aws-config", config(), "--profile", "urls"]);
    expect(report.configuration.clients.map(({ service }: { service: string }) => service)).toEqual(
      ["logs", "sqs"],
    );
    expect(report.services).toEqual([]);
  });

  test("never shows its secrets", async () => {
    for (const form of [["--json"], ["--markdown"], ["--format", "sarif"], []]) {
      const { stdout, stderr } = await run(["sqs", "--aws-config", config(), ...HERE, ...form]);
      expect(stdout + stderr).not.toContain(SECRET);
    }
  });
});

describe("as SARIF", () => {
  const sarif = async (args: readonly string[]) => {
    const { code, stdout, stderr } = await run([...args, "--format", "sarif"]);
    expect(stderr).toBe("");
    const log = JSON.parse(stdout);
    expect(sarifFaults(log)).toEqual([]);
    return { code, results: log.runs[0].results, driver: log.runs[0].tool.driver };
  };
  const cases = "[default]\nregion = eu-central-1\nuse_dualstack_endpoint = true\n";

  test("a trap has its line, told from the working directory, and fails the check", async () => {
    const path = file("sarif-config", cases);
    const { code, results, driver } = await sarif(["pricing", "--aws-config", path]);
    expect(code).toBe(1);
    expect(results[0]).toMatchObject({
      ruleId: "dualstack-name-missing",
      kind: "fail",
      level: "error",
      message: { text: expect.stringMatching(/does not exist .* Leave the switch off/) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: pathToFileURL(path).href },
            region: { startLine: 3 },
          },
          logicalLocations: [{ fullyQualifiedName: "use_dualstack_endpoint" }],
        },
      ],
      partialFingerprints: {
        "egress6/v1":
          "dualstack-name-missing/aws-config/default/eu-central-1/use_dualstack_endpoint/pricing",
      },
      properties: { profile: "default", region: "eu-central-1", services: ["pricing"] },
    });
    expect(driver.rules[results[0].ruleIndex].id).toBe("dualstack-name-missing");
    expect(driver.rules.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining([...TRAP_IDS]),
    );
  });

  test("a file in the working directory has a path that any clone has", async () => {
    const path = file("relative-config", cases);
    const command = `cd ${folder} && node ${builtEgress6()} check pricing --db store.db --format sarif --aws-config`;
    for (const argument of ["relative-config", path]) {
      const { stdout } = await runShell(`${command} ${argument}`, { env: { ...process.env } });
      const log = JSON.parse(stdout);
      expect(sarifFaults(log)).toEqual([]);
      expect(log.runs[0].results[0].locations[0].physicalLocation.artifactLocation).toEqual({
        uri: "relative-config",
        uriBaseId: "%SRCROOT%",
      });
    }
  });

  test("what needs IPv4 is a failure, what is not known is for review", async () => {
    const { code, results } = await sarif(["sqs", "pricing", "kms", ...HERE]);
    expect(code).toBe(1);
    expect(
      results.map(({ ruleId, kind, level }: Record<string, string>) => [ruleId, kind, level]),
    ).toEqual([
      ["needs-ipv4", "fail", "error"],
      ["not-observed", "review", "none"],
    ]);
    expect(results[0].message.text).toMatch(/^pricing in eu-central-1 needs IPv4\. .*PrivateLink/);
    expect(results[0].locations).toEqual([]);
    const unknown = await sarif(["kms", ...HERE]);
    expect([unknown.code, unknown.results.length]).toEqual([3, 1]);
    const clean = await sarif(["sqs", ...HERE]);
    expect([clean.code, clean.results]).toEqual([0, []]);
  });

  test("a configured client without IPv6 is a failure at its configuration", async () => {
    const path = file("plain-config", "[profile dev]\nregion = eu-central-1\n");
    const { results } = await sarif(["logs", "--aws-config", path]);
    const [found] = results.filter(({ ruleId }: { ruleId: string }) => ruleId === "needs-ipv4");
    expect(found.message.text).toBe(
      "logs in eu-central-1 as the profile dev has it, which calls https://logs.eu-central-1.amazonaws.com, needs IPv4.",
    );
    expect(found.locations).toEqual([
      { physicalLocation: { artifactLocation: { uri: pathToFileURL(path).href } } },
    ]);
  });

  test("the other formats are those of the options of old", async () => {
    for (const [format, option] of [
      ["json", "--json"],
      ["markdown", "--markdown"],
    ] as const) {
      const named = await run(["sqs", "pricing", ...HERE, "--format", format]);
      expect(named).toEqual(await run(["sqs", "pricing", ...HERE, option]));
    }
    const text = await run(["sqs", ...HERE, "--format", "text"]);
    expect(text).toEqual(await run(["sqs", ...HERE]));
  });
});

describe("bad input", () => {
  test.each([
    [[], /Name the services/],
    [["sqss", ...HERE], /no AWS service "sqss".*Nearest: sqs/],
    [["sqs", "--region", "mars-1"], /"mars-1" is not an AWS region/],
    [["sqs"], /No region is set/],
    [["sqs", ...HERE, "--json", "--markdown"], /give one/],
    [["sqs", ...HERE, "--format", "sarif", "--json"], /give one/],
    [["sqs", ...HERE, "--format", "junit"], /Allowed choices are text, json, sarif, markdown/],
    [["sqs", ...HERE, "--profile", "x"], /--profile goes with --aws-config/],
    [["sqs", ...HERE, "--sdk", "botto"], /no SDK "botto"/],
    [["sqs", ...HERE, "--aws-config", "/nowhere/config"], /There is no file \/nowhere\/config/],
    [["sqs", ...HERE, "--names", "/nowhere/names"], /cannot be read from \/nowhere\/names/],
  ])("%j is explained", async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test("a client whose URL nobody looked at is unknown in the report, too", async () => {
    const env = file(
      "own-url.env",
      "AWS_ENDPOINT_URL_LAMBDA=http://mine\nAWS_REGION=eu-central-1\n",
    );
    const { code, report } = await check(["--env-file", env]);
    expect([code, report.works]).toEqual([3, "unknown"]);
    expect(report.summary).toBe("Configuration: no trap; unknown: lambda.");
  });

  test("a list without a region in it is refused, and is never clean", async () => {
    for (const region of ["", ","]) {
      const { code, stdout, stderr } = await run(["sqs", "--region", region]);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain("Name at least one");
    }
  });

  test("a variable for the profile that is empty names none", async () => {
    const config = file(
      "two.ini",
      "[profile a]\nregion = eu-central-1\n[profile b]\nregion = eu-central-1\n",
    );
    const env = file("empty.env", "AWS_PROFILE=\n");
    const { report } = await check(["sqs", "--aws-config", config, "--env-file", env]);
    const profiles = report.configuration.clients.map((each: { profile: string }) => each.profile);
    expect(profiles).toEqual(["a", "b"]);
  });

  test("a file of variables that is missing is ours to explain, as a process, too", async () => {
    const missing = await runShell(
      `node ${builtEgress6()} check sqs --dotenv ${folder}/missing.env`,
    );
    expect([missing.code, missing.stdout]).toEqual([2, ""]);
    expect(missing.stderr).toContain(`There is no file ${folder}/missing.env. Check the path.`);
  });

  test("what Node.js makes of --env-file does not reach the process", async () => {
    const variables = file("own.env", `AWS_REGION=eu-central-1\nEGRESS6_DB=${folder}/store.db\n`);
    const env = { PATH: process.env["PATH"], HOME: folder };
    for (const flag of ["--env-file", "--dotenv"]) {
      const command = `node ${builtEgress6()} check sqs --json ${flag} ${variables}`;
      const { code, stdout } = await runShell(command, { env });
      expect(code).toBe(3);
      expect(JSON.parse(stdout).works).toBe("unknown");
    }
  });

  test("a profile that variables name is asked for with its file", async () => {
    const env = file("named.env", "\nAWS_PROFILE=prod\nAWS_REGION=eu-central-1\n");
    const { code, stderr } = await run(["sqs", "--env-file", env]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/named\.env:2: AWS_PROFILE names the profile "prod".*--aws-config/);
  });

  test("a list may come from Windows, with several services in a line", async () => {
    const names = file("windows.txt", "\uFEFFsqs, logs # of the app\r\n\r\n# more\r\niam\r\n");
    const { report } = await check(["--names", names, ...HERE]);
    expect(report.services.map(({ service }: { service: string }) => service)).toEqual([
      "sqs",
      "logs",
      "iam",
    ]);
  });

  test("a line without an end is refused, and rubbish is not repeated at length", async () => {
    const endless = await run(["--names", file("endless", "a".repeat(2 ** 21)), ...HERE]);
    expect([endless.code, endless.stderr]).toEqual([2, expect.stringMatching(/line 1 is longer/)]);
    const long = await run(["--names", file("long", "a".repeat(10_000)), ...HERE]);
    expect([long.code, long.stderr]).toEqual([
      2,
      expect.stringMatching(/long:1: .*no AWS service/),
    ]);
    expect(long.stderr.length).toBeLessThan(500);
  });

  test("unknown services are named at once, with their place, and the others are judged", async () => {
    const names = file("names", "sqs\nsqqs\n");
    const { code, stdout, stderr } = await run(["frobnicate", "--names", names, ...HERE, "--json"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/There is no AWS service "frobnicate" in the catalog\. Give/);
    expect(stderr).toMatch(/names:2: There is no AWS service "sqqs" in the catalog\. Nearest: sqs/);
    const report = JSON.parse(stdout);
    expect(report.services).toMatchObject([{ service: "sqs", works: "yes" }]);
    expect(report.unknown).toMatchObject([{ text: "frobnicate", place: null }, { text: "sqqs" }]);
    // Nobody knows whether all works.
    expect(report.works).toBe("unknown");
    expect(report.summary).toContain('Not recognised: "frobnicate", "sqqs".');
  });

  test("a list of which nothing is known is refused", async () => {
    const { code, stdout, stderr } = await run(["frobnicate,lgos", ...HERE]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/"frobnicate".*\n.*"lgos" in the catalog\. Nearest: logs/);
  });
});
