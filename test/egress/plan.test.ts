import { reachTo } from "@egress6/core/plan/reach";
import { compare, decimalText, roundedText, sum } from "@egress6/core/price/exact";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planJson } from "../../packages/egress6/src/render/plan/json.js";
import { planMarkdown } from "../../packages/egress6/src/render/plan/markdown.js";
import { planText } from "../../packages/egress6/src/render/plan/text.js";
import { cpuMs, designOf, planOf, pricesWithout } from "./plan-world.js";

const LOGS = "logs.us-east-1.amazonaws.com";
const S3 = "s3.dualstack.us-east-1.amazonaws.com";
const DYNAMODB = "dynamodb.us-east-1.api.aws";
const LOGS_DUAL = "logs.us-east-1.api.aws";

const workload = (kind: string, rest: string, azs = 1) =>
  `region: us-east-1\nazs: ${azs}\ncompute:\n  - { name: app, ${kind} }\n${rest}`;
const lambda = (rest: string, azs = 1) => workload("kind: lambda, subnets: dual-stack", rest, azs);
const logs = "services:\n  - { service: logs, gbPerMonth: 100 }\n";

const usd = (plan: ReturnType<typeof planOf>, id: Parameters<typeof designOf>[1]) => {
  const { high } = designOf(plan, id);
  return high === null ? null : roundedText(high, 2);
};

describe("connections to databases and caches", () => {
  const inVpc = (more = "") =>
    `services:\n  - { service: rds, gbPerMonth: 200${more} }\n  - { service: elasticache, gbPerMonth: 100 }\n`;

  test("stay in the VPC: nothing is billed, nothing blocks, and the plan says so", () => {
    const plan = planOf(lambda(inVpc()));
    expect(plan.destinations).toEqual([]);
    expect(usd(plan, "ipv6-only")).toBe("0.00");
    expect(designOf(plan, "ipv6-only")).toMatchObject({ status: "works", blockers: [] });
    expect(planText(plan)).toContain("connections to its databases stay in the VPC");
  });

  test("are told from calls of the API, which need a way out", () => {
    const plan = planOf(lambda(inVpc(", api: true")));
    expect(plan.destinations.map(({ name }) => name)).toEqual(["rds"]);
    expect(plan.input.workload.services.map(({ isApi }) => isApi)).toEqual([true, false]);
  });

  test("of another region leave the VPC", () => {
    const plan = planOf(lambda(inVpc(", region: eu-west-1")));
    expect(plan.destinations.map(({ name }) => name)).toEqual(["rds in eu-west-1"]);
  });
});

test("a service that hands out the host of its calls is unknown, however its endpoint answers", () => {
  const entry = "query.timestream.us-east-1.amazonaws.com";
  const rest = "services:\n  - { service: timestream-query, gbPerMonth: 1 }\n";
  const plan = planOf(lambda(rest), { ipv6: { [entry]: "yes" } });
  const [blocker] = designOf(plan, "ipv6-only").blockers;
  expect(blocker).toMatchObject({ certainty: "unknown" });
  expect(blocker?.why).toContain(`${entry}: hands out the host of the calls`);
  expect(blocker?.unblock[0]).toContain("--discovered HOST");
});

