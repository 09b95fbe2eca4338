import { cloudFormationText } from "@egress6/core/network/cloudformation/template";
import { networkModel } from "@egress6/core/network/network-model";
import { terraformText } from "@egress6/core/network/terraform/module";
import { describe, expect, test } from "vitest";
import { designOf, planOf } from "./plan-world.js";
import { cloudFormationFaults } from "./written/cloudformation-faults.js";
import { terraformFaults } from "./written/terraform-faults.js";

const YAML = `region: us-east-1
azs: [us-east-1a, us-east-1f]
compute:
  - { name: web-1, kind: ec2-nitro, subnets: dual-stack, count: 4 }
  - { name: web1, kind: ec2-nitro, subnets: ipv6-only, count: 4 }
services:
  - { service: sqs, gbPerMonth: 1 }
  - { service: s3, gbPerMonth: 1 }
hosts:
  - { host: api.example.com, gbPerMonth: 5, ipv6: no, from: [web-1] }
`;
const PLAN = planOf(YAML);
const written = (id: string, yaml?: string) => {
  const model = networkModel(yaml === undefined ? PLAN : planOf(yaml), id);
  return { terraform: terraformText(model), template: cloudFormationText(model) };
};

describe("the check of Terraform finds", () => {
  const { terraform } = written("ipv6-nat64");
  const spoilt: readonly (readonly [string, string | RegExp, string, RegExp])[] = [
    ["a wrong argument", "enable_dns_support ", "enable_dns_help ", /no argument enable_dns_help/],
    [
      "a wrong kind",
      /assign_generated_ipv6_cidr_block = true/,
      'assign_generated_ipv6_cidr_block = "1"',
      /is no boolean/,
    ],
    [
      "a missing vpc_id",
      /count( +)= 2\n {2}vpc_id +.*\n {2}avail/,
      "count = 2\n  avail",
      /vpc_id is required/,
    ],
    [
      "a missing index",
      "aws_eip.nat[count.index].id",
      "aws_eip.nat.id",
      /aws_eip.nat lacks an index/,
    ],
    [
      "an index too many",
      "aws_internet_gateway.main.id",
      "aws_internet_gateway.main[0].id",
      /takes no index/,
    ],
    [
      "a reference to nothing",
      "aws_vpc.main.id",
      "aws_vpc.mine.id",
      /nothing declares aws_vpc.mine/,
    ],
    [
      "an attribute that is not there",
      "aws_eip.nat[count.index].id",
      "aws_eip.nat[count.index].allocation",
      /has no attribute allocation/,
    ],
    ["an unknown variable", "var.vpc_cidr,", "var.cidr,", /nothing declares var.cidr/],
    [
      "an unknown word",
      /ip_address_type += "dualstack"/,
      'ip_address_type = "both"',
      /ip_address_type/,
    ],
    ["a block with a wrong argument", "from_port ", "fromport ", /no argument fromport/],
    [
      "an unknown resource",
      'resource "aws_eip"',
      'resource "aws_elastic_ip"',
      /the provider has no aws_elastic_ip/,
    ],
    ["a count that is not there", /count( +)= 2\n {2}domain/, "domain", /has no count/],
  ];

  test("nothing in what is written", async () => {
    expect(await terraformFaults(terraform)).toEqual([]);
  });

  test.each(spoilt)("%s", async (_, from, to, fault) => {
    const text = terraform.replace(from, to);
    expect(text).not.toBe(terraform);
    expect((await terraformFaults(text)).join("\n")).toMatch(fault);
  });
});

