import type {
  AddedInZone,
  AddedRoute,
  AddedTarget,
  Given,
  NetworkModel,
  TargetProperty,
  VpcAdditions,
} from "../network-parts.js";
import { dnsOptions, endpointSecurityGroup, type VpcWords } from "./endpoints.js";
import {
  imageId,
  instanceBlocks,
  instanceVariables,
  natImage,
  natSecurityGroup,
} from "./ipv4-gateways.js";
import { type Assignment, assignments, id, nameTag, quoted } from "./words.js";

/** What a design changes in a VPC that is there, by the ids of its parts. */
export function vpcChanges(model: NetworkModel, additions: VpcAdditions): readonly string[] {
  const { doInstancesNat64 } = model;
  const areEndpointsIpv6 = additions.interfaceEndpoints.some(
    ({ addresses }) => addresses !== "ipv4",
  );
  const hasInstances = additions.natInstances.length > 0;
  const hasEndpoints = additions.interfaceEndpoints.length > 0;
  const vpc: VpcWords = {
    id: idOf(additions.vpc),
    cidr: "data.aws_vpc.main.cidr_block",
    ipv6Cidr: additions.hasNewIpv6Block
      ? "aws_vpc_ipv6_cidr_block_association.main.ipv6_cidr_block"
      : "data.aws_vpc.main.ipv6_cidr_block",
  };
  return [
    ...(hasInstances ? [instanceVariables(model)] : []),
    ...additions.parameters.map(
      ({ name, description }) => `variable "${id(name)}" {
  type        = string
  description = ${quoted(description)}
}`,
    ),
    ...(hasInstances || hasEndpoints
      ? [
          `data "aws_vpc" "main" {
  id = ${vpc.id}
}`,
        ]
      : []),
    ipv6(additions, vpc),
    ...additions.natGateways.map(natGateway),
    regionalNat(additions, vpc),
    ...(hasInstances
      ? [
          natImage(model),
          natSecurityGroup({ ...vpc, ipv6Cidr: doInstancesNat64 ? vpc.ipv6Cidr : null }),
        ]
      : []),
    ...additions.natInstances.map((each) => natInstance(each, model)),
    attachment(additions, vpc),
    ...additions.gatewayEndpoints.map(
      ({ service, addresses, tables }) => `resource "aws_vpc_endpoint" "${id(service)}" {
${assignments([
  ["vpc_id", vpc.id],
  ["service_name", `"com.amazonaws.${model.region}.${service}"`],
  ["vpc_endpoint_type", '"Gateway"'],
  ...(addresses === "ipv4" ? [] : [["ip_address_type", `"${addresses}"`] as const]),
  ["route_table_ids", listOf(tables)],
  nameTag(service),
])}${addresses === "ipv4" ? "" : dnsOptions(addresses)}
}`,
    ),
    ...(hasEndpoints
      ? [
          interfaceEndpoints(model, additions, vpc),
          endpointSecurityGroup({ ...vpc, ipv6Cidr: areEndpointsIpv6 ? vpc.ipv6Cidr : null }),
        ]
      : []),
    ...additions.routes.map((each) => route(each, additions)),
    ...(additions.part === "nat-instances" ? [instanceOutput(additions)] : []),
  ];
}

const idOf = (given: Given): string =>
  given.kind === "id" ? quoted(given.id) : `var.${id(given.parameter.name)}`;

const listOf = (list: readonly Given[]): string => `[${list.map(idOf).join(", ")}]`;

function ipv6({ hasNewIpv6Block, hasNewEgressOnlyGateway }: VpcAdditions, vpc: VpcWords): string {
  return [
    ...(hasNewIpv6Block
      ? [
          `resource "aws_vpc_ipv6_cidr_block_association" "main" {
${assignments([
  ["vpc_id", vpc.id],
  ["assign_generated_ipv6_cidr_block", "true"],
])}
}`,
        ]
      : []),
    ...(hasNewEgressOnlyGateway
      ? [
          `# IPv6 out, nothing in; free.
resource "aws_egress_only_internet_gateway" "main" {
${assignments([
  ["vpc_id", vpc.id],
  ["tags", "{ Name = var.name }"],
])}
}`,
        ]
      : []),
  ].join("\n\n");
}

const natGateway = ({ number, zone, publicSubnet }: AddedInZone): string =>
  `resource "aws_eip" "nat_${number}" {
${assignments([["domain", '"vpc"'], nameTag(`nat-${escaped(zone)}`)])}
}

resource "aws_nat_gateway" "zone_${number}" {
${assignments([
  ["allocation_id", `aws_eip.nat_${number}.id`],
  ["subnet_id", idOf(publicSubnet)],
  nameTag(escaped(zone)),
])}
}`;

/** Inside a string. */
const escaped = (text: string): string => quoted(text).slice(1, -1);

function regionalNat({ hasRegionalNat }: VpcAdditions, vpc: VpcWords): string {
  if (!hasRegionalNat) return "";
  return `# One for all zones, without public subnets; AWS gives it addresses where there is traffic.
resource "aws_nat_gateway" "regional" {
${assignments([["vpc_id", vpc.id], ["availability_mode", '"regional"'], nameTag("regional")])}
}`;
}