describe("IPv6 decides", () => {
  test("a name with AAAA by default costs nothing and needs no setting of the SDK", () => {
    const plan = planOf(lambda(logs), { ipv6: { [LOGS]: "yes" } });
    const best = designOf(plan, "ipv6-only");
    expect(best).toMatchObject({ status: "works", rank: 1 });
    expect(usd(plan, "ipv6-only")).toBe("0.00");
    expect(best.settings.join()).not.toContain("egress6 config");
    expect(best.settings).toContain("app: Ipv6AllowedForDualStack: true (default false)");
    expect(plan.ipv4Free.verdict).toBe("yes");
  });

  test("a dual-stack name only: the same, with the setting named", () => {
    const plan = planOf(lambda(logs), { ipv6: { [LOGS]: "no", [LOGS_DUAL]: "yes" } });
    expect(designOf(plan, "ipv6-only").settings).toContain(
      "egress6 config --service logs --region us-east-1 --for lambda",
    );
  });

  test("no AAAA: blocked, with the reason, its date and what would unblock it", () => {
    const plan = planOf(lambda(logs), { ipv6: { [LOGS]: "no", [LOGS_DUAL]: "no" } });
    const { status, blockers } = designOf(plan, "ipv6-only");
    expect(status).toBe("blocked");
    expect(blockers).toMatchObject([
      { from: ["app"], certainty: "known", why: `${LOGS}: no AAAA (observed 2026-11-20)` },
    ]);
    expect(blockers[0]?.unblock).toEqual([
      "interface endpoint logs, 1 zone: $7.30 a month and data",
    ]);
  });

  test("nothing observed: unsure, and every figure that depends on it is a range", () => {
    const plan = planOf(lambda(logs));
    expect(designOf(plan, "ipv6-only")).toMatchObject({ status: "unsure", rank: null, high: null });
    const { low, high } = designOf(plan, "ipv6-nat-zonal");
    expect([low && decimalText(low), high && decimalText(high)]).toEqual(["0", "41"]);
    expect(plan.ipv4Free.verdict).toBe("yes");
    expect(planText(plan)).toContain("$0.00 to $41.00");
    expect(planText(plan)).toContain("Of 1 destination, 1 has no verdict on IPv6.");
  });

  test("asked for in vain: unsure all the same, with how asking ended and what is left to try", () => {
    const plan = planOf(lambda("hosts:\n  - { host: example.com }\n"), { inVain: ["example.com"] });
    const [blocker] = designOf(plan, "ipv6-only").blockers;
    expect(blocker).toMatchObject({
      certainty: "unknown",
      why: "example.com: no verdict (timeout, asked 2026-11-20)",
    });
    expect(blocker?.unblock[0]).toMatch(
      /^ask again with --live, perhaps through another --resolver/,
    );
    expect(planJson(plan)).toMatchObject({
      destinations: [
        {
          ipv6: {
            support: "unknown",
            basis: "none",
            inconclusive: { outcome: "timeout", at: "2026-11-20T00:00:00Z" },
          },
        },
      ],
    });
    const ofService = designOf(planOf(lambda(logs), { inVain: [LOGS, LOGS_DUAL] }), "ipv6-only");
    expect(ofService.blockers[0]?.why).toMatch(
      `${LOGS}: no verdict (timeout, asked 2026-11-20); IPv6 according to its source`,
    );
  });

  test("what somebody once wrote of a host is no observation: yes stays unknown, no counts", () => {
    const hosts = (host: string) => `hosts:\n  - { host: ${host}, gbPerMonth: 1 }\n`;
    const yes = designOf(planOf(lambda(hosts("registry-1.docker.io"))), "ipv6-only");
    const no = designOf(planOf(lambda(hosts("ghcr.io"))), "ipv6-only");
    expect([yes.status, no.status]).toEqual(["unsure", "blocked"]);
  });

  test("a name without any address is left out, said first, and changes no other figure", () => {
    const rest = `${logs}existing: { natGateways: 1 }\n`;
    const dead = "hosts:\n  - { host: api.exmaple.com, gbPerMonth: 500 }\n";
    const plan = planOf(lambda(dead + rest), { ipv6: { "api.exmaple.com": "no" }, ipv4: "no" });
    const { designs, today, breakEvens } = planJson(plan);
    const alive = planJson(planOf(lambda(rest)));
    expect({ designs, today, breakEvens }).toEqual({
      designs: alive.designs,
      today: alive.today,
      breakEvens: alive.breakEvens,
    });
    expect(planJson(plan).setAside).toMatchObject([{ destination: "api.exmaple.com" }]);
    expect(planText(plan)).toMatch(/^.*\n {2}api\.exmaple\.com has no address: left out\.\n/);
  });

  test("compute that sends no IPv6 gains nothing from it", () => {
    const plan = planOf(workload("kind: codebuild", logs), { ipv6: { [LOGS]: "yes" } });
    expect(designOf(plan, "ipv6-only").blockers[0]?.why).toMatch(/CodeBuild.*sends no IPv6/);
  });

  test("IPv4 subnets get IPv6 in the designs that use it, and the plan says so", () => {
    const plan = planOf(workload("kind: ec2-nitro, subnets: ipv4", logs), {
      ipv6: { [LOGS]: "yes" },
    });
    expect(designOf(plan, "ipv6-only").settings[0]).toMatch(/^app: give the subnets IPv6/);
  });

  test("ECS in dual-stack subnets needs IPv4 to start, in IPv6-only subnets it does not", () => {
    const ipv6 = {
      "api.ecr.us-east-1.amazonaws.com": "no",
      "123456789012.dkr.ecr.us-east-1.amazonaws.com": "no",
      "ecr.us-east-1.api.aws": "yes",
      "123456789012.dkr-ecr.us-east-1.on.aws": "yes",
      "s3.dualstack.us-east-1.amazonaws.com": "yes",
    } as const;
    const ecs = (subnets: string) =>
      designOf(
        planOf(workload(`kind: ecs-fargate, subnets: ${subnets}, uses: [ecr-image]`, ""), { ipv6 }),
        "ipv6-only",
      );
    expect(ecs("dual-stack").status).toBe("blocked");
    expect(ecs("dual-stack").blockers[0]?.unblock.join()).toContain("IPv6-only subnets");
    expect(ecs("ipv6-only").status).toBe("works");
  });
});

