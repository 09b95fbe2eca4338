import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refuseStaleBuild } from "../support/built.js";
import { runShell } from "../support/run-shell.js";
import { auditFolder, observed } from "./audit-folder.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const EXAMPLES = `${ROOT}data/audit-examples/`;

let folder: string;
const write = (name: string, text: string) => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
};
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "egress6-traps-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const found = async (given = {}) =>
  (await auditFolder(folder, given)).findings.map(({ ruleId, kind }) => `${ruleId} ${kind}`);

const OPEN = `  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
`;

describe("sound code is left alone", () => {
  test.each([
    [
      "a default group that is emptied on purpose",
      'resource "aws_default_security_group" "default" {\n  vpc_id = "vpc-1"\n}\n',
    ],
    ["a default VPC that is only tagged", 'resource "aws_default_vpc" "default" {}\n'],
    [
      "a group for private ranges only",
      'resource "aws_security_group" "db" {\n  egress {\n    from_port = 5432\n    to_port = 5432\n    protocol = "tcp"\n    cidr_blocks = ["10.0.0.0/8", "192.168.0.0/16"]\n  }\n}\n',
    ],
    [
      "rules for both families in resources of their own",
      'resource "aws_security_group" "app" {}\nresource "aws_security_group_rule" "four" {\n  type = "egress"\n  security_group_id = aws_security_group.app.id\n  from_port = 0\n  to_port = 0\n  protocol = "-1"\n  cidr_blocks = ["0.0.0.0/0"]\n}\nresource "aws_security_group_rule" "six" {\n  type = "egress"\n  security_group_id = aws_security_group.app.id\n  from_port = 0\n  to_port = 0\n  protocol = "-1"\n  ipv6_cidr_blocks = ["::/0"]\n}\n',
    ],
    [
      "a policy without addresses, and a trust policy",
      'resource "aws_iam_role" "app" {\n  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })\n}\n',
    ],
    [
      "a public range of IPv6 beside one of IPv4",
      'resource "aws_security_group" "app" {\n  egress {\n    from_port = 443\n    to_port = 443\n    protocol = "tcp"\n    cidr_blocks = ["8.8.8.8/32"]\n    ipv6_cidr_blocks = ["2001:4860:4860::8888/128"]\n  }\n}\n',
    ],
  ])("%s", async (_, text) => {
    write("main.tf", text);
    expect(await found()).toEqual([]);
  });

  test("vendored SDKs, and names that are no endpoints", async () => {
    write("layer/python/boto3/session.py", 'boto3.client("s3")\nURL = "https://github.com/x"\n');
    write("node_modules/x/index.js", 'fetch("https://github.com/x");\n');
    write(
      "app.py",
      'ARN = "arn:aws:iam::111122223333:role/x"\nLOCAL = "http://localhost:4566"\nDOCS = "http://example.com/"\n',
    );
    expect(await found()).toEqual([]);
  });
});

describe("what is wrong stays wrong", () => {
  test("where the id of a group is passed on", async () => {
    write(
      "main.tf",
      `resource "aws_security_group" "app" {\n${OPEN}}\noutput "id" {\n  value = aws_security_group.app.id\n}\n`,
    );
    expect(await found()).toEqual(["E6301 fail"]);
  });

  test("a rule with 0::/0 lets IPv6 out, and is warned about", async () => {
    write(
      "main.tf",
      'resource "aws_security_group" "app" {\n  egress {\n    from_port = 0\n    to_port = 0\n    protocol = "-1"\n    cidr_blocks = ["0.0.0.0/0"]\n    ipv6_cidr_blocks = ["0::/0"]\n  }\n}\n',
    );
    const { findings } = await auditFolder(folder);
    expect(findings.map(({ ruleId, level }) => [ruleId, level])).toEqual([["E6301", "warning"]]);
  });

  test("IPv4 out on a port that IPv6 does not have", async () => {
    const rule = (port: number, cidr: string) =>
      `  egress {\n    from_port = ${port}\n    to_port = ${port}\n    protocol = "tcp"\n    ${cidr}\n  }\n`;
    const [four, six] = ['cidr_blocks = ["0.0.0.0/0"]', 'ipv6_cidr_blocks = ["::/0"]'];
    write(
      "main.tf",
      `resource "aws_security_group" "app" {\n${rule(443, four)}${rule(443, six)}${rule(80, four)}}\n`,
    );
    const { findings } = await auditFolder(folder);
    expect(findings[0]?.message).toMatchObject({ code: "E6301", args: { ports: ["tcp 80"] } });
  });

  test("a group of a database is a note: it calls nobody", async () => {
    write(
      "main.tf",
      `resource "aws_security_group" "db" {\n${OPEN}}\nresource "aws_db_instance" "main" {\n  vpc_security_group_ids = [aws_security_group.db.id]\n}\n`,
    );
    const { findings } = await auditFolder(folder);
    expect(findings.map(({ ruleId, level }) => [ruleId, level])).toEqual([["E6301", "note"]]);
  });

  test("hosts that AWS has retired, whatever is observed", async () => {
    write("app.sh", "curl https://ec2messages.eu-central-1.amazonaws.com/\n");
    const { findings } = await auditFolder(folder, {
      support: observed({ "ec2messages.eu-central-1.amazonaws.com": "ipv4" }),
    });
    expect(findings.map(({ message }) => message.code)).toContain("E6504.retired");
  });
});

