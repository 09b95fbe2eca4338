import { cloudFormationText } from "@egress6/core/network/cloudformation/template";
import { networkModel } from "@egress6/core/network/network-model";
import { terraformText } from "@egress6/core/network/terraform/module";
import { describe, expect, test } from "vitest";
import { planOf } from "./plan-world.js";
import { cloudFormationFaults } from "./written/cloudformation-faults.js";
import { terraformFaults } from "./written/terraform-faults.js";

const compute = { name: "nodes", kind: "ec2-nitro", subnets: "ipv4", count: 12 };
const subnet = (zone: number, more: object = {}) => ({
  id: `subnet-${zone}`,
  kind: "ipv4",
  az: `use1-az${zone}`,
  routeTable: `rtb-${zone}`,
  ...more,
});
const route = (routeTable: string, target: string, destination = "0.0.0.0/0") => ({
  routeTable,
  destination,
  target,
});
const PUBLIC = [1, 2].map((zone) => ({
  ...subnet(zone),
  id: `subnet-p${zone}`,
  routeTable: "rtb-p",
}));
const EXISTING = {
  natGateways: 2,
  vpc: "vpc-0abc",
  subnets: [subnet(1), subnet(2), ...PUBLIC],
  routes: [route("rtb-1", "nat-1"), route("rtb-2", "nat-2"), route("rtb-p", "igw-1")],
};
const workload = (existing: object, more: object = {}) => ({
  region: "us-east-1",
  azs: ["use1-az1", "use1-az2"],
  compute: [compute],
  services: [
    { service: "sqs", gbPerMonth: 6000 },
    { service: "s3", gbPerMonth: 1 },
  ],
  hosts: [{ host: "api.example.com", gbPerMonth: 50, ipv6: "no" }],
  existing,
  ...more,
});

async function written(id: string, document: object) {
  const model = networkModel(planOf(JSON.stringify(document)), id);
  const [terraform, template] = [terraformText(model), cloudFormationText(model)];
  expect(await terraformFaults(terraform)).toEqual([]);
  expect(cloudFormationFaults(template)).toEqual([]);
  return { model, terraform, template, additions: model.additions };
}

