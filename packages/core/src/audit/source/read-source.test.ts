import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { parseCatalog } from "../../endpoint/catalog.js";
import type { IdentifyNames } from "../../identify/names.js";
import { type AwsNames, awsNames } from "./aws-names.js";
import { BY_SCRIPT } from "./found-calls.js";
import { readShell } from "./read-shell.js";
import { isTestPath, readSource } from "./read-source.js";
import type { SourceLanguage } from "./tokens.js";

const data = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../../data/${name}`, import.meta.url), "utf8"));

let names: AwsNames;

beforeAll(() => {
  const types = data("iac-types.json");
  const known: IdentifyNames = {
    aliases: [],
    tools: [],
    iacTypes: {
      terraform: types.terraform.types,
      cloudformation: types.cloudformation.types,
      packages: types.packages.types,
      namespaces: types.namespaces.types,
    },
    resourceHosts: data("resource-hosts.json").resources,
    errorMessages: [],
    endpointServices: [],
    carriedHosts: [],
    registries: [],
  };
  names = awsNames(parseCatalog(data("catalog.json")), known);
});

function read(text: string, language: SourceLanguage) {
  const { calls, settings } = readSource("code", text, language, names);
  return {
    calls: calls.map(({ service, host, place, isDualStack }) =>
      [place.line, service, host, ...(isDualStack === "unknown" ? [] : [isDualStack])]
        .filter((each) => each !== null)
        .join(" "),
    ),
    settings: settings.map(
      ({ what, value, service }) => `${what} ${value ?? "?"} ${service ?? "all"}`,
    ),
  };
}

describe("what code calls", () => {
  test("JavaScript: clients of both versions, options, hosts; not comments, links or types", () => {
    const { calls, settings } = read(
      `import { SQSClient } from "@aws-sdk/client-sqs";
