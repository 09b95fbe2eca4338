import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseWorkload } from "../../packages/core/src/workload/parse-workload.js";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { loadComputeKinds } from "../../packages/egress6/src/adapter/fact-files/compute-kinds.js";
import { auditFolder } from "./audit-folder.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-audit-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const audited = async () => (await auditFolder(folder)).reading;

describe("files that cannot be read", () => {
  test("are said with a reason, and the rest is read", async () => {
    write({
      "good.tf": 'resource "aws_vpc" "main" {}',
      "cut.tf": 'resource "aws_vpc" "x" {\n  cidr_block = "10',
      "binary.tf": Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 0, 0]),
      "latin.tf": Buffer.from("# caf\xe9\n", "latin1"),
      "deep.json": `{"Resources": {"A": {"Type": "AWS::S3::Bucket", "P": ${"[".repeat(5000)}${"]".repeat(5000)}}}}`,
      "cut.yaml": 'Resources:\n  A: {Type: "AWS::EC2::VPC"\n  B: }',
      "chart/templates/x.yaml": "apiVersion: v1\nkind: X\nname: {{ .Values.name }}\n",
      "big.yaml": `Resources:\n${"#".repeat(5_100_000)}`,
    });
    const { files, skipped, resources } = await audited();
    expect(files).toEqual(["good.tf"]);
    expect(resources.map(({ address }) => address)).toEqual(["aws_vpc.main"]);
    expect(Object.fromEntries(skipped.map(({ file, reason }) => [file, reason]))).toEqual({
      "big.yaml": "Larger than 5 MB.",
      "binary.tf": "A binary file.",
      "chart/templates/x.yaml":
        "A Helm template. Render it first: `helm template CHART > rendered.yaml`.",
      "cut.tf": "Line 2: the string is not closed.",
      "cut.yaml": expect.stringMatching(/^Line \d+: /),
      "deep.json": "Line 1: nested too deeply.",
      "latin.tf": "Not text in UTF-8.",
    });
  });

  test("UTF-16 with and without a mark is read", async () => {
    const text = 'resource "aws_vpc" "main" {}\n';
    write({
      "a/main.tf": Buffer.from(`\ufeff${text}`, "utf16le"),
      "b/main.tf": Buffer.from(text, "utf16le"),
      "c/main.tf": Buffer.from(`\ufeff${text}`, "utf8"),
    });
    const { resources, skipped } = await audited();
    expect(skipped).toEqual([]);
    expect(resources.map(({ scope }) => scope)).toEqual(["a", "b", "c"]);
  });

  test("what others wrote is left alone", async () => {
    const text = 'import boto3\nboto3.client("sqs")\n';
    write({
      "app/main.py": text,
      "node_modules/x/a.py": text,
      ".terraform/modules/a.py": text,
      "venv/lib/site-packages/boto3/a.py": text,
      "layer/python/boto3/session.py": text,
      "tests/test_main.py": text,
    });
    const { calls } = await audited();
    expect(calls.map(({ place }) => `${place.file}:${place.line}`)).toEqual(["app/main.py:2"]);
  });
});

