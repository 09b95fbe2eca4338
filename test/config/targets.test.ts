import { execFileSync } from "node:child_process";
import { parse as parseHcl } from "@cdktf/hcl2json";
import { TARGETS } from "@egress6/core/settings/write/targets";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { type Invented, writtenFor } from "./invented-names.js";
import { expectParses } from "./parse-text.js";

const REGION = "eu-central-1";
const NAMES: Readonly<Record<string, Invented>> = {
  [`logs.${REGION}.amazonaws.com`]: "ipv4",
  [`logs.${REGION}.api.aws`]: "both",
  [`stream-logs.${REGION}.api.aws`]: "ipv4",
  [`sqs.${REGION}.amazonaws.com`]: "ipv4",
  [`sqs.${REGION}.api.aws`]: "both",
  [`sns.${REGION}.amazonaws.com`]: "ipv4",
  [`sns.${REGION}.api.aws`]: "nothing",
  [`sts.${REGION}.amazonaws.com`]: "both",
  [`sts.${REGION}.api.aws`]: "both",
  [`dynamodb.${REGION}.amazonaws.com`]: "ipv4",
  [`dynamodb.${REGION}.api.aws`]: "both",
  [`monitoring.${REGION}.amazonaws.com`]: "ipv4",
  [`monitoring.${REGION}.api.aws`]: "both",
  [`maps.geo.${REGION}.amazonaws.com`]: "ipv4",
  [`maps.geo.${REGION}.api.aws`]: "both",
  [`ssm.${REGION}.amazonaws.com`]: "ipv4",
  [`ssm.${REGION}.api.aws`]: "both",
  [`ssmmessages.${REGION}.amazonaws.com`]: "ipv4",
  [`ssmmessages.${REGION}.api.aws`]: "both",
  [`api.ecr.${REGION}.amazonaws.com`]: "ipv4",
  [`ecr.${REGION}.api.aws`]: "both",
  [`123456789012.dkr.ecr.${REGION}.amazonaws.com`]: "ipv4",
  [`123456789012.dkr-ecr.${REGION}.on.aws`]: "both",
  "public.ecr.aws": "ipv4",
  "ecr-public.aws.com": "both",
  "iam.amazonaws.com": "ipv4",
  "iam.global.api.aws": "both",
  [`elasticloadbalancing.${REGION}.amazonaws.com`]: "ipv4",
  [`elasticloadbalancing.${REGION}.api.aws`]: "both",
};

const LISTS: Readonly<Record<string, readonly string[]>> = {
  "all by the switch": ["logs", "sqs", "dynamodb", "iam", "elbv2"],
  "one in the way of the switch": ["logs", "sqs", "iam", "sns", "geo-maps"],
  "nothing to set": ["sts"],
  "nothing observed": ["kms"],
  "of the agents": ["logs", "cloudwatch", "sts", "ssm"],
  "of images": ["ecr", "ecr-public"],
};

