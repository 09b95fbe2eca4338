import { execFileSync } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Layer, unpackLayer } from "../catalog/aws-cli-layer.js";
import { whyNoNamespaces } from "../support/netns.js";
import { MANY_PROCESSES_MS, within } from "../support/time-limits.js";
import { type Invented, writtenFor } from "./invented-names.js";
import { type Call, createIpv6OnlyWorld, type Ipv6OnlyWorld } from "./ipv6-only-world.js";

vi.setConfig(within(MANY_PROCESSES_MS));

const REGION = "eu-central-1";
const NAMES: Readonly<Record<string, Invented>> = {
  [`logs.${REGION}.amazonaws.com`]: "ipv4",
  [`logs.${REGION}.api.aws`]: "both",
  [`sqs.${REGION}.amazonaws.com`]: "ipv4",
  [`sqs.${REGION}.api.aws`]: "both",
  [`dynamodb.${REGION}.amazonaws.com`]: "ipv4",
  [`dynamodb.${REGION}.api.aws`]: "both",
  [`s3.${REGION}.amazonaws.com`]: "ipv4",
  [`s3.dualstack.${REGION}.amazonaws.com`]: "both",
  [`egress6-example.s3.dualstack.${REGION}.amazonaws.com`]: "both",
  [`sts.${REGION}.amazonaws.com`]: "both",
  [`sts.${REGION}.api.aws`]: "both",
  "iam.amazonaws.com": "ipv4",
  "iam.global.api.aws": "both",
  [`sns.${REGION}.amazonaws.com`]: "ipv4",
  [`sns.${REGION}.api.aws`]: "nothing",
};

const call = (host: string, signedFor: string, region = REGION): Call => ({
  host,
  region,
  signedFor,
});
const LOGS = call(`logs.${REGION}.api.aws`, "logs");
const SQS = call(`sqs.${REGION}.api.aws`, "sqs");
const DYNAMODB = call(`dynamodb.${REGION}.api.aws`, "dynamodb");
const S3 = call(`s3.dualstack.${REGION}.amazonaws.com`, "s3");
const BUCKET = call(`egress6-example.s3.dualstack.${REGION}.amazonaws.com`, "s3");
const IAM = call("iam.global.api.aws", "iam", "us-east-1");
const STS = call(`sts.${REGION}.api.aws`, "sts");
const STS_DEFAULT = call(`sts.${REGION}.amazonaws.com`, "sts");

/** With the switch, all of these; SNS in the list leaves URLs, for those that take one. */
const BY_SWITCH = ["logs", "sqs", "dynamodb", "s3", "sts", "iam"];
const BY_URL = ["logs", "sqs", "s3", "sts", "sns"];

const SWITCH_CALLS = [LOGS, SQS, DYNAMODB, S3, BUCKET, STS, IAM];
const URL_CALLS = [LOGS, SQS, S3, BUCKET, STS_DEFAULT];

/** Calls each service named, and a bucket; what comes back does not matter. */
const CALL_SERVICES = fileURLToPath(new URL("call-services.mjs", import.meta.url));

const CLI: Readonly<Record<string, string>> = {
  logs: "logs describe-log-groups",
  sqs: "sqs list-queues",
  dynamodb: "dynamodb list-tables",
  s3: "s3api list-buckets",
  bucket: "s3api list-objects-v2 --bucket egress6-example",
  sts: "sts get-caller-identity",
  iam: "iam list-users",
};
const PYTHON = `
import sys
from awscli.clidriver import create_clidriver
for words in sys.argv[1:]:
    create_clidriver().main(words.split())
`;

/** Boto3 as far as the text needs it, over the botocore that the command line carries. */
const BOTO3 = `
import sys
import awscli.botocore, awscli.botocore.config, awscli.botocore.session
sys.modules["botocore"] = awscli.botocore
sys.modules["botocore.config"] = awscli.botocore.config
def client(name, **options):
    return awscli.botocore.session.get_session().create_client(name, **options)
`;
const PYTHON_CALLS = `
import boto3, aws_clients as made
for call in [
    lambda: made.logs_client.describe_log_groups(),
    lambda: made.sqs_client.send_message(QueueUrl="https://sqs.${REGION}.amazonaws.com/123456789012/queue", MessageBody="x"),
    lambda: made.dynamodb_client.list_tables(),
    lambda: made.iam_client.list_users(),
]:
    try:
        call()
    except Exception as error:
        print(error)
`;

const why = whyNoNamespaces();