describe("the check of CloudFormation finds", () => {
  const { template } = written("ipv6-nat64");
  const spoilt: readonly (readonly [string, string | RegExp, string, RegExp])[] = [
    ["a wrong property", "EnableDnsSupport:", "EnableDnsHelp:", /no property EnableDnsHelp/],
    [
      "a missing VpcId",
      /(AWS::EC2::RouteTable\n {4}Properties:\n) {6}VpcId: .*\n/,
      "$1",
      /VpcId is required/,
    ],
    ["a wrong kind", "EnableDnsSupport: true", 'EnableDnsSupport: "yes"', /is no boolean/],
    [
      "a wrong word",
      "DnsRecordIpType: dualstack",
      "DnsRecordIpType: both",
      /DnsRecordIpType is no string/,
    ],
    [
      "a reference to nothing",
      "!Ref PublicRouteTable",
      "!Ref PublicTable",
      /nothing is called PublicTable/,
    ],
    [
      "an attribute that is not there",
      ".AllocationId",
      ".Allocation",
      /there is no NatAddress1.Allocation/,
    ],
    [
      "a dependency on nothing",
      "DependsOn: InternetGatewayAttachment",
      "DependsOn: Gateway",
      /depends on no Gateway/,
    ],
    ["the same id twice", "  NatGateway2:", "  NatGateway1:", /unique/],
    ["an unknown type", "AWS::EC2::EIP", "AWS::EC2::Address", /AWS has no AWS::EC2::Address/],
    ["a rule with a wrong property", "IpProtocol", "Protocol", /no property Protocol/],
  ];

  test("nothing in what is written", () => {
    expect(cloudFormationFaults(template)).toEqual([]);
  });

  test.each(spoilt)("%s", (_, from, to, fault) => {
    const text = template.replace(from, to);
    expect(text).not.toBe(template);
    expect(cloudFormationFaults(text).join("\n")).toMatch(fault);
  });
});

describe("zones", () => {
  test("are those that the workload names", () => {
    const { terraform, template } = written("ipv6-nat64");
    expect(terraform).toContain('zones = ["us-east-1a", "us-east-1f"]');
    expect(terraform).not.toContain("aws_availability_zones");
    expect(template).toContain('AvailabilityZone: "us-east-1f"');
    expect(template).not.toContain("GetAZs");
  });

  test("named by their ids are looked up, since names differ between accounts", () => {
    const yaml = YAML.replace("us-east-1a, us-east-1f", "use1-az4, use1-az6");
    const { terraform, template } = written("ipv6-nat64", yaml);
    expect(terraform).toContain('data.aws_availability_zone.chosen["use1-az6"].name');
    expect(template).toContain('AvailabilityZoneId: "use1-az6"');
  });

  test("that are only counted are the first of the account", () => {
    const { terraform, template } = written("ipv6-nat64", YAML.replace(/\[us-east.*\]/, "2"));
    expect(terraform).toContain("slice(data.aws_availability_zones.available.names, 0, 2)");
    expect(template).toContain('!Select [1, !GetAZs ""]');
  });
});

test("compute whose names lose what sets them apart keeps resources of its own", () => {
  const { terraform, template } = written("ipv6-nat64");
  expect(terraform).toContain('resource "aws_subnet" "web_1"');
  expect(terraform).toContain('resource "aws_subnet" "web1"');
  expect(template).toContain("\n  Web1Subnet1:");
  expect(template).toContain("\n  Web1x2Subnet1:");
});

