import { readFileSync } from "node:fs";
import { cloudFormationText } from "@egress6/core/network/cloudformation/template";
import { networkModel } from "@egress6/core/network/network-model";
import { terraformText } from "@egress6/core/network/terraform/module";
import type { DesignPlan } from "@egress6/core/plan/design-plan";
import type { RiskId } from "@egress6/core/plan/risk-rules";
import { decimalText, type Exact, roundedText } from "@egress6/core/price/exact";
import { workloadFile } from "@egress6/core/workload/write-workload";
import { describe, expect, test } from "vitest";
import { planJson } from "../../packages/egress6/src/render/plan/json.js";
import { planText } from "../../packages/egress6/src/render/plan/text.js";
import { designOf, planOf, pricesWithout } from "./plan-world.js";
import { cloudFormationFaults } from "./written/cloudformation-faults.js";
import { terraformFaults } from "./written/terraform-faults.js";

const usd = (amount: Exact | null) => amount && roundedText(amount, 2);
const example = (name: string) =>
  readFileSync(new URL(`../../examples/${name}.yaml`, import.meta.url), "utf8");
const oneLine = (text: string) => text.replace(/\s+/g, " ");

const host = (gb: number, more = "") =>
  `hosts:\n  - { host: api.example.com, gbPerMonth: ${gb}, ipv6: no }\n${more}`;
const workload = (compute: string, rest: string, azs = 2) =>
  `region: us-east-1\nazs: ${azs}\ncompute:\n  - { name: app, ${compute} }\n${rest}`;
const ec2 = (rest: string, azs = 2) =>
  workload("kind: ec2-nitro, subnets: dual-stack, count: 4", rest, azs);

const riskOf = ({ risks }: DesignPlan, id: RiskId) => risks.find((risk) => risk.id === id);

