import type { Ipv4RouteTarget, NetworkModel, SubnetTier } from "../network-parts.js";
import { type Assignment, assignments, id, nameTag, ZONE } from "./words.js";

export function tierBlock(tier: SubnetTier, model: NetworkModel): string {
  const name = id(tier.name);
  return [
    `# --- ${tier.name}: ${tier.subnets} subnets ---`,
    `resource "aws_subnet" "${name}" {
${assignments([
  ["count", String(model.zones)],
  ["vpc_id", "aws_vpc.main.id"],
  ["availability_zone", "local.zones[count.index]"],
  ...addresses(tier, model),
  nameTag(`${tier.name}-${ZONE}`),
])}
}`,
    `resource "aws_route_table" "${name}" {
${assignments([
  ["count", String(model.zones)],
  ["vpc_id", "aws_vpc.main.id"],
  nameTag(`${tier.name}-${ZONE}`),
])}
}

resource "aws_route_table_association" "${name}" {
  count          = ${model.zones}
  subnet_id      = aws_subnet.${name}[count.index].id
  route_table_id = aws_route_table.${name}[count.index].id
}`,
    ...routes(tier, model),
  ].join("\n\n");
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
    tier.ipv4Target === "internet-gateway" ? [["map_public_ip_on_launch", "true"]] : [];
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
    ...(tier.ipv4Target === null
      ? []
      : [
          route("ipv4", [
            ["destination_cidr_block", '"0.0.0.0/0"'],
            ...routeTarget(tier.ipv4Target, model),
          ]),
        ]),
    ...(tier.nat64Target !== null
      ? [
          `# DNS64 gives IPv4-only names an address in this block; without the route they are black holes.
${route("nat64", [
  ["destination_ipv6_cidr_block", '"64:ff9b::/96"'],
  ...routeTarget(tier.nat64Target, model),
])}`,
        ]
      : []),
    ...(tier.hasIpv6Route
      ? [
          route("ipv6", [
            ["destination_ipv6_cidr_block", '"::/0"'],
            ["egress_only_gateway_id", "aws_egress_only_internet_gateway.main.id"],
          ]),
        ]
      : []),
  ];
}

function routeTarget(target: Ipv4RouteTarget, model: NetworkModel): readonly Assignment[] {
  const zone = (zones: number): string => (zones === 1 ? "0" : "count.index");
  switch (target) {
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

export function publicSubnets(model: NetworkModel): string {
  const count = Math.max(model.natGatewayZones, model.natInstanceZones);
  if (count === 0) return "";
  const position = `${model.firstPublicSubnet} + count.index`;
  return `# --- public subnets, for NAT only ---

resource "aws_subnet" "public" {
${assignments([
  ["count", String(count)],
  ["vpc_id", "aws_vpc.main.id"],
  ["availability_zone", "local.zones[count.index]"],
  ["cidr_block", `cidrsubnet(var.vpc_cidr, ${model.subnetBits}, ${position})`],
  ...(model.doInstancesNat64
    ? [["ipv6_cidr_block", `cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, ${position})`] as const]
    : []),
  nameTag(`public-${ZONE}`),
])}
}

resource "aws_route_table" "public" {
${assignments([["vpc_id", "aws_vpc.main.id"], nameTag("public")])}
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