test("what needs the internet gateway waits for it", () => {
  for (const id of ["ipv6-nat-instance", "ipv6-nat-zonal", "nat-regional"]) {
    const yaml = YAML.replace("ipv6-only", "dual-stack").replace("us-east-1", "eu-west-1");
    const { terraform, template } = written(id, yaml.replace(/\[us-east.*\]/, "2"));
    const blocks = terraform.split(/\nresource (?=")/);
    const waiting = blocks.filter((block) => /^"aws_(eip|nat_gateway|instance)"/.test(block));
    expect(waiting.length).toBeGreaterThan(0);
    for (const block of waiting) {
      expect(block).toMatch(/depends_on +=.*aws_internet_gateway\.main/);
    }
    const resources = template.split(/\n(?= {2}\w)/);
    const bound = resources.filter((part) =>
      /Type: AWS::EC2::(EIP|NatGateway|Instance)\n/.test(part),
    );
    for (const part of bound) expect(part).toContain("DependsOn: InternetGatewayAttachment");
  }
});

test("what bills has a name", () => {
  const billing =
    /^"aws_(eip|nat_gateway|instance|vpc_endpoint|ec2_transit_gateway_vpc_attachment)"/;
  for (const { design, network } of PLAN.designs) {
    if (network === null) continue;
    const { terraform, template } = written(design.id);
    for (const block of terraform.split(/\nresource (?=")/).filter((each) => billing.test(each))) {
      expect(block, design.id).toMatch(/\n {2}tags +=/);
    }
    const parts = template.split(/\n(?= {2}\w)/);
    const types =
      /Type: AWS::EC2::(EIP|NatGateway|Instance|VPCEndpoint|RouteTable|SecurityGroup)\n/;
    for (const part of parts.filter((each) => types.test(each))) {
      expect(part, design.id).toContain("Key: Name");
    }
  }
});

test("the image of NAT instances is looked up by its publisher and name", () => {
  const yaml = YAML.replace("ipv6-only", "dual-stack");
  const { terraform, template } = written("ipv6-nat-instance", yaml);
  expect(terraform).toMatch(/data "aws_ami" "nat" \{[^}]*owners +=/);
  expect(terraform).toContain("fck-nat-al2023-*-arm64-ebs");
  expect(terraform).toContain('default     = "t4g.nano"');
  expect(template).toContain("aws ec2 describe-images --region us-east-1 --owners");
});

test("NAT instances are of the type that the plan has priced", () => {
  const yaml = YAML.replace("ipv6-only", "dual-stack").replace(
    "gbPerMonth: 5,",
    "gbPerMonth: 30000,",
  );
  const plan = planOf(yaml);
  const type = designOf(plan, "ipv6-nat-instance").network?.natInstances?.type;
  expect(type).toMatch(/^(?!t4g\.nano)[a-z0-9]+\.[a-z0-9]+$/);
  const { terraform, template } = written("ipv6-nat-instance", yaml);
  expect(terraform).toContain(`default     = "${type}"`);
  expect(template).toContain(`Default: ${type}\n`);
});

test("NAT instances that translate IPv6 have an image that can, and IPv6 in their subnets", async () => {
  const [nat64] = PLAN.designs.filter(({ design }) => design.id === "ipv6-nat64");
  if (nat64 === undefined || nat64.network === null) throw new Error("no NAT64");
  // The same network with instances in place of the gateways.
  const network = {
    ...nat64.network,
    ipv4Gateways: ["nat-instance" as const],
    routes: nat64.network.routes.map((route) =>
      route.path === "nat-gateway-zonal" ? { ...route, path: "nat-instance" as const } : route,
    ),
  };
  const model = networkModel({ ...PLAN, designs: [{ ...nat64, network }] });
  const [terraform, template] = [terraformText(model), cloudFormationText(model)];
  expect(await terraformFaults(terraform)).toEqual([]);
  expect(cloudFormationFaults(template)).toEqual([]);
  expect(terraform).toContain("fck-nat-nat64-al2023-*-arm64-ebs");
  expect(terraform).toMatch(/"64:ff9b::\/96"\n {2}network_interface_id +=/);
  expect(terraform).toMatch(/ipv6_address_count +=\s+1/);
  expect(terraform).toMatch(/# .*jool --version/);
  expect(template).toMatch(/"64:ff9b::\/96"\n {6}InstanceId: !Ref NatInstance1/);
  expect(template).toContain("Ipv6AddressCount: 1");
});

test("a transit gateway is attached in small subnets of its own", () => {
  const yaml = YAML.replace("ipv6-only", "dual-stack");
  const { terraform, template } = written("central", yaml);
  expect(terraform).toMatch(/subnet_ids +=.*aws_subnet\.attachment\[\*\]\.id/);
  expect(terraform).toContain("cidrsubnet(cidrsubnet(var.vpc_cidr, 4, 4), 8, count.index)");
  expect(template).toContain("- !Ref AttachmentSubnet2");
});

test("nothing is left to do that the file does", () => {
  const { terraform, template } = written("ipv6-nat64");
  for (const text of [terraform, template]) {
    expect(text).not.toMatch(/# - .*(DNS64|give the subnets IPv6|address type dualstack)/);
  }
});

test("compute that is routed alike shares subnets where AWS would not allow so many", () => {
  const compute = Array.from({ length: 70 }, (_, index) => ({
    name: `c${index}`,
    kind: "ec2-nitro",
    subnets: index % 2 === 0 ? "ipv6-only" : "dual-stack",
  }));
  const hosts = [{ host: "api.example.com", gbPerMonth: 5 }];
  const plan = planOf(JSON.stringify({ region: "us-east-1", azs: 3, compute, hosts }));
  const { tiers } = networkModel(plan, "ipv6-nat64");
  expect(tiers.map(({ name }) => name)).toEqual([
    "ipv6-only-private-nat64",
    "dual-stack-nat-gateway",
  ]);
});