describe.skipIf(why !== null)(
  `real clients where there is only IPv6${why === null ? "" : ` (skipped: ${why})`}`,
  () => {
    let world: Ipv6OnlyWorld;
    let layer: Layer;
    beforeAll(async () => {
      world = await createIpv6OnlyWorld(NAMES);
      copyFileSync(CALL_SERVICES, `${world.folder}/clients.mjs`);
      layer = await unpackLayer();
    });
    afterAll(async () => {
      await world?.remove();
      layer?.remove();
    });

    const textOf = (target: string, services: readonly string[]) =>
      writtenFor(target, services, REGION, NAMES).forms[0]?.text ?? "";

    /** The environment that a shell has after reading the text. */
    const environment = (services: readonly string[]) => {
      const script = `${textOf("env", services)}\nenv`;
      const printed = execFileSync("sh", ["-c", script], { env: world.env, encoding: "utf8" });
      return Object.fromEntries(
        printed
          .trim()
          .split("\n")
          .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      );
    };
    const configFile = (services: readonly string[]) => {
      const file = `${world.folder}/config-${services.length}-${services.at(-1)}`;
      writeFileSync(file, textOf("aws-config", services));
      return { ...world.env, AWS_CONFIG_FILE: file };
    };
    const ways = [
      ["environment", environment],
      ["config file", configFile],
    ] as const;
    const lists = [
      ["the switch", BY_SWITCH, SWITCH_CALLS],
      ["URLs", BY_URL, URL_CALLS],
    ] as const;
    const cases = ways.flatMap(([way, envOf]) =>
      lists.map(([what, services, expected]) => ({ way, what, envOf, services, expected })),
    );
    const callNames = (services: readonly string[]) =>
      services.flatMap((name) => (name === "s3" ? ["s3", "bucket"] : name === "sns" ? [] : [name]));

    test("without settings, nothing but STS arrives", async () => {
      const command = ["node", "clients.mjs", ...callNames(BY_SWITCH)];
      expect((await world.calls(command, world.env)).calls).toEqual([STS_DEFAULT]);
    });

    test.each(cases)(
      "JavaScript v3 calls the expected hosts: $what in the $way",
      async ({ envOf, services, expected }) => {
        const command = ["node", "clients.mjs", ...callNames(services)];
        const { calls, output } = await world.calls(command, envOf(services));
        expect(calls, output).toEqual(expected);
      },
    );

    const cli = (env: Readonly<Record<string, string>>, ...commands: readonly string[]) =>
      world.calls(["python3", "-c", PYTHON, ...commands], { ...env, PYTHONPATH: layer.python });

    test.each(cases)(
      "AWS CLI v1 calls the expected hosts: $what in the $way",
      async ({ envOf, services, expected }) => {
        const names = callNames(services).filter((name) => name !== "sqs");
        const commands = names.map((name) => CLI[name] ?? "");
        const { calls, output } = await cli(envOf(services), ...commands);
        const theirs = expected.filter((each) => each !== SQS);
        // With a URL, botocore names the bucket in the path.
        const isByUrl = services === BY_URL;
        expect(calls, output).toEqual(
          theirs.map((each) => (isByUrl && each === BUCKET ? S3 : each)),
        );
      },
    );

    test("AWS CLI v1 finds SQS by --endpoint-url only, as the text cautions", async () => {
      expect(textOf("env", BY_SWITCH)).toContain(
        `AWS CLI v1 calls endpoints of its own for sqs in ${REGION}, from a list of its own. No variable and no profile setting changes that. Pass --endpoint-url https://${SQS.host} on the call`,
      );
      const env = environment(BY_SWITCH);
      expect((await cli(env, CLI["sqs"] ?? "")).calls).toEqual([]);
      const withUrl = `${CLI["sqs"]} --endpoint-url https://${SQS.host}`;
      expect((await cli(env, withUrl)).calls).toEqual([SQS]);
    });

    test("a bare URL for IAM would be signed for the client's region: none is ever written", async () => {
      const env = { ...world.env, AWS_ENDPOINT_URL_IAM: `https://${IAM.host}` };
      const wrong = [call(IAM.host, "iam", REGION)];
      expect((await world.calls(["node", "clients.mjs", "iam"], env)).calls).toEqual(wrong);
      expect((await cli(env, CLI["iam"] ?? "")).calls).toEqual(wrong);
    });

    test("JavaScript v3 made by the code calls the expected hosts, whatever the queue's URL says", async () => {
      writeFileSync(`${world.folder}/aws-clients.mjs`, textOf("javascript", [...BY_SWITCH, "sns"]));
      writeFileSync(
        `${world.folder}/code.mjs`,
        `import { dynamodbClient, iamClient, logsClient, sqsClient } from "./aws-clients.mjs";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListUsersCommand } from "@aws-sdk/client-iam";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
const QueueUrl = "https://sqs.${REGION}.amazonaws.com/123456789012/queue";
for (const [client, command] of [
  [logsClient, new DescribeLogGroupsCommand()],
  [sqsClient, new SendMessageCommand({ QueueUrl, MessageBody: "x" })],
  [dynamodbClient, new ListTablesCommand()],
  [iamClient, new ListUsersCommand()],
]) await client.send(command).catch((error) => console.log(String(error)));
`,
      );
      const { calls, output } = await world.calls(["node", "code.mjs"], world.env);
      expect(calls, output).toEqual([LOGS, SQS, DYNAMODB, IAM]);
    });

    test("botocore made by the code for Python calls the expected hosts", async () => {
      writeFileSync(`${world.folder}/boto3.py`, BOTO3);
      writeFileSync(`${world.folder}/aws_clients.py`, textOf("python", [...BY_SWITCH, "sns"]));
      const { calls, output } = await world.calls(["python3", "-c", PYTHON_CALLS], {
        ...world.env,
        PYTHONPATH: layer.python,
      });
      expect(calls, output).toEqual([LOGS, SQS, DYNAMODB, IAM]);
    });
  },
);
