import { cloudFormationText } from "@egress6/core/network/cloudformation/template";
import { networkModel } from "@egress6/core/network/network-model";
import { terraformText } from "@egress6/core/network/terraform/module";
import { describe, expect, test } from "vitest";
import { loadShippedPrices } from "../../packages/egress6/src/adapter/price-list/price-file.js";
import { designOf, planOf } from "./plan-world.js";
import { cloudFormationFaults } from "./written/cloudformation-faults.js";
import { terraformFaults } from "./written/terraform-faults.js";

const NO_AAAA = "hosts:\n  - { host: api.example.com, gbPerMonth: 5, ipv6: no }\n";

/** Workloads that bring out every part of a network. */
const WORKLOADS: Readonly<Record<string, string>> = {
  "two kinds of compute": `region: us-east-1
azs: 3
compute:
  - { name: Web / API, kind: ecs-fargate, subnets: dual-stack, count: 2, uses: [ecr-image] }
  - { name: public, kind: lambda, subnets: dual-stack }
services:
  - { service: kms, gbPerMonth: 1 }
  - { service: s3, gbPerMonth: 1 }
  - { service: dynamodb, gbPerMonth: 1 }
${NO_AAAA}constraints: { privateServices: [kms] }
`,
  "IPv6-only instances": `region: us-east-1
azs: 2
compute:
  - { kind: ec2-nitro, subnets: ipv6-only }
services:
  - { service: s3, gbPerMonth: 1 }
  - { service: kinesis, gbPerMonth: 9000 }
${NO_AAAA}`,
  "one way out for all zones": `region: us-east-1
azs: 3
compute:
  - { kind: ec2-nitro, subnets: ipv4, count: 9 }
services:
  - { service: sqs, gbPerMonth: 1 }
constraints: { redundancy: single-az }
`,
  "AWS services only": `region: us-east-1
azs: 2
compute:
  - { kind: ecs-ec2, subnets: dual-stack }
`,
  "a region with regional NAT prices": `region: eu-west-1
azs: 2
compute:
  - { kind: ec2-nitro, subnets: dual-stack }
${NO_AAAA}`,
};

const NETWORKS = Object.entries(WORKLOADS).flatMap(([name, yaml]) => {
  const plan = planOf(yaml);
  return plan.designs
    .filter(({ network }) => network !== null)
    .map(({ design }) => ({ name: `${name}, ${design.id}`, model: networkModel(plan, design.id) }));
});

describe("an interface endpoint for IPv4 subnets and for IPv6-only ones", () => {
  const networkWith = (...more: readonly string[]) =>
    networkModel(
      planOf(
        `region: us-east-1
azs: 2
compute:
  - { name: old, kind: ec2-nitro, subnets: ipv4 }
  - { name: new, kind: ec2-nitro, subnets: ipv6-only }
${more.map((line) => `  - ${line}\n`).join("")}services:
  - { service: sqs, gbPerMonth: 1, from: [old, new] }
${more.length === 0 ? "" : "  - { service: kms, gbPerMonth: 1, from: both }\n"}`,
      ),
      more.length === 0 ? "privatelink" : "ipv6-privatelink",
    );

  test("is in dual-stack subnets of its own where no compute has such", () => {
    const { interfaceEndpoints, tiers } = networkWith();
    expect(interfaceEndpoints).toEqual([
      { name: "sqs", addresses: "dualstack", tier: "endpoints" },
    ]);
    expect(tiers.at(-1)).toMatchObject({ name: "endpoints", subnets: "dual-stack" });
  });

  test("is in subnets that have both, whoever else is there", () => {
    const { interfaceEndpoints, tiers } = networkWith(
      "{ name: both, kind: lambda, subnets: dual-stack }",
    );
    const sqs = interfaceEndpoints.find(({ name }) => name === "sqs");
    expect(sqs?.addresses).toBe("dualstack");
    expect(tiers.find(({ name }) => name === sqs?.tier)?.subnets).toBe("dual-stack");
    expect(tiers.map(({ name }) => name)).not.toContain("endpoints");
  });
});