const { S3Client } = require("@aws-sdk/client-s3");
// https://sns.us-east-1.amazonaws.com
/* new AWS.SNS() */
const q = new SQSClient({ useDualstackEndpoint: true });
const s = new S3Client({ endpoint: \`https://s3.\${region}.amazonaws.com\` });
const link = "see https://docs.aws.amazon.com/sqs/";
const re = /["'\`]/g;
await fetch("https://api.github.com/repos");
`,
      "javascript",
    );
    expect(calls).toEqual(["1 sqs", "2 s3", "6 s3 s3.{}.amazonaws.com no", "9 api.github.com"]);
    expect(settings).toEqual(["dualstack true sqs", "endpoint-url https://s3.{}.amazonaws.com s3"]);
  });

  test("JavaScript version 2", () => {
    const { calls } = read(
      `const AWS = require("aws-sdk");\nconst x = new AWS.DynamoDB.DocumentClient();\nconst y = new AWS.SecretsManager({});\n`,
      "javascript",
    );
    expect(calls).toEqual(["2 dynamodb", "3 secretsmanager"]);
  });

  test("Python: names by keyword and constant; no other client() and no principal", () => {
    const { calls, settings } = read(
      `import boto3
QUEUE = "sqs"
a = boto3.client(QUEUE, config=Config(use_dualstack_endpoint=True))
b = session.resource(service_name='s3', endpoint_url="https://s3.eu-west-1.amazonaws.com")
c = http.client("unknown-thing")
d = {"Principal": {"Service": "lambda.amazonaws.com"}}
e = "arn:aws:sqs:eu-west-1:123456789012:q"
f = f"https://dynamodb.{region}.amazonaws.com"
"""
boto3.client("sns")
"""
`,
      "python",
    );
    expect(calls).toEqual([
      "3 sqs",
      "4 s3",
      "4 s3 s3.eu-west-1.amazonaws.com no",
      "8 dynamodb dynamodb.{}.amazonaws.com no",
    ]);
    expect(settings).toEqual([
      "dualstack true sqs",
      "endpoint-url https://s3.eu-west-1.amazonaws.com s3",
    ]);
  });

  test.each<[SourceLanguage, string, readonly string[]]>([
    [
      "go",
      'import (\n"github.com/aws/aws-sdk-go-v2/service/dynamodb"\n"github.com/aws/aws-sdk-go-v2/service/s3/types"\n)\no.EndpointOptions.UseDualStackEndpoint = aws.DualStackEndpointStateEnabled',
      ["2 dynamodb"],
    ],
    [
      "java",
      "import software.amazon.awssdk.services.sqs.SqsClient;\nimport software.amazon.awssdk.services.sqs.model.Message;\nSqsClient.builder().dualstackEnabled(true).build();",
      ["1 sqs"],
    ],
    [
      "csharp",
      "using Amazon.S3;\nusing Amazon.S3.Model;\nnew AmazonS3Config { UseDualstackEndpoint = true };",
      ["1 s3"],
    ],
    ["ruby", "x = Aws::SNS::Client.new(use_dualstack_endpoint: true)", ["1 sns"]],
    [
      "rust",
      "use aws_sdk_kinesis::Client;\nlet c = aws_config::defaults().use_dual_stack(true);",
      ["1 kinesis"],
    ],
    [
      "php",
      "use Aws\\S3\\S3Client;\n$c = new S3Client(['use_dual_stack_endpoint' => true]);",
      ["1 s3"],
    ],
  ])("%s", (language, text, expected) => {
    expect(read(text, language).calls).toEqual(expected);
  });

  test("code that forces IPv4", () => {
    expect(read('dns.setDefaultResultOrder("ipv4first"); // aws', "javascript").settings).toEqual([
      "ipv4-forced ipv4first all",
    ]);
    expect(read('net.Dial("tcp4", x) // aws', "go").settings).toEqual(["ipv4-forced tcp4 all"]);
  });

  test("code that only tests code is known by its place", () => {
    expect(["a/test/x.py", "x.test.ts", "pkg/x_test.go", "test_x.py"].every(isTestPath)).toBe(true);
    expect(["src/latest.ts", "contest.py", "app/attest/x.go"].some(isTestPath)).toBe(false);
  });

  test("broken code ends nothing", () => {
    for (const text of ['"unterminated aws', "`${", "/* aws", "'''boto3", "\u0000aws\uD800"]) {
      for (const language of ["javascript", "python", "ruby", "php"] as const) {
        expect(() => read(text, language)).not.toThrow();
      }
    }
  });
});

describe("what scripts call", () => {
  const shell = (text: string) => {
    const { calls, settings } = readShell("run.sh", text, 1, BY_SCRIPT, names);
    return {
      calls: calls.map(({ service, host, place }) => `${place.line} ${service ?? host}`),
      settings: settings.map(({ what, value, service }) => `${what} ${value} ${service ?? "all"}`),
    };
  };

  test("the AWS CLI, downloads, installers, switches", () => {
    const { calls, settings } = shell(`#!/bin/sh
# aws sns publish
export AWS_USE_DUALSTACK_ENDPOINT=true
aws --region eu-west-1 s3 cp x s3://y
aws ssm get-parameter --endpoint-url https://ssm.eu-west-1.amazonaws.com \\
  --name x
curl -4 -o x https://get.helm.sh/helm.tgz
pip install boto3
docker pull ghcr.io/x/y:1
echo 1 > /proc; sysctl net.ipv6.conf.all.disable_ipv6=1
`);
    expect(calls).toEqual([
      "4 s3",
      "5 ssm",
      "5 ssm",
      "7 get.helm.sh",
      "8 pypi.org",
      "8 files.pythonhosted.org",
      "9 ghcr.io",
    ]);
    expect(settings.map((each) => each.split(" ")[0])).toEqual([
      "dualstack",
      "endpoint-url",
      "ipv4-forced",
      "ipv4-forced",
    ]);
  });
});
