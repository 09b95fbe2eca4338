import { costCurves } from "@egress6/core/plan/cost-curves";
import type { DesignId } from "@egress6/core/plan/designs";
import { compare, decimalText, type Exact } from "@egress6/core/price/exact";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planJson } from "../../packages/egress6/src/render/plan/json.js";
import { planText } from "../../packages/egress6/src/render/plan/text.js";
import { designOf, planOf } from "./plan-world.js";

const HEAD = `region: us-east-1
azs: 2
compute:
  - { name: app, kind: lambda, subnets: ipv4 }
`;
const SQS = (gb: string) => `${HEAD}services:
  - { service: sqs${gb === "" ? "" : `, gbPerMonth: ${gb}`} }
constraints: { noIpv6: true }
`;
const text = (amount: Exact | null) => (amount === null ? null : decimalText(amount));
const rangeOf = (yaml: string, id: DesignId) => {
  const { low, high } = designOf(planOf(yaml), id);
  return [text(low), text(high)];
};

describe("a volume that nobody gave", () => {
  const plan = planOf(SQS(""));

  test("is unknown, not zero: what charges by the GB has no upper figure", () => {
    expect(rangeOf(SQS(""), "nat-zonal")).toEqual(["73", null]);
    expect(rangeOf(SQS("0"), "nat-zonal")).toEqual(["73", "73"]);
    expect(rangeOf(SQS(""), "privatelink")).toEqual(["14.6", null]);
    expect(planText(plan)).toMatch(/NAT gateways only +from \$73\.00/);
  });

  test("is said, with what to do", () => {
    const said = planText(plan).replace(/\s+/g, " ");
    expect(said).toContain("We do not know how much data goes to 1 of 1 destination.");
    expect(said).toContain("sqs, unknown GB, from app");
    expect(said).toContain("We do not know how much data goes to sqs. It counts as unknown");
    expect(said).toMatch(/interface endpoints?, data unknown GB from \$0\.00/);
  });

  test("leaves no table of what would be: the amounts decide, and from where on", () => {
    const said = planText(plan).replace(/\s+/g, " ");
    expect(plan.breakEvens.variations).toEqual([]);
    expect(said).not.toContain("× the data");
    expect(said).toContain(
      "NAT gateways cost more than the interface endpoint of this workload at any amount.",
    );
    expect(said).toContain("pays for itself from 208.6 GB a month on, in each zone.");
    expect(costCurves(plan, "data")).toEqual({ varied: "data", now: null, curves: [] });
  });

  test("leaves the last word to designs whose cost is known", () => {
    const ids = (yaml: string) =>
      planOf(yaml)
        .designs.filter(({ status }) => status === "works")
        .map(({ design }) => design.id);
    const host = (gb: string) =>
      `region: us-east-1\nazs: 1\ncompute:\n  - { kind: ec2-nitro, subnets: ipv4, count: 12 }\nhosts:\n  - { host: a.example, ipv6: no${gb} }\nconstraints: { mustBeManaged: true }\n`;
    expect(ids(host(", gbPerMonth: 0"))[0]).toBe("nat-zonal");
    expect(ids(host(""))[0]).toBe("public-ipv4");
  });

  test("makes a NAT instance unsure: nobody knows whether it carries them", () => {
    const instance = designOf(plan, "nat-instance");
    expect(instance).toMatchObject({ status: "unsure", rank: null, high: null });
    expect(planText(plan)).toContain("unsure: the data may not fit");
  });

  test("leaves what exists open, too, but for what is not charged by the GB", () => {
    const existingCost = (existing: string) => {
      const found = planOf(`${SQS("")}existing: { ${existing} }\n`).existingCost;
      return found && [text(found.low), text(found.high)];
    };
    expect(existingCost("natGateways: 2")).toEqual(["73", null]);
    expect(existingCost("publicIpv4: 2")).toEqual(["7.3", "7.3"]);
    expect(planText(planOf(`${SQS("")}existing: { natGateways: 2 }\n`))).toContain(
      "Today: from $73.00 a month.",
    );
  });
});

describe("a range", () => {
  test("makes one of the cost", () => {
    const yaml = SQS("{ low: 100, high: 200 }");
    expect(rangeOf(yaml, "nat-zonal")).toEqual(["77.5", "82"]);
    expect(planText(planOf(yaml))).toContain("sqs, 100 to 200 GB, from app");
  });

  test("without an upper end is open", () => {
    expect(rangeOf(SQS("{ low: 100 }"), "nat-zonal")).toEqual(["77.5", null]);
    const { network } = designOf(planOf(SQS("{ low: 100 }")), "nat-zonal");
    const open = network?.lines.filter(({ isOpen }) => isOpen) ?? [];
    expect(open.map(({ priceId, quantity }) => [priceId, text(quantity)])).toEqual([
      ["natGatewayGb", "100"],
    ]);
  });
});