describe("the ways out", () => {
  test("IPv6-only instances reach IPv4-only hosts over NAT64, at the price of the gateway", () => {
    const plan = planOf(
      workload(
        "kind: ec2-nitro, subnets: ipv6-only",
        "hosts:\n  - { host: api.example.com, gbPerMonth: 10, ipv6: no }\n",
      ),
    );
    const { network, status } = designOf(plan, "ipv6-nat64");
    expect(status).toBe("works");
    expect(network?.routes.map(({ path }) => path)).toEqual(["nat64"]);
    expect(usd(plan, "ipv6-nat64")).toBe("36.95");
    expect(designOf(plan, "public-ipv4").status).toBe("blocked");
    expect(designOf(plan, "nat-zonal").status).toBe("blocked");
  });

  test("one NAT gateway for all zones pays for the bytes that cross them, out and in", () => {
    const rest = (redundancy: string) =>
      `hosts:\n  - { host: api.example.com, gbPerMonth: 300, ipv6: no }\nconstraints: { redundancy: ${redundancy} }\n`;
    const cost = (redundancy: string) => usd(planOf(lambda(rest(redundancy), 3)), "nat-zonal");
    expect(cost("per-az")).toBe("123.00"); // 3 × 36.50 + 300 × 0.045
    expect(cost("single-az")).toBe("54.00"); // 36.50 + 300 × 0.045 + 200 × 0.02
  });

  test("a service with many bytes gets its endpoint beside the NAT gateway, when that is cheaper", () => {
    const rest = (gb: number) => `services:
  - { service: kinesis, gbPerMonth: ${gb} }
hosts:
  - { host: api.example.com, ipv6: no }
`;
    const endpoints = (gb: number) =>
      designOf(planOf(lambda(rest(gb))), "ipv6-nat-zonal").network?.endpoints;
    expect(endpoints(208)).toEqual([]); // 208 × 0.035 = 7.28 < 7.30
    expect(endpoints(209)).toEqual(["kinesis-streams"]);
  });

  test("data over endpoints is charged by the tiers of the region, counted together", () => {
    const rest = `services:
  - { service: kinesis, gbPerMonth: 1048576 }
  - { service: sqs, gbPerMonth: 1048576 }
`;
    const { network } = designOf(planOf(lambda(rest)), "privatelink");
    const data = network?.lines.filter(({ priceId }) => priceId === "interfaceEndpointGb") ?? [];
    expect(data.map(({ usd }) => decimalText(usd))).toEqual(["10485.76", "6291.456"]);
  });

  test("S3 and DynamoDB go over gateway endpoints in every design", () => {
    const plan = planOf(lambda("services:\n  - { service: s3, gbPerMonth: 9000 }\n"));
    for (const { design, high, network } of plan.designs) {
      if (design.subnets !== undefined) continue;
      expect(high && decimalText(high)).toBe("0");
      expect(network?.routes.map(({ path }) => path)).toEqual(["gateway-endpoint"]);
    }
  });

  test("IPv6-only instances use the gateway endpoint of S3, and not that of DynamoDB", () => {
    const plan = planOf(
      workload(
        "kind: ec2-nitro, subnets: ipv6-only",
        "services:\n  - { service: s3, gbPerMonth: 1 }\n  - { service: dynamodb, gbPerMonth: 1 }\n",
      ),
      { ipv6: { [S3]: "yes", [DYNAMODB]: "yes" } },
    );
    const { network, settings } = designOf(plan, "ipv6-only");
    expect(network?.routes.map(({ flow, path }) => [flow.destination.service, path])).toEqual([
      ["s3", "gateway-endpoint"],
      ["dynamodb", "egress-only-internet-gateway"],
    ]);
    expect(settings.join()).toContain("egress6 config --service dynamodb,s3");
    expect(settings.join()).toContain("the s3 gateway endpoint: address type dualstack");
  });

  test("what may leave by endpoints only does not go over an IPv4-only gateway endpoint", () => {
    const plan = planOf(
      workload(
        "kind: ec2-nitro, subnets: ipv6-only",
        "services:\n  - { service: dynamodb, gbPerMonth: 1 }\nconstraints: { privateServices: [dynamodb] }\n",
      ),
      { ipv6: { [DYNAMODB]: "yes" } },
    );
    expect(designOf(plan, "ipv6-only").blockers[0]?.why).toContain("carries IPv4 only");
  });

  test("dual-stack names must not lead past a gateway endpoint that exists", () => {
    const rest =
      "services:\n  - { service: s3, gbPerMonth: 1 }\n  - { service: logs, gbPerMonth: 1 }\nexisting: { gatewayEndpoints: [s3] }\n";
    const plan = planOf(lambda(rest), { ipv6: { [LOGS]: "yes", [S3]: "yes" } });
    expect(designOf(plan, "ipv6-only").settings.join("\n")).toMatch(
      /^the s3 gateway endpoint that exists, unless it has it already: address type dualstack/m,
    );
    expect(designOf(plan, "nat-zonal").settings).toEqual([]);
  });

  test("what lies outside a VPC costs no egress of the VPC", () => {
    const plan = planOf(workload("kind: lambda, subnets: none", logs));
    expect(designOf(plan, "ipv6-only").network?.routes[0]?.path).toBe("outside-vpc");
  });

  test("a central egress that exists costs its attachment and data, one to be built also its NAT", () => {
    const rest = "hosts:\n  - { host: api.example.com, gbPerMonth: 100, ipv6: no }\n";
    expect(usd(planOf(lambda(rest)), "central")).toBe("116.00"); // 2 × 36.50 + 36.50 + 100 × 0.065
    expect(usd(planOf(lambda(`${rest}existing: { centralEgress: true }\n`)), "central")).toBe(
      "43.00",
    );
  });

  test("two kinds of compute may get two ways out, when that is cheaper than any one", () => {
    const plan = planOf(`region: us-east-1
azs: 3
compute:
  - { name: web, kind: ec2-nitro, subnets: dual-stack, count: 2 }
  - { name: jobs, kind: lambda, subnets: dual-stack }
services:
  - { service: kms, gbPerMonth: 1, from: jobs }
hosts:
  - { host: api.example.com, gbPerMonth: 50, ipv6: no, from: web }
constraints: { mustBeManaged: true }
`);
    const [best] = plan.designs;
    expect(best?.design.id).toBe("mixed");
    expect(best?.network).toMatchObject({
      publicIpv4: ["web"],
      endpoints: ["kms"],
      ipv4Gateways: [],
    });
    expect(best?.high && decimalText(best.high)).toBe("29.21"); // 7.30 + 3 × 7.30 + 0.01
  });
});

