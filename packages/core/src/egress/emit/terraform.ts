import type { Ipv4Exit, NetworkModel, SubnetTier } from "./network-model.js";

/** The network as one Terraform file. The same model gives the same text. */
export function terraformText(model: NetworkModel): string {
  const blocks = [
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
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

/** A name of Terraform's: `batch_jobs`. */
const id = (name: string): string => name.replaceAll("-", "_");

const comment = (lines: readonly string[]): string =>
  lines.map((line) => `# ${line}`.trimEnd()).join("\n");

function head({ name, region, notes, settings }: NetworkModel): string {
  const todo =
    settings.length === 0
      ? []
      : ["", "To be set besides, or made sure of:", ...settings.map((text) => `- ${text}`)];
  return comment([
    `Egress of ${name} in ${region}, written by \`egress6 plan\`.`,
    ...notes,
    ...todo,
  ]);
}

function providers({ region, hasRegionalNat }: NetworkModel): string {
  return `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "${hasRegionalNat ? ">= 6.24" : ">= 5.0"}"
    }
  }
}

provider "aws" {
  region = "${region}"
}`;
}

function variables({ zones, hasTransitGateway, natInstanceZones }: NetworkModel): string {
  return [
    `variable "name" {
  type    = string
  default = "egress"
}`,
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
    ...(natInstanceZones > 0
      ? [
          `variable "nat_instance_ami" {
  type        = string
  description = "An arm64 image that does NAT, such as fck-nat"
}`,
        ]
      : []),
    `data "aws_availability_zones" "available" {
  state = "available"
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  zones = slice(data.aws_availability_zones.available.names, 0, ${zones})
}`,
  ].join("\n\n");
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
  vpc_id = aws_vpc.main.id
}`,
        ]
      : []),
    ...(hasIpv6
      ? [
          `# IPv6 out, nothing in; free.
resource "aws_egress_only_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}`,
        ]
      : []),
  ].join("\n\n");
}

function tierBlock(tier: SubnetTier, model: NetworkModel): string {
  const name = id(tier.name);
  return [
    `# --- ${tier.name}: ${tier.subnets} subnets ---`,
    `resource "aws_subnet" "${name}" {
${assignments([
  ["count", String(model.zones)],
  ["vpc_id", "aws_vpc.main.id"],
  ["availability_zone", "local.zones[count.index]"],
  ...addresses(tier, model),
  ["tags", `{ Name = "\${var.name}-${tier.name}-\${local.zones[count.index]}" }`],
])}
}`,
    `resource "aws_route_table" "${name}" {
  count  = ${model.zones}
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table_association" "${name}" {
  count          = ${model.zones}
  subnet_id      = aws_subnet.${name}[count.index].id
  route_table_id = aws_route_table.${name}[count.index].id
}`,
    ...routes(tier, model),
  ].join("\n\n");
}

type Assignment = readonly [key: string, value: string];

/** `key = value` lines with their equals signs in one column, as `terraform fmt` has them. */
function assignments(list: readonly Assignment[], indent = "  "): string {
  const width = Math.max(...list.map(([key]) => key.length));
  return list.map(([key, value]) => `${indent}${key.padEnd(width)} = ${value}`).join("\n");
}

function addresses(tier: SubnetTier, { subnetBits }: NetworkModel): readonly Assignment[] {
  const position = tier.firstSubnet === 0 ? "count.index" : `${tier.firstSubnet} + count.index`;
  const ipv4: readonly Assignment[] = [
    ["cidr_block", `cidrsubnet(var.vpc_cidr, ${subnetBits}, ${position})`],
  ];
  const ipv6: readonly Assignment[] = [
    ["ipv6_cidr_block", `cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, ${position})`],
    ["assign_ipv6_address_on_creation", "true"],
  ];
  const isPublic: readonly Assignment[] =
    tier.ipv4Exit === "internet-gateway" ? [["map_public_ip_on_launch", "true"]] : [];
  if (tier.subnets === "ipv4") return [...ipv4, ...isPublic];
  if (tier.subnets === "dual-stack") return [...ipv4, ...ipv6, ...isPublic];
  return [
    ["ipv6_native", "true"],
    ...ipv6,
    ["enable_resource_name_dns_aaaa_record_on_launch", "true"],
    ["private_dns_hostname_type_on_launch", '"resource-name"'],
    ...(tier.hasNat64 ? [["enable_dns64", "true"] as const] : []),
  ];
}

