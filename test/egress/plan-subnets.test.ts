import { readdirSync, readFileSync } from "node:fs";
import type { DesignId } from "@egress6/core/plan/designs";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { compare, roundedText } from "@egress6/core/price/exact";
import { PRICE_IDS } from "@egress6/core/price/price-id";
import { describe, expect, test } from "vitest";
import { planText } from "../../packages/egress6/src/render/plan/text.js";
import { designOf, planOf, pricesWithout } from "./plan-world.js";

const folder = new URL("../../examples/", import.meta.url);
const examples = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
const example = (name: string): string => readFileSync(new URL(name, folder), "utf8");

function range(plan: Plan, id: DesignId): readonly (string | null)[] {
  const { low, high } = designOf(plan, id);
  return [low, high].map((usd) => (usd === null ? null : roundedText(usd, 2)));
}

const CALLS = {
  "api.ecr.us-east-1.amazonaws.com": "no",
  "123456789012.dkr.ecr.us-east-1.amazonaws.com": "no",
  "s3.dualstack.us-east-1.amazonaws.com": "yes",
} as const;
const ecs = `region: us-east-1
azs: 2
compute:
  - { name: web, kind: ecs-fargate, subnets: dual-stack, uses: [ecr-image] }
constraints: { mustBePrivate: true, mustBeManaged: true }
`;

describe("IPv6-only subnets for everything", () => {
  test("cost nothing where all that the platform calls there has AAAA", () => {
    const plan = planOf(ecs, {
      ipv6: {
        ...CALLS,
        "ecr.us-east-1.api.aws": "yes",
        "123456789012.dkr-ecr.us-east-1.on.aws": "yes",
      },
    });
    const [best] = plan.designs;
    expect(best?.design.id).toBe("in-ipv6-only-subnets");
    expect(range(plan, "in-ipv6-only-subnets")).toEqual(["0.00", "0.00"]);
    expect(best?.settings[1]).toMatch(/^web: run it in IPv6-only subnets/);
    expect(range(plan, "privatelink")).toEqual(["29.20", "29.20"]);
  });

  test("are blocked by the name that lacks it", () => {
    const plan = planOf(ecs, { ipv6: { ...CALLS, "ecr.us-east-1.api.aws": "no" } });
    const { status, blockers } = designOf(plan, "in-ipv6-only-subnets");
    expect([status, blockers[0]?.why]).toEqual([
      "blocked",
      "ecr.us-east-1.api.aws: no AAAA (observed 2026-11-20)",
    ]);
    expect(
      designOf(plan, "ipv6-only")
        .blockers.flatMap(({ unblock }) => unblock)
        .join(),
    )
      .not //
      .toContain("IPv6-only subnets");
  });

  test("are no way for compute that AWS does not run there, and say for which", () => {
    const plan = planOf(
      `${ecs.replace("constraints", "  - { name: job, kind: lambda, subnets: dual-stack }\nhosts: [{ host: a.example.com }]\nconstraints")}`,
    );
    const { status, blockers } = designOf(plan, "in-ipv6-only-subnets");
    expect(status).toBe("blocked");
    expect(blockers[0]?.why).toBe("job (Lambda in a VPC) cannot run in IPv6-only subnets");
    expect(planText(plan)).toMatch(/in-ipv6-only-subnets: job \(Lambda in a VPC\) cannot run/);
  });
});

test("compute in IPv6-only subnets is weighed in dual-stack ones, with the figures", () => {
  const plan = planOf(example("ipv6-only-fleet.yaml"));
  expect(range(plan, "in-dual-stack-nat")).toEqual(["111.08", "125.66"]);
  expect(range(plan, "in-dual-stack-instance")).toEqual(["22.07", "22.07"]);
  expect(range(plan, "ipv6-nat64")).toEqual(["111.08", "193.16"]);
});

