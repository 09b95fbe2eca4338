provider "aws" {
  region = "eu-central-1"
}

resource "aws_vpc" "main" {
  cidr_block                       = "10.0.0.0/16"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_subnet" "private" {
  vpc_id                          = aws_vpc.main.id
  cidr_block                      = "10.0.0.0/24"
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 0)
  assign_ipv6_address_on_creation = true
}

resource "aws_subnet" "other" {
  vpc_id                          = aws_vpc.main.id
  cidr_block                      = "10.0.2.0/24"
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 2)
  assign_ipv6_address_on_creation = true
}

locals {
  services = ["logs", "ssm", "ssmmessages", "secretsmanager", "kms", "sts", "sqs"]
}

resource "aws_vpc_endpoint" "interface" {
  for_each          = toset(local.services)
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.eu-central-1.${each.key}"
  vpc_endpoint_type = "Interface"
  subnet_ids        = [aws_subnet.private.id, aws_subnet.other.id]
}
