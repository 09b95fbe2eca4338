import type { NetworkModel } from "../network-model.js";
import { type Assignment, assignments, id } from "./words.js";

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
])}${addresses === "ipv4" ? "" : dnsOptions(addresses)}
}`,
  );
  return ["# --- gateway endpoints: free ---", ...blocks].join("\n\n");
}

// With the default, dual-stack names of the service leave the endpoint.
const dnsOptions = (addresses: string): string => `

  # The plain name has records of the families that the endpoint carries.
  dns_options {
    dns_record_ip_type = "${addresses}"
  }`;

export function interfaceEndpoints(model: NetworkModel): string {
  if (model.interfaceEndpoints.length === 0) return "";
  const areNamed = model.interfaceEndpoints.some(({ serviceName }) => serviceName !== undefined);
  const isAll = model.endpointZones === model.zones;
  const entries = model.interfaceEndpoints.map(
    ({ name, serviceName, addresses, tier }): Assignment => {
      const subnets = `aws_subnet.${id(tier)}`;
      const ids = isAll ? `${subnets}[*].id` : `[${subnets}[0].id]`;
      const service = areNamed
        ? `service = "${serviceName ?? `com.amazonaws.${model.region}.${name}`}", `
        : "";
      return [`"${name}"`, `{ ${service}addresses = "${addresses}", subnets = ${ids} }`];
    },
  );
  const plainName = `"com.amazonaws.${model.region}.\${each.key}"`;
  return `# --- interface endpoints: charged for each, in each zone ---

resource "aws_vpc_endpoint" "interface" {
  for_each = {
${assignments(entries, "    ")}
  }
  vpc_id              = aws_vpc.main.id
  service_name        = ${areNamed ? "each.value.service" : plainName}
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
