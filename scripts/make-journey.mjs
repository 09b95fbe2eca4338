/**
 * Writes the account and the flow logs of examples/journey, before and after the change: one invented network in
 * us-east-1 with known traffic. Infrastructure code, application and constraints are written by hand.
 *
 *   node scripts/make-journey.mjs [FOLDER]
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withIpv6, writeWorld, zonesOf } from "./lib/journey-world.mjs";

const zones = zonesOf(["a", "b"]);

/** What runs there: one network interface each. */
const interfaces = withIpv6([
  { name: "orders", kind: "ecs", zone: 0, ip: "10.20.1.21", eni: "eni-0f000000000000021" },
  { name: "orders", kind: "ecs", zone: 1, ip: "10.20.2.21", eni: "eni-0f000000000000022" },
  { name: "thumbnails", kind: "lambda", zone: 0, ip: "10.20.1.31", eni: "eni-0f000000000000031" },
  { name: "thumbnails", kind: "lambda", zone: 1, ip: "10.20.2.31", eni: "eni-0f000000000000032" },
  {
    name: "batch",
    kind: "ec2",
    zone: 0,
    ip: "10.20.1.41",
    eni: "eni-0f000000000000041",
    instance: "i-0a0000000000000aa",
  },
]);

/** Who calls whom, and how much in a day. `after`: which way it goes when all is done. */
const traffic = [
  {
    from: "thumbnails",
    host: "shop-images.s3.us-east-1.amazonaws.com",
    addresses: ["52.217.88.30", "52.217.90.11"],
    megabytes: 180_000,
    after: "gateway-endpoint",
  },
  {
    from: "orders",
    host: "dynamodb.us-east-1.amazonaws.com",
    addresses: ["3.218.182.40"],
    megabytes: 42_000,
    after: "gateway-endpoint",
  },
  {
    from: "orders",
    host: "sqs.us-east-1.amazonaws.com",
    addresses: ["3.236.169.5"],
    megabytes: 36_000,
    after: "ipv6",
    becomes: "sqs.us-east-1.api.aws",
  },
  {
    from: "orders",
    host: "logs.us-east-1.amazonaws.com",
    addresses: ["3.236.94.180"],
    megabytes: 60_000,
    after: "nat",
  },
  {
    from: "batch",
    host: "files.pythonhosted.org",
    addresses: ["151.101.0.223"],
    megabytes: 24_000,
    hasAaaa: true,
    after: "ipv6",
  },
  {
    from: "orders",
    host: "ghcr.io",
    addresses: ["140.82.114.33"],
    megabytes: 15_000,
    after: "nat",
  },
  {
    from: "batch",
    host: "github.com",
    addresses: ["140.82.112.4"],
    megabytes: 6_000,
    after: "nat",
  },
];

const root = process.argv[2] ?? fileURLToPath(new URL("../examples/journey", import.meta.url));
for (const { folder, isAfter, day, seed } of [
  { folder: "before", isAfter: false, day: "2026-10-05", seed: 1 },
  { folder: "after", isAfter: true, day: "2026-11-09", seed: 2 },
]) {
  writeWorld({ zones, interfaces, traffic }, join(root, folder), { isAfter, day, seed });
}
