import type { NetworkModel } from "../network-parts.js";
import type { VpcWords } from "./endpoints.js";
import { type Assignment, assignments, nameTag, quoted, ZONE } from "./words.js";

/** Addresses and instances work once the internet gateway is there, and AWS lets it go only after them. */
const AFTER_GATEWAY: Assignment = ["depends_on", "[aws_internet_gateway.main]"];

export function natGateways({ natGatewayZones }: NetworkModel): string {
  if (natGatewayZones === 0) return "";
  return `resource "aws_eip" "nat" {
${assignments([
  ["count", String(natGatewayZones)],
  ["domain", '"vpc"'],
  nameTag(`nat-${ZONE}`),
  AFTER_GATEWAY,
])}
}

resource "aws_nat_gateway" "zonal" {
${assignments([
  ["count", String(natGatewayZones)],
  ["allocation_id", "aws_eip.nat[count.index].id"],
  ["subnet_id", "aws_subnet.public[count.index].id"],
  nameTag(ZONE),
  AFTER_GATEWAY,
])}
}`;
}

export function regionalNat({ hasRegionalNat }: NetworkModel): string {
  if (!hasRegionalNat) return "";
  return `# One for all zones, without public subnets; AWS gives it addresses where there is traffic.
resource "aws_nat_gateway" "regional" {
${assignments([
  ["vpc_id", "aws_vpc.main.id"],
  ["availability_mode", '"regional"'],
  nameTag("regional"),
  AFTER_GATEWAY,
])}
}`;
}

export function natInstances(model: NetworkModel): string {
  const { natInstanceZones, doInstancesNat64 } = model;
  if (natInstanceZones === 0) return "";
  const vpc = {
    id: "aws_vpc.main.id",
    cidr: "var.vpc_cidr",
    ipv6Cidr: doInstancesNat64 ? "aws_vpc.main.ipv6_cidr_block" : null,
  };
  const image = natImage(model);
  return `${image === "" ? "" : `${image}\n\n`}${natSecurityGroup(vpc)}

resource "aws_instance" "nat" {
${assignments([
  ["count", String(natInstanceZones)],
  ["ami", imageId(model)],
  ["instance_type", "var.nat_instance_type"],
  ["subnet_id", "aws_subnet.public[count.index].id"],
  ["vpc_security_group_ids", "[aws_security_group.nat.id]"],
  ...(doInstancesNat64 ? [["ipv6_address_count", "1"] as const] : []),
  ["source_dest_check", "false"],
  nameTag(`nat-${ZONE}`),
  AFTER_GATEWAY,
])}

${instanceBlocks(model)}
}

resource "aws_eip" "nat_instance" {
${assignments([
  ["count", String(natInstanceZones)],
  ["domain", '"vpc"'],
  ["instance", "aws_instance.nat[count.index].id"],
  nameTag(`nat-${ZONE}`),
  AFTER_GATEWAY,
])}
}`;
}

export const instanceVariables = ({ natInstanceType, natImage }: NetworkModel): string =>
  `variable "nat_instance_type" {
  type        = string
  default     = "${natInstanceType}"
  description = "An instance type with a processor of ${natImage?.architecture}, as the image has"
}${
    natImage === null || natImage.isPublished
      ? ""
      : `

variable "nat_image_id" {
  type        = string
  description = "An image of yours for ${natImage.architecture} that does NAT: ${natImage.product} publishes none in this region"
}`
  }`;

/** Looked up where it is published, else asked for. */
export const imageId = ({ natImage }: NetworkModel): string =>
  natImage?.isPublished === false ? "var.nat_image_id" : "data.aws_ami.nat.id";

/** AWS stops a spot instance, and starts it again with its address and its interface. */
export const instanceBlocks = ({ areNatInstancesSpot }: NetworkModel): string =>
  areNatInstancesSpot ? `${SPOT_BLOCK}\n\n${INSTANCE_BLOCKS}` : INSTANCE_BLOCKS;

const SPOT_BLOCK = `  instance_market_options {
    market_type = "spot"

    spot_options {
      spot_instance_type             = "persistent"
      instance_interruption_behavior = "stop"
    }
  }`;

const INSTANCE_BLOCKS = `  root_block_device {
    volume_type = "gp3"
    volume_size = 8
  }

  # A newer image does not replace an instance that carries traffic: taint it to take one.
  lifecycle {
    ignore_changes = [ami]
  }`;

export function natSecurityGroup({ id, cidr, ipv6Cidr }: VpcWords): string {
  const overIpv6 =
    ipv6Cidr === null
      ? ""
      : `

  ingress {
    description      = "from the VPC, IPv6 to be translated"
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    ipv6_cidr_blocks = [${ipv6Cidr}]
  }`;
  return `resource "aws_security_group" "nat" {
${assignments([["name", `"\${var.name}-nat"`], ["vpc_id", id], nameTag("nat")])}

  ingress {
    description = "from the VPC"
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = [${cidr}]
  }${overIpv6}

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}`;
}

export function natImage({ natImage: image }: NetworkModel): string {
  if (image === null || !image.isPublished) return "";
  const { product, owner, name, architecture } = image;
  return `# The newest image of ${product}, by the account that publishes it.
data "aws_ami" "nat" {
  most_recent = true
  owners      = [${quoted(owner)}]

  filter {
    name   = "name"
    values = [${quoted(name)}]
  }

  filter {
    name   = "architecture"
    values = [${quoted(architecture)}]
  }
}`;
}

export function transitGateway({ hasTransitGateway, ...model }: NetworkModel): string {
  if (!hasTransitGateway) return "";
  const { zones, subnetBits, attachmentBlock } = model;
  const block = `cidrsubnet(var.vpc_cidr, ${subnetBits}, ${attachmentBlock})`;
  return `# --- transit gateway: an attachment in small subnets of its own ---

resource "aws_subnet" "attachment" {
${assignments([
  ["count", String(zones)],
  ["vpc_id", "aws_vpc.main.id"],
  ["availability_zone", "local.zones[count.index]"],
  ["cidr_block", `cidrsubnet(${block}, ${12 - subnetBits}, count.index)`],
  nameTag(`attachment-${ZONE}`),
])}
}

# The route back to this VPC is set where the transit gateway is.
resource "aws_ec2_transit_gateway_vpc_attachment" "main" {
${assignments([
  ["transit_gateway_id", "var.transit_gateway_id"],
  ["vpc_id", "aws_vpc.main.id"],
  ["subnet_ids", "aws_subnet.attachment[*].id"],
  nameTag("egress"),
])}
}`;
}
