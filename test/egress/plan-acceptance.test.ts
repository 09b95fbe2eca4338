import { type decimalText, roundedText } from "@egress6/core/price/exact";
import { expect, test } from "vitest";
import { designOf, planOf } from "./plan-world.js";

const usd = (amount: Parameters<typeof decimalText>[0] | null) =>
  amount === null ? null : roundedText(amount, 2);

const INSTANCES = (count: number, region = "us-east-1", azs = 1) => `
region: ${region}
azs: ${azs}
compute:
  - { kind: ec2-nitro, subnets: dual-stack, count: ${count} }
hosts:
  - { host: api.example.com, gbPerMonth: 0, ipv6: no }
`;

test("a NAT gateway with its IPv4 costs $36.50 a month and zone, exactly ten public IPv4", () => {
  const ten = planOf(INSTANCES(10));
  expect(usd(designOf(ten, "nat-zonal").high)).toBe("36.50");
  expect(designOf(ten, "public-ipv4").high).toEqual(designOf(ten, "nat-zonal").high);
  expect(usd(designOf(planOf(INSTANCES(9)), "public-ipv4").high)).toBe("32.85");
  expect(usd(designOf(planOf(INSTANCES(1)), "public-ipv4").high)).toBe("3.65");
});

test("both rules are by zone", () => {
  expect(usd(designOf(planOf(INSTANCES(1, "us-east-1", 3)), "nat-zonal").high)).toBe("109.50");
});

test.each([
  ["us-east-1", "10", "5"],
  ["eu-central-1", "11.4", "4.75"],
  ["ap-northeast-1", "13.4", "4.79"],
])("in %s a NAT gateway equals %s public IPv4, or %s endpoints", (region, addresses, endpoints) => {
  const { breakEvens } = planOf(INSTANCES(1, region));
  const text = (value: typeof breakEvens.publicIpv4PerNatGateway) =>
    value && roundedText(value, 2).replace(/\.?0+$/, "");
  expect(text(breakEvens.publicIpv4PerNatGateway)).toBe(addresses);
  expect(text(breakEvens.endpointsPerNatGateway)).toBe(endpoints);
});

const ECS = (kind: string, region: string) => `
region: ${region}
azs: 2
compute:
  - kind: ${kind}
    subnets: dual-stack
    uses: [ecr-image, cloudwatch-logs, secrets-manager, parameter-store, exec]
`;

test("ECS on EC2 without public IPv4: 9 endpoints in 2 zones are $157.68 in eu-central-1", () => {
  const { network, high } = designOf(planOf(ECS("ecs-ec2", "eu-central-1")), "privatelink");
  expect(network?.endpoints).toEqual([
    "ecr.api",
    "ecr.dkr",
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "logs",
    "secretsmanager",
    "ssm",
    "ssmmessages",
  ]);
  expect(usd(high)).toBe("157.68");
});

test("Fargate without public IPv4: 6 endpoints in 2 zones are $87.60 in us-east-1", () => {
  const { network, high } = designOf(planOf(ECS("ecs-fargate", "us-east-1")), "privatelink");
  expect(network?.endpoints).toHaveLength(6);
  expect(usd(high)).toBe("87.60");
});

test("ten endpoints equal a NAT gateway at 1,042.9 GB a month", () => {
  const services = [
    "sqs",
    "sns",
    "kms",
    "sts",
    "logs",
    "ssm",
    "events",
    "kinesis",
    "athena",
    "xray",
  ];
  const workload = (gb: number) => `
region: us-east-1
azs: 1
compute:
  - { kind: ec2-nitro, subnets: ipv4 }
services:
${services.map((service) => `  - { service: ${service}, gbPerMonth: ${gb / 10} }`).join("\n")}
`;
  const { breakEvens } = planOf(workload(100));
  expect(breakEvens.endpointsNeeded).toBe(10);
  expect(breakEvens.endpointsBreakEvenGb && roundedText(breakEvens.endpointsBreakEvenGb, 1)).toBe(
    "1042.9",
  );
  const costs = (gb: number) => {
    const plan = planOf(workload(gb));
    const amount = (id: "privatelink" | "nat-zonal") => Number(usd(designOf(plan, id).high));
    return { endpoints: amount("privatelink"), nat: amount("nat-zonal") };
  };
  const below = costs(1042);
  const above = costs(1044);
  expect(below.endpoints).toBeGreaterThan(below.nat);
  expect(above.endpoints).toBeLessThan(above.nat);
});
