resource "aws_vpc" "main" {
  cidr_block                       = "10.0.0.0/16"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_vpc" "separate" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_vpc_ipv6_cidr_block_association" "separate" {
  vpc_id            = aws_vpc.separate.id
  ipv6_ipam_pool_id = "ipam-pool-0123456789abcdef0"
}