/** The text without comments. */
function settingsOf(text: string): string {
  return text.replace(/^\s*(#(?!include)|\/\/).*$/gm, "").replace("<?php", "");
}

const written = (target: string, list: string) =>
  writtenFor(target, LISTS[list] ?? [], REGION, NAMES);

describe.each(TARGETS.map(({ id }) => id))("%s, for every kind of list", (target) => {
  const forms = Object.keys(LISTS).flatMap((list) => written(target, list).forms);

  test("is of its language", async () => {
    for (const { language, text } of forms) await expectParses(language, text);
  });

  test("names no host that was not observed to have AAAA", () => {
    const hosts = forms.flatMap(({ text }) => [
      ...settingsOf(text).matchAll(/[\w$.-]+\.(?:api\.aws|on\.aws|amazonaws\.com|aws\.com)\b/g),
    ]);
    for (const [host] of hosts) {
      const observed = host.replace(/^(\$AWS_ACCOUNT_ID|111122223333)/, "123456789012");
      expect(NAMES[observed], observed).toBe("both");
    }
  });

  test("never sets the switch and a URL for the same process", () => {
    for (const { text } of forms) {
      const settings = settingsOf(text);
      const hasSwitch = /use_?dual_?stack_?endpoint\W/i.test(settings);
      const hasUrl = /endpoint_url|endpoints \{|endpoint_override/i.test(settings);
      expect(hasSwitch && hasUrl).toBe(false);
    }
  });

  test("says what each setting rests on", () => {
    for (const { id, text, isBare } of forms) {
      if (isBare || id === "account-setting" || settingsOf(text).trim() === "") continue;
      expect(text).toMatch(/observed 2026-11-24 14:02 UTC by 192\.0\.2\.53/);
      expect(text).toMatch(/https:\/\//);
    }
  });
});

describe("what a real reader makes of the text", () => {
  const textOf = (target: string, list: string, form?: string) =>
    written(target, list).forms.find(({ id }) => form === undefined || id === form)?.text ?? "";

  const bySwitch = {
    AWS_USE_DUALSTACK_ENDPOINT: "true",
    AWS_ACCOUNT_ID_ENDPOINT_MODE: "disabled",
  };
  const byUrl = {
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: `https://logs.${REGION}.api.aws`,
    AWS_ENDPOINT_URL_SQS: `https://sqs.${REGION}.api.aws`,
    // The only service whose rules put a path behind the name.
    AWS_ENDPOINT_URL_GEO_MAPS: `https://maps.geo.${REGION}.api.aws/v2`,
  };
  const both = [
    ["all by the switch", bySwitch],
    ["one in the way of the switch", byUrl],
  ] as const;

  test.each(both)("a shell: %s", (list, expected) => {
    const script = `${textOf("env", list)}\nenv`;
    const printed = execFileSync("sh", ["-c", script], { env: {}, encoding: "utf8" });
    const aws = printed.split("\n").filter((line) => line.startsWith("AWS_"));
    expect(Object.fromEntries(aws.map((line) => line.split("=")))).toEqual(expected);
  });

  test.each(both)("Kubernetes: %s", (list, expected) => {
    expect(parseYaml(textOf("kubernetes", list))).toMatchObject({
      kind: "ConfigMap",
      data: expected,
    });
  });

  test.each(both)("Docker Compose: %s", (list, expected) => {
    expect(parseYaml(textOf("docker", list))).toEqual({
      services: { app: { environment: expected } },
      networks: { default: { enable_ipv6: true } },
    });
  });

  test.each(both)("ECS: %s", (list, expected) => {
    const { environment } = JSON.parse(textOf("ecs-task", list));
    expect(
      Object.fromEntries(
        environment.map(({ name, value }: { name: string; value: string }) => [name, value]),
      ),
    ).toEqual(expected);
  });

  test.each(both)("CloudFormation and Terraform for Lambda: %s", async (list, expected) => {
    expect(parseYaml(textOf("lambda", list, "cloudformation"))).toEqual({
      Environment: { Variables: expected },
      VpcConfig: { Ipv6AllowedForDualStack: true },
    });
    expect(await parseHcl("main.tf", textOf("lambda", list, "terraform"))).toEqual({
      environment: [{ variables: expected }],
      vpc_config: [{ ipv6_allowed_for_dual_stack: true }],
    });
  });

  test("Terraform's provider: the switch for regional services, URLs beside global ones", async () => {
    const provider = async (services: readonly string[]) => {
      const [form] = writtenFor("terraform-provider", services, REGION, NAMES).forms;
      return parseHcl("provider.tf", form?.text ?? "");
    };
    expect(await provider(["logs", "sqs"])).toEqual({
      provider: { aws: [{ region: REGION, use_dualstack_endpoint: true }] },
    });
    expect(await provider(["logs", "iam"])).toEqual({
      provider: {
        aws: [{ region: REGION, endpoints: [{ logs: `https://logs.${REGION}.api.aws` }] }],
      },
    });
  });

  test("the agents", () => {
    const [cloudwatch] = writtenFor(
      "cloudwatch-agent",
      ["logs", "cloudwatch"],
      REGION,
      NAMES,
    ).forms;
    expect(JSON.parse(cloudwatch?.text ?? "")).toEqual({ agent: { use_dualstack_endpoint: true } });
    const [older] = writtenFor("cloudwatch-agent", ["logs", "ec2"], REGION, NAMES).forms;
    expect(JSON.parse(older?.text ?? "")).toEqual({
      logs: { endpoint_override: `logs.${REGION}.api.aws` },
    });
    const [ssm] = writtenFor("ssm-agent", ["ssm"], REGION, NAMES).forms;
    expect(JSON.parse(ssm?.text ?? "")).toEqual({
      Agent: { Region: REGION, UseDualStackEndpoint: true },
    });
  });

  test("FireLens: the router with an image that can be pulled, and the container that logs", () => {
    const fireLens = (names: Readonly<Record<string, Invented>>) =>
      writtenFor("fluent-bit", ["logs", "sts"], REGION, names).forms[1];
    const options = {
      Name: "cloudwatch_logs",
      endpoint: `logs.${REGION}.api.aws`,
      "net.dns.prefer_ipv6": "true",
    };
    const image = (registry: string) => `${registry}/aws-observability/aws-for-fluent-bit:stable`;
    const containers = (registry: string) => ({
      containerDefinitions: [
        { image: image(registry), firelensConfiguration: { type: "fluentbit" } },
        { logConfiguration: { logDriver: "awsfirelens", options } },
      ],
    });
    const pulled = fireLens(NAMES);
    expect(JSON.parse(pulled?.text ?? "")).toMatchObject(containers("ecr-public.aws.com"));
    expect(pulled?.words.join()).toContain("ecr-public.aws.com has AAAA, observed");
    const unpulled = fireLens({ ...NAMES, "ecr-public.aws.com": "nothing" });
    expect(JSON.parse(unpulled?.text ?? "")).toMatchObject(containers("REGISTRY_WITH_AAAA"));
    expect(unpulled?.words.join()).toContain("were not observed to have AAAA");
  });

  test("an agent that is older gets an endpoint for each section, and hears what stays on IPv4", () => {
    const { forms, undone } = writtenFor(
      "cloudwatch-agent:override",
      ["logs", "cloudwatch", "ec2"],
      REGION,
      NAMES,
    );
    const older = forms.find(({ id }) => id === "override");
    expect(JSON.parse(older?.text ?? "")).toEqual({
      logs: { endpoint_override: `logs.${REGION}.api.aws` },
      metrics: { endpoint_override: `monitoring.${REGION}.api.aws` },
    });
    expect(older?.words.join()).toMatch(/over IPv4: ec2, .*ssm \(to fetch its configuration/);
    expect(undone.join()).toMatch(/Not (solved|known): Amazon Elastic Compute Cloud/);
    const { operations } = writtenFor("cloudwatch-agent", ["logs"], REGION, NAMES);
    expect(operations.join("\n")).toMatch(/^ec2, called by the EC2 tagger.*not observed/m);
  });

  test("an agent is not told to leave a name that it needs for one that does not exist", () => {
    const offline = { ...NAMES, [`ssmmessages.${REGION}.api.aws`]: "nothing" } as const;
    const { forms, isComplete, explanation } = writtenFor("ssm-agent", ["ssm"], REGION, offline);
    expect([forms, isComplete]).toEqual([[], false]);
    expect(explanation.join("\n")).toContain("it would break ssmmessages");
  });

  test("a service that a target never calls is said to be none of its business", () => {
    const { isComplete, undone } = writtenFor("fluent-bit", ["logs", "iam"], REGION, NAMES);
    expect(isComplete).toBe(false);
    expect(undone.join()).toContain("does not call iam");
  });

  test("a tool's way out is none of its code", () => {
    const names: Readonly<Record<string, Invented>> = {
      ...NAMES,
      [`kms.${REGION}.amazonaws.com`]: "ipv4",
      [`kms.${REGION}.api.aws`]: "nothing",
    };
    const { undone } = writtenFor("ssm-agent", ["ssm", "kms"], REGION, names);
    expect(undone).toEqual([
      expect.stringMatching(/nothing here sets it safely\. Workaround: an interface endpoint/),
      expect.stringMatching(/no hostname of kms has an IPv6 address/),
      expect.stringMatching(/ssmmessages\..*nothing here sets it safely\. Workaround: an/),
    ]);
  });
});

describe("names of services in other languages", () => {
  /** What is written when each of these has IPv6 on its dual-stack name only. */
  const textFor = (target: string, services: readonly string[]) => {
    const names = services.flatMap((service): [string, Invented][] => [
      [`${service}.${REGION}.amazonaws.com`, "ipv4"],
      [`${service}.${REGION}.api.aws`, "both"],
    ]);
    const written = writtenFor(target, services, REGION, {
      ...NAMES,
      ...Object.fromEntries(names),
    });
    return written.forms[0]?.text ?? "";
  };

  test("Ruby has names of its own for old services", () => {
    const text = textFor("ruby", ["codeartifact", "mq", "savingsplans", "logs"]);
    expect(text).toContain('require "aws-sdk-codeartifact"');
    expect(text).toContain("Aws::CodeArtifact::Client");
    expect(text).toContain("Aws::MQ::Client");
    expect(text).toContain("Aws::CloudWatchLogs::Client");
  });

  test("Swift's clients leave out a last Service, its modules do not", () => {
    const text = textFor("swift", ["config", "sqs"]);
    expect(text).toContain("import AWSConfigService\n");
    expect(text).toContain("var config = try await ConfigClient.ConfigClientConfig(region:");
    expect(text).toContain("SQSClient.SQSClientConfig(region:");
  });

  test("C++ turns account names off in DynamoDB's own configuration alone", () => {
    expect(textFor("cpp", ["sqs"])).not.toContain("accountId");
    const text = textFor("cpp", ["sqs", "dynamodb"]);
    expect(text).toMatch(
      /DynamoDBClientConfiguration config;[^}]+accountIdEndpointMode = "disabled"/,
    );
    expect(text.match(/useDualStack = true/g)).toHaveLength(2);
  });

  test("Terraform's provider is told only what it knows, by its own words", () => {
    const text = textFor("terraform-provider", ["ds-data", "sns", "iam", "health"]);
    expect(text).toContain(`directoryservicedata = "https://ds-data.${REGION}.api.aws"`);
    expect(text).toContain(`sns = "https://sns.${REGION}.api.aws"`);
    expect(text).not.toContain("health =");
    expect(text).toContain("does not call health");
  });
});
