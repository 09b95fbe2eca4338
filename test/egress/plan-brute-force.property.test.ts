import type { DesignId } from "@egress6/core/plan/designs";
import { decimalText, type Exact } from "@egress6/core/price/exact";
import fc from "fast-check";
import { expect, test } from "vitest";
import { planOf } from "./plan-world.js";

/**
 * us-east-1, in thousandths of a cent: the prices of the article's world, once more by hand. Fixed charges
 * are of a month; endpoints of this size stay within the first tier.
 */
const MONTH = 730;
const PER_USD = 100_000;
const usd = (amount: number) => Math.round(amount * PER_USD);
const ADDRESS = usd(0.005 * MONTH);
const NAT = { fixed: usd(0.045 * MONTH) + ADDRESS, gb: usd(0.045) };
/** Each with the most that it carries: 30 % of 32, 64 … Mbit/s, all month. */
const INSTANCES = [
  [0.0042, 32],
  [0.0084, 64],
  [0.0168, 128],
  [0.0336, 256],
  [0.0624, 3125],
].map(([hour = 0, mbit = 0]) => ({
  fixed: usd(hour * MONTH) + ADDRESS + usd(8 * 0.08),
  gb: 0,
  most: (0.3 * mbit * 3600 * MONTH) / 8000,
}));
const CENTRAL = { fixed: usd(2 * 0.05 * MONTH), gb: usd(0.02) + NAT.gb };
const ENDPOINT = { fixed: usd(0.01 * MONTH), gb: usd(0.01) };

const SERVICES = { sqs: 1, kms: 1, codeartifact: 2, route53: 0 } as const;
type ServiceName = keyof typeof SERVICES;

interface Case {
  readonly azs: number;
  readonly web: number;
  readonly traffic: readonly {
    readonly service: ServiceName;
    readonly gb: number;
    readonly from: Sender;
  }[];
  readonly hosts: readonly { readonly gb: number; readonly from: Sender }[];
  readonly isManaged: boolean;
}
type Sender = "web" | "jobs";

const sender = fc.constantFrom<Sender>("web", "jobs");
const cases: fc.Arbitrary<Case> = fc.record({
  azs: fc.integer({ min: 1, max: 3 }),
  web: fc.integer({ min: 1, max: 25 }),
  traffic: fc.uniqueArray(
    fc.record({
      service: fc.constantFrom<ServiceName>("sqs", "kms", "codeartifact", "route53"),
      gb: fc.oneof(fc.nat({ max: 2000 }), fc.nat({ max: 60_000 })),
      from: sender,
    }),
    { maxLength: 5, selector: ({ service, from }) => `${service} ${from}` },
  ),
  hosts: fc.array(
    fc.record({ gb: fc.oneof(fc.nat({ max: 500 }), fc.nat({ max: 40_000 })), from: sender }),
    { maxLength: 2 },
  ),
  isManaged: fc.boolean(),
});

function workloadOf({ azs, web, traffic, hosts, isManaged }: Case): string {
  return JSON.stringify({
    region: "us-east-1",
    azs,
    compute: [
      { name: "web", kind: "ec2-nitro", subnets: "ipv4", count: web },
      { name: "jobs", kind: "lambda", subnets: "ipv4" },
    ],
    services: traffic.map(({ service, gb, from }) => ({ service, gbPerMonth: gb, from })),
    hosts: hosts.map(({ gb, from }, index) => ({
      host: `h${index}.example.com`,
      gbPerMonth: gb,
      from,
      ipv6: "no",
    })),
    constraints: { noIpv6: true, mustBeManaged: isManaged },
  });
}

/** An IPv4 gateway: what it costs, what it carries at most. */
interface Gateway {
  readonly fixed: number;
  readonly gb: number;
  readonly most?: number;
}

function gatewaysOf(azs: number) {
  const nat = { fixed: azs * NAT.fixed, gb: NAT.gb };
  return {
    nat,
    central: { fixed: CENTRAL.fixed + azs * NAT.fixed, gb: CENTRAL.gb },
    instances: INSTANCES.map(({ fixed, gb, most }) => ({
      fixed: azs * fixed,
      gb,
      most: azs * most,
    })),
  };
}