function routes(tier: SubnetTier, model: NetworkModel): readonly string[] {
  const name = id(tier.name);
  const route = (suffix: string, lines: readonly Assignment[]): string =>
    `resource "aws_route" "${name}_${suffix}" {
${assignments([
  ["count", String(model.zones)],
  ["route_table_id", `aws_route_table.${name}[count.index].id`],
  ...lines,
])}
}`;
  return [
    ...(tier.ipv4Exit === null
      ? []
      : [
          route("ipv4", [
            ["destination_cidr_block", '"0.0.0.0/0"'],
            ...exitTarget(tier.ipv4Exit, model),
          ]),
        ]),
    ...(tier.hasNat64
      ? [
          `# DNS64 gives IPv4-only names an address in this block; without the route they are black holes.
${route("nat64", [
  ["destination_ipv6_cidr_block", '"64:ff9b::/96"'],
  ...exitTarget("nat-gateway", model),
])}`,
        ]
      : []),
    ...(tier.subnets === "ipv4"
      ? []
      : [
          route("ipv6", [
            ["destination_ipv6_cidr_block", '"::/0"'],
            ["egress_only_gateway_id", "aws_egress_only_internet_gateway.main.id"],
          ]),
        ]),
  ];
}

function exitTarget(exit: Ipv4Exit, model: NetworkModel): readonly Assignment[] {
  const zone = (zones: number): string => (zones === 1 ? "0" : "count.index");
  switch (exit) {
    case "internet-gateway":
      return [["gateway_id", "aws_internet_gateway.main.id"]];
    case "nat-gateway":
      return [["nat_gateway_id", `aws_nat_gateway.zonal[${zone(model.natGatewayZones)}].id`]];
    case "regional-nat-gateway":
      return [["nat_gateway_id", "aws_nat_gateway.regional.id"]];
    case "nat-instance":
      return [
        [
          "network_interface_id",
          `aws_instance.nat[${zone(model.natInstanceZones)}].primary_network_interface_id`,
        ],
      ];
    case "transit-gateway":
      return [
        ["transit_gateway_id", "var.transit_gateway_id"],
        ["depends_on", "[aws_ec2_transit_gateway_vpc_attachment.main]"],
      ];
  }
}

function publicSubnets(model: NetworkModel): string {
  const count = Math.max(model.natGatewayZones, model.natInstanceZones);
  if (count === 0) return "";
  return `# --- public subnets, for NAT only ---

resource "aws_subnet" "public" {
  count             = ${count}
  vpc_id            = aws_vpc.main.id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(var.vpc_cidr, ${model.subnetBits}, ${model.firstPublicSubnet} + count.index)
  tags              = { Name = "\${var.name}-public-\${local.zones[count.index]}" }
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route" "public_ipv4" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

resource "aws_route_table_association" "public" {
  count          = ${count}
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}`;
}

function natGateways({ natGatewayZones }: NetworkModel): string {
  if (natGatewayZones === 0) return "";
  return `resource "aws_eip" "nat" {
  count  = ${natGatewayZones}
  domain = "vpc"
}

resource "aws_nat_gateway" "zonal" {
  count         = ${natGatewayZones}
  allocation_id = aws_eip.nat[count.index].id
  subnet_id     = aws_subnet.public[count.index].id
  depends_on    = [aws_internet_gateway.main]
}`;
}

function regionalNat({ hasRegionalNat }: NetworkModel): string {
  if (!hasRegionalNat) return "";
  return `# One for all zones, without public subnets; AWS gives it addresses where there is traffic.
resource "aws_nat_gateway" "regional" {
  vpc_id            = aws_vpc.main.id
  availability_mode = "regional"
  depends_on        = [aws_internet_gateway.main]
}`;
}