describe("formats", () => {
  test("Kubernetes, Compose, Dockerfile, ECS, agents, serverless, eksctl", async () => {
    write({
      "k8s.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1
          env:
            - name: AWS_ENDPOINT_URL_SQS
              value: https://sqs.eu-west-1.api.aws
---
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: { name: main }
kubernetesNetworkConfig: { ipFamily: IPv6 }
`,
      "compose.yaml":
        "services:\n  db:\n    image: postgres:16\n    environment:\n      - API=https://api.stripe.com/v1\n",
      Dockerfile:
        "FROM node:20 AS build\nRUN npm ci\nFROM build\nENV AWS_USE_DUALSTACK_ENDPOINT=true\n",
      "task.json":
        '{\n"family": "app",\n"containerDefinitions": [{"image": "ghcr.io/x/y:1", "logConfiguration": {"logDriver": "awslogs"}}]}',
      "amazon-ssm-agent.json": '{\n "Agent": { "UseDualStackEndpoint": true }\n}',
      "cwagent.json":
        '{"agent": {}, "logs": {"logs_collected": {}, "endpoint_override": "logs.eu-west-1.amazonaws.com"}}',
      "fluent-bit.conf":
        "[SERVICE]\n  flush 1\n[OUTPUT]\n  Name cloudwatch_logs\n  endpoint logs.eu-west-1.api.aws\n",
      "collector.yaml":
        "receivers: {}\nexporters:\n  awsemf:\n    endpoint: https://logs.eu-west-1.amazonaws.com\nservice: {}\n",
      "serverless.yml":
        "service: x\nprovider:\n  name: aws\n  vpc: { subnetIds: [subnet-1], securityGroupIds: [sg-1] }\nfunctions:\n  api: { handler: a.b }\n",
    });
    const { resources, calls, settings, skipped } = await audited();
    expect(skipped).toEqual([]);
    expect(resources.map(({ kind, address }) => `${kind} ${address}`).sort()).toEqual([
      "agent-config amazon-ssm-agent.json",
      "agent-config cloudwatch_logs.0",
      "agent-config cwagent.json",
      "agent-config exporters.awsemf",
      "compose-service db",
      "container-image Dockerfile",
      "ecs-task app",
      "eks-cluster ClusterConfig/main",
      "k8s-workload Deployment/web",
      "lambda-function functions.api",
    ]);
    const shown = calls.map(
      ({ service, host, place, caller }) =>
        `${place.file}:${place.line} ${service ?? host} ${caller ?? "-"}`,
    );
    expect(shown).toContain("k8s.yaml:8 ecr Deployment/web");
    expect(shown).toContain("k8s.yaml:10 sqs Deployment/web");
    expect(shown).toContain("compose.yaml:3 registry-1.docker.io db");
    expect(shown).toContain("compose.yaml:5 api.stripe.com db");
    expect(shown).toContain("Dockerfile:2 registry.npmjs.org -");
    expect(shown).toContain("task.json:3 ghcr.io app");
    expect(shown).toContain("fluent-bit.conf:5 logs cloudwatch_logs.0");
    expect(shown.filter((each) => each.startsWith("Dockerfile:3"))).toEqual([]);
    expect(
      settings
        .map(
          ({ what, service, place }) => `${place.file}:${place.line} ${what} ${service ?? "all"}`,
        )
        .sort(),
    ).toEqual(["Dockerfile:4 dualstack all", "k8s.yaml:10 endpoint-url sqs"]);
  });

  test("versions of SDKs in lock files", async () => {
    write({
      "package-lock.json":
        '{\n "packages": {\n  "node_modules/@aws-sdk/client-s3": {\n   "version": "3.600.0"\n  }\n }\n}',
      "requirements.txt": "boto3==1.34.0\nflask==3.0\n",
      "go.mod": "require (\n\tgithub.com/aws/aws-sdk-go-v2 v1.30.0\n)\n",
      "pom.xml": `<properties><aws.version>2.25.0</aws.version></properties>
<dependency><groupId>software.amazon.awssdk</groupId><artifactId>bom</artifactId><version>\${aws.version}</version></dependency>`,
    });
    const { packages } = await audited();
    expect(
      packages.map(({ name, version, place }) => `${place.file}:${place.line} ${name} ${version}`),
    ).toEqual([
      "go.mod:2 github.com/aws/aws-sdk-go-v2 1.30.0",
      "package-lock.json:3 @aws-sdk/client-s3 3.600.0",
      "pom.xml:2 software.amazon.awssdk:bom 2.25.0",
      "requirements.txt:1 boto3 1.34.0",
    ]);
  });
});

test("the workload of an audit is one that plan reads", async () => {
  write({
    "main.tf": `
provider "aws" { region = "eu-west-1" }
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "a" {
  count = 2
  vpc_id = aws_vpc.main.id
}
resource "aws_nat_gateway" "n" { subnet_id = aws_subnet.a[0].id }
resource "aws_lambda_function" "api" {
  vpc_config {
    subnet_ids = aws_subnet.a[*].id
    security_group_ids = []
  }
}`,
    "src/a.py": 'import boto3\nboto3.client("sqs")\nrequests.get("https://api.stripe.com/v1")\n',
  });
  const { workload, region } = await auditFolder(folder, { region: null });
  expect(region).toBe("eu-west-1");
  const names = { catalog: loadCatalog(), computeKinds: loadComputeKinds() };
  const result = parseWorkload(JSON.parse(JSON.stringify(workload)), names);
  expect(result).not.toHaveProperty("problems");
  expect(workload).toMatchObject({
    region: "eu-west-1",
    azs: 2,
    compute: [{ name: "aws_lambda_function.api", kind: "lambda" }],
    services: [{ service: "sqs", evidence: [{ by: "audit", ref: "src/a.py:2" }] }],
    hosts: [{ host: "api.stripe.com", evidence: [{ by: "audit", ref: "src/a.py:3" }] }],
    existing: { natGateways: 1 },
  });
  expect(JSON.stringify(workload)).not.toContain("gbPerMonth");
});

test("compute has the name that the account will have, where the files say it", async () => {
  write({
    "main.tf": `
resource "aws_lambda_function" "api" { function_name = "resize" }
resource "aws_ecs_service" "s" {
  name = "orders"
  launch_type = "FARGATE"
}
resource "aws_instance" "b" { tags = { Name = "batch" } }
resource "aws_instance" "c" { tags = { Name = "batch" } }
resource "aws_lambda_function" "unnamed" { function_name = var.unknown }`,
    "stack.yaml": `
Resources:
  Web:
    Type: AWS::ECS::Service
    Properties: { ServiceName: web, LaunchType: FARGATE }
  Box:
    Type: AWS::EC2::Instance
    Properties:
      Tags: [{ Key: Name, Value: box }]
`,
  });
  const { workload } = await auditFolder(folder, { region: null });
  expect(workload.compute?.map(({ name }) => name)).toEqual([
    "resize",
    "orders",
    "batch",
    "batch 2",
    "aws_lambda_function.unnamed",
    "web",
    "box",
  ]);
});
