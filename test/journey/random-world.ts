import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type JourneyInterface,
  type JourneyTraffic,
  type JourneyWorld,
  withIpv6,
  zonesOf,
} from "../../scripts/lib/journey-world.mjs";
import { seededRandom } from "../support/seeded-random.mjs";

/** A world by its seed: what runs, whom it calls, how much, and which of that can leave IPv4. */
export function randomWorld(seed: number): JourneyWorld {
  const random = seededRandom(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const zones = zonesOf(["a", "b", "c"].slice(0, 1 + below(3)));
  const kinds = ["ecs", "lambda", "ec2"] as const;
  const interfaces = Array.from({ length: 1 + below(4) }, (_, index): JourneyInterface[] => {
    const kind = kinds[below(kinds.length)] ?? "ecs";
    const places = kind === "ec2" ? [below(zones.length)] : zones.map((_each, zone) => zone);
    return places.map((zone) => ({
      name: `${kind}-${index}`,
      kind,
      zone,
      ip: `10.20.${zone + 1}.${20 + index}`,
      eni: `eni-0f0000000000${zone}${String(20 + index)}`,
      ...(kind === "ec2" ? { instance: `i-0a00000000000000${index}` } : {}),
    }));
  }).flat();
  const senders = [...new Set(interfaces.map(({ name }) => name))];
  const sender = (): string => senders[below(senders.length)] ?? "";
  const megabytes = (): number => 500 + below(60_000);
  const traffic: JourneyTraffic[] = [];
  if (random() < 0.7) {
    traffic.push({
      from: sender(),
      host: "world-files.s3.us-east-1.amazonaws.com",
      addresses: ["52.217.88.30", "52.217.90.11"],
      megabytes: megabytes(),
      after: "gateway-endpoint",
    });
  }
  for (let index = 0; index < 1 + below(4); index++) {
    const hasAaaa = random() < 0.5;
    traffic.push({
      from: sender(),
      host: `${hasAaaa ? "with" : "without"}${index}.partner.example`,
      addresses: [`198.18.${seed % 200}.${10 + index}`],
      megabytes: megabytes(),
      hasAaaa,
      after: hasAaaa ? "ipv6" : "nat",
    });
  }
  // Something always stays, as in most accounts.
  traffic.push({
    from: sender(),
    host: "without.partner.example",
    addresses: [`198.18.${seed % 200}.99`],
    megabytes: megabytes(),
    after: "nat",
  });
  return { zones, interfaces: withIpv6(interfaces), traffic };
}

/** The code of that world, with nothing in it that is for IPv6. */
export function writeCode({ zones, interfaces }: JourneyWorld, folder: string): void {
  const kindOf = new Map(interfaces.map((each) => [each.name, each]));
  const blockOf = ({ name, kind, zone }: JourneyInterface): string => {
    switch (kind) {
      case "ecs":
        return `resource "aws_ecs_task_definition" "${name}" {
  family                = "${name}"
  network_mode          = "awsvpc"
  container_definitions = jsonencode([{ name = "app", image = "public.example/app:1" }])
}
resource "aws_ecs_service" "${name}" {
  name            = "${name}"
  task_definition = aws_ecs_task_definition.${name}.arn
  desired_count   = 2
  launch_type     = "FARGATE"
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.app.id]
  }
}`;
      case "lambda":
        return `resource "aws_lambda_function" "${name}" {
  function_name = "${name}"
  role          = "arn:aws:iam::210987654321:role/app"
  vpc_config {
    subnet_ids         = aws_subnet.private[*].id
    security_group_ids = [aws_security_group.app.id]
  }
}`;
      case "ec2":
        return `resource "aws_instance" "${name}" {
  ami                    = "ami-0a1b2c3d4e5f60718"
  instance_type          = "m7g.large"
  subnet_id              = aws_subnet.private[${zone}].id
  vpc_security_group_ids = [aws_security_group.app.id]
  tags                   = { Name = "${name}" }
}`;
    }
  };
  const of = [...kindOf.values()].map(blockOf);
  const count = zones.length;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "main.tf"),
    `provider "aws" {
  region = "us-east-1"
}
locals {
  zones = ${JSON.stringify(zones.map(({ name }) => name))}
}
resource "aws_vpc" "world" {
  cidr_block = "10.20.0.0/16"
}
resource "aws_subnet" "private" {
  count             = ${count}
  vpc_id            = aws_vpc.world.id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(aws_vpc.world.cidr_block, 8, count.index + 1)
}
resource "aws_nat_gateway" "world" {
  count     = ${count}
  subnet_id = aws_subnet.private[count.index].id
}
resource "aws_route_table" "private" {
  count  = ${count}
  vpc_id = aws_vpc.world.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.world[count.index].id
  }
}
resource "aws_route_table_association" "private" {
  count          = ${count}
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}
resource "aws_security_group" "app" {
  vpc_id = aws_vpc.world.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
${of.join("\n")}
`,
  );
}