function natInstances({ natInstanceZones }: NetworkModel): string {
  if (natInstanceZones === 0) return "";
  return `resource "aws_security_group" "nat" {
  name   = "\${var.name}-nat"
  vpc_id = aws_vpc.main.id

  ingress {
    description = "from the VPC"
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = [var.vpc_cidr]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "nat" {
  count                  = ${natInstanceZones}
  ami                    = var.nat_instance_ami
  instance_type          = "t4g.nano"
  subnet_id              = aws_subnet.public[count.index].id
  vpc_security_group_ids = [aws_security_group.nat.id]
  source_dest_check      = false
  tags                   = { Name = "\${var.name}-nat-\${local.zones[count.index]}" }

  root_block_device {
    volume_type = "gp3"
    volume_size = 8
  }
}

resource "aws_eip" "nat_instance" {
  count    = ${natInstanceZones}
  domain   = "vpc"
  instance = aws_instance.nat[count.index].id
}`;
}

function transitGateway({ hasTransitGateway, tiers }: NetworkModel): string {
  const tier = tiers.find(({ ipv4Exit }) => ipv4Exit === "transit-gateway");
  if (!hasTransitGateway || tier === undefined) return "";
  return `# The route back to this VPC is set where the transit gateway is.
resource "aws_ec2_transit_gateway_vpc_attachment" "main" {
  transit_gateway_id = var.transit_gateway_id
  vpc_id             = aws_vpc.main.id
  subnet_ids         = aws_subnet.${id(tier.name)}[*].id
}`;
}

function gatewayEndpoints({
  gatewayEndpoints: services,
  gatewayTiers,
  gatewayAddresses,
  region,
}: NetworkModel): string {
  if (services.length === 0) return "";
  const tables = gatewayTiers.map((name) => `aws_route_table.${id(name)}[*].id`);
  const blocks = services.map(
    (service) => `resource "aws_vpc_endpoint" "${service}" {
${assignments([
  ["vpc_id", "aws_vpc.main.id"],
  ["service_name", `"com.amazonaws.${region}.${service}"`],
  ["vpc_endpoint_type", '"Gateway"'],
  ...(gatewayAddresses === "ipv4" ? [] : [["ip_address_type", `"${gatewayAddresses}"`] as const]),
  ["route_table_ids", tables.length === 1 ? (tables[0] ?? "") : `concat(${tables.join(", ")})`],
])}
}`,
  );
  return ["# --- gateway endpoints: free ---", ...blocks].join("\n\n");
}

function interfaceEndpoints(model: NetworkModel): string {
  if (model.interfaceEndpoints.length === 0) return "";
  const isAll = model.endpointZones === model.zones;
  const entries = model.interfaceEndpoints.map(({ name, addresses, tier }): Assignment => {
    const subnets = `aws_subnet.${id(tier)}`;
    const ids = isAll ? `${subnets}[*].id` : `[${subnets}[0].id]`;
    return [`"${name}"`, `{ addresses = "${addresses}", subnets = ${ids} }`];
  });
  return `# --- interface endpoints: charged for each, in each zone ---

resource "aws_vpc_endpoint" "interface" {
  for_each = {
${assignments(entries, "    ")}
  }
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.${model.region}.\${each.key}"
  vpc_endpoint_type   = "Interface"
  ip_address_type     = each.value.addresses
  private_dns_enabled = true
  subnet_ids          = each.value.subnets
  security_group_ids  = [aws_security_group.endpoints.id]

  # The private name has records of the families that the endpoint has addresses of.
  dns_options {
    dns_record_ip_type = each.value.addresses
  }
}

resource "aws_security_group" "endpoints" {
  name   = "\${var.name}-endpoints"
  vpc_id = aws_vpc.main.id

  ingress {
${assignments(
  [
    ["description", '"HTTPS from the VPC"'],
    ["from_port", "443"],
    ["to_port", "443"],
    ["protocol", '"tcp"'],
    ["cidr_blocks", "[var.vpc_cidr]"],
    ...(model.hasIpv6 ? [["ipv6_cidr_blocks", "[aws_vpc.main.ipv6_cidr_block]"] as const] : []),
  ],
  "    ",
)}
  }
}`;
}

function securityGroup({ hasIpv6 }: NetworkModel): string {
  const families = hasIpv6 ? "for both families: IPv6 rules are the ones forgotten" : "for IPv4";
  return `# --- egress ${families} ---

resource "aws_security_group" "egress" {
  name   = "\${var.name}-egress"
  vpc_id = aws_vpc.main.id

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