test("a documented no of what a platform calls blocks as that of a host does; an observation outranks it", () => {
  const fargate = (host?: "yes") =>
    planOf(
      "region: eu-west-3\nazs: 2\ncompute:\n  - { name: web, kind: ecs-fargate, subnets: dual-stack, uses: [ecr-image] }\nconstraints: { noPublicIpv4: true }\n",
      host === undefined
        ? {}
        : {
            ipv6: {
              "api.ecr.eu-west-3.amazonaws.com": host,
              "123456789012.dkr.ecr.eu-west-3.amazonaws.com": host,
              "s3.eu-west-3.amazonaws.com": host,
            },
          },
    );
  const { status, blockers } = designOf(fargate(), "ipv6-only");
  expect(status).toBe("blocked");
  expect(blockers[0]?.unblock.join()).toMatch(/IPv6-only subnets.*ecr\.api, ecr\.dkr/s);
  expect(designOf(fargate("yes"), "ipv6-only").status).toBe("works");
});

test("an EKS IPv4 cluster sends IPv6 in the low case only, and the setting stands with its caveat", () => {
  const plan = planOf(
    "region: us-east-1\nazs: 1\ncompute: [{ name: pods, kind: eks-ipv4, subnets: dual-stack, uses: [] }]\nhosts: [{ host: a.example.com, gbPerMonth: 10, ipv6: yes }]\n",
  );
  const settings = designOf(plan, "ipv6-nat-zonal").settings.join("\n");
  expect(settings).toMatch(/if .*: pods: ENABLE_V6_EGRESS=true/);
  expect(settings).toMatch(/names with both A and AAAA records may still be called over IPv4/);
});

test.each(examples)("%s: a low figure below the high one says what to set for it", (name) => {
  for (const { low, high, settings, design } of planOf(example(name)).designs) {
    if (low === null || high === null || compare(low, high) >= 0) continue;
    expect(settings, design.id).not.toEqual([]);
  }
});

test("no price decides whether a design reaches everything", () => {
  for (const name of examples) {
    const yaml = example(name);
    const region = /region: (\S+)/.exec(yaml)?.[1] ?? "";
    const reaching = ({ designs }: Plan) =>
      designs.some(({ status }) => status === "works" || status === "not-priceable");
    expect(reaching(planOf(yaml)), name).toBe(true);
    for (const id of PRICE_IDS) {
      const plan = planOf(yaml, { prices: pricesWithout(region, id) });
      expect(reaching(plan), `${name} without ${id}`).toBe(true);
    }
  }
});

test("an endpoint without IPv6 hides the AAAA of its names from IPv6-only subnets of the same VPC", () => {
  const shared = `region: us-east-1
azs: 1
compute:
  - { name: old, kind: codebuild, subnets: ipv4, uses: [] }
  - { name: fleet, kind: ec2-nitro, subnets: ipv6-only }
services:
  - { service: ecr, gbPerMonth: 5000, from: old }
  - { service: ecr, gbPerMonth: 1, from: fleet }
hosts:
  - { host: a.example.com, gbPerMonth: 1, ipv6: no }
constraints: { mustBeManaged: true }
`;
  const names = { "api.ecr.us-east-1.amazonaws.com": "yes" } as const;
  const pathOf = (plan: Plan) =>
    designOf(plan, "ipv6-nat64").network?.routes.flatMap(({ flow, path }) =>
      flow.destination.name === "ecr" ? [[flow.compute.name, path]] : [],
    );
  const facts = planOf(shared, { ipv6: names }).input.facts.privateLink.get("ecr");
  expect(facts?.ipv6).not.toBe("yes");
  expect(pathOf(planOf(shared, { ipv6: names }))).toEqual([
    ["old", "interface-endpoint"],
    ["fleet", "nat64"],
  ]);
  const alone = shared.replace("gbPerMonth: 5000", "gbPerMonth: 1");
  expect(pathOf(planOf(alone, { ipv6: names }))).toEqual([
    ["old", "nat-gateway-zonal"],
    ["fleet", "egress-only-internet-gateway"],
  ]);
});
