import { describe, expect, test } from "vitest";
import { terraformProject } from "../hcl/project.js";
import { networkOf } from "./network-of.js";
import { resourcesOfRoot } from "./terraform/terraform-resources.js";

function network(text: string) {
  const { roots, broken } = terraformProject([{ path: "main.tf", text }]);
  expect(broken).toEqual([]);
  return networkOf(roots.flatMap((root) => resourcesOfRoot(root).resources));
}

const DUAL_STACK = `
variable "azs" { default = ["a", "b"] }
resource "aws_vpc" "main" {
  cidr_block                       = "10.0.0.0/16"
  assign_generated_ipv6_cidr_block = true
}
resource "aws_subnet" "private" {
  count           = length(var.azs)
  vpc_id          = aws_vpc.main.id
  cidr_block      = cidrsubnet(aws_vpc.main.cidr_block, 4, count.index)
  ipv6_cidr_block = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, count.index)
}
resource "aws_egress_only_internet_gateway" "this" { vpc_id = aws_vpc.main.id }
resource "aws_nat_gateway" "this" { subnet_id = aws_subnet.private[0].id }
resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.this.id
  }
}
resource "aws_route" "six" {
  route_table_id              = aws_route_table.private.id
  destination_ipv6_cidr_block = "0::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.this.id
}
resource "aws_route_table_association" "private" {
  count          = length(var.azs)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_lambda_function" "api" {
  vpc_config {
    subnet_ids         = aws_subnet.private[*].id
    security_group_ids = [aws_security_group.web.id]
  }
}
`;

describe("the network of Terraform resources", () => {
  test("links subnets, routes, gateways and groups", () => {
    const { vpcs, subnets, routeTables, natGateways, securityGroups } = network(DUAL_STACK);
    expect(vpcs.map(({ ipv6 }) => ipv6.is)).toEqual(["yes"]);
    expect(vpcs[0]?.subnets.length).toBe(2);
    expect(vpcs[0]?.egressOnlyGateways.length).toBe(1);
    expect(
      subnets.map(({ ipv6, assignsIpv6, isPublic }) => [ipv6.is, assignsIpv6.is, isPublic.is]),
    ).toEqual([
      ["yes", "no", "no"],
      ["yes", "no", "no"],
    ]);
    expect(
      routeTables[0]?.routes.map(({ destination, target, line }) => [destination, target, line]),
    ).toEqual([
      ["::/0", "egress-only-gateway", 22],
      ["0.0.0.0/0", "nat-gateway", 17],
    ]);
    expect(natGateways[0]?.vpc.kind).toBe("vpc");
    expect(securityGroups[0]?.egress.map(({ ipv4, ipv6, line }) => [ipv4, ipv6, line])).toEqual([
      [["0.0.0.0/0"], [], 34],
    ]);
  });

  test("says how what runs reaches IPv4", () => {
    const [compute] = network(DUAL_STACK).computes;
    expect(compute).toMatchObject({
      platform: "lambda",
      isInVpc: { is: "yes" },
      knowsSubnets: { is: "yes" },
      hasIpv6Subnets: { is: "yes" },
      ipv4Path: { kind: "nat" },
    });
    expect(compute?.securityGroups.map(({ address }) => address)).toEqual([
      "aws_security_group.web",
    ]);
  });

  test("a function without a VPC is in none; subnets of a variable are not known", () => {
    const { computes } = network(`
variable "subnets" {}
resource "aws_lambda_function" "free" {}
resource "aws_lambda_function" "placed" { 
  vpc_config {
    subnet_ids = var.subnets
    security_group_ids = []
  }
}
`);
    expect(computes.map(({ isInVpc, ipv4Path }) => [isInVpc.is, ipv4Path.kind])).toEqual([
      ["no", "not-in-vpc"],
      ["unknown", "unknown"],
    ]);
  });

  test("a VPC whose IPv6 hangs on a variable is not known, and says on which", () => {
    const { vpcs } = network(`
variable "ipv6" { type = bool }
resource "aws_vpc" "main" { assign_generated_ipv6_cidr_block = var.ipv6 }
`);
    expect(vpcs[0]?.ipv6).toEqual({ is: "unknown", missing: "var.ipv6" });
  });
});