test("for every destination, the paths that reach it from that compute are named", () => {
  const plan = planOf(
    `region: us-east-1
azs: 1
compute:
  - { name: old, kind: codebuild }
  - { name: new, kind: ec2-nitro, subnets: ipv6-only }
services:
  - { service: logs, gbPerMonth: 1 }
hosts:
  - { host: api.example.com, gbPerMonth: 1, ipv6: no }
`,
    { ipv6: { [LOGS]: "yes" } },
  );
  const reach = plan.destinations
    .slice(0, 2)
    .map((destination) => reachTo(destination, plan.input).map(({ yes }) => yes));
  const nat = ["nat-gateway-zonal", "nat-gateway-regional", "nat-instance", "transit-gateway"];
  expect(reach).toEqual([
    [
      ["interface-endpoint", ...nat],
      ["egress-only-internet-gateway", "interface-endpoint"],
    ],
    [nat, ["nat64"]],
  ]);
});

describe("constraints", () => {
  const rest = (constraints: string) =>
    `services:\n  - { service: kms, gbPerMonth: 1 }\nconstraints: { ${constraints} }\n`;
  const ec2 = (constraints: string) =>
    planOf(workload("kind: ec2-nitro, subnets: dual-stack", rest(constraints)));

  test.each([
    ["noPublicIpv4: true", ["ipv6-nat-zonal", "public-ipv4", "nat-instance", "central"]],
    ["noIpv6: true", ["ipv6-only", "ipv6-privatelink"]],
    ["mustBePrivate: true", ["public-ipv4", "ipv6-public-ipv4"]],
    ["mustBeManaged: true", ["nat-instance", "ipv6-nat-instance"]],
  ] as const)("%s rules designs out, and says why", (constraint, ids) => {
    const plan = ec2(constraint);
    for (const id of ids) {
      expect(designOf(plan, id)).toMatchObject({ status: "excluded", rank: null });
      expect(designOf(plan, id).exclusion).toContain(constraint.split(":")[0]);
    }
    expect(plan.designs.some(({ status }) => status === "works")).toBe(true);
  });

  test("a private service goes over its endpoint in every design", () => {
    const plan = ec2("privateServices: [kms]");
    const working = plan.designs.filter(({ status }) => status === "works");
    expect(working.length).toBeGreaterThan(0);
    for (const { network } of working) expect(network?.endpoints).toEqual(["kms"]);
  });

  test("what is over budget ranks behind what is not", () => {
    const { designs } = ec2("budgetUsdPerMonth: 10");
    const over = designs
      .filter(({ status }) => status === "works")
      .map(({ isOverBudget }) => isOverBudget);
    expect(over).toEqual([...over].sort());
    expect(over).toContain(true);
  });
});

