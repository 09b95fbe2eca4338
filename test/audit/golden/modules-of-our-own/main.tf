provider "aws" {
  region = "eu-central-1"
}

module "network" {
  source = "./modules/network"
  groups = { app = module.app.security_group_id }
}

module "app" {
  source     = "./modules/app"
  vpc_id     = module.network.vpc_id
  subnet_ids = module.network.private_subnet_ids
}
