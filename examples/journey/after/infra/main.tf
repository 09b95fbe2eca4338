# The shop after the change: IPv6 and gateway endpoints take most of it, one NAT gateway the rest.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

locals {
  zones = ["us-east-1a", "us-east-1b"]
}

resource "aws_vpc" "shop" {
  cidr_block                       = "10.20.0.0/16"
  assign_generated_ipv6_cidr_block = true
  enable_dns_hostnames             = true
  tags                             = { Name = "shop" }
}

resource "aws_internet_gateway" "shop" {
  vpc_id = aws_vpc.shop.id
}

resource "aws_egress_only_internet_gateway" "shop" {
  vpc_id = aws_vpc.shop.id
}

resource "aws_vpc_endpoint" "free" {
  for_each          = toset(["s3", "dynamodb"])
  vpc_id            = aws_vpc.shop.id
  service_name      = "com.amazonaws.us-east-1.${each.key}"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = aws_route_table.private[*].id
}

resource "aws_subnet" "private" {
  count                           = 2
  vpc_id                          = aws_vpc.shop.id
  availability_zone               = local.zones[count.index]
  cidr_block                      = cidrsubnet(aws_vpc.shop.cidr_block, 8, count.index + 1)
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.shop.ipv6_cidr_block, 8, count.index + 1)
  assign_ipv6_address_on_creation = true
}

resource "aws_subnet" "public" {
  count                           = 2
  vpc_id                          = aws_vpc.shop.id
  availability_zone               = local.zones[count.index]
  cidr_block                      = cidrsubnet(aws_vpc.shop.cidr_block, 8, count.index + 101)
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.shop.ipv6_cidr_block, 8, count.index + 101)
  assign_ipv6_address_on_creation = true
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "shop" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public[0].id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.shop.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.shop.id
  }

  route {
    ipv6_cidr_block = "::/0"
    gateway_id      = aws_internet_gateway.shop.id
  }
}

resource "aws_route_table_association" "public" {
  count          = 2
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table" "private" {
  count  = 2
  vpc_id = aws_vpc.shop.id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.shop.id
  }

  route {
    ipv6_cidr_block        = "::/0"
    egress_only_gateway_id = aws_egress_only_internet_gateway.shop.id
  }
}

resource "aws_route_table_association" "private" {
  count          = 2
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}

resource "aws_security_group" "app" {
  name   = "shop-app"
  vpc_id = aws_vpc.shop.id

  egress {
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }
}

resource "aws_ecs_cluster" "shop" {
  name = "shop"
}

resource "aws_ecs_task_definition" "orders" {
  family                   = "orders"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 512
  memory                   = 1024

  container_definitions = jsonencode([{
    name      = "orders"
    image     = "ghcr.io/example/orders:1.4.2"
    essential = true
    environment = [
      { name = "QUEUE_URL", value = "https://sqs.us-east-1.api.aws/210987654321/orders" },
      { name = "AWS_USE_DUALSTACK_ENDPOINT", value = "true" },
      { name = "TABLE", value = "orders" },
    ]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = "/shop/orders"
        awslogs-region        = "us-east-1"
        awslogs-stream-prefix = "orders"
      }
    }
  }])
}

resource "aws_ecs_service" "orders" {
  name            = "orders"
  cluster         = aws_ecs_cluster.shop.id
  task_definition = aws_ecs_task_definition.orders.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_lambda_function" "thumbnails" {
  function_name = "thumbnails"
  role          = "arn:aws:iam::210987654321:role/thumbnails"
  runtime       = "python3.13"
  handler       = "thumbnails.handler"
  filename      = "thumbnails.zip"

  vpc_config {
    subnet_ids                  = aws_subnet.private[*].id
    security_group_ids          = [aws_security_group.app.id]
    ipv6_allowed_for_dual_stack = true
  }
}

resource "aws_instance" "batch" {
  ami                    = "ami-0a1b2c3d4e5f60718"
  instance_type          = "m7g.large"
  subnet_id              = aws_subnet.private[0].id
  vpc_security_group_ids = [aws_security_group.app.id]
  tags                   = { Name = "batch" }

  user_data = <<-SH
    #!/bin/sh
    pip install --upgrade shop-reports
    git clone https://github.com/example/reports /opt/reports
  SH
}
