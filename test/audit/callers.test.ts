import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { auditFolder, observed } from "./audit-folder.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-callers-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const S3 = 'import boto3\ns3 = boto3.client("s3")\n';
const SUPPORT = observed({
  "s3.eu-central-1.amazonaws.com": "ipv4",
  "s3.dualstack.eu-central-1.amazonaws.com": "both",
});

/** `file → what runs it`, else `file ? why nobody knows`. */
async function callers(): Promise<readonly string[]> {
  const { inventory } = await auditFolder(folder, { support: SUPPORT });
  return inventory
    .filter(({ source }) => source === "sdk")
    .map(({ place, caller, callerMissing }) =>
      caller === null ? `${place.file} ? ${callerMissing}` : `${place.file} → ${caller}`,
    );
}

test("Terraform: the folder that archive_file packs, also in a module", async () => {
  const fn = (name: string) => `
data "archive_file" "${name}" {
  type        = "zip"
  source_dir  = "\${path.module}/${name}"
  output_path = "\${path.module}/${name}.zip"
}
resource "aws_lambda_function" "${name}" {
  filename = data.archive_file.${name}.output_path
  handler  = "app.main"
  runtime  = "python3.13"
}
`;
  write({
    "infra/main.tf": `${fn("orders")}module "more" {\n  source = "./more"\n}\n`,
    "infra/more/main.tf": fn("users"),
    "infra/orders/app.py": S3,
    "infra/more/users/app.py": S3,
    "other/app.py": S3,
  });
  expect(await callers()).toEqual([
    "infra/more/users/app.py → module.more.aws_lambda_function.users",
    "infra/orders/app.py → aws_lambda_function.orders",
    "other/app.py ? no file says what runs this code",
  ]);
});

test("SAM: CodeUri, of Globals too; of functions that share it, the file of the handler", async () => {
  write({
    "template.yaml": `Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Runtime: python3.13, CodeUri: src/ }
Resources:
  Get: { Type: AWS::Serverless::Function, Properties: { Handler: get.main } }
  Put: { Type: AWS::Serverless::Function, Properties: { Handler: put.main } }
  Own: { Type: AWS::Serverless::Function, Properties: { Handler: app.main, CodeUri: own } }
`,
    "src/get.py": S3,
    "src/put.py": S3,
    "src/shared.py": S3,
    "own/inner/app.py": S3,
  });
  expect(await callers()).toEqual([
    "own/inner/app.py → Own",
    "src/get.py → Get",
    "src/put.py → Put",
    "src/shared.py ? 2 of them share this code: Get, Put",
  ]);
});

test("CloudFormation: code in the template, with its own lines", async () => {
  write({
    "template.yaml": `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Get:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Code:
        ZipFile: |
          import boto3
          s3 = boto3.client("s3")
`,
  });
  const { inventory } = await auditFolder(folder);
  expect(inventory.map(({ caller, place }) => `${caller} ${place.line}`)).toEqual(["Get 10"]);
});

test("serverless.yml: the file of the handler", async () => {
  write({
    "serverless.yml":
      "service: x\nprovider: { name: aws }\nfunctions:\n  api: { handler: src/api.main }\n  job: { handler: src/job.main }\n",
    "src/api.py": S3,
    "src/job.py": S3,
  });
  expect(await callers()).toEqual(["src/api.py → functions.api", "src/job.py → functions.job"]);
});

test("images: what Compose builds; Kubernetes and ECS where a file says which image is built where", async () => {
  write({
    "compose.yaml":
      "services:\n  web: { build: ./web }\n  api:\n    image: example.com/api\n    build: { context: ., dockerfile: api/Dockerfile }\n",
    "web/Dockerfile": "FROM scratch\nCOPY . /app\n",
    "web/app.py": S3,
    "api/Dockerfile": "FROM scratch\nCOPY --chown=1 api/src /app\n",
    "api/src/app.py": S3,
    "skaffold.yaml":
      "apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: example.com/job\n      context: job\n",
    "job/Dockerfile": "FROM scratch\nCOPY src/*.py /app/\n",
    "job/src/app.py": S3,
    "job.yaml":
      "apiVersion: batch/v1\nkind: Job\nmetadata: { name: nightly }\nspec: { template: { spec: { containers: [{ name: a, image: 'example.com/job:1' }] } } }\n",
    "lost/Dockerfile": "FROM scratch\nCOPY . /app\n",
    "lost/app.py": S3,
  });
  expect(await callers()).toEqual([
    "api/src/app.py → api",
    "job/src/app.py → Job/nightly",
    "lost/app.py ? lost/Dockerfile builds it into an image, and no file says what runs that",
    "web/app.py → web",
  ]);
});

test("the environment of a function counts for its code, and not for that of others", async () => {
  write({
    "template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: app.main
      CodeUri: one
      VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1], Ipv6AllowedForDualStack: true }
      Environment: { Variables: { AWS_USE_DUALSTACK_ENDPOINT: "true" } }
  Two:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: app.main
      CodeUri: two
      VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1], Ipv6AllowedForDualStack: true }
`,
    "one/app.py": S3,
    "two/app.py": S3,
  });
  const { findings, workload } = await auditFolder(folder, { support: SUPPORT });
  const [missing, ...more] = findings.filter(({ ruleId }) => ruleId === "E6502");
  expect(more).toEqual([]);
  expect(missing?.place).toMatchObject({ file: "two/app.py", resource: "Two" });
  expect(workload.services).toMatchObject([{ service: "s3", from: ["One", "Two"] }]);
});

test("the environment of an image counts for what runs it", async () => {
  write({
    "compose.yaml": "services:\n  web: { build: . }\n  other: { image: redis }\n",
    Dockerfile: "FROM scratch\nENV AWS_USE_DUALSTACK_ENDPOINT=true\nCOPY . /app\n",
    "app.py": S3,
  });
  const { findings } = await auditFolder(folder, { support: SUPPORT });
  expect(findings.filter(({ ruleId }) => ruleId === "E6502")).toEqual([]);
});

test("a function outside of a VPC is inventory", async () => {
  write({
    "template.yaml":
      "Transform: AWS::Serverless-2016-10-31\nResources:\n  Get: { Type: AWS::Serverless::Function, Properties: { Runtime: python3.13, Handler: app.main, CodeUri: src } }\n",
    "src/app.py": S3,
  });
  const { findings, inventory } = await auditFolder(folder, { support: SUPPORT });
  expect(findings).toEqual([]);
  expect(inventory).toHaveLength(1);
});
