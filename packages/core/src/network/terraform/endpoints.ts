import type { NetworkModel } from "../network-parts.js";
import { type Assignment, assignments, id, nameTag, quoted } from "./words.js";

export function gatewayEndpoints({
  gatewayEndpoints: endpoints,
  gatewayTiers,
  region,
}: NetworkModel): string {
  if (endpoints.length === 0) return "";
  const tables = gatewayTiers.map((name) => `aws_route_table.${id(name)}[*].id`);
  const blocks = endpoints.map(
    ({ service, addresses }) => `resource "aws_vpc_endpoint" "${service}" {
${assignments([
  ["vpc_id", "aws_vpc.main.id"],
  ["service_name", `"com.amazonaws.${region}.${service}"`],
  ["vpc_endpoint_type", '"Gateway"'],
  ...(addresses === "ipv4" ? [] : [["ip_address_type", `"${addresses}"`] as const]),
  ["route_table_ids", tables.length === 1 ? (tables[0] ?? "") : `concat(${tables.join(", ")})`],
  nameTag(service),
])}${addresses === "ipv4" ? "" : dnsOptions(addresses)}
}`,
  );
  return ["# --- gateway endpoints: free ---", ...blocks].join("\n\n");
}

// With the default, dual-stack names of the service leave the endpoint.
export const dnsOptions = (addresses: string): string => `

  # The plain name has records of the families that the endpoint carries.
  dns_options {
    dns_record_ip_type = "${addresses}"
  }`;

export function interfaceEndpoints(model: NetworkModel): string {
  if (model.interfaceEndpoints.length === 0) return "";
  const areNamed = model.interfaceEndpoints.some(({ serviceName }) => serviceName !== undefined);
  const entries = model.interfaceEndpoints.map(
    ({ name, serviceName, addresses, tier }): Assignment => {
      const service = areNamed
        ? `service = ${quoted(serviceName ?? `com.amazonaws.${model.region}.${name}`)}, `
        : "";
      return [
        quoted(name),
        `{ ${service}addresses = "${addresses}", subnets = aws_subnet.${id(tier)}[*] }`,
      ];
    },
  );
  const plainName = `"com.amazonaws.${model.region}.\${each.key}"`;
  const fitting =
    "[for subnet in each.value.subnets : subnet.id if contains(data.aws_vpc_endpoint_service.interface[each.key].availability_zones, subnet.availability_zone)]";
  const isAll = model.endpointZones === model.zones;
  const more = isAll ? "" : `, at most ${model.endpointZones} of them`;
  return `# --- interface endpoints: charged for each, in each zone ---

locals {
  interface_endpoints = {
${assignments(entries, "    ")}
  }
}

data "aws_vpc_endpoint_service" "interface" {
  for_each     = local.interface_endpoints
  service_name = ${areNamed ? "each.value.service" : plainName}
  service_type = "Interface"
}

# In the zones that the service offers${more}.
resource "aws_vpc_endpoint" "interface" {
${assignments([
  ["for_each", "local.interface_endpoints"],
  ["vpc_id", "aws_vpc.main.id"],
  ["service_name", "data.aws_vpc_endpoint_service.interface[each.key].service_name"],
  ["vpc_endpoint_type", '"Interface"'],
  ["ip_address_type", "each.value.addresses"],
  ["private_dns_enabled", "true"],
  ["subnet_ids", isAll ? fitting : `slice(${fitting}, 0, ${model.endpointZones})`],
  ["security_group_ids", "[aws_security_group.endpoints.id]"],
  nameTag(`\${each.key}`),
])}

  # The private name has records of the families that the endpoint has addresses of.
  dns_options {
    dns_record_ip_type = each.value.addresses
  }
}

${endpointSecurityGroup({
  id: "aws_vpc.main.id",
  cidr: "var.vpc_cidr",
  ipv6Cidr: model.hasIpv6 ? "aws_vpc.main.ipv6_cidr_block" : null,
})}`;
}

/** The VPC of the file, in expressions. */
export interface VpcWords {
  readonly id: string;
  readonly cidr: string;
  /** `null`: it has none. */
  readonly ipv6Cidr: string | null;
}

export function endpointSecurityGroup({ id: vpc, cidr, ipv6Cidr }: VpcWords): string {
  return `resource "aws_security_group" "endpoints" {
${assignments([["name", `"\${var.name}-endpoints"`], ["vpc_id", vpc], nameTag("endpoints")])}

  ingress {
${assignments(
  [
    ["description", '"HTTPS from the VPC"'],
    ["from_port", "443"],
    ["to_port", "443"],
    ["protocol", '"tcp"'],
    ["cidr_blocks", `[${cidr}]`],
    ...(ipv6Cidr === null ? [] : [["ipv6_cidr_blocks", `[${ipv6Cidr}]`] as const]),
  ],
  "    ",
)}
  }
}`;
}
