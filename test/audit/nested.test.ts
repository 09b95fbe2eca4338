import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { auditFolder } from "./audit-folder.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-nested-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const audited = async () => {
  const { findings, reading } = await auditFolder(folder);
  return {
    addresses: reading.resources.map(({ address }) => address),
    findings: findings.map(({ ruleId, kind, place }) => `${ruleId} ${kind} ${place?.file}`),
    reasons: reading.unresolved.map(({ reason }) => reason),
  };
};

const VPC = `Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  VpcIpv6: { Type: AWS::EC2::VPCCidrBlock, Properties: { VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true } }
Outputs:
  VpcId: { Value: !Ref Vpc }
`;
const SUBNET = `Parameters:
  Vpc: { Type: AWS::EC2::VPC::Id }
Resources:
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
`;
const stack = (name: string, url: string, parameters = "") =>
  `  ${name}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url}${parameters} } }\n`;

describe("nested stacks", () => {
  test("are read with what the stack above gives, and pass on what is in them", async () => {
    write({
      "main.yaml": `Resources:\n${stack("Net", "net/vpc.yaml")}${stack("Sub", "./net/subnet.yaml", ", Parameters: { Vpc: !GetAtt Net.Outputs.VpcId }")}`,
      "net/vpc.yaml": VPC,
      "net/subnet.yaml": SUBNET,
    });
    expect(await audited()).toEqual({
      addresses: ["Net", "Net.Vpc", "Net.VpcIpv6", "Sub", "Sub.Subnet"],
      // A subnet alone could not say whether its VPC has IPv6.
      findings: ["E6102 fail net/subnet.yaml"],
      reasons: [],
    });
  });

  test("one template that is nested twice is one finding", async () => {
    write({
      "main.yaml": `Resources:\n${stack("One", "vpc.yaml")}${stack("Two", "vpc.yaml")}`,
      "vpc.yaml":
        "Resources:\n  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }\n",
    });
    expect((await audited()).findings).toEqual(["E6101 fail vpc.yaml"]);
  });

  test("from elsewhere are said, not passed over", async () => {
    write({
      "main.yaml": `Resources:\n${stack("Net", "https://example.com/vpc.yaml")}`,
    });
    const { findings, reasons } = await audited();
    expect(reasons).toEqual([
      "The template of the nested stack Net (https://example.com/vpc.yaml) is not in these files, so what it makes is not known.",
    ]);
    expect(findings).toEqual(["E6901 review main.yaml"]);
  });

  test("that nest each other end", async () => {
    write({
      "a.yaml": `Resources:\n${stack("B", "b.yaml")}`,
      "b.yaml": `Resources:\n${stack("A", "a.yaml")}`,
    });
    expect((await audited()).reasons[0]).toContain("nested in itself");
  });
});

describe("Fn::ForEach", () => {
  const loop = (collection: string) => `Transform: AWS::LanguageExtensions
Parameters:
  Names: { Type: CommaDelimitedList, Default: "A,B" }
  Open: { Type: CommaDelimitedList }
Resources:
  Fn::ForEach::Vpcs:
    - Name
    - ${collection}
    - Vpc\${Name}:
        Type: AWS::EC2::VPC
        Properties: { CidrBlock: 10.0.0.0/16, Tags: [{ Key: Name, Value: !Ref Name }] }
`;

  test.each(["[A, B]", "!Ref Names"])("over %s is written out", async (collection) => {
    write({ "main.yaml": loop(collection) });
    const { addresses, reasons } = await audited();
    expect(addresses).toEqual(["VpcA", "VpcB"]);
    expect(reasons).toEqual([]);
  });

  test("over what nobody knows is said", async () => {
    write({ "main.yaml": loop("!Ref Open") });
    const { addresses, findings, reasons } = await audited();
    expect(addresses).toEqual([]);
    expect(reasons).toEqual(["What Fn::ForEach Vpcs makes is not known: its collection is not."]);
    expect(findings).toEqual(["E6901 review main.yaml"]);
  });
});

test("macros that add resources are said", async () => {
  write({
    "main.yaml":
      "Resources:\n  Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://x/y.yaml } }\n  Topic: { Type: AWS::SNS::Topic }\n",
  });
  expect((await audited()).reasons).toEqual([
    "What Fn::Transform AWS::Include adds is not worked out.",
  ]);
});

test("Terragrunt is one question, however many units there are", async () => {
  const unit =
    'terraform {\n  source = "../../modules//vpc"\n}\ninputs = { cidr = "10.0.0.0/16" }\n';
  write({ "live/a/terragrunt.hcl": unit, "live/b/terragrunt.hcl": unit });
  const { findings } = await audited();
  expect(findings).toEqual(["E6901 review live/a/terragrunt.hcl"]);
});
