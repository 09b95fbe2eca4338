import { cloudFormationText } from "@egress6/core/network/cloudformation/template";
import { networkModel } from "@egress6/core/network/network-model";
import { terraformText } from "@egress6/core/network/terraform/module";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { decimalText } from "@egress6/core/price/exact";
import type { PriceId } from "@egress6/core/price/price-id";
import { PRICE_IDS } from "@egress6/core/price/price-id";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadShippedPrices } from "../../packages/egress6/src/adapter/price-list/price-file.js";
import { planJson } from "../../packages/egress6/src/render/plan/json.js";
import { planMarkdown } from "../../packages/egress6/src/render/plan/markdown.js";
import { planText } from "../../packages/egress6/src/render/plan/text.js";
import { designOf, planOf, pricesWithout } from "./plan-world.js";

/** Instances that need IPv4 for one host, and no public addresses. */
const workloadIn = (region: string, constraints = "{ mustBePrivate: true, mustBeManaged: true }") =>
  `name: app\nregion: ${region}\nazs: 2\ncompute:\n  - { name: app, kind: ec2-nitro, subnets: ipv4, count: 4 }\nhosts:\n  - { host: github.com, gbPerMonth: 50, ipv6: no }\nconstraints: ${constraints}\n`;

const without = (...ids: readonly PriceId[]): Plan =>
  planOf(workloadIn("us-east-1"), { prices: pricesWithout("us-east-1", ...ids) });

const statuses = (plan: Plan) =>
  new Map(plan.designs.map(({ design, status }) => [design.id, status]));

describe("a design without a price", () => {
  const plan = without("natGatewayGb");
  const zonal = designOf(plan, "nat-zonal");

  test("carries everything as well: it has its network, and no rank", () => {
    expect(zonal).toMatchObject({ status: "not-priceable", rank: null, low: null, high: null });
    expect(zonal.network?.routes.map(({ path }) => path)).toEqual(["nat-gateway-zonal"]);
    expect(
      zonal.network?.unpriced.map(({ priceId, quantity }) => [priceId, decimalText(quantity)]),
    ).toEqual([["natGatewayGb", "50"]]);
    expect(zonal.pricedPart && decimalText(zonal.pricedPart)).toBe("73");
  });

  test("is told with what it lacks, where, and what the rest costs", () => {
    const text = planText(plan).replace(/\s+/g, " ");
    expect(text).toMatch(/NAT gateways only from \$73\.00 nat-zonal no price/);
    expect(text).toContain(
      "nat-zonal: no price for natGatewayGb in us-east-1; the rest costs $73.00 a month",
    );
    expect(text).not.toMatch(/nat-zonal: does not reach/);
  });

  test("is written as Terraform and CloudFormation, with that in the head", () => {
    const model = networkModel(plan, "nat-zonal");
    const head = "no price for natGatewayGb in us-east-1";
    expect(terraformText(model)).toContain(head);
    expect(cloudFormationText(model)).toContain(head);
  });

  test("leaves `low` and `high` of the JSON open, and adds what is known", () => {
    const json = planJson(plan).designs.find(({ id }) => id === "nat-zonal");
    expect(json).toMatchObject({
      usdPerMonth: { low: null, high: null },
      pricedUsdPerMonth: "73",
      missingPrices: ["natGatewayGb"],
      network: { unpriced: [{ priceId: "natGatewayGb", quantity: "50", unit: "GB" }] },
    });
  });

  test("is not taken for free: of sizes without a price the smallest with headroom stays", () => {
    const plan = planOf(workloadIn("us-east-1", "{ mustBePrivate: true }"), {
      prices: pricesWithout("us-east-1", "c7gnMediumHour", "c7gnLargeHour", "ebsGp3GbMonth"),
    });
    const { network } = designOf(plan, "nat-instance");
    expect(network?.natInstances?.type).toBe("t4g.nano");
    expect(network?.unpriced.map(({ priceId }) => priceId)).toEqual(["ebsGp3GbMonth"]);
    const none = planOf(workloadIn("us-gov-west-1", "{ mustBePrivate: true }"));
    expect(designOf(none, "nat-instance").network?.natInstances?.type).toBe("t4g.nano");
  });

  test("the first rank says how many others have none", () => {
    const ranked = planOf(workloadIn("us-east-1", "{ mustBePrivate: true }"), {
      prices: pricesWithout("us-east-1", "natGatewayGb", "regionalNatGatewayGb"),
    });
    const [best] = ranked.designs;
    expect(best).toMatchObject({ rank: 1, status: "works" });
    const others = ranked.designs.filter(({ status }) => status === "not-priceable").length;
    expect(others).toBeGreaterThan(1);
    expect(planText(ranked)).toContain(`${others} others unpriced`);
  });

  test("does not make public IPv4 necessary: PrivateLink without a price still does without", () => {
    const yaml =
      "region: us-east-1\nazs: 1\ncompute:\n  - { name: fn, kind: lambda, subnets: ipv4 }\nservices:\n  - { service: sqs, gbPerMonth: 5 }\n";
    const ids = ["interfaceEndpointHourPerAz", "interfaceEndpointGb"] as const;
    const known = planOf(yaml, { ipv4: "yes" });
    const unknown = planOf(yaml, { prices: pricesWithout("us-east-1", ...ids) });
    expect(unknown.ipv4Free.verdict).toBe(known.ipv4Free.verdict);
    const { network, pricedPart } = designOf(unknown, "privatelink");
    expect(network?.endpoints).toEqual(["sqs"]);
    expect(network?.unpriced.map(({ priceId }) => priceId)).toEqual(ids);
    expect(pricedPart).toBeNull();
  });

  test("a price that is known for less data than there is counts for what it covers", () => {
    const yaml =
      "region: us-west-2\nazs: 1\ncompute:\n  - { name: fn, kind: lambda, subnets: ipv4 }\nservices:\n  - { service: sqs, gbPerMonth: 2000000 }\n";
    const { network, status } = designOf(planOf(yaml), "privatelink");
    expect(status).toBe("not-priceable");
    const rest = network?.unpriced.map(({ priceId, quantity }) => [priceId, decimalText(quantity)]);
    expect(rest).toEqual([["interfaceEndpointGb", String(2_000_000 - 1_048_576)]]);
  });
});

