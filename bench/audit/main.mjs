// What `egress6 audit` takes for a thousand files, beside the parsers alone on the same files:
// `npm run bench:audit [-- FOLDER…]`. Without folders it makes files of the kinds that people have.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = new URL("../../", import.meta.url);
const built = (path) => import(new URL(path, root).href);
const { parseHcl } = await built("packages/core/dist/hcl/parse-hcl.js");
const { tokensOf, sourceLanguageOf } = await built("packages/core/dist/audit/source/tokens.js");
const { parseYamlTrees } = await built("packages/core/dist/audit/yaml/yaml-tree.js");

const LIMITS = { mixedMs: 5000, yamlMs: 10_000, megabytes: 400 };

const terraform = (number) => `
variable "cidr_${number}" { default = "10.${number % 250}.0.0/16" }
locals { zones_${number} = ["a", "b", "c"] }
resource "aws_vpc" "vpc_${number}" { cidr_block = var.cidr_${number} }
resource "aws_subnet" "private_${number}" {
  count      = length(local.zones_${number})
  vpc_id     = aws_vpc.vpc_${number}.id
  cidr_block = cidrsubnet(var.cidr_${number}, 4, count.index)
  tags       = { Name = "\${local.zones_${number}[count.index]}-${number}" }
}
resource "aws_security_group" "group_${number}" {
  vpc_id = aws_vpc.vpc_${number}.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
${`# comment of a line that is as long as comments are\n`.repeat(20)}`;

const template = (number) => `AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Cidr: { Type: String, Default: 10.${number % 250}.0.0/16 }
Resources:
${Array.from(
  { length: 24 },
  (_, at) => `  Subnet${at}:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: !Select [${at}, !Cidr [!Ref Cidr, 32, 8]]
      Tags:
        - Key: Name
          Value: !Sub "\${AWS::StackName}-${at}"
`,
).join("")}  Vpc:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: !Ref Cidr }
`;

const python = (number) => `import boto3
client = boto3.client("sqs", region_name="eu-west-1")
${`def handle_${number}(event):\n    """Handles it."""\n    return client.send_message(QueueUrl=event["url"], MessageBody="x")\n`.repeat(40)}`;

const script = (number) => `import { S3Client } from "@aws-sdk/client-s3";
${`export const get${number} = async (key: string) => fetch(\`https://api.github.com/\${key}\`);\n`.repeat(40)}`;

const MAKERS = {
  mixed: [
    ["tf", terraform],
    ["yaml", template],
    ["py", python],
    ["ts", script],
    ["tf", terraform],
    ["ts", script],
  ],
  yaml: [["yaml", template]],
};

function write(folder, makers) {
  for (let number = 0; number < 1000; number++) {
    const [extension, make] = makers[number % makers.length];
    const inner = join(folder, `part${number % 20}`);
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(inner, `file${number}.${extension}`), make(number));
  }
}

function parsersAlone(folder) {
  const start = performance.now();
  const { user, system } = process.cpuUsage();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const language = sourceLanguageOf(name);
    if (!/\.(tf|ya?ml)$/.test(name) && language === null) continue;
    const text = readFileSync(join(folder, name), "utf8");
    try {
      if (name.endsWith(".tf")) parseHcl(text);
      else if (language === null) parseYamlTrees(text);
      else tokensOf(text, language);
    } catch {
      // Broken files are part of the work.
    }
  }
  const used = process.cpuUsage({ user, system });
  return { ms: performance.now() - start, cpuSeconds: (used.user + used.system) / 1e6 };
}

function audit(folder) {
  const bin = new URL("packages/egress6/bin/egress6.js", root);
  const code = `
    process.argv = [process.argv[0], ${JSON.stringify(bin.pathname)}, "audit", ${JSON.stringify(folder)}, "--format", "json", "--fail-on", "never"];
    process.on("exit", () => {
      const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
      process.stderr.write("\\npeak " + Math.round(maxRSS / 1024) + " cpu " + (userCPUTime + systemCPUTime) / 1e6);
    });
    await import(${JSON.stringify(pathToFileURL(bin.pathname).href)});`;
  const start = performance.now();
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  const ms = performance.now() - start;
  const { meta } = JSON.parse(stdout);
  const [, megabytes, cpuSeconds] = /peak (\d+) cpu ([\d.]+)/.exec(stderr) ?? [];
  return {
    ms,
    megabytes: Number(megabytes),
    cpuSeconds: Number(cpuSeconds),
    files: meta.files.length,
  };
}

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

const given = process.argv.slice(2);
const temporary = mkdtempSync(join(tmpdir(), "egress6-bench-"));
try {
  const folders = given.map((folder) => [folder, folder, Number.POSITIVE_INFINITY]);
  if (given.length === 0) {
    for (const [name, makers] of Object.entries(MAKERS)) {
      write(join(temporary, name), makers);
      folders.push([name, join(temporary, name), LIMITS[`${name}Ms`]]);
    }
  }
  for (const [name, folder, limit] of folders) {
    const alone = parsersAlone(folder);
    const { ms, megabytes, cpuSeconds, files } = audit(folder);
    const isGood = ms <= limit && megabytes <= LIMITS.megabytes;
    console.log(
      `${name}: ${files} files in ${seconds(ms)} (${cpuSeconds.toFixed(1)} s CPU), ${megabytes} MB; parsers alone ${seconds(alone.ms)} (${alone.cpuSeconds.toFixed(1)} s CPU)${isGood ? "" : "  OVER THE LIMIT"}`,
    );
    if (!isGood) process.exitCode = 1;
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
