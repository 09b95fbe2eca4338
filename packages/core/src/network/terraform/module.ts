import type { NetworkModel, VpcAdditions } from "../network-parts.js";
import { isZoneId } from "../zone-id.js";
import { gatewayEndpoints, interfaceEndpoints } from "./endpoints.js";
import { vpcChanges } from "./existing-vpc.js";
import {
  instanceVariables,
  natGateways,
  natInstances,
  regionalNat,
  transitGateway,
} from "./ipv4-gateways.js";
import { publicSubnets, tierBlock } from "./subnets.js";
import { assignments, id, nameTag, quoted } from "./words.js";

/** The network as one Terraform file. The same model gives the same text. */
export function terraformText(model: NetworkModel): string {
  const { additions } = model;
  const blocks = additions === null ? blocksOfVpc(model) : blocksOfAdditions(model, additions);
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

const blocksOfAdditions = (model: NetworkModel, additions: VpcAdditions): readonly string[] => [
  head(model),
  providers(model),
  NAME_VARIABLE,
  ...vpcChanges(model, additions),
];

function blocksOfVpc(model: NetworkModel): readonly string[] {
  return [
    head(model),
    providers(model),
    variables(model),
    vpc(model),
    ...model.tiers.map((tier) => tierBlock(tier, model)),
    publicSubnets(model),
    natGateways(model),
    regionalNat(model),
    natInstances(model),
    transitGateway(model),
    gatewayEndpoints(model),
    interfaceEndpoints(model),
    securityGroup(model),
    outputs(model),
  ];
}

const comment = (lines: readonly string[]): string =>
  lines.map((line) => `# ${line}`.trimEnd()).join("\n");

function head({ name, region, notes, settings, additions }: NetworkModel): string {
  const elsewhere =
    additions === null || additions.todo.length === 0
      ? []
      : ["", "To be done where what exists is managed:", ...additions.todo.map((t) => `- ${t}`)];
  const todo =
    settings.length === 0
      ? []
      : ["", "To be set besides, or made sure of:", ...settings.map((text) => `- ${text}`)];
  return comment([
    `Egress of ${name} in ${region}, written by \`egress6 plan\`.`,
    ...(additions === null || additions.part !== null
      ? []
      : [
          "It changes the VPC that exists, by the ids of its parts, and leaves all else in it alone.",
        ]),
    ...notes,
    ...elsewhere,
    ...todo,
  ]);
}

function providers({
  region,
  hasRegionalNat,
  areNatInstancesSpot,
  additions,
}: NetworkModel): string {
  const version = hasRegionalNat ? ">= 6.24" : areNatInstancesSpot ? ">= 6.0" : ">= 5.0";
  const isImporting = additions?.routes.some(({ replaces }) => replaces !== null) ?? false;
  return `terraform {${isImporting ? '\n  required_version = ">= 1.5"\n' : ""}
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "${version}"
    }
  }
}

provider "aws" {
  region = "${region}"
}`;
}

const NAME_VARIABLE = `variable "name" {
  type    = string
  default = "egress"
}`;

function variables(model: NetworkModel): string {
  const { hasTransitGateway, natInstanceZones } = model;
  return [
    NAME_VARIABLE,
    `variable "vpc_cidr" {
  type    = string
  default = "10.0.0.0/16"
}`,
    ...(hasTransitGateway
      ? [
          `variable "transit_gateway_id" {
  type        = string
  description = "The transit gateway that leads to the central egress"
}`,
        ]
      : []),
    ...(natInstanceZones > 0 ? [instanceVariables(model)] : []),
    zonesText(model),
  ].join("\n\n");
}

function zonesText({ zones, zoneNames }: NetworkModel): string {
  if (zoneNames === null) {
    return `data "aws_availability_zones" "available" {
  state = "available"
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  zones = slice(data.aws_availability_zones.available.names, 0, ${zones})
}`;
  }
  const ids = zoneNames.filter(isZoneId);
  const lookup =
    ids.length === 0
      ? ""
      : `# Ids name the same zone in every account; names do not.
data "aws_availability_zone" "chosen" {
  for_each = toset([${ids.map(quoted).join(", ")}])
  zone_id  = each.key
}

`;
  const names = zoneNames.map((zone) =>
    isZoneId(zone) ? `data.aws_availability_zone.chosen[${quoted(zone)}].name` : quoted(zone),
  );
  return `${lookup}locals {
  zones = [${names.join(", ")}]
}`;
}

function vpc({ hasIpv6, hasInternetGateway }: NetworkModel): string {
  return [
    `resource "aws_vpc" "main" {
  cidr_block                       = var.vpc_cidr
  assign_generated_ipv6_cidr_block = ${hasIpv6}
  enable_dns_support               = true
  enable_dns_hostnames             = true
  tags                             = { Name = var.name }
}`,
    ...(hasInternetGateway
      ? [
          `resource "aws_internet_gateway" "main" {
${assignments([
  ["vpc_id", "aws_vpc.main.id"],
  ["tags", "{ Name = var.name }"],
])}
}`,
        ]
      : []),
    ...(hasIpv6
      ? [
          `# IPv6 out, nothing in; free.
resource "aws_egress_only_internet_gateway" "main" {
${assignments([
  ["vpc_id", "aws_vpc.main.id"],
  ["tags", "{ Name = var.name }"],
])}
}`,
        ]
      : []),
  ].join("\n\n");
}

function securityGroup({ hasIpv6 }: NetworkModel): string {
  const families = hasIpv6 ? "for both families: IPv6 rules are the ones forgotten" : "for IPv4";
  return `# --- egress ${families} ---

resource "aws_security_group" "egress" {
${assignments([["name", `"\${var.name}-egress"`], ["vpc_id", "aws_vpc.main.id"], nameTag("egress")])}

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }${
    hasIpv6
      ? `

  egress {
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    ipv6_cidr_blocks = ["::/0"]
  }`
      : ""
  }
}`;
}

function outputs({ tiers }: NetworkModel): string {
  return [
    `output "vpc_id" {
  value = aws_vpc.main.id
}`,
    `output "egress_security_group_id" {
  value = aws_security_group.egress.id
}`,
    ...tiers.map(
      ({ name }) => `output "${id(name)}_subnet_ids" {
  value = aws_subnet.${id(name)}[*].id
}`,
    ),
  ].join("\n\n");
}