describe("the same network", () => {
  const twins = readdirSync(EXAMPLES).filter(
    (id) =>
      existsSync(`${EXAMPLES}${id}/terraform`) && existsSync(`${EXAMPLES}${id}/cloudformation`),
  );

  test.each(twins)("has the same findings in Terraform and CloudFormation: %s", async (id) => {
    const rules = async (format: string) => {
      const { findings } = await auditFolder(`${EXAMPLES}${id}/${format}/bad`);
      const fails = findings.filter(({ kind }) => kind === "fail");
      return [...new Set(fails.map(({ ruleId }) => ruleId))].toSorted();
    };
    expect(await rules("cloudformation")).toEqual(await rules("terraform"));
  });
});

describe("modules that use outputs of each other", () => {
  test("are no cycle, as long as no value needs itself", async () => {
    write(
      "group/main.tf",
      'variable "vpc" {}\nresource "aws_security_group" "app" {\n  vpc_id = var.vpc\n}\noutput "id" {\n  value = aws_security_group.app.id\n}\n',
    );
    write(
      "network/main.tf",
      'variable "groups" {}\nresource "aws_vpc" "main" {\n  ipv6_ipam_pool_id = "p"\n}\nresource "aws_security_group_rule" "out" {\n  for_each          = toset(["0.0.0.0/0"])\n  type              = "egress"\n  security_group_id = var.groups[0]\n  from_port         = 0\n  to_port           = 0\n  protocol          = "-1"\n  cidr_blocks       = [each.key]\n}\noutput "vpc" {\n  value = aws_vpc.main.id\n}\n',
    );
    write(
      "main.tf",
      'module "group" {\n  source = "./group"\n  vpc    = module.network.vpc\n}\nmodule "network" {\n  source = "./network"\n  groups = [module.group.id]\n}\n',
    );
    const { findings, reading } = await auditFolder(folder);
    expect(reading.unresolved).toEqual([]);
    expect(findings.map(({ ruleId, place }) => [ruleId, place?.resource])).toEqual([
      ["E6301", "module.group.aws_security_group.app"],
    ]);
  });

  test("are a cycle where a value does", async () => {
    const pass = 'variable "in" {}\noutput "out" {\n  value = var.in\n}\n';
    write("pass/main.tf", pass);
    write(
      "main.tf",
      'module "a" {\n  source = "./pass"\n  in     = module.b.out\n}\nmodule "b" {\n  source = "./pass"\n  in     = module.a.out\n}\n',
    );
    const { reading } = await auditFolder(folder);
    expect(reading.unresolved[0]?.reason).toMatch(/is made of itself/);
  });
});

describe("suppressions where there are no comments", () => {
  test("CloudFormation has them in Metadata", async () => {
    const template = (metadata: object) =>
      JSON.stringify({
        AWSTemplateFormatVersion: "2010-09-09",
        Resources: {
          Vpc: {
            Type: "AWS::EC2::VPC",
            Metadata: metadata,
            Properties: { CidrBlock: "10.0.0.0/16" },
          },
        },
      });
    write("template.json", template({}));
    expect((await auditFolder(folder)).findings[0]?.suppressed).toBeNull();
    write(
      "template.json",
      template({ egress6: { ignore: [{ id: "E6101", reason: "goes away" }] } }),
    );
    expect((await auditFolder(folder)).findings[0]?.suppressed).toEqual({
      kind: "in-source",
      reason: "goes away",
      until: null,
    });
  });

  test("Kubernetes has them in an annotation", async () => {
    write(
      "deployment.yaml",
      `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  annotations:
    egress6.dev/ignore: E6404 mirrored in March
spec:
  template:
    spec:
      containers:
        - name: app
          image: 111122223333.dkr.ecr.eu-central-1.amazonaws.com/app:1
`,
    );
    const { findings } = await auditFolder(folder);
    const [image] = findings.filter(({ ruleId }) => ruleId === "E6404");
    expect(image?.suppressed).toMatchObject({ reason: "mirrored in March" });
  });
});

describe("Ctrl-C", () => {
  test("leaves nothing of --new-since behind", async () => {
    refuseStaleBuild();
    const temporary = join(folder, "tmp");
    mkdirSync(temporary);
    for (let number = 0; number < 400; number++) {
      write(`infra/${number}.tf`, `resource "aws_security_group" "g${number}" {\n${OPEN}}\n`);
    }
    const git = "git -c user.name=T -c user.email=t@example.com";
    await runShell(`${git} init -q && ${git} add infra && ${git} commit -qm base`, {
      cwd: folder,
      env: { PATH: process.env["PATH"] ?? "", HOME: folder },
    });
    const child = spawn(
      process.execPath,
      [`${ROOT}packages/egress6/bin/egress6.js`, "audit", "infra", "--new-since", "HEAD"],
      {
        cwd: folder,
        env: { PATH: process.env["PATH"], HOME: folder, TMPDIR: temporary },
        stdio: "ignore",
      },
    );
    const ended = once(child, "exit");
    while (readdirSync(temporary).length === 0 && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    child.kill("SIGINT");
    await ended;
    expect(readdirSync(temporary)).toEqual([]);
  });
});