/** What a network costs by its definition; infinite where it does not carry all. */
function costOf(
  { azs, web, traffic, hosts }: Case,
  gateways: Readonly<Record<Sender, Gateway | null>>,
  hasAddresses: boolean,
  bought: readonly string[],
): number {
  const used = new Map<Gateway, number>();
  let cost = hasAddresses ? web * ADDRESS : 0;
  for (const name of Object.keys(SERVICES) as ServiceName[]) {
    if (bought.includes(name)) cost += SERVICES[name] * azs * ENDPOINT.fixed;
  }
  const overIpv4 = (gb: number, from: Sender): number => {
    if (from === "web" && hasAddresses) return 0;
    const gateway = gateways[from];
    if (gateway === null) return Number.POSITIVE_INFINITY;
    used.set(gateway, (used.get(gateway) ?? 0) + gb);
    return gb * gateway.gb;
  };
  for (const { service, gb, from } of traffic) {
    cost += bought.includes(service) ? gb * ENDPOINT.gb : overIpv4(gb, from);
  }
  for (const { gb, from } of hosts) cost += overIpv4(gb, from);
  for (const [{ fixed, most = Number.POSITIVE_INFINITY }, load] of used) {
    if (load > most) return Number.POSITIVE_INFINITY;
    cost += fixed;
  }
  return cost;
}

function endpointSets({ traffic }: Case): readonly (readonly string[])[] {
  const names = [...new Set(traffic.map(({ service }) => service))].filter(
    (name) => SERVICES[name] > 0,
  );
  return Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.filter((_name, index) => (bits >> index) & 1),
  );
}

/** The least that carries everything: each compute by a gateway of its own choice, NAT instances of one size. */
function leastByHand(instance: Case): number {
  const { nat, central, instances } = gatewaysOf(instance.azs);
  let least = Number.POSITIVE_INFINITY;
  const sizes = instance.isManaged ? [null] : [null, ...instances];
  for (const size of sizes) {
    const choices = [null, nat, central, ...(size === null ? [] : [size])];
    for (const web of choices) {
      for (const jobs of choices) {
        for (const hasAddresses of [false, true]) {
          for (const bought of endpointSets(instance)) {
            least = Math.min(least, costOf(instance, { web, jobs }, hasAddresses, bought));
          }
        }
      }
    }
  }
  return least;
}

/** The designs for all, each by its own definition; `null`: it does not carry all. */
function designsByHand(instance: Case): Readonly<Partial<Record<DesignId, number>>> {
  const { nat, central, instances } = gatewaysOf(instance.azs);
  const overOne = (gateway: Gateway): number =>
    costOf(instance, { web: gateway, jobs: gateway }, false, []);
  const [all = []] = [...endpointSets(instance)].sort((a, b) => b.length - a.length);
  const none = { web: null, jobs: null };
  return {
    "nat-zonal": overOne(nat),
    central: overOne(central),
    "nat-instance": Math.min(...instances.map(overOne)),
    "public-ipv4": Math.min(...[false, true].map((has) => costOf(instance, none, has, []))),
    privatelink: costOf(instance, none, false, all),
  };
}

const inUnits = (usd: Exact): number => Math.round(Number(decimalText(usd)) * PER_USD);

test("no network, priced by hand, is cheaper than the best design", () => {
  fc.assert(
    fc.property(cases, (instance) => {
      const [best] = planOf(workloadOf(instance)).designs;
      expect(best?.status).toBe("works");
      expect(best?.high && inUnits(best.high)).toBe(Math.round(leastByHand(instance)));
    }),
    { numRuns: 100 },
  );
});

