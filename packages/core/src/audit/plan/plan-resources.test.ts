import { describe, expect, test } from "vitest";
import { networkOf } from "../network-of.js";
import { isPlan, resourcesOfPlan } from "./plan-resources.js";

const PLAN = {
  format_version: "1.2",
  planned_values: {
    root_module: {
      resources: [
        {
          address: "aws_vpc.main",
          mode: "managed",
          type: "aws_vpc",
          name: "main",
          values: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true },
        },
        {
          address: "aws_lambda_function.f",
          mode: "managed",
          type: "aws_lambda_function",
          name: "f",
          values: { vpc_config: [{}] },
        },
      ],
      child_modules: [
        {
          address: "module.net",
          resources: [0, 1].map((index) => ({
            address: `module.net.aws_subnet.private[${index}]`,
            mode: "managed",
            type: "aws_subnet",
            name: "private",
            index,
            values: { cidr_block: `10.0.${index}.0/24` },
          })),
        },
      ],
    },
  },
  resource_changes: [
    ...[0, 1].map((index) => ({
      address: `module.net.aws_subnet.private[${index}]`,
      change: { after_unknown: { id: true, vpc_id: true, ipv6_cidr_block: true } },
    })),
    {
      address: "aws_lambda_function.f",
      change: { after_unknown: { vpc_config: [{ subnet_ids: true }] } },
    },
  ],
  configuration: {
    root_module: {
      resources: [
        {
          mode: "managed",
          type: "aws_lambda_function",
          name: "f",
          expressions: {
            vpc_config: [{ subnet_ids: { references: ["module.net.subnets", "module.net"] } }],
          },
        },
      ],
      module_calls: {
        net: {
          expressions: { vpc: { references: ["aws_vpc.main.id", "aws_vpc.main"] } },
          module: {
            outputs: { subnets: { expression: { references: ["aws_subnet.private"] } } },
            resources: [
              {
                mode: "managed",
                type: "aws_subnet",
                name: "private",
                expressions: {
                  vpc_id: { references: ["var.vpc"] },
                  ipv6_cidr_block: { references: ["var.vpc"] },
                },
              },
            ],
          },
        },
      },
    },
  },
};

describe("a plan as resources", () => {
  test("references are followed through variables and outputs of modules", () => {
    expect(isPlan(PLAN)).toBe(true);
    const { vpcs, computes } = networkOf(resourcesOfPlan(PLAN, "plan.json"));
    expect(vpcs[0]?.ipv6.is).toBe("yes");
    expect(vpcs[0]?.subnets.map(({ resource, ipv6 }) => [resource.address, ipv6.is])).toEqual([
      ["module.net.aws_subnet.private[0]", "yes"],
      ["module.net.aws_subnet.private[1]", "yes"],
    ]);
    expect(computes[0]?.subnets.length).toBe(2);
    expect(vpcs[0]?.resource.place).toEqual({ file: null, line: null });
  });

  test("parts that are missing crash nothing; what is no plan is none", () => {
    for (const part of [
      { format_version: "0.1", planned_values: {} },
      { format_version: "1.0", resource_changes: [null, 1, {}] },
    ]) {
      expect(isPlan(part)).toBe(true);
      expect(resourcesOfPlan(part, "x")).toEqual([]);
    }
    for (const other of [null, [], {}, { format_version: "1.0" }, "x"])
      expect(isPlan(other)).toBe(false);
  });
});
