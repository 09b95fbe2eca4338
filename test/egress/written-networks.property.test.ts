import { cloudFormationText } from "@egress6/core/network/cloudformation/template";
import { networkModel } from "@egress6/core/network/network-model";
import type { NetworkModel } from "@egress6/core/network/network-parts";
import { terraformText } from "@egress6/core/network/terraform/module";
import type { Plan } from "@egress6/core/plan/plan-workload";
import fc from "fast-check";
import { expect, test } from "vitest";
import { names, planOf } from "./plan-world.js";
import { cloudFormationFaults } from "./written/cloudformation-faults.js";
import { terraformFaults } from "./written/terraform-faults.js";

/** Names that lose what sets them apart, that are words of the files, or that no file can have. */
const NAMES = [
  "web-1",
  "web1",
  "Web 1",
  "s3",
  "interface",
  "public",
  "nat",
  "endpoints",
  "ключ",
  "1",
];

const attached = names.computeKinds.filter(
  ({ runs, subnets }) => runs !== "no" && subnets !== "none",
);
const compute = fc.record({
  name: fc.constantFrom(...NAMES),
  kind: fc.constantFrom(...attached).map(({ id }) => id),
  count: fc.integer({ min: 1, max: 9 }),
});
const gbPerMonth = fc.constantFrom(0, 1, 500, 20_000);
const somewhere = fc.record({
  region: fc.constantFrom("us-east-1", "us-east-1", "eu-west-1", "ap-southeast-2", "cn-north-1"),
  azs: fc.constantFrom<number | string[]>(
    1,
    2,
    3,
    ["us-east-1a", "us-east-1f"],
    ["use1-az1", "use1-az4", "use1-az6"],
  ),
  compute: fc.uniqueArray(compute, { selector: ({ name }) => name, minLength: 1, maxLength: 4 }),
  services: fc.array(
    fc.record({
      service: fc.constantFrom("sqs", "s3", "dynamodb", "firehose", "kms", "ecr", "iam", "ses"),
      gbPerMonth,
    }),
    { maxLength: 4 },
  ),
  hosts: fc.array(
    fc.record({
      host: fc.constantFrom("api.example.com", "other.example.com", "203.0.113.7"),
      gbPerMonth,
      ipv6: fc.constantFrom("yes", "no"),
    }),
    { maxLength: 2 },
  ),
  constraints: fc.record(
    {
      mustBePrivate: fc.boolean(),
      mustBeManaged: fc.boolean(),
      redundancy: fc.constantFrom("per-az", "single-az"),
      privateServices: fc.constantFrom([], ["sqs"], ["kms", "iam"]),
    },
    { requiredKeys: [] },
  ),
});
/** Zones by name are those of the region. */
const workloads = somewhere.map((workload) => ({
  ...workload,
  azs: Array.isArray(workload.azs)
    ? workload.azs.map((zone) => zone.replace("us-east-1", workload.region))
    : workload.azs,
}));
const id = (prefix: string) => fc.integer({ min: 1, max: 4 }).map((n) => `${prefix}-${n}`);
const destination = fc.constantFrom("0.0.0.0/0", "::/0", "64:ff9b::/96", "10.0.0.0/16");
const target = fc.constantFrom("nat-1", "nat-2", "igw-1", "eigw-1", "tgw-1", "eni-1", "local");
const existing = fc.record(
  {
    vpc: fc.constantFrom(
      "vpc-1",
      { id: "vpc-1", cidr: "10.0.0.0/16" },
      { ipv6Cidr: "2001:db8::/56" },
    ),
    natGateways: fc.integer({ min: 0, max: 3 }),
    interfaceEndpoints: fc.constantFrom([], ["sqs"]),
    gatewayEndpoints: fc.constantFrom([], ["s3"]),
    subnets: fc.uniqueArray(
      fc.record(
        {
          id: id("subnet"),
          kind: fc.constantFrom("ipv4", "dual-stack", "ipv6-only"),
          az: fc.constantFrom("use1-az1", "use1-az4", "us-east-1f"),
          routeTable: id("rtb"),
        },
        { requiredKeys: ["id", "kind"] },
      ),
      { selector: (subnet) => subnet.id, maxLength: 4 },
    ),
    routeTables: fc.uniqueArray(
      fc.record(
        { id: id("rtb"), main: fc.boolean(), subnets: fc.array(id("subnet"), { maxLength: 2 }) },
        { requiredKeys: ["id"] },
      ),
      { selector: (table) => table.id, maxLength: 2 },
    ),
    routes: fc.uniqueArray(fc.record({ routeTable: id("rtb"), destination, target }), {
      selector: (route) => `${route.routeTable} ${route.destination}`,
      maxLength: 6,
    }),
  },
  { requiredKeys: ["vpc"] },
);
const observed = fc.dictionary(
  fc.constantFrom(
    "sqs.us-east-1.api.aws",
    "s3.dualstack.us-east-1.amazonaws.com",
    "kms.us-east-1.api.aws",
    "firehose.us-east-1.api.aws",
  ),
  fc.constantFrom("yes" as const, "no" as const),
);