test("each design costs what it costs by hand, in the low case and in the high one", () => {
  fc.assert(
    fc.property(cases, (instance) => {
      const byHand = designsByHand(instance);
      for (const { design, status, low, high } of planOf(workloadOf(instance)).designs) {
        const expected = byHand[design.id];
        if (expected === undefined || status === "excluded") continue;
        const found = status === "works" ? [low, high].map((usd) => usd && inUnits(usd)) : [];
        const isCarried = Number.isFinite(expected);
        expect([design.id, ...found]).toEqual(
          isCarried ? [design.id, Math.round(expected), Math.round(expected)] : [design.id],
        );
      }
    }),
    { numRuns: 60 },
  );
});

/** A workload in dual-stack subnets, whose hosts answer over IPv6, do not, or nobody knows. */
interface Ipv6Case extends Case {
  readonly ipv6: readonly ("yes" | "no" | "unknown")[];
}

const ipv6Cases: fc.Arbitrary<Ipv6Case> = cases.chain((instance) =>
  fc.record({
    azs: fc.constant(instance.azs),
    web: fc.constant(instance.web),
    // Services are unknown here: nothing was observed.
    traffic: fc.constant(instance.traffic),
    hosts: fc.constant(instance.hosts),
    isManaged: fc.constant(instance.isManaged),
    ipv6: fc.array(fc.constantFrom("yes", "no", "unknown"), {
      minLength: instance.hosts.length,
      maxLength: instance.hosts.length,
    }),
  }),
);

/** What is left for IPv4, and endpoints: in the low case nothing that may have IPv6. */
const leftIn = (scenario: "low" | "high", instance: Ipv6Case): Case => ({
  ...instance,
  traffic: scenario === "low" ? [] : instance.traffic,
  hosts: instance.hosts.filter((_, index) => {
    const support = instance.ipv6[index];
    return support === "no" || (support === "unknown" && scenario === "high");
  }),
});

/** The designs with IPv6; a gateway that is given is bought whenever something is left. */
function ipv6DesignsByHand(left: Case): Readonly<Partial<Record<DesignId, number>>> {
  const { nat, central, instances } = gatewaysOf(left.azs);
  const isNothingLeft = left.traffic.length === 0 && left.hosts.length === 0;
  const over = (gateway: Gateway, sets: readonly (readonly string[])[]): number => {
    if (isNothingLeft) return 0;
    const given = { ...gateway, fixed: 0 };
    const rest = sets.map((bought) => costOf(left, { web: given, jobs: given }, false, bought));
    return gateway.fixed + Math.min(...rest);
  };
  const [all = []] = [...endpointSets(left)].sort((a, b) => b.length - a.length);
  const none = { web: null, jobs: null };
  return {
    "ipv6-nat-zonal": over(nat, endpointSets(left)),
    "ipv6-central": over(central, endpointSets(left)),
    "ipv6-nat-instance": Math.min(...instances.map((each) => over(each, [[]]))),
    "ipv6-public-ipv4": Math.min(...[false, true].map((has) => costOf(left, none, has, []))),
    "ipv6-privatelink": costOf(left, none, false, all),
  };
}

test("with IPv6, each design costs what it costs by hand, if all unknowns have it and if none has", () => {
  fc.assert(
    fc.property(ipv6Cases, (instance) => {
      const document = JSON.parse(workloadOf(instance));
      const yaml = JSON.stringify({
        ...document,
        compute: document.compute.map((each: object) => ({ ...each, subnets: "dual-stack" })),
        hosts: document.hosts.map(({ ipv6: _, ...each }: { ipv6: string }, index: number) => {
          const support = instance.ipv6[index];
          return support === "unknown" ? each : { ...each, ipv6: support };
        }),
        constraints: { mustBeManaged: instance.isManaged },
      });
      const low = ipv6DesignsByHand(leftIn("low", instance));
      const high = ipv6DesignsByHand(leftIn("high", instance));
      for (const plan of planOf(yaml).designs) {
        const { id } = plan.design;
        const [least, most] = [low[id], high[id]];
        if (least === undefined || most === undefined || plan.status !== "works") continue;
        const found = [plan.low, plan.high].map((usd) => usd && inUnits(usd));
        expect([id, ...found]).toEqual([id, Math.round(least), Math.round(most)]);
      }
    }),
    { numRuns: 60 },
  );
});
