import { readdirSync, readFileSync } from "node:fs";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { PHASES } from "@egress6/core/plan/way/planned-step";
import { wayOfDesign } from "@egress6/core/plan/way/way";
import { playbookOf } from "@egress6/core/playbook/playbook";
import { stepsText } from "@egress6/core/playbook/steps-markdown";
import { decimal, decimalText, minus, sum } from "@egress6/core/price/exact";
import { describe, expect, test } from "vitest";
import { planJson, planWithSteps } from "../../packages/egress6/src/render/plan/json.js";
import { planText } from "../../packages/egress6/src/render/plan/text.js";
import { planOf } from "./plan-world.js";

const folder = new URL("../../examples/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
const exampleOf = (name: string): Plan => planOf(readFileSync(new URL(name, folder), "utf8"));

const withoutFindings = (plan: Plan, id?: string) =>
  playbookOf(wayOfDesign(plan, id), plan, [], null);
const stepsOf = (plan: Plan, id?: string) =>
  planWithSteps(planJson(plan), wayOfDesign(plan, id), withoutFindings(plan, id)).steps;
const checklist = (plan: Plan, id?: string) =>
  stepsText(wayOfDesign(plan, id), plan, withoutFindings(plan, id));

describe("an EKS cluster behind three NAT gateways", () => {
  const plan = exampleOf("eks-nat-per-az.yaml");

  test("the changes say what each of them saves, the largest endpoint first", () => {
    const design = planJson(plan).designs.find(({ id }) => id === "ipv6-nat-zonal");
    expect(
      design?.changes
        .slice(0, 2)
        .map(({ id, usdPerMonth, bytesMoved }) => [id, usdPerMonth.high, bytesMoved]),
    ).toEqual([
      ["endpoint-kinesis-streams", "188.1", 6_000_000_000_000],
      ["endpoint-logs", "65.6", 2_500_000_000_000],
    ]);
    expect(planText(plan)).toMatch(/Interface endpoint kinesis-streams: .*\$188\.10, 6,000 GB/);
  });

  test("the steps to NAT instances go back from the routes to the addresses, released last", () => {
    const steps = stepsOf(plan, "nat-instance");
    expect(steps.map(({ id }) => id)).toEqual([
      "measure",
      "build-nat-instance",
      ...[1, 2, 3].map((zone) => `switch-nodes-${zone}-nat-instance`),
      ...[3, 2, 1].map((gateway) => `delete-nat-gateway-${gateway}`),
      ...[3, 2, 1].map((gateway) => `release-nat-address-${gateway}`),
    ]);
    const last = steps.at(-1);
    expect(last?.requires).toEqual(["delete-nat-gateway-1"]);
    expect(last?.rollback).toContain("another one");
  });

  test("by default the steps lead to the best design that AWS manages", () => {
    expect(wayOfDesign(plan, undefined).design.design.id).toBe("ipv6-nat-zonal");
    expect(() => wayOfDesign(plan, "ipv6-only")).toThrow(/no steps to the design "ipv6-only"/);
  });
});

test("the pattern of the article costs $157.68, needs seven endpoints, and none in IPv6-only subnets", () => {
  const yaml = readFileSync(new URL("ecs-without-public-ipv4.yaml", folder), "utf8");
  const usdOf = (plan: Plan, id: string) => {
    const design = plan.designs.find((each) => each.design.id === id);
    return design?.high == null ? null : decimalText(design.high);
  };
  const plan = planOf(yaml);
  expect(plan.existingCost?.high && decimalText(plan.existingCost.high)).toBe("157.68");
  expect(usdOf(plan, "privatelink")).toBe("122.64");
  expect(usdOf(plan, "in-ipv6-only-subnets")).toBeNull();
  const region = "eu-central-1";
  const dualStack = {
    [`ecs.${region}.api.aws`]: "yes",
    [`ecr.${region}.api.aws`]: "yes",
    [`123456789012.dkr-ecr.${region}.on.aws`]: "yes",
    [`s3.dualstack.${region}.amazonaws.com`]: "yes",
    [`logs.${region}.api.aws`]: "yes",
    [`ssm.${region}.api.aws`]: "yes",
  } as const;
  const seen = planOf(yaml, { ipv6: dualStack });
  expect(seen.designs[0]?.design.id).toBe("in-ipv6-only-subnets");
  expect(usdOf(seen, "in-ipv6-only-subnets")).toBe("0");
  const without = planOf(yaml, { ipv6: { ...dualStack, [`ecr.${region}.api.aws`]: "no" } });
  const blocked = without.designs.find(({ design }) => design.id === "in-ipv6-only-subnets");
  expect(blocked?.blockers.map(({ why }) => why)).toEqual([
    `ecr.${region}.api.aws: no AAAA (observed 2026-11-20)`,
  ]);
});

describe.each(names)("%s", (name) => {
  const plan = exampleOf(name);
  const way = wayOfDesign(plan, undefined);

  test("what the changes of each design save adds up to the difference to today", () => {
    const { designs, today } = planJson(plan);
    for (const { id, usdPerMonth, changes } of designs) {
      for (const end of ["low", "high"] as const) {
        const [before, after] = [today?.[end] ?? null, usdPerMonth[end]];
        if (before === null || after === null) continue;
        const saved = changes.map((change) => decimal(change.usdPerMonth[end] ?? "0"));
        expect(decimalText(sum(saved)), `${id} ${end}`).toBe(
          decimalText(minus(decimal(before), decimal(after))),
        );
      }
    }
  });

  test("the steps come in the order of their phases, each after those that it needs", () => {
    const steps = stepsOf(plan);
    const phases = steps.map(({ phase }) => phase);
    expect(phases).toEqual([...phases].sort((a, b) => a - b));
    const seen = new Set<string>();
    for (const { id, requires } of steps) {
      expect(requires.filter((each) => !seen.has(each))).toEqual([]);
      expect(seen.has(id)).toBe(false);
      seen.add(id);
    }
    expect(phases.every((phase) => PHASES.includes(phase))).toBe(true);
  });

  test("the checklist has all steps, and keeps its sentences within 80 columns", () => {
    const text = stepsText(way, plan, playbookOf(way, plan, [], null));
    expect(text.match(/^- \[ \] /gm)).toHaveLength(way.steps.length);
    const prose = text.replace(/ {4}```sh\n[\s\S]*?```/g, "").split("\n");
    for (const line of prose) expect(line.length, line).toBeLessThanOrEqual(80);
  });
});

test("without what exists no step claims a saving, and the checklist says why", () => {
  const plan = exampleOf("ipv6-only-fleet.yaml");
  const steps = stepsOf(plan);
  expect(steps.every(({ usdPerMonth: { low, high } }) => low === null && high === null)).toBe(true);
  expect(checklist(plan, undefined)).toMatch(/add `existing` to\s+the workload/);
});

test("bytes that nobody knows are unknown in a step, not zero", () => {
  const plan = planOf(`region: us-east-1
azs: 1
compute: [{ name: app, kind: ec2-nitro, subnets: dual-stack }]
services: [{ service: s3 }]
existing: { natGateways: 1 }
`);
  const step = stepsOf(plan, "ipv6-only").find(({ id }) => id === "gateway-endpoint-s3");
  expect(step?.frees.bytesPerMonth).toBeNull();
  expect(checklist(plan, "ipv6-only")).toMatch(/bytes unknown:\s+run `egress6 flows` first/);
});

test("ids that the workload knows stand in the commands, and the place in the code with its step", () => {
  const plan = planOf(`region: us-east-1
azs: 1
compute:
  - { name: app, kind: ec2-nitro, subnets: dual-stack, evidence: [{ by: audit, ref: "infra/vpc.tf:12" }] }
hosts: [{ host: a.example.com, gbPerMonth: 100, ipv6: yes }]
existing:
  natGateways: 1
  subnets: [{ id: subnet-0a, kind: dual-stack, az: use1-az1, routeTable: rtb-0b }]
  routes: [{ routeTable: rtb-0b, destination: 0.0.0.0/0, target: nat-0c }]
`);
  const steps = stepsOf(plan, "ipv6-only");
  const route = steps.find(({ id }) => id === "route-app-1");
  expect(route?.rollback).toContain("--route-table-id rtb-0b");
  expect(route?.change).toContain('route_table_id              = "rtb-0b"');
  expect(route?.change).toMatch(/In Terraform, beside infra\/vpc\.tf:12:\nresource "aws_route"/);
  expect(route?.place).toEqual({ file: "infra/vpc.tf", line: 12 });
  expect(steps.find(({ id }) => id === "delete-nat-gateway-1")?.change).toContain("nat-0c");
  expect(steps.find(({ id }) => id === "egress-only-gateway")?.change).toContain(
    "VPC_ID: read it with",
  );
});

describe("where today's cost and the steps start", () => {
  const network = (existing: string, more = "", subnets = "dual-stack"): Plan =>
    planOf(`region: us-east-1
azs: [us-east-1a, us-east-1b]
compute: [{ name: web, kind: ec2-nitro, subnets: ${subnets}, count: 30 }]
hosts:
  - { host: six.example.com, gbPerMonth: 1000, ipv6: yes }
  - { host: four.example.com, gbPerMonth: 100, ipv6: no }
${more}existing:
${existing}`);
  const today = (plan: Plan): string => {
    const usd = planJson(plan).today;
    return `${usd?.low} to ${usd?.high}`;
  };
  const subnetsAndRoutes = (routes: string): string => `  natGateways: 1
  subnets:
    - { id: subnet-a, kind: dual-stack, az: us-east-1a, routeTable: rtb-a }
    - { id: subnet-b, kind: dual-stack, az: us-east-1b, routeTable: rtb-b }
    - { id: subnet-pa, kind: dual-stack, az: us-east-1a, routeTable: rtb-p }
  routes:
${routes}    - { routeTable: rtb-p, destination: 0.0.0.0/0, target: igw-1 }
`;
  const toNat = `    - { routeTable: rtb-a, destination: 0.0.0.0/0, target: nat-1 }
    - { routeTable: rtb-b, destination: 0.0.0.0/0, target: nat-1 }
`;
  const overIpv6 = `    - { routeTable: rtb-a, destination: "::/0", target: eigw-1 }
    - { routeTable: rtb-b, destination: "::/0", target: eigw-1 }
`;
  const prefix = '  - { host: "2001:db8::/48", gbPerMonth: 500 }\n';

  test("data that leaves over IPv6 is on no NAT gateway, nor is an IPv6 prefix ever", () => {
    // $36.50 for the gateway, then 100 GB: 45 cents a 10 GB, and half of them out of a zone and back.
    expect(today(network(subnetsAndRoutes(toNat + overIpv6), prefix))).toBe("42 to 42");
    // 1,100 GB without the route.
    expect(today(network(subnetsAndRoutes(toNat), prefix))).toBe("97 to 97");
  });

  test("data from public subnets is on no NAT gateway", () => {
    const open = toNat.replaceAll("nat-1", "igw-1");
    expect(today(network(subnetsAndRoutes(open)))).toBe("36.5 to 36.5");
  });

  test("a route that is there is not made again, and no way back removes it", () => {
    const plan = network(subnetsAndRoutes(`${toNat + overIpv6.split("\n")[0]}\n`));
    const steps = stepsOf(plan, "ipv6-nat-zonal");
    const routes = steps.filter(({ id }) => id.startsWith("route-"));
    expect(routes.map(({ id }) => id)).toEqual(["route-web-2"]);
    expect(routes[0]?.rollback).toContain("--route-table-id rtb-b");
    expect(steps.some(({ id }) => id === "egress-only-gateway")).toBe(false);
  });

  test("a zone is led to the NAT gateway that it gets, and away from one before that goes", () => {
    const more = stepsOf(network(subnetsAndRoutes(toNat)), "ipv6-nat-zonal");
    const lead = more.find(({ id }) => id === "switch-web-2-nat");
    expect(lead?.requires).toEqual(["nat-gateway-2"]);
    expect(lead?.change).toContain("--route-table-id rtb-b");
    expect(lead?.rollback).toContain("--nat-gateway-id nat-1");
    const two = toNat.replace(
      "nat-1 }\n    - { routeTable: rtb-b",
      "nat-2 }\n    - { routeTable: rtb-b",
    );
    const fewer = stepsOf(
      network(subnetsAndRoutes(two), "constraints: { redundancy: single-az }\n"),
      "ipv6-nat-zonal",
    ).map(({ id }) => id);
    expect(fewer.filter((id) => /^(?:switch|delete|release)-/.test(id))).toEqual([
      "switch-web-2-nat",
      "delete-nat-gateway-2",
      "release-nat-address-2",
    ]);
  });

  test("gateways get a public subnet, where compute leaves those that there are", () => {
    const plan = network(
      `  publicIpv4: 30
  subnets:
    - { id: subnet-a, kind: ipv4, az: us-east-1a, routeTable: rtb-p }
    - { id: subnet-b, kind: ipv4, az: us-east-1b, routeTable: rtb-p }
  routes: [{ routeTable: rtb-p, destination: 0.0.0.0/0, target: igw-1 }]
`,
      "",
      "ipv4",
    );
    const steps = stepsOf(plan, "nat-zonal");
    const ids = steps.map(({ id }) => id);
    expect(ids.slice(1, 5)).toEqual([
      "public-subnet-1",
      "public-subnet-2",
      "nat-gateway-1",
      "nat-gateway-2",
    ]);
    // Both zones share a route table: one of them gets its own, with the same routes, before it is led elsewhere.
    const own = steps.find(({ id }) => id === "table-web-2-nat-2");
    expect(own?.change).toMatch(/create-route .*WEB_NEW_ROUTE_TABLE_2_ID .*--gateway-id igw-1/);
    expect(ids.indexOf("switch-web-2-nat")).toBeGreaterThan(ids.indexOf("table-web-2-nat-2"));
  });

  test("a setting that is off by default leaves today's cost open", () => {
    const plan = planOf(`region: us-east-1
azs: 1
compute: [{ name: fn, kind: lambda, subnets: dual-stack }]
hosts: [{ host: six.example.com, gbPerMonth: 1000, ipv6: yes }]
existing:
  natGateways: 1
  subnets: [{ id: subnet-a, kind: dual-stack, routeTable: rtb-a }]
  routes:
    - { routeTable: rtb-a, destination: 0.0.0.0/0, target: nat-1 }
    - { routeTable: rtb-a, destination: "::/0", target: eigw-1 }
`);
    expect(today(plan)).toBe("36.5 to 81.5");
    expect(checklist(plan, "ipv6-only")).toMatch(/Today \$36\.50 to \$81\.50/);
  });

  test("what is assumed is said, and only that", () => {
    const assumed = network("  natGateways: 1\n");
    expect(checklist(assumed, undefined)).toContain("does not say all routes");
    const read = network(subnetsAndRoutes(toNat));
    expect(checklist(read, undefined)).not.toContain("does not say all routes");
  });
});