describe("a missing price", () => {
  const plan = planOf(
    "region: eu-west-2\nazs: 1\ncompute:\n  - { kind: ec2-nitro, subnets: dual-stack }\nhosts:\n  - { host: a.example, gbPerMonth: 5, ipv6: no }\n",
    { prices: pricesWithout("eu-west-2", "regionalNatGatewayGb") },
  );

  test("leaves a design without a figure, names the command, and ranks the others", () => {
    expect(designOf(plan, "nat-regional")).toMatchObject({
      status: "not-priceable",
      low: null,
      missingPrices: ["regionalNatGatewayGb"],
    });
    expect(designOf(plan, "public-ipv4").rank).not.toBeNull();
    expect(planText(plan)).toContain("egress6 prices update --region eu-west-2");
  });
});

describe("reports", () => {
  const plan = planOf(lambda(`${logs}existing: { natGateways: 1 }\n`, 2), {
    ipv6: { [LOGS]: "yes" },
  });

  test("keep within 100 columns, but for words that are longer", () => {
    for (const line of planText(plan).split("\n"))
      expect(line.length, line).toBeLessThanOrEqual(100);
  });

  test("say the cost of what exists, and what the best design saves", () => {
    const [, today, cheapest, managed] = planText(plan).split("\n");
    expect(today).toBe("  Today: $42.00 a month.");
    expect(cheapest).toContain("Cheapest: $0.00 a month, IPv6 only");
    expect(planText(plan)).toContain("$42.00 less than today: no NAT gateway instead of one.");
    expect(managed).toBeDefined();
    expect(planText(plan)).toContain("Cheapest managed: The same: AWS runs all of `ipv6-only`.");
  });

  test("count, for what exists, the bytes that cross zones to a gateway in another one", () => {
    const existingCostWith = (natGateways: number) => {
      const workload = `region: us-east-1\nazs: 2\ncompute:\n  - { kind: lambda, subnets: ipv4 }\n`;
      const hosts = "hosts:\n  - { host: api.example.com, gbPerMonth: 1000, ipv6: no }\n";
      const { existingCost } = planOf(
        `${workload}${hosts}existing: { natGateways: ${natGateways} }\n`,
      );
      expect(existingCost?.low).toEqual(existingCost?.high);
      return existingCost?.high && decimalText(existingCost.high);
    };
    expect([existingCostWith(1), existingCostWith(2)]).toEqual(["91.5", "118"]);
  });

  test("what compute outside the VPC sends is not on its NAT gateways", () => {
    const out = "  - { name: out, kind: lambda, subnets: none, count: 3 }\n";
    const rest = `${out}${logs}existing: { natGateways: 1 }\n`;
    const { existingCost } = planOf(lambda(rest));
    expect(existingCost?.high && decimalText(existingCost.high)).toBe("37.625");
  });

  test("never count transfer out as saved", () => {
    expect(planText(plan)).toMatch(/Transfer out to the internet costs the same/);
    expect(plan.designs.flatMap(({ network }) => network?.lines ?? [])).not.toContainEqual(
      expect.objectContaining({ priceId: "internetEgressGb" }),
    );
  });

  test("Markdown has the same sections", () => {
    const titles =
      planMarkdown(plan)
        .match(/^## .*$/gm)
        ?.map((title) => title.slice(3)) ?? [];
    expect(titles.length).toBeGreaterThan(5);
    for (const title of titles) expect(planText(plan)).toContain(title.replaceAll("\\", ""));
  });

  test("JSON is the same for the same input", () => {
    expect(JSON.stringify(planJson(plan))).toBe(
      JSON.stringify(
        planJson(
          planOf(lambda(`${logs}existing: { natGateways: 1 }\n`, 2), { ipv6: { [LOGS]: "yes" } }),
        ),
      ),
    );
  });
});

describe("what NAT instances carry", () => {
  const host = (gb: number) =>
    `hosts:\n  - { host: api.example.com, gbPerMonth: ${gb}, ipv6: no }\n`;

  test.each([
    [6_307, "works", "t4g.nano", 30],
    [6_308, "works", "t4g.micro", 15],
    [21_024, "works", "t4g.small", 25],
    [50_457, "works", "t4g.medium", 30],
    // c7gn.medium costs less than t4g.large, and carries more.
    [50_458, "works", "c7gn.medium", 2],
    [985_500, "works", "c7gn.large", 30],
    [985_501, "unsure", "c7gn.large", 30],
    [3_285_000, "unsure", "c7gn.large", 100],
  ])("%d GB a month over two of them: %s, %s at %d %%", (gb, status, type, sharePercent) => {
    const plan = planOf(lambda(host(gb), 2));
    const design = designOf(plan, "nat-instance");
    expect(design.status).toBe(status);
    expect(design.network?.natInstances).toMatchObject({ type, count: 2, sharePercent });
    expect(designOf(plan, "nat-zonal").status).toBe("works");
  });

  test("more than the largest carries is ruled out", () => {
    const { status, exclusion } = designOf(planOf(lambda(host(3_285_001), 2)), "nat-instance");
    expect(status).toBe("excluded");
    expect(exclusion).toBe(
      "bandwidth: a c7gn.large sustains 5,000 Mbit/s, here 3285000 GB a month, and this needs 3285001",
    );
  });

  test("a stated peak decides, instead of a factor", () => {
    const typeAt = (peak: number, gb = 6_000) =>
      designOf(planOf(lambda(`${host(gb)}peakMbitPerSecond: ${peak}\n`, 2)), "nat-instance").network
        ?.natInstances;
    expect(typeAt(64)).toMatchObject({ type: "t4g.nano", sharePercent: 100, isPeakKnown: true });
    expect(typeAt(65)).toMatchObject({ type: "t4g.micro", sharePercent: 51 });
    expect(typeAt(5_000)?.type).toBe("c7gn.medium");
    const unknown = lambda("hosts:\n  - { host: a.example, ipv6: no }\npeakMbitPerSecond: 60\n", 2);
    expect(designOf(planOf(unknown), "nat-instance").network).toMatchObject({
      doubt: null,
      natInstances: { type: "t4g.nano" },
    });
  });

  test("a size without a price: unsure, and it says that larger ones are not priced", () => {
    const prices = pricesWithout(
      "us-east-1",
      "t4gMicroHour",
      "t4gSmallHour",
      "t4gMediumHour",
      "t4gLargeHour",
      "c7gnMediumHour",
      "c7gnLargeHour",
    );
    const plan = planOf(lambda(host(7_000), 2), { prices });
    expect(designOf(plan, "nat-instance")).toMatchObject({ status: "unsure", rank: null });
    expect(planText(plan).replace(/\s+/g, " ")).toContain(
      "unsure: peak; larger sizes are not priced here",
    );
    const more = designOf(planOf(lambda(host(25_000), 2), { prices }), "nat-instance");
    expect(more).toMatchObject({
      status: "not-priceable",
      network: { natInstances: { type: "t4g.small" } },
    });
  });

  test("instances that run ten hours a day cost less and carry less; addresses and gateways do not stop", () => {
    const plan = planOf(lambda(`${host(3_000)}hoursPerDay: 12\n`, 2));
    const { network } = designOf(plan, "nat-instance");
    expect(network?.lines.map(({ item, usd }) => [item, decimalText(usd)])).toEqual([
      ["2 NAT instances, t4g.nano", "3.066"],
      ["public IPv4 of 2 NAT instances", "7.3"],
      ["disk of 2 NAT instances, 8 GB gp3", "1.28"],
    ]);
    expect(network?.natInstances?.sharePercent).toBe(29);
    expect(usd(plan, "nat-zonal")).toBe("208.00");
  });

  test("one for all zones is not enough: one in each zone", () => {
    const rest = `${host(3_200)}constraints: { redundancy: single-az }\n`;
    const { network } = designOf(planOf(lambda(rest, 2)), "nat-instance");
    expect(network?.ipv4Gateways).toEqual(["nat-instance"]);
    const less = rest.replace("3200", "150");
    expect(designOf(planOf(lambda(less, 2)), "nat-instance").network?.ipv4Gateways).toEqual([
      "nat-instance-single",
    ]);
  });

  test("figures around the workload take a larger size, or none", () => {
    const tenTimes = planOf(lambda(host(3_000), 2)).breakEvens.variations.filter(
      ({ varied }) => varied === "data",
    );
    expect(tenTimes.map(({ design }) => design)).toEqual([
      "nat-instance",
      "nat-instance",
      "nat-instance",
    ]);
  });
});

test("what would be cheapest is called by the name that the designs have", () => {
  const plan = planOf(
    workload(
      "kind: eks-ipv4, subnets: ipv4, count: 3",
      "constraints: { mustBePrivate: true }\n",
      2,
    ),
  );
  const shown = plan.designs.map(({ design }) => design.id);
  expect(shown).toContain("nat-instance");
  for (const { design } of plan.breakEvens.variations) expect(shown).toContain(design);
});

test("ten thousand destinations take no more than their share of processor time", () => {
  const yamlOf = (count: number): string => {
    const hosts = Array.from(
      { length: count },
      (_, index) => `  - { host: host-${index}.example.com, gbPerMonth: ${index % 7} }`,
    );
    return lambda(`hosts:\n${hosts.join("\n")}\n`, 3);
  };
  const msOf = (yaml: string): number =>
    cpuMs(() => {
      expect(planText(planOf(yaml)).length).toBeGreaterThan(1000);
    });
  const [few, many] = [yamlOf(1000), yamlOf(10_000)];
  expect(planOf(many).destinations).toHaveLength(10_000);
  // Ten times as many: a cost by pairs would take a hundred times as long.
  expect(msOf(many)).toBeLessThan(40 * Math.max(msOf(few), 20));
});

test("the lines of every bill add up to its cost, and low is never above high", () => {
  const platform = fc.constantFrom("ec2-nitro", "ecs-fargate", "lambda", "eks-ipv4", "codebuild");
  const gb = fc.nat({ max: 3000 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(platform, fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(fc.constantFrom("sqs", "kms", "s3", "logs", "ses", "iam"), gb), {
        maxLength: 4,
      }),
      fc.array(gb, { maxLength: 2 }),
      fc.integer({ min: 1, max: 4 }),
      (compute, services, hosts, azs) => {
        const plan = planOf(
          JSON.stringify({
            region: "us-east-1",
            azs,
            compute: compute.map(([kind, count]) => ({ kind, count })),
            services: services.map(([service, gbPerMonth]) => ({ service, gbPerMonth })),
            hosts: hosts.map((gbPerMonth, index) => ({
              host: `h${index}.example.com`,
              gbPerMonth,
            })),
          }),
        );
        for (const { low, high, network, status } of plan.designs) {
          if (status !== "works" || network === null || low === null || high === null) continue;
          expect(decimalText(sum(network.lines.map(({ usd }) => usd)))).toBe(decimalText(high));
          expect(compare(low, high)).toBeLessThanOrEqual(0);
        }
      },
    ),
    { numRuns: 40 },
  );
});