const natInstance = (
  { number, zone, publicSubnet }: AddedInZone,
  model: NetworkModel,
): string => `resource "aws_instance" "nat_${number}" {
${assignments([
  ["ami", imageId(model)],
  ["instance_type", "var.nat_instance_type"],
  ["subnet_id", idOf(publicSubnet)],
  ["vpc_security_group_ids", "[aws_security_group.nat.id]"],
  ...(model.doInstancesNat64 ? [["ipv6_address_count", "1"] as const] : []),
  ["source_dest_check", "false"],
  nameTag(`nat-${escaped(zone)}`),
])}

${instanceBlocks(model)}
}

resource "aws_eip" "nat_instance_${number}" {
${assignments([
  ["domain", '"vpc"'],
  ["instance", `aws_instance.nat_${number}.id`],
  nameTag(`nat-${escaped(zone)}`),
])}
}`;

/** What the routes to them need. */
const instanceOutput = ({ natInstances }: VpcAdditions): string => `output "nat_instance_ids" {
  value = [${natInstances.map(({ number }) => `aws_instance.nat_${number}.id`).join(", ")}]
}`;

function attachment({ attachment: added }: VpcAdditions, vpc: VpcWords): string {
  if (added === null) return "";
  return `# The route back to this VPC is set where the transit gateway is.
resource "aws_ec2_transit_gateway_vpc_attachment" "main" {
${assignments([
  ["transit_gateway_id", idOf(added.transitGateway)],
  ["vpc_id", vpc.id],
  ["subnet_ids", listOf(added.subnets)],
  nameTag("egress"),
])}
}`;
}

function interfaceEndpoints(
  { region }: NetworkModel,
  { interfaceEndpoints: endpoints }: VpcAdditions,
  vpc: VpcWords,
): string {
  const entries = endpoints.map(({ name, serviceName, addresses, subnets }): Assignment => {
    const service = quoted(serviceName ?? `com.amazonaws.${region}.${name}`);
    return [
      quoted(name),
      `{ service = ${service}, addresses = "${addresses}", subnets = ${listOf(subnets)} }`,
    ];
  });
  const all = [...new Set(endpoints.flatMap(({ subnets }) => subnets.map(idOf)))];
  return `# --- interface endpoints: charged for each, in each zone ---

locals {
  interface_endpoints = {
${assignments(entries, "    ")}
  }
}

data "aws_vpc_endpoint_service" "interface" {
  for_each     = local.interface_endpoints
  service_name = each.value.service
  service_type = "Interface"
}

data "aws_subnet" "endpoints" {
  for_each = toset([${all.join(", ")}])
  id       = each.key
}

# In the zones that the service offers.
resource "aws_vpc_endpoint" "interface" {
${assignments([
  ["for_each", "local.interface_endpoints"],
  ["vpc_id", vpc.id],
  ["service_name", "each.value.service"],
  ["vpc_endpoint_type", '"Interface"'],
  ["ip_address_type", "each.value.addresses"],
  ["private_dns_enabled", "true"],
  [
    "subnet_ids",
    "[for id in each.value.subnets : id if contains(data.aws_vpc_endpoint_service.interface[each.key].availability_zones, data.aws_subnet.endpoints[id].availability_zone)]",
  ],
  ["security_group_ids", "[aws_security_group.endpoints.id]"],
  nameTag(`\${each.key}`),
])}

  # The private name has records of the families that the endpoint has addresses of.
  dns_options {
    dns_record_ip_type = each.value.addresses
  }
}`;
}

function route(
  { name, table, destination, target, replaces }: AddedRoute,
  { attachment: added }: VpcAdditions,
): string {
  const isOverAttachment =
    added !== null && target.kind === "given" && target.property === "transit-gateway";
  const own = `table_${id(name)}`;
  const tableId = table.kind === "id" ? table.id : `\${var.${id(table.parameter.name)}}`;
  const taken =
    replaces === null
      ? ""
      : `# This route leads to ${replaces}. It is taken over and changed in place.
import {
  to = aws_route.${own}
  id = "${table.kind === "id" ? escaped(tableId) : tableId}_${destination}"
}

`;
  const isIpv6 = destination.includes(":");
  return `${taken}resource "aws_route" "${own}" {
${assignments([
  ["route_table_id", idOf(table)],
  [isIpv6 ? "destination_ipv6_cidr_block" : "destination_cidr_block", `"${destination}"`],
  ...targetWords(target),
  ...(isOverAttachment
    ? [["depends_on", "[aws_ec2_transit_gateway_vpc_attachment.main]"] as const]
    : []),
])}
}`;
}

const PROPERTIES: Readonly<Record<TargetProperty, string>> = {
  "internet-gateway": "gateway_id",
  "nat-gateway": "nat_gateway_id",
  "egress-only-gateway": "egress_only_gateway_id",
  "transit-gateway": "transit_gateway_id",
  "network-interface": "network_interface_id",
};

function targetWords(target: AddedTarget): readonly Assignment[] {
  switch (target.kind) {
    case "given":
      return [[PROPERTIES[target.property], idOf(target.to)]];
    case "egress-only-gateway":
      return [["egress_only_gateway_id", "aws_egress_only_internet_gateway.main.id"]];
    case "regional-nat-gateway":
      return [["nat_gateway_id", "aws_nat_gateway.regional.id"]];
    case "nat-gateway":
      return [["nat_gateway_id", `aws_nat_gateway.zone_${target.number}.id`]];
    case "nat-instance":
      return [
        ["network_interface_id", `aws_instance.nat_${target.number}.primary_network_interface_id`],
      ];
  }
}