describe("into a VPC that is there", () => {
  test("only what changes is written, by the ids given", async () => {
    const { terraform, template } = await written("ipv6-nat-zonal", workload(EXISTING));
    expect(terraform).not.toMatch(/resource "aws_(vpc|subnet|route_table|nat_gateway|eip)"/);
    expect(template).not.toMatch(/Type: AWS::EC2::(VPC|Subnet|RouteTable|NatGateway|EIP)\n/);
    for (const text of [terraform, template]) {
      for (const id of ["vpc-0abc", "rtb-1", "rtb-2", "subnet-1", "subnet-2"]) {
        expect(text).toContain(`"${id}"`);
      }
      expect(text).not.toContain("rtb-p");
    }
    expect(terraform).toMatch(/"sqs" = \{.* subnets = \["subnet-1", "subnet-2"\] \}/);
    expect(terraform).toMatch(/route_table_ids +=\s+\["rtb-1", "rtb-2"\]/);
    expect(terraform).toContain('resource "aws_vpc_ipv6_cidr_block_association" "main"');
    expect(template).toContain("Type: AWS::EC2::VPCCidrBlock");
  });

  test("the subnets that get IPv6 are named, with the command", async () => {
    const { additions } = await written("ipv6-nat-zonal", workload(EXISTING));
    const todo = additions?.todo.join("\n");
    expect(todo).toContain("associate-subnet-cidr-block --subnet-id subnet-1 ");
    expect(todo).not.toContain("subnet-p1");
    expect(todo).toContain("::/0");
  });

  test("gateways and routes that are there are used, and made where they lack", async () => {
    const ipv6 = [route("rtb-1", "eigw-1", "::/0")];
    const one = {
      ...EXISTING,
      natGateways: 1,
      routes: [...EXISTING.routes.slice(0, 1), route("rtb-p", "igw-1"), ...ipv6],
    };
    const { additions } = await written("ipv6-nat-zonal", workload(one));
    expect(additions?.hasNewEgressOnlyGateway).toBe(false);
    expect(additions?.natGateways).toEqual([
      { number: 1, zone: "use1-az2", publicSubnet: { kind: "id", id: "subnet-p2" } },
    ]);
    expect(
      additions?.routes.map(({ table, destination, target, replaces }) => [
        table,
        destination,
        target,
        replaces,
      ]),
    ).toEqual([
      [{ kind: "id", id: "rtb-2" }, "0.0.0.0/0", { kind: "nat-gateway", number: 1 }, null],
      [
        { kind: "id", id: "rtb-2" },
        "::/0",
        { kind: "given", property: "egress-only-gateway", to: { kind: "id", id: "eigw-1" } },
        null,
      ],
    ]);
  });

  test("a route that is there is taken over in Terraform, and a command for CloudFormation", async () => {
    const { terraform, template, additions } = await written(
      "ipv6-nat-instance",
      workload(EXISTING),
    );
    expect(terraform).toContain('required_version = ">= 1.5"');
    expect(terraform).toMatch(
      /import \{\n {2}to = aws_route\.table_1_ipv4\n {2}id = "rtb-1_0\.0\.0\.0\/0"/,
    );
    expect(template).toContain(
      `aws ec2 replace-route --region us-east-1 --route-table-id rtb-1 --destination-cidr-block 0.0.0.0/0 --instance-id \${NatInstance1}`,
    );
    expect(additions?.todo.join("\n")).toMatch(/nat-1: remove it last[\s\S]*nat-2: remove it last/);
  });

  test("one NAT gateway for both zones stays where one will do", async () => {
    const shared = {
      ...EXISTING,
      natGateways: 1,
      routes: [route("rtb-1", "nat-1"), route("rtb-2", "nat-1"), route("rtb-p", "igw-1")],
    };
    const services = [{ service: "s3", gbPerMonth: 1 }];
    const single = workload(shared, {
      services,
      constraints: { redundancy: "single-az", noIpv6: true },
    });
    const { additions, template } = await written("nat-zonal", single);
    expect(additions?.routes).toEqual([]);
    expect(additions?.natGateways).toEqual([]);
    expect(template).toContain("GatewayEndpoint:");
    const each = await written("nat-zonal", workload(shared, { constraints: { noIpv6: true } }));
    expect(each.additions?.routes).toMatchObject([{ table: { id: "rtb-2" }, replaces: "nat-1" }]);
    expect(each.additions?.todo.join()).not.toContain("nat-1: remove");
  });

  test("endpoints that are there are left alone", async () => {
    const more = { ...EXISTING, interfaceEndpoints: ["sqs"], gatewayEndpoints: ["s3"] };
    const { terraform, additions } = await written("ipv6-nat-zonal", workload(more));
    expect(terraform).not.toContain("aws_vpc_endpoint");
    expect(additions?.todo.join("\n")).toContain("The s3 gateway endpoint that exists");
  });

  test("ids that are not known are asked for", async () => {
    const { terraform, template } = await written(
      "ipv6-nat-zonal",
      workload({ vpc: { id: "vpc-0abc" } }),
    );
    expect(terraform).toContain('variable "nodes_route_table_1"');
    expect(terraform).toMatch(/route_table_id +=\s+var\.nodes_route_table_2/);
    expect(template).toContain("  NodesRouteTable1:\n    Type: String");
    const unnamed = await written("ipv6-nat-zonal", workload({ subnets: [subnet(1), subnet(2)] }));
    expect(unnamed.terraform).toContain('variable "vpc_id"');
    expect(unnamed.template).toContain("  VpcId:\n    Type: AWS::EC2::VPC::Id");
    expect(unnamed.template).toContain("  PublicSubnet1:\n    Type: AWS::EC2::Subnet::Id");
  });

  test("compute is in the subnets that name it", async () => {
    const both = [compute, { name: "jobs", kind: "lambda", subnets: "dual-stack" }];
    const subnets = [
      subnet(1, { compute: ["nodes"] }),
      subnet(2, { compute: ["jobs"], kind: "dual-stack" }),
    ];
    const hosts = [{ host: "api.example.com", gbPerMonth: 50, ipv6: "no", from: ["nodes"] }];
    const { additions } = await written(
      "public-ipv4",
      workload({ vpc: "vpc-1", subnets }, { compute: both, hosts, services: [] }),
    );
    expect(additions?.routes).toMatchObject([{ table: { id: "rtb-1" }, destination: "0.0.0.0/0" }]);
  });

  test("public addresses need public subnets, which are named", async () => {
    const { additions } = await written("public-ipv4", workload(EXISTING));
    expect(additions?.routes).toEqual([]);
    expect(additions?.todo).toContain(
      "nodes: runs in subnet-p1, with a public IPv4 address: aws ec2 modify-subnet-attribute --subnet-id subnet-p1 --map-public-ip-on-launch",
    );
  });

  test("a route table cannot lead to two gateways: the file asks for another one", async () => {
    const subnets = [1, 2].map((zone) => subnet(zone, { routeTable: "rtb-1" }));
    const jobs = { name: "jobs", kind: "lambda", subnets: "ipv4" };
    const hosts = [{ host: "api.example.com", gbPerMonth: 500, ipv6: "no" }];
    const document = workload(
      { vpc: "vpc-1", subnets },
      {
        compute: [{ ...compute, count: 1 }, jobs],
        hosts,
        services: [],
        constraints: { mustBeManaged: true, noIpv6: true },
      },
    );
    const { additions } = await written("mixed", document);
    expect(additions?.todo.join("\n")).toContain("jobs cannot share route tables with nodes");
    expect(additions?.routes.map(({ table }) => table)).toMatchObject([
      { id: "rtb-1" },
      { parameter: { name: "jobs-route-table-1" } },
      { parameter: { name: "jobs-route-table-2" } },
    ]);
  });

  test("route tables say their subnets and routes themselves, as a survey has them", async () => {
    const routeTables = [1, 2].map((zone) => ({
      id: `rtb-${zone}`,
      subnets: [`subnet-${zone}`],
      routes: [{ destination: "0.0.0.0/0", target: `nat-${zone}` }],
    }));
    const subnets = [1, 2].map((zone) => subnet(zone, { routeTable: undefined }));
    const { additions } = await written(
      "nat-zonal",
      workload({ vpc: "vpc-1", subnets, routeTables }, { constraints: { noIpv6: true } }),
    );
    expect(additions?.routes).toEqual([]);
    expect(additions?.parameters).toEqual([]);
  });

  test("where nothing changes, the template still has a resource", async () => {
    const more = { ...EXISTING, interfaceEndpoints: ["sqs"], gatewayEndpoints: ["s3"] };
    const { template } = await written(
      "nat-zonal",
      workload(more, { constraints: { noIpv6: true } }),
    );
    expect(template).toContain("AWS::CloudFormation::WaitConditionHandle");
  });
});
