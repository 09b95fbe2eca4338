import { CALL_CONDITIONS, PLATFORMS, SUBNET_KINDS } from "@egress6/core/facts/compute-kind";
import { GATEWAY_SERVICES, REDUNDANCIES } from "@egress6/core/workload/workload";
import { z } from "zod";

const gb = z
  .number()
  .min(0)
  .max(1_000_000_000)
  .optional()
  .describe("GB a month, both directions together; default 0");
const text = z.string().min(1);
const count = z.int().min(0).max(1_000_000);
const from = z
  .union([text, z.array(text).min(1)])
  .optional()
  .describe("names of the compute that sends it; default: all, by their count");
const service = text.describe("CLI name, service id or display name: sqs, CloudWatch Logs");

const [, ...features] = CALL_CONDITIONS;

const compute = z.strictObject({
  name: text.optional().describe("distinct; default: the kind"),
  kind: z
    .union([z.enum(PLATFORMS), text])
    .describe("the platform, or platform and subnets in one: ecs-fargate-dual-stack"),
  subnets: z
    .enum(SUBNET_KINDS)
    .optional()
    .describe("none: not attached to a VPC; default: dual-stack where it runs there"),
  count: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe("instances, tasks or nodes: each would need its own public IPv4; default 1"),
  uses: z
    .array(z.enum(features))
    .optional()
    .describe("features that make the platform call AWS by itself; default: all of them"),
  imageGbPerMonth: gb.describe("GB of images a month; their layers come from S3"),
});

const workloadFile = z.strictObject({
  $schema: z.string().optional(),
  name: text.optional(),
  region: text.describe("such as eu-central-1"),
  azs: z
    .union([z.int().min(1).max(6), z.array(text).min(1).max(6)])
    .describe("how many availability zones, or their names"),
  compute: z.array(compute).min(1).describe("what runs, and in which subnets"),
  services: z
    .array(z.strictObject({ service, gbPerMonth: gb, from }))
    .optional()
    .describe("AWS services that the code calls"),
  hosts: z
    .array(
      z.strictObject({
        host: text.describe("a host name outside AWS"),
        gbPerMonth: gb,
        from,
        ipv6: z
          .union([z.enum(["yes", "no"]), z.boolean()])
          .optional()
          .describe("whether it has AAAA, where that was looked up elsewhere"),
      }),
    )
    .optional(),
  existing: z
    .strictObject({
      natGateways: count.optional(),
      publicIpv4: count.optional().describe("addresses in use, but for those of NAT gateways"),
      interfaceEndpoints: z
        .array(text)
        .optional()
        .describe("after com.amazonaws.REGION.: ecr.api; in all zones"),
      gatewayEndpoints: z.array(z.enum(GATEWAY_SERVICES)).optional(),
      centralEgress: z
        .boolean()
        .optional()
        .describe("a transit gateway with NAT gateways behind it, paid for by others"),
    })
    .optional()
    .describe("what there is today, to compare with"),
  constraints: z
    .strictObject({
      noPublicIpv4: z.boolean().optional().describe("nowhere, not even on a NAT gateway"),
      noIpv6: z.boolean().optional(),
      mustBePrivate: z.boolean().optional().describe("no compute has a public address"),
      mustBeManaged: z.boolean().optional().describe("no NAT instances"),
      privateServices: z
        .array(service)
        .optional()
        .describe("may not leave over the internet: endpoints only"),
      budgetUsdPerMonth: z.number().min(0).max(1_000_000_000).optional(),
      redundancy: z
        .enum(REDUNDANCIES)
        .optional()
        .describe("single-az: one exit for all zones will do; default per-az"),
    })
    .optional(),
});

/** The JSON Schema of workload files, for editors: `data/schema/workload.schema.json`. */
export const workloadSchema = (): unknown => ({
  title: "egress6 workload",
  ...z.toJSONSchema(workloadFile, { io: "input" }),
});