test("warns where endpoint services are not named as everywhere", () => {
  const shipped = loadShippedPrices();
  const sameEverywhere = (region: string) => ({
    ...shipped,
    prices: new Map([[region, shipped.prices.get("us-east-1") ?? new Map()]]),
  });
  const notesIn = (region: string, id: string) => {
    const yaml = `region: ${region}
azs: 2
compute:
  - { kind: ec2-nitro, subnets: dual-stack }
services:
  - { service: sqs, gbPerMonth: 1 }
`;
    return networkModel(planOf(yaml, { prices: sameEverywhere(region) }), id).notes.join();
  };
  expect(notesIn("cn-north-1", "privatelink")).toContain(
    "aws ec2 describe-vpc-endpoint-services --region cn-north-1",
  );
  expect(notesIn("cn-north-1", "nat-zonal")).not.toContain("describe-vpc-endpoint-services");
  expect(notesIn("us-gov-west-1", "privatelink")).not.toContain("describe-vpc-endpoint-services");
});

describe("the image of a NAT instance", () => {
  const inRegion = (region: string) =>
    networkModel(
      planOf(`region: ${region}
azs: 1
compute:
  - { kind: ec2-nitro, subnets: ipv4 }
${NO_AAAA}`),
      "nat-instance",
    );

  test("is looked up where it is published", () => {
    const text = terraformText(inRegion("us-east-1"));
    expect(text).toContain('data "aws_ami" "nat"');
    expect(text).not.toContain("nat_image_id");
  });

  test.each(["us-gov-west-1", "cn-north-1"])(
    "is asked for in %s, where it is not, and the file says why",
    async (region) => {
      const model = inRegion(region);
      expect(model.notes.join(" ")).toMatch(
        new RegExp(
          `publishes no image in ${region} \\(2026-05-31: https://.*nothing can be looked`,
        ),
      );
      const text = terraformText(model);
      expect(text).not.toContain("aws_ami");
      expect(text).toMatch(/variable "nat_image_id" \{\n {2}type +=/);
      expect(text).toMatch(/ami += var\.nat_image_id/);
      expect(await terraformFaults(text)).toEqual([]);
      const template = cloudFormationText(model);
      expect(template).toContain(`publishes none in ${region}`);
      expect(template).not.toContain("describe-images");
      expect(cloudFormationFaults(template)).toEqual([]);
    },
  );
});

describe("NAT instances alone", () => {
  const yaml = (more: string) => `region: us-east-1
azs: 2
compute:
  - { kind: ec2-nitro, subnets: ipv4 }
services:
  - { service: s3, gbPerMonth: 5 }
${NO_AAAA}${more}`;

  test("are made in the VPC that exists, without routes and all else", async () => {
    const model = networkModel(planOf(yaml("")), "nat-instance", "nat-instances");
    const text = terraformText(model);
    const resources = [...text.matchAll(/^resource "(\w+)"/gm)].map(([, type]) => type);
    expect(resources).toEqual([
      "aws_security_group",
      "aws_instance",
      "aws_eip",
      "aws_instance",
      "aws_eip",
    ]);
    expect(text).toContain("no route leads to them yet");
    expect(text).toContain('output "nat_instance_ids"');
    const variables = [...text.matchAll(/^variable "(\w+)"/gm)].map(([, name]) => name);
    expect(variables).toEqual([
      "name",
      "nat_instance_type",
      "vpc_id",
      "public_subnet_1",
      "public_subnet_2",
    ]);
    expect(await terraformFaults(text)).toEqual([]);
    const template = cloudFormationText(model);
    expect(template).not.toContain("AWS::EC2::Route");
    expect(template).toContain("NatInstance2Id:");
    expect(cloudFormationFaults(template)).toEqual([]);
  });

  test("take the ids that the workload gives", () => {
    const there = `existing:
  natGateways: 1
  vpc: vpc-1
  subnets:
    - { id: subnet-1, kind: ipv4, az: us-east-1a, routeTable: rtb-1 }
    - { id: subnet-p, kind: ipv4, az: us-east-1a, routeTable: rtb-p }
  routes:
    - { routeTable: rtb-1, destination: 0.0.0.0/0, target: nat-1 }
    - { routeTable: rtb-p, destination: 0.0.0.0/0, target: igw-1 }
`;
    const model = networkModel(planOf(yaml(there)), "nat-instance", "nat-instances");
    const text = terraformText(model);
    expect(text).toMatch(/vpc_id += "vpc-1"/);
    expect(text).toMatch(/subnet_id += "subnet-p"/);
    expect(text).not.toMatch(/aws_route|import/);
  });

  test("are refused of a design without them, which names those that have them", () => {
    expect(() => networkModel(planOf(yaml("")), "nat-zonal", "nat-instances")).toThrow(
      /nat-zonal makes no NAT instances\. Those that have one: .*nat-instance/,
    );
  });
});

describe("what a design leaves out", () => {
  test("a design without IPv6 writes no IPv6, whatever the subnets are now", () => {
    const plan = planOf(`region: us-east-1
azs: 2
compute:
  - { kind: ec2-nitro, subnets: dual-stack }
services:
  - { service: sqs, gbPerMonth: 5 }
constraints: { noIpv6: true }
`);
    for (const { design, network } of plan.designs) {
      if (network === null) continue;
      const text = terraformText(networkModel(plan, design.id));
      expect(text, design.id).not.toMatch(/^\s+ipv6_cidr|egress_only|dualstack|assign_ipv6/m);
      expect(cloudFormationText(networkModel(plan, design.id))).not.toMatch(/Ipv6Cidr|EgressOnly/);
    }
  });

  test("a range says which parts of the file its low figure does without", () => {
    const plan = planOf(`region: us-east-1
azs: 2
compute:
  - { kind: ec2-nitro, subnets: dual-stack }
services:
  - { service: sqs, gbPerMonth: 5 }
`);
    const notes = networkModel(plan, "ipv6-privatelink").notes.join("\n");
    expect(notes).toContain(
      "If all of them have it, these parts are not needed: endpoint sqs. Without them it costs $0.00 a month.",
    );
    const observed = planOf(
      `region: us-east-1
azs: 2
compute:
  - { kind: ec2-nitro, subnets: dual-stack }
services:
  - { service: sqs, gbPerMonth: 5 }
`,
      { ipv6: { "sqs.us-east-1.amazonaws.com": "no", "sqs.us-east-1.api.aws": "no" } },
    );
    expect(networkModel(observed, "privatelink").notes.join()).not.toContain("not needed");
  });
});

test("the workloads bring out every way out", () => {
  const ipv4Targets = new Set(
    NETWORKS.flatMap(({ model }) => model.tiers.map(({ ipv4Target }) => ipv4Target)),
  );
  expect([...ipv4Targets].map(String).sort()).toEqual([
    "internet-gateway",
    "nat-gateway",
    "nat-instance",
    "null",
    "regional-nat-gateway",
    "transit-gateway",
  ]);
  expect(NETWORKS.some(({ model }) => model.interfaceEndpoints.length > 0)).toBe(true);
  expect(NETWORKS.some(({ model }) => model.tiers.some(({ hasNat64 }) => hasNat64))).toBe(true);
});

test.each(NETWORKS)("$name: is as the schemas of both formats ask", async ({ model }) => {
  expect(await terraformFaults(terraformText(model))).toEqual([]);
  expect(cloudFormationFaults(cloudFormationText(model))).toEqual([]);
});

describe("what is written", () => {
  const ipv6Only = planOf(WORKLOADS["IPv6-only instances"] ?? "");

  test("IPv6-only subnets get DNS64 together with its route", () => {
    const text = terraformText(networkModel(ipv6Only, "ipv6-nat64"));
    expect(text).toContain("enable_dns64                                   = true");
    expect(text).toContain('destination_ipv6_cidr_block = "64:ff9b::/96"');
    expect(cloudFormationText(networkModel(ipv6Only, "ipv6-nat64"))).toContain("EnableDns64: true");
  });

  test("dual-stack subnets never get DNS64", () => {
    const plan = planOf(WORKLOADS["two kinds of compute"] ?? "");
    for (const { design, network } of plan.designs) {
      if (network !== null) {
        expect(terraformText(networkModel(plan, design.id))).not.toContain("enable_dns64");
      }
    }
  });

  test("the security group lets both families out", () => {
    const text = cloudFormationText(networkModel(ipv6Only, "ipv6-nat64"));
    expect(text).toContain('CidrIpv6: "::/0"');
    expect(text).toContain("CidrIp: 0.0.0.0/0");
  });

  test("the same plan gives the same bytes", () => {
    const again = planOf(WORKLOADS["IPv6-only instances"] ?? "");
    expect(terraformText(networkModel(again))).toBe(terraformText(networkModel(ipv6Only)));
  });

  test("a design that reaches not all has none, and the error names those that do", () => {
    expect(designOf(ipv6Only, "ipv6-only").status).toBe("blocked");
    expect(() => networkModel(ipv6Only, "ipv6-only")).toThrow(/Those that have one: .*ipv6-nat64/);
    expect(() => networkModel(ipv6Only, "nat")).toThrow(/no design "nat"/);
  });

  test("what is outside of a VPC has no network in any design, and none is named", () => {
    const outside = planOf(
      `region: us-east-1\nazs: 1\ncompute:\n  - { kind: lambda, subnets: none }\n${NO_AAAA}`,
    );
    expect(() => networkModel(outside)).toThrow(/nothing of this workload is in a VPC\.$/);
  });
});

test("each interface endpoint has the addresses that its senders need, in subnets that allow them", () => {
  const plan = planOf(`region: us-east-1
azs: 2
compute:
  - { name: web, kind: ecs-fargate, subnets: dual-stack, uses: [ecr-image] }
  - { name: six, kind: ec2-nitro, subnets: ipv6-only }
services:
  - { service: sqs, gbPerMonth: 5 }
  - { service: kms, gbPerMonth: 5, from: six }
`);
  const { interfaceEndpoints } = networkModel(plan, "ipv6-privatelink");
  expect(interfaceEndpoints).toEqual([
    { name: "ecr.api", addresses: "ipv4", tier: "web" },
    { name: "ecr.dkr", addresses: "ipv4", tier: "web" },
    { name: "kms", addresses: "ipv6", tier: "six" },
    { name: "sqs", addresses: "dualstack", tier: "web" },
  ]);
});

test("an endpoint service that is not named after the region keeps its name", () => {
  const plan = planOf(`region: us-east-1
azs: 1
compute:
  - { name: app, kind: ec2-nitro, subnets: ipv4 }
services:
  - { service: iam, gbPerMonth: 1 }
  - { service: sqs, gbPerMonth: 1 }
constraints: { privateServices: [iam, sqs] }
`);
  const model = networkModel(plan);
  expect(terraformText(model)).toMatch(/"iam" = \{ service = "com.amazonaws.iam", addresses/);
  expect(terraformText(model)).toMatch(/"sqs" = \{ service = "com.amazonaws.us-east-1.sqs"/);
  expect(cloudFormationText(model)).toContain("ServiceName: com.amazonaws.iam\n");
});

test.each([
  ["ipv4", "ipv4"],
  ["dual-stack", "dualstack"],
  ["ipv6-only", "ipv6"],
  ["both", "dualstack"],
])("a gateway endpoint for %s subnets has %s addresses", (subnets, addresses) => {
  const kinds = subnets === "both" ? ["dual-stack", "ipv6-only"] : [subnets];
  const compute = kinds.map((each) => ({ name: each, kind: "ec2-nitro", subnets: each }));
  const services = [
    { service: "s3", gbPerMonth: 5 },
    { service: "dynamodb", gbPerMonth: 5, from: kinds.filter((each) => each !== "ipv6-only") },
  ].filter(({ from }) => from === undefined || from.length > 0);
  const constraints = { privateServices: ["s3", "dynamodb"], noIpv6: subnets === "ipv4" };
  const yaml = JSON.stringify({ region: "us-east-1", azs: 2, compute, services, constraints });
  const ipv6 = {
    "s3.us-east-1.amazonaws.com": "no",
    "s3.dualstack.us-east-1.amazonaws.com": "yes",
  } as const;
  const model = networkModel(planOf(yaml, { ipv6 }), undefined);
  expect(model.gatewayTiers).toEqual(kinds);
  expect(model.gatewayEndpoints[0]).toEqual({ service: "s3", addresses });
  const [terraform, template] = [terraformText(model), cloudFormationText(model)];
  if (addresses === "ipv4") {
    expect(terraform).not.toContain("ip_address_type");
    expect(template).not.toContain("IpAddressType");
  } else {
    expect(terraform).toMatch(new RegExp(`ip_address_type += "${addresses}"`));
    expect(terraform).toContain(`dns_record_ip_type = "${addresses}"`);
    expect(template).toContain(`IpAddressType: ${addresses}`);
    expect(template).toContain(`DnsRecordIpType: ${addresses}`);
  }
  // No source says that DynamoDB's carries IPv6.
  for (const { service, addresses: own } of model.gatewayEndpoints.slice(1)) {
    expect([service, own]).toEqual(["dynamodb", "ipv4"]);
  }
});