test("the JSON has the workload with volumes as numbers, and who says them", () => {
  const plan = planOf(`${HEAD}services:
  - { service: sqs, gbPerMonth: 5, evidence: [{ by: flows, at: "2026-11-30", ref: pairs.csv }] }
  - { service: s3, region: eu-central-1 }
hosts:
  - { host: unattributed, gbPerMonth: { low: 1, high: 2 } }
`);
  expect(planJson(plan)).toMatchObject({
    workload: {
      services: [
        {
          service: "sqs",
          region: "us-east-1",
          gbPerMonth: 5,
          from: ["app"],
          evidence: [{ by: "flows", at: "2026-11-30", ref: "pairs.csv" }],
        },
        { service: "s3", region: "eu-central-1", gbPerMonth: null, evidence: [{ by: "person" }] },
      ],
      hosts: [{ host: "unattributed", gbPerMonth: { low: 1, high: 2 } }],
    },
    destinations: [
      { name: "sqs", gbPerMonth: "5" },
      { name: "s3 in eu-central-1", gbPerMonth: null, region: "eu-central-1" },
      { name: "unattributed", gbPerMonth: { low: "1", high: "2" } },
    ],
  });
});

test("the text says first what each source gave", () => {
  const plan = planOf(`region: us-east-1
azs: 2
compute:
  - { name: app, kind: lambda, subnets: ipv4, evidence: [{ by: audit }, { by: survey }] }
services:
  - { service: sqs, gbPerMonth: 5, evidence: [{ by: flows }, { by: audit }] }
  - { service: sns, evidence: [{ by: audit }] }
hosts:
  - { host: a.example, gbPerMonth: 3, evidence: [{ by: flows }] }
  - { host: unattributed, gbPerMonth: 1, evidence: [{ by: flows }] }
`);
  const [, section] = planText(plan).split("\n\n");
  expect(section?.split("\n")).toEqual([
    "Sources",
    "  1 compute from code and the account. 3 of 4 destinations are measured in flow logs.",
    "  25 % of the data to hosts has no name.",
    "  Only in code: sns.",
    "  Only in flow logs: a.example, unattributed.",
  ]);
});

describe("destinations without a name of this region", () => {
  test("a service of another region is on no endpoint of this VPC", () => {
    const plan = planOf(`${HEAD}services:
  - { service: s3, region: eu-central-1, gbPerMonth: 10 }
  - { service: s3, gbPerMonth: 10 }
`);
    const paths = designOf(plan, "nat-zonal").network?.routes.map(({ flow, path }) => [
      flow.destination.name,
      path,
    ]);
    expect(paths).toEqual([
      ["s3 in eu-central-1", "nat-gateway-zonal"],
      ["s3", "gateway-endpoint"],
    ]);
  });

  test("an IPv4 prefix needs IPv4, an IPv6 prefix needs IPv6", () => {
    const plan = planOf(`region: us-east-1
azs: 1
compute:
  - { kind: ec2-nitro, subnets: dual-stack }
hosts:
  - { host: 203.0.113.0/24, gbPerMonth: 1 }
  - { host: "2001:db8::/32", gbPerMonth: 1 }
`);
    const { blockers } = designOf(plan, "ipv6-only");
    expect(blockers.map(({ destination, why }) => [destination.name, why])).toEqual([
      ["203.0.113.0/24", "203.0.113.0/24: an IPv4 address"],
    ]);
    expect(designOf(plan, "nat-zonal").blockers.map(({ destination }) => destination.name)).toEqual(
      ["2001:db8::/32"],
    );
  });
});

test("knowing less never makes a design look better", () => {
  const gb = fc.nat({ max: 3000 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom("sqs", "kms", "s3", "logs", "ses"), gb), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.array(gb, { maxLength: 2 }),
      fc.nat({ max: 5 }),
      fc.integer({ min: 1, max: 30 }),
      (services, hosts, hidden, count) => {
        const planWith = (isHidden: (index: number) => boolean) =>
          planOf(
            JSON.stringify({
              region: "us-east-1",
              azs: 2,
              compute: [{ kind: "ec2-nitro", subnets: "dual-stack", count }],
              services: services.map(([service, gbPerMonth], index) => ({
                service,
                gbPerMonth: isHidden(index) ? null : gbPerMonth,
              })),
              hosts: hosts.map((gbPerMonth, index) => ({ host: `h${index}.example`, gbPerMonth })),
            }),
          );
        const known = planWith(() => false);
        const less = planWith((index) => index === hidden % services.length);
        for (const after of less.designs) {
          const before = known.designs.find(({ design }) => design.id === after.design.id);
          if (before === undefined || after.status !== "works") continue;
          if (before.low !== null && after.low !== null) {
            expect(compare(after.low, before.low)).toBeLessThanOrEqual(0);
          }
          if (after.high !== null) {
            expect(before.high).not.toBeNull();
            expect(compare(after.high, before.high ?? after.high)).toBeGreaterThanOrEqual(0);
          }
        }
      },
    ),
    { numRuns: 40 },
  );
});