/** Designs that were written. */
async function writeAll(workload: object, ipv6: Readonly<Record<string, "yes" | "no">>) {
  const plan = planOf(JSON.stringify(workload), { ipv6 });
  const written: string[] = [];
  for (const { design, status, network } of plan.designs) {
    if (status === "works") expect(network, design.id).not.toBeNull();
    if (network === null) continue;
    written.push(design.id);
    const model = networkModel(plan, design.id);
    const faults = [
      ...(await terraformFaults(terraformText(model))),
      ...cloudFormationFaults(cloudFormationText(model)),
      ...(model.additions === null ? placeFaults(model) : []),
    ];
    expect(faults, design.id).toEqual([]);
    if (network.natInstances === null) continue;
    const part = partOf(plan, design.id);
    if (part === null) continue;
    expect(await terraformFaults(terraformText(part)), design.id).toEqual([]);
    expect(cloudFormationFaults(cloudFormationText(part)), design.id).toEqual([]);
  }
  return written;
}

/** Its NAT instances alone; null: routes lead to some that are there. */
function partOf(plan: Plan, id: string): NetworkModel | null {
  try {
    return networkModel(plan, id, "nat-instances");
  } catch (error) {
    expect(String(error)).toContain("makes no NAT instances");
    return null;
  }
}

test("every design that has a network is written in both formats, as their schemas ask", async () => {
  const written = new Set<string>();
  await fc.assert(
    fc.asyncProperty(workloads, observed, async (workload, ipv6) => {
      for (const design of await writeAll(workload, ipv6)) written.add(design);
    }),
    { numRuns: 40, seed: 6 },
  );
  expect(written.size).toBeGreaterThan(10);
}, 120_000);

test("so is what it changes in a VPC that is there", async () => {
  await fc.assert(
    fc.asyncProperty(workloads, existing, async (workload, there) => {
      const subnets = there.subnets?.map(({ az, ...subnet }) => ({
        ...subnet,
        ...(az === undefined ? {} : { az: az.replace("us-east-1", workload.region) }),
      }));
      await writeAll({ ...workload, existing: { ...there, subnets } }, {});
    }),
    { numRuns: 40, seed: 6 },
  );
}, 120_000);

/** Endpoints in subnets that do not take their addresses. */
function placeFaults({ interfaceEndpoints, tiers }: NetworkModel): readonly string[] {
  return interfaceEndpoints.flatMap(({ name, addresses, tier }) => {
    const holder = tiers.find((each) => each.name === tier);
    const isFit =
      addresses === "ipv4"
        ? holder?.subnets !== "ipv6-only"
        : holder?.subnets === (addresses === "ipv6" ? "ipv6-only" : "dual-stack");
    return isFit ? [] : [`${name}: ${addresses} in ${holder?.subnets}`];
  });
}