describe("the headlines", () => {
  test("a best design that costs more than today says so, why, and what would not", () => {
    const { headlines } = planOf(example("lambda-sqs-api"));
    expect(headlines.today.words).toBe("$38.18 a month.");
    expect(headlines.cheapest).toMatchObject({ design: "ipv6-nat-zonal" });
    const { words, differenceToToday } = headlines.cheapest;
    expect(words).toContain(
      "$35.27 to $36.19 more than today: two NAT gateways instead of one. With `redundancy: single-az`: $37.05 to $38.18 (`ipv6-nat-zonal`), as today, or up to $1.13 less.",
    );
    expect(
      differenceToToday &&
        decimalText(differenceToToday.high ?? { numerator: 0n, denominator: 1n }),
    ).toBe("36.195");
  });

  test("the cheapest that AWS runs stands beside the cheapest", () => {
    const { headlines, designs } = planOf(example("eks-nat-per-az"));
    expect(headlines.cheapest.design).toBe("ipv6-nat-instance");
    expect(headlines.cheapestManaged.design).toBe("ipv6-nat-zonal");
    expect(usd(headlines.cheapestManaged.usdPerMonth.high)).toBe("266.02");
    expect(headlines.cheapestManaged.words).toMatch(/\$253\.70 to \$407\.52 less than today/);
    for (const { isManaged, network } of designs) {
      if (network !== null) expect(isManaged).toBe(network.natInstances === null);
    }
  });

  test("without what exists there is nothing to compare", () => {
    const json = planJson(planOf(ec2(host(10)))).headlines;
    expect(json.today).toMatchObject({
      design: null,
      usdPerMonth: { low: null, high: null },
      differenceToToday: null,
    });
    expect(json.cheapest.differenceToToday).toBeNull();
  });

  test("say how many designs have a price, where some have none", () => {
    const prices = pricesWithout(
      "us-east-1",
      "natGatewayGb",
      "regionalNatGatewayGb",
      "t4gNanoHour",
      "t4gMicroHour",
      "t4gSmallHour",
      "t4gMediumHour",
      "c7gnMediumHour",
      "t4gLargeHour",
      "c7gnLargeHour",
    );
    const plan = planOf(ec2(host(10)), { prices });
    expect(plan.headlines.cheapest.words).toMatch(
      /^\$14\.60 a month, .* 1 of \d+ designs has a price here/,
    );
    const none = planOf(ec2(host(10, "constraints: { mustBePrivate: true }\n")), { prices });
    expect(none.headlines.cheapest).toMatchObject({ design: null });
    expect(none.headlines.cheapest.words).toMatch(
      /^0 of \d+ designs have a price here: `egress6 prices update/,
    );
  });

  test("months until a change has paid what it costs once", () => {
    const rest = host(100, "existing: { natGateways: 2 }\noneTimeUsd: 500\n");
    const { words } = planOf(ec2(rest)).headlines.cheapest;
    expect(words).toMatch(/The \$500\.00 of the change are paid back in \d+ months\./);
    const never = planOf(
      ec2(
        host(
          100,
          "existing: { natGateways: 1 }\noneTimeUsd: 500\nconstraints: { mustBePrivate: true, mustBeManaged: true }\n",
        ),
      ),
    );
    expect(never.headlines.cheapest.words).toContain("It saves nothing that would pay");
  });
});

describe("risks", () => {
  test("are about the network that was chosen, and say where the rule is from", () => {
    const per = designOf(planOf(ec2(host(10))), "nat-instance");
    expect(riskOf(per, "single-point-of-failure")?.text).toContain("A zone has no IPv4 egress");
    expect(riskOf(per, "operation")?.text).toBe("You patch, watch and replace two NAT instances.");
    const single = designOf(
      planOf(ec2(host(10, "constraints: { redundancy: single-az }\n"))),
      "nat-instance",
    );
    expect(riskOf(single, "single-point-of-failure")).toMatchObject({ level: "high" });
    expect(riskOf(single, "operation")?.text).toContain("one NAT instance.");
    expect(single.notes.join()).toContain("bytes of the other zones are charged across zones");
    expect(per.notes.join()).not.toContain("other zones");
    for (const { risks, network } of planOf(ec2(host(10))).designs) {
      expect(risks).toHaveLength(network === null ? 0 : 6);
      for (const { level, source } of risks) {
        if (level !== "none") expect(source).toMatch(/\(20\d\d/);
      }
    }
  });

  test("new source addresses are told, by what exists", () => {
    const plan = planOf(ec2(host(10, "existing: { natGateways: 2 }\n")));
    expect(riskOf(designOf(plan, "public-ipv4"), "source-addresses")).toMatchObject({
      level: "high",
      short: "new addresses",
    });
    expect(riskOf(designOf(plan, "nat-zonal"), "source-addresses")).toMatchObject({
      level: "none",
    });
    expect(riskOf(designOf(plan, "nat-instance"), "source-addresses")).toMatchObject({
      level: "medium",
    });
    expect(oneLine(planText(plan))).toContain("new addresses, public addresses");
  });

  test("the share of the baseline is that of the bill's instances", () => {
    const plan = designOf(planOf(ec2(host(6_000, "peakMbitPerSecond: 100\n"))), "nat-instance");
    expect(plan.network?.natInstances).toMatchObject({ type: "t4g.micro", sharePercent: 78 });
    expect(riskOf(plan, "throughput")?.text).toContain(
      "A t4g.micro sustains 64 Mbit/s; the stated peak takes 78 %",
    );
  });
});

describe("NAT64 on an instance", () => {
  const fleet = planOf(workload("kind: ec2-nitro, subnets: ipv6-only, count: 4", host(100)));
  const design = designOf(fleet, "ipv6-nat64-instance");

  test("is a design of its own, with its bill, its burden and its settings", () => {
    expect(design).toMatchObject({ status: "works", isManaged: false });
    expect(usd(design.high)).toBe("14.71");
    expect(design.network?.routes.map(({ path }) => path)).toEqual(["nat64"]);
    expect(riskOf(design, "operation")).toMatchObject({ level: "high" });
    expect(design.notes.join()).toContain("a practice that AWS gives no support for");
    expect(design.notes.join()).not.toContain("over a NAT gateway");
  });

  test("is written with the route to the instance", () => {
    expect(terraformText(networkModel(fleet, "ipv6-nat64-instance"))).toContain("64:ff9b::/96");
  });

  test("is no way where only AWS may run it, nor without IPv6-only compute", () => {
    const managed = planOf(
      workload(
        "kind: ec2-nitro, subnets: ipv6-only",
        host(100, "constraints: { mustBeManaged: true }\n"),
      ),
    );
    expect(designOf(managed, "ipv6-nat64-instance").status).toBe("excluded");
    expect(
      planOf(ec2(host(1))).designs.some(({ design: { id } }) => id === "ipv6-nat64-instance"),
    ).toBe(false);
  });
});

describe("constraints and figures of the workload", () => {
  test("stable egress addresses rule out those that change", () => {
    const plan = planOf(ec2(host(10, "constraints: { stableEgressAddresses: true }\n")));
    for (const id of [
      "public-ipv4",
      "ipv6-public-ipv4",
      "nat-regional",
      "ipv6-nat-regional",
    ] as const) {
      expect(designOf(plan, id).exclusion).toMatch(/^stableEgressAddresses: /);
    }
    expect(designOf(plan, "nat-zonal").status).toBe("works");
    for (const { design, network } of plan.designs) {
      if (design.id === "mixed") expect(network?.publicIpv4).toEqual([]);
    }
  });

  test("a central egress that many share splits the hub, and pays from so many on", () => {
    const central = (vpcs: number) =>
      designOf(planOf(ec2(host(100, `sharedByVpcs: ${vpcs}\n`))), "central");
    expect(usd(central(1).high)).toBe("152.50"); // 2 × 36.50 + 73.00 + 100 × 0.065
    expect(usd(central(40).high)).toBe("45.74"); // 36.50 + (36.50 + 73.00) / 40 + 6.50
    const zonal = Number(usd(designOf(planOf(ec2(host(100))), "nat-zonal").high));
    const { centralEgress } = planOf(ec2(host(100))).breakEvens;
    expect(centralEgress).toMatchObject({ vpcs: 4, zones: 2 });
    expect(Number(usd(central(3).high))).toBeGreaterThan(zonal);
    expect(Number(usd(central(4).high))).toBeLessThanOrEqual(zonal);
    const text = oneLine(planText(planOf(ec2(host(100, "sharedByVpcs: 40\n")))));
    expect(text).toContain("split the attachment and the NAT gateways of the hub");
    expect(text).toContain("IPv6 does not cross the hub of a central egress");
  });

  test("a central egress that never pays says so", () => {
    const { breakEvens } = planOf(ec2(host(5_000)));
    expect(breakEvens.centralEgress?.vpcs).toBeNull();
    expect(oneLine(planText(planOf(ec2(host(5_000)))))).toContain(
      "a central egress over a transit gateway never costs less",
    );
  });

  test("the break-even of one endpoint is always told", () => {
    for (const gb of [0, 100]) {
      expect(oneLine(planText(planOf(ec2(host(gb)))))).toContain(
        "beside a NAT gateway that stays, one interface endpoint pays for itself from 208.6 GB a month on",
      );
    }
    expect(planJson(planOf(ec2(host(1)))).breakEvens.endpointBesideNatGb).toMatch(/^208\.57/);
  });

  test("a discount is off every price", () => {
    const high = (rest: string) => usd(designOf(planOf(ec2(host(100, rest))), "nat-zonal").high);
    expect(high("")).toBe("77.50");
    expect(high("discountPercent: 10\n")).toBe("69.75");
  });
});

test("prices of little certainty are named", () => {
  const yaml = workload("kind: ec2-nitro, subnets: ipv4, count: 4", host(1)).replace(
    "us-east-1",
    "us-west-1",
  );
  const plan = planOf(yaml);
  const weak = planJson(plan).prices.weak.map(({ id }) => id);
  expect(weak).toContain("natGatewayHour");
  expect(oneLine(planText(plan))).toContain("Weak prices: natGatewayHour (2020, low certainty)");
});

test("what a workload says of peaks, hours, sharing and cost is written back as it was", () => {
  const figures = {
    peakMbitPerSecond: 250,
    hoursPerDay: 10,
    sharedByVpcs: 4,
    discountPercent: 7.5,
    oneTimeUsd: 1200,
  };
  const rest = Object.entries(figures).map(([key, value]) => `${key}: ${value}\n`);
  const plan = planOf(ec2(host(1, rest.join(""))));
  expect(workloadFile(plan.input.workload)).toMatchObject(figures);
  expect(Object.keys(workloadFile(planOf(ec2(host(1))).input.workload))).not.toContain(
    "hoursPerDay",
  );
});

test("addresses of compute that runs half the day cost half today, too", () => {
  const plan = planOf(ec2(host(1, "existing: { publicIpv4: 4 }\nhoursPerDay: 12\n")));
  expect(usd(plan.existingCost?.high ?? null)).toBe("7.30");
  expect(usd(designOf(plan, "public-ipv4").high)).toBe("7.30");
});

describe("spot instances", () => {
  const spot = (more = "") => ec2(host(300, `spotDiscountPercent: 60\n${more}`));

  test("cost so much less than on demand, with that in the bill and in the risk column", () => {
    const bills = [ec2(host(300)), spot()].map(
      (yaml) => designOf(planOf(yaml), "nat-instance").network?.lines ?? [],
    );
    const [onDemand, less] = bills.map((lines) => lines.find(({ item }) => item.includes("t4g")));
    expect(usd(onDemand?.usd ?? null)).toBe("6.13");
    expect(usd(less?.usd ?? null)).toBe("2.45");
    expect(less?.item).toBe("2 NAT instances, t4g.nano, spot");
    const plan = planOf(spot());
    const risk = riskOf(designOf(plan, "nat-instance"), "single-point-of-failure");
    expect(risk).toMatchObject({ level: "high", short: "AWS may take it back" });
    expect(oneLine(planText(plan))).toContain("They run as spot instances at 60 % off");
    expect(oneLine(planText(planOf(ec2(host(300)))))).toContain("say `spotDiscountPercent`");
  });

  test("have no other discount", () => {
    const { network } = designOf(planOf(spot("discountPercent: 50\n")), "nat-instance");
    const usdOf = (part: string) =>
      usd(network?.lines.find(({ item }) => item.includes(part))?.usd ?? null);
    expect([usdOf("t4g"), usdOf("public IPv4")]).toEqual(["2.45", "3.65"]);
  });

  test("are written as such, in both formats", async () => {
    for (const part of [undefined, "nat-instances"] as const) {
      const model = networkModel(planOf(spot()), "nat-instance", part);
      const text = terraformText(model);
      expect(text).toMatch(/market_type = "spot"/);
      expect(await terraformFaults(text)).toEqual([]);
      const template = cloudFormationText(model);
      expect(template).toContain("MarketType: spot");
      expect(template).toContain("LaunchTemplateId: !Ref NatSpotTemplate");
      expect(cloudFormationFaults(template)).toEqual([]);
    }
    expect(terraformText(networkModel(planOf(ec2(host(300))), "nat-instance"))).not.toMatch(/spot/);
  });
});

describe("discounts", () => {
  const zonal = (more: string) =>
    Object.fromEntries(
      (designOf(planOf(ec2(host(1000, more))), "nat-zonal").network?.lines ?? []).map((line) => [
        line.priceId,
        usd(line.usd),
      ]),
    );

  test("are off all prices, or off those of a family", () => {
    expect(zonal("")).toEqual({
      natGatewayHour: "65.70",
      publicIpv4InUseHour: "7.30",
      natGatewayGb: "45.00",
    });
    expect(zonal("discountPercent: 10\n")).toEqual({
      natGatewayHour: "59.13",
      publicIpv4InUseHour: "6.57",
      natGatewayGb: "40.50",
    });
    expect(zonal("discountPercent: { natGateway: 10 }\n")).toEqual({
      natGatewayHour: "59.13",
      publicIpv4InUseHour: "7.30",
      natGatewayGb: "40.50",
    });
    const text = oneLine(planText(planOf(ec2(host(1, "discountPercent: { natGateway: 10 }\n")))));
    expect(text).toContain("Off list prices, as the workload says: NAT gateways 10 %.");
  });

  test("stay as they are when a workload is written", () => {
    for (const entry of [7, { natGateway: 10, other: 2.5 }]) {
      const { workload } = planOf(ec2(`discountPercent: ${JSON.stringify(entry)}\n`)).input;
      expect(workloadFile(workload).discountPercent).toEqual(entry);
    }
  });

  test("of a family that there is not are refused", () => {
    expect(() => planOf(ec2("discountPercent: { nat: 10 }\n"))).toThrow(/discountPercent/);
  });
});

describe("fixed addresses for some hosts", () => {
  const yaml = (constraint: string, ipv6 = "no") =>
    ec2(
      `hosts:
  - { host: api.partner.example, gbPerMonth: 3, ipv6: ${ipv6} }
  - { host: mirror.example, gbPerMonth: 300, ipv6: no }
constraints: { stableEgressAddresses: ${constraint} }
`,
    );

  test("rule out designs that reach them from addresses that change", () => {
    const plan = planOf(yaml("[API.partner.example.]"));
    for (const id of ["public-ipv4", "nat-regional"] as const) {
      expect(designOf(plan, id).status).toBe("blocked");
    }
    expect(designOf(plan, "nat-zonal").status).toBe("works");
    expect(oneLine(planText(plan))).toContain(
      "public-ipv4: stableEgressAddresses: api.partner.example would see public addresses that change",
    );
    expect(plan.input.workload.constraints.stableEgressAddresses).toBe(false);
  });

  test("hold for these hosts alone, and not over IPv6", () => {
    expect(designOf(planOf(yaml("[]")), "public-ipv4").status).toBe("works");
    const plan = planOf(yaml("[api.partner.example]", "yes"));
    expect(designOf(plan, "ipv6-public-ipv4").status).toBe("works");
    expect(designOf(plan, "public-ipv4").status).toBe("blocked");
  });

  test("of a host that is not there are refused, with its neighbour", () => {
    expect(() => planOf(yaml("[api.partners.example]"))).toThrow(
      /stableEgressAddresses\[0\]: no host here is called "api\.partners\.example".*api\.partner\.example/s,
    );
  });

  test("stay as they are when a workload is written", () => {
    const { workload } = planOf(yaml("[api.partner.example]")).input;
    expect(workloadFile(workload).constraints?.stableEgressAddresses).toEqual([
      "api.partner.example",
    ]);
  });
});

describe("the peak of one destination", () => {
  const yaml = (peak: string, more = "") =>
    ec2(`hosts:
  - { host: api.example.com, gbPerMonth: 3, ipv6: no${peak} }
  - { host: mirror.example, gbPerMonth: 30, ipv6: no }
${more}`);
  const instances = (text: string) =>
    designOf(planOf(text), "nat-instance").network?.natInstances ?? null;

  test("sizes NAT instances, whatever its data", () => {
    expect(instances(yaml(""))).toMatchObject({ type: "t4g.nano", isAnyPeakKnown: false });
    expect(instances(yaml(", peakMbitPerSecond: 100"))).toMatchObject({
      type: "t4g.micro",
      isPeakKnown: false,
      isAnyPeakKnown: true,
    });
    const risk = riskOf(
      designOf(planOf(yaml(", peakMbitPerSecond: 100")), "nat-instance"),
      "throughput",
    );
    expect(risk?.text).toContain("the stated peaks and the average of the rest take 78 %");
  });

  test("settles what a volume that nobody knows leaves open", () => {
    const open = (peak: string) => ec2(`hosts:\n  - { host: api.example.com, ipv6: no${peak} }\n`);
    expect(designOf(planOf(open("")), "nat-instance").status).toBe("unsure");
    expect(designOf(planOf(open(", peakMbitPerSecond: 20")), "nat-instance").status).toBe("works");
  });

  test("beyond the largest instance rules them out", () => {
    const { status, exclusion } = designOf(
      planOf(yaml(", peakMbitPerSecond: 20000")),
      "nat-instance",
    );
    expect(status).toBe("excluded");
    expect(exclusion).toBe(
      "bandwidth: 2 c7gn.large sustain 10,000 Mbit/s, and the stated peaks are 20,000",
    );
  });

  test("that contradicts the volume, or the peak of the workload, is said", () => {
    const text = (more: string) => oneLine(planText(planOf(more)));
    expect(text(yaml(", peakMbitPerSecond: 0.001"))).toContain(
      "The stated peak of api.example.com, 0.001 Mbit/s, is below its average",
    );
    expect(text(yaml(", peakMbitPerSecond: 50", "peakMbitPerSecond: 40\n"))).toContain(
      "The peak of the workload, 40 Mbit/s, is below that of one destination, 50 Mbit/s.",
    );
  });
});