test("what exists has no figure where its data go beyond the tiers that are known", () => {
  const yaml =
    "region: us-west-2\nazs: 1\ncompute:\n  - { name: fn, kind: lambda, subnets: ipv4 }\nservices:\n  - { service: sqs, gbPerMonth: 2000000 }\nexisting: { interfaceEndpoints: [sqs] }\n";
  const { existingCost } = planOf(yaml);
  expect(existingCost).toMatchObject({ low: null, missingPrices: ["interfaceEndpointGb"] });
});

test("no price that is missing changes what a design reaches", () => {
  const full = statuses(without());
  const isReached = (status: string | undefined) =>
    status === "works" || status === "not-priceable";
  fc.assert(
    fc.property(fc.subarray([...PRICE_IDS]), (ids) => {
      for (const [id, status] of statuses(without(...ids))) {
        if (id === "mixed" || !full.has(id)) continue;
        expect([id, isReached(status)]).toEqual([id, isReached(full.get(id))]);
      }
    }),
    { numRuns: 40 },
  );
});

describe("the age of the prices", () => {
  test("is that of those a plan used, not the day of the file", () => {
    const plan = planOf(workloadIn("us-west-2"));
    const { date, oldest, newest, used, inferred } = planJson(plan).prices;
    expect(date).toBe(loadShippedPrices().date);
    expect({ oldest, newest, used, inferred }).toEqual({
      oldest: "2024-02",
      newest: "2026-10-06",
      used: 5,
      inferred: 2,
    });
    const range = "prices of 2024-02 to 2026-10-06, 2 of 5 inferred";
    expect(planText(plan).split("\n")[0]).toContain(range);
    expect(planMarkdown(plan).split("\n")[0]).toContain(range);
  });

  test("is none in a region without any price", () => {
    const plan = planOf(workloadIn("mx-central-1"));
    expect(planJson(plan).prices).toMatchObject({ oldest: null, newest: null, used: 0 });
    expect(planText(plan).split("\n")[0]).toContain("· no prices");
  });
});

test("a region has no price of another one", () => {
  const plan = planOf(workloadIn("mx-central-1"));
  for (const { network, low, high } of plan.designs) {
    expect(network?.lines ?? []).toEqual([]);
    expect(low === null || decimalText(low) === "0").toBe(true);
    expect(high === null || decimalText(high) === "0").toBe(true);
  }
  expect(plan.breakEvens).toMatchObject({
    publicIpv4PerNatGateway: null,
    endpointsPerNatGateway: null,
    endpointsBreakEvenGb: null,
    endpointBesideNatGb: null,
  });
});
