import { decimalText } from "@egress6/core/price/exact";
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
      gb: fc.nat({ max: 2000 }),
      from: sender,
    }),
    { maxLength: 5, selector: ({ service, from }) => `${service} ${from}` },
  ),
  hosts: fc.array(fc.record({ gb: fc.nat({ max: 500 }), from: sender }), { maxLength: 2 }),
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

/** The least that carries everything, over all IPv4 gateways, addresses and sets of endpoints. */
function leastByHand({ azs, web, traffic, hosts, isManaged }: Case): number {
  const centralNat = { fixed: CENTRAL.fixed + azs * NAT.fixed, gb: CENTRAL.gb };
  const ipv4Gateways: readonly ({ fixed: number; gb: number; most?: number } | null)[] = [
    null,
    { fixed: azs * NAT.fixed, gb: NAT.gb },
    centralNat,
    ...(isManaged
      ? []
      : INSTANCES.map(({ fixed, gb, most }) => ({ fixed: azs * fixed, gb, most: azs * most }))),
  ];
  const names = [...new Set(traffic.map(({ service }) => service))].filter(
    (name) => SERVICES[name] > 0,
  );
  let least = Number.POSITIVE_INFINITY;
  for (const gateway of ipv4Gateways) {
    for (const hasAddresses of [false, true]) {
      for (let bits = 0; bits < 2 ** names.length; bits++) {
        const bought = names.filter((_, index) => (bits >> index) & 1);
        let cost = (gateway?.fixed ?? 0) + (hasAddresses ? web * ADDRESS : 0);
        let load = 0;
        for (const name of bought) cost += SERVICES[name] * azs * ENDPOINT.fixed;
        const overIpv4 = (gb: number, from: Sender) => {
          if (from === "web" && hasAddresses) return 0;
          load += gb;
          return gateway === null ? Number.POSITIVE_INFINITY : gb * gateway.gb;
        };
        for (const { service, gb, from } of traffic) {
          cost += bought.includes(service) ? gb * ENDPOINT.gb : overIpv4(gb, from);
        }
        for (const { gb, from } of hosts) cost += overIpv4(gb, from);
        if (load <= (gateway?.most ?? Number.POSITIVE_INFINITY)) least = Math.min(least, cost);
      }
    }
  }
  return least;
}

test("no network, priced by hand, is cheaper than the best design", () => {
  fc.assert(
    fc.property(cases, (instance) => {
      const [best] = planOf(workloadOf(instance)).designs;
      expect(best?.status).toBe("works");
      const cents = best?.high ? Number(decimalText(best.high)) * PER_USD : Number.NaN;
      expect(Math.round(cents)).toBe(leastByHand(instance));
    }),
    { numRuns: 60 },
  );
});
