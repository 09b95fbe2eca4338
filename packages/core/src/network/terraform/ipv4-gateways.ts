import type { NetworkModel } from "../network-model.js";
import { id } from "./words.js";

export function natGateways({ natGatewayZones }: NetworkModel): string {
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

export function regionalNat({ hasRegionalNat }: NetworkModel): string {
  if (!hasRegionalNat) return "";
  return `# One for all zones, without public subnets; AWS gives it addresses where there is traffic.
resource "aws_nat_gateway" "regional" {
  vpc_id            = aws_vpc.main.id
  availability_mode = "regional"
  depends_on        = [aws_internet_gateway.main]
}`;
}

export function natInstances({ natInstanceZones }: NetworkModel): string {
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

export function transitGateway({ hasTransitGateway, tiers }: NetworkModel): string {
  const tier = tiers.find(({ ipv4Target }) => ipv4Target === "transit-gateway");
  if (!hasTransitGateway || tier === undefined) return "";
  return `# The route back to this VPC is set where the transit gateway is.
resource "aws_ec2_transit_gateway_vpc_attachment" "main" {
  transit_gateway_id = var.transit_gateway_id
  vpc_id             = aws_vpc.main.id
  subnet_ids         = aws_subnet.${id(tier.name)}[*].id
}`;
}
