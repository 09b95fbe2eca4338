import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { auditFolder, observed } from "./audit-folder.js";

const EXAMPLES = fileURLToPath(new URL("../../data/audit-examples/", import.meta.url));

let folder: string;
const write = (name: string, text: string) => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
};
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "egress6-goals-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NETWORK = (routes: string, more = "") => `
resource "aws_vpc" "main" {
  cidr_block                       = "10.0.0.0/16"
  assign_generated_ipv6_cidr_block = true
}
resource "aws_subnet" "private" {
  vpc_id                          = aws_vpc.main.id
  cidr_block                      = "10.0.0.0/24"
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 0)
  assign_ipv6_address_on_creation = true
}
resource "aws_egress_only_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
  route {
    ipv6_cidr_block        = "::/0"
    egress_only_gateway_id = aws_egress_only_internet_gateway.main.id
  }
  ${routes}
}
resource "aws_route_table_association" "private" {
  subnet_id      = aws_subnet.private.id
  route_table_id = aws_route_table.private.id
}
resource "aws_codebuild_project" "build" {
  name = "build"
  vpc_config {
    vpc_id             = aws_vpc.main.id
    subnets            = [aws_subnet.private.id]
    security_group_ids = ["sg-0123456789abcdef0"]
  }
}
${more}`;

const NAT = NETWORK(
  `route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.main.id
  }`,
  `resource "aws_nat_gateway" "main" {
  allocation_id = "eipalloc-0123456789abcdef0"
  subnet_id     = "subnet-0123456789abcdef0"
}`,
);

async function levelOf(rule: string, goal: "dual-stack" | "ipv6-only" | "no-nat") {
  const { findings } = await auditFolder(folder, { goal });
  return findings.find(({ ruleId }) => ruleId === rule)?.level;
}

describe("what sends IPv4 only", () => {
  test("is a note where NAT carries it, and an error for who wants no NAT", async () => {
    write("main.tf", NAT);
    expect(await levelOf("E6409", "dual-stack")).toBe("note");
    expect(await levelOf("E6409", "no-nat")).toBe("error");
    expect(await levelOf("E6409", "ipv6-only")).toBe("error");
  });

  test("is an error where nothing carries it", async () => {
    write("main.tf", NETWORK(""));
    expect(await levelOf("E6409", "dual-stack")).toBe("error");
  });

  test("is a note where nobody knows", async () => {
    write(
      "main.tf",
      NETWORK("").replace("subnets            = [aws_subnet.private.id]", "subnets = var.subnets"),
    );
    expect(await levelOf("E6409", "dual-stack")).toBe("note");
  });
});

describe("what nobody has looked at", () => {
  const at = (id: string, kind: string) => `${EXAMPLES}${id}/source/${kind}`;

  test.each(["E6502", "E6503", "E6504"])("%s is a question, and passes every gate", async (id) => {
    // Of SWF the rules build no dual-stack name, which needs no observation.
    const { findings } = await auditFolder(at(id, "bad"));
    const found = findings.filter(({ ruleId }) => ruleId === id);
    expect(found).toHaveLength(1);
    expect(["review", "fail"]).toContain(found[0]?.kind);
    if (found[0]?.kind === "review") expect(found[0].level).toBe("note");
  });

  test("says nothing of a service that answers over IPv6 by its default name", async () => {
    const support = observed({
      "s3.eu-central-1.amazonaws.com": "both",
      "s3.dualstack.eu-central-1.amazonaws.com": "both",
    });
    const { findings } = await auditFolder(at("E6502", "bad"), { support });
    expect(findings).toEqual([]);
  });

  test("asks for the region where none is known", async () => {
    write("app.py", 'import boto3\n\nqueue = boto3.client("sqs")\n');
    const { findings } = await auditFolder(folder, { region: null });
    expect(findings.map(({ ruleId, kind }) => [ruleId, kind])).toEqual([["E6502", "review"]]);
  });
});

describe("one root cause", () => {
  test("is one finding, with the rest related", async () => {
    write(
      "main.tf",
      `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "a" {
  count      = 3
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet("10.0.0.0/16", 8, count.index)
}
resource "aws_subnet" "b" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.9.0/24"
}
`,
    );
    const { findings } = await auditFolder(folder);
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(["E6101"]);
    expect(findings[0]?.related.map(({ resource }) => resource)).toEqual([
      "aws_subnet.a",
      "aws_subnet.b",
    ]);
    expect(findings[0]?.message.args).toMatchObject({ subnets: 4 });
  });

  test("has one finding for a block of a module that is called twice", async () => {
    write(
      "modules/group/main.tf",
      'resource "aws_security_group" "app" {\n  egress {\n    from_port = 0\n    to_port = 0\n    protocol = "-1"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n}\n',
    );
    write(
      "main.tf",
      'module "one" {\n  source = "./modules/group"\n}\nmodule "two" {\n  source = "./modules/group"\n}\n',
    );
    const { findings } = await auditFolder(folder);
    expect(findings.map(({ ruleId, place }) => [ruleId, place?.file])).toEqual([
      ["E6301", "modules/group/main.tf"],
    ]);
    expect(findings[0]?.related.map(({ resource }) => resource)).toEqual([
      "module.two.aws_security_group.app",
    ]);
  });

  test("every fingerprint is there once, and says no line", async () => {
    const { findings } = await auditFolder(`${EXAMPLES}E6107/terraform/bad`);
    const prints = findings.map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
  });
});
