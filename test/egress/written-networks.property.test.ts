import { cloudFormationText } from "@egress6/core/network/cloudformation/template";
import { type NetworkModel, networkModel } from "@egress6/core/network/network-model";
import { terraformText } from "@egress6/core/network/terraform/module";
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
const workloads = fc.record({
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
const observed = fc.dictionary(
  fc.constantFrom(
    "sqs.us-east-1.api.aws",
    "s3.dualstack.us-east-1.amazonaws.com",
    "kms.us-east-1.api.aws",
    "firehose.us-east-1.api.aws",
  ),
  fc.constantFrom("yes" as const, "no" as const),
);

test("every design that has a network is written in both formats, as their schemas ask", async () => {
  const written = new Set<string>();
  await fc.assert(
    fc.asyncProperty(workloads, observed, async (workload, ipv6) => {
      const plan = planOf(JSON.stringify(workload), { ipv6 });
      for (const { design, status, network } of plan.designs) {
        if (status === "works") expect(network, design.id).not.toBeNull();
        if (network === null) continue;
        written.add(design.id);
        const model = networkModel(plan, design.id);
        const faults = [
          ...(await terraformFaults(terraformText(model))),
          ...cloudFormationFaults(cloudFormationText(model)),
          ...placeFaults(model),
        ];
        expect(faults, design.id).toEqual([]);
      }
    }),
    { numRuns: 40, seed: 6 },
  );
  expect(written.size).toBeGreaterThan(10);
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
