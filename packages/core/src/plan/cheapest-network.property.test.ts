import fc from "fast-check";
import { expect, test } from "vitest";
import {
  cheapestNetwork,
  type NetworkChoice,
  type NetworkProblem,
  networkCost,
} from "./cheapest-network.js";

const money = (max: number) => fc.bigInt({ min: 0n, max: BigInt(max) });

const problem = fc
  .record({
    groups: fc.array(fc.record({ publicIpv4: fc.option(money(40), { nil: null, freq: 3 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
    endpoints: fc.array(fc.record({ fixed: money(30) }), { maxLength: 3 }),
    tierWidths: fc.array(fc.bigInt({ min: 1n, max: 15n }), { maxLength: 2 }),
    tierRates: fc.array(money(6), { minLength: 3, maxLength: 3 }),
    hasEndpoints: fc.boolean(),
  })
  .chain(({ groups, endpoints, tierWidths, tierRates }) => {
    const index = fc.nat({ max: groups.length - 1 });
    const falling = [...tierRates].sort((a, b) => (a > b ? -1 : 1));
    let fromByte = 0n;
    const endpointTiers = [0n, ...tierWidths].map((width, tier) => {
      fromByte += width;
      return { fromByte, perByte: falling[tier] ?? 0n };
    });
    return fc.record({
      groups: fc.constant(groups),
      endpoints: fc.constant(endpoints),
      endpointTiers: fc.constant(endpointTiers),
      ipv4Gateways: fc.array(
        fc.record({
          fixed: money(60),
          perByte: money(8),
          groups: fc.uniqueArray(index, { minLength: 1 }).map((list) => new Set(list)),
          capacity: fc.option(fc.bigInt({ min: 0n, max: 30n }), { nil: null, freq: 1 }),
        }),
        { maxLength: 3 },
      ),
      demands: fc.array(
        fc.record({
          group: index,
          bytes: fc.bigInt({ min: 0n, max: 10n }),
          isFree: fc.boolean(),
          overIpv4: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
          endpoint:
            endpoints.length === 0
              ? fc.constant(null)
              : fc.option(fc.nat({ max: endpoints.length - 1 }), { nil: null }),
        }),
        { maxLength: 8 },
      ),
    });
  });

function* allSets(count: number): Generator<ReadonlySet<number>> {
  for (let bits = 0; bits < 2 ** count; bits++) {
    const set = new Set<number>();
    for (let index = 0; index < count; index++) if ((bits >> index) & 1) set.add(index);
    yield set;
  }
}

/** Every network there is, each priced from its definition. */
function bruteForce(problem: NetworkProblem): bigint | null {
  let best: bigint | null = null;
  for (const ipv4Gateways of allSets(problem.ipv4Gateways.length)) {
    const capped = problem.ipv4Gateways.filter(
      ({ capacity }, index) => capacity !== null && ipv4Gateways.has(index),
    );
    if (capped.length > 1) continue;
    for (const publicIpv4 of allSets(problem.groups.length)) {
      if ([...publicIpv4].some((group) => problem.groups[group]?.publicIpv4 === null)) continue;
      for (const endpoints of allSets(problem.endpoints.length)) {
        for (const usesCapped of allSets(problem.groups.length)) {
          const cost = costByHand(problem, ipv4Gateways, publicIpv4, endpoints, usesCapped);
          if (cost !== null && (best === null || cost < best)) best = cost;
        }
      }
    }
  }
  return best;
}

function costByHand(
  { ipv4Gateways, groups, endpoints, endpointTiers, demands }: NetworkProblem,
  boughtGateways: ReadonlySet<number>,
  publicIpv4: ReadonlySet<number>,
  boughtEndpoints: ReadonlySet<number>,
  usesCapped: ReadonlySet<number>,
): bigint | null {
  let cost = 0n;
  let load = 0n;
  ipv4Gateways.forEach(({ fixed }, index) => {
    if (boughtGateways.has(index)) cost += fixed;
  });
  groups.forEach((group, index) => {
    if (publicIpv4.has(index)) cost += group.publicIpv4 ?? 0n;
  });
  endpoints.forEach(({ fixed }, index) => {
    if (boughtEndpoints.has(index)) cost += fixed;
  });
  let endpointBytes = 0n;
  for (const { group, bytes, isFree, overIpv4, endpoint } of demands) {
    if (endpoint !== null && boughtEndpoints.has(endpoint)) {
      endpointBytes += bytes;
      continue;
    }
    if (isFree) continue;
    if (overIpv4 && publicIpv4.has(group)) continue;
    const usable = ipv4Gateways.filter(
      (gateway, index) =>
        overIpv4 &&
        boughtGateways.has(index) &&
        gateway.groups.has(group) &&
        (gateway.capacity !== null) === usesCapped.has(group),
    );
    const rates = usable.map(({ perByte }) => perByte);
    if (rates.length === 0) return null;
    cost += bytes * rates.reduce((least, rate) => (rate < least ? rate : least));
    if (usesCapped.has(group)) load += bytes;
  }
  const limits = ipv4Gateways.flatMap(({ capacity }, index) =>
    boughtGateways.has(index) ? (capacity ?? []) : [],
  );
  if (limits.some((limit) => load > limit)) return null;
  for (let byte = 0n; byte < endpointBytes; byte++) {
    cost += endpointTiers.findLast(({ fromByte }) => fromByte <= byte)?.perByte ?? 0n;
  }
  return cost;
}

test("no network of all that there are is cheaper, and none is missed", () => {
  fc.assert(
    fc.property(problem, (instance) => {
      const found = cheapestNetwork(instance);
      expect(found?.cost ?? null).toBe(bruteForce(instance));
      if (found !== null) expect(networkCost(instance, found)).toBe(found.cost);
    }),
    { numRuns: 1500 },
  );
});

test("hundreds of services and compute groups are solved at once", () => {
  const groups = Array.from({ length: 100 }, (_, index) => ({
    publicIpv4: index % 3 === 0 ? null : BigInt(1000 + index),
  }));
  const endpoints = Array.from({ length: 400 }, (_, index) => ({ fixed: BigInt(700 + index) }));
  const demands = endpoints.flatMap((_, endpoint) =>
    groups
      .map((_group, group) => ({
        group,
        bytes: BigInt((endpoint * 31 + group * 17) % 50),
        isFree: (endpoint + group) % 3 === 0,
        overIpv4: true,
        endpoint,
      }))
      .filter((_demand, index) => (index + endpoint) % 10 === 0),
  );
  const all = new Set(groups.keys());
  const found: NetworkChoice | null = cheapestNetwork({
    ipv4Gateways: [
      { fixed: 36_500n, perByte: 45n, groups: all, capacity: null },
      { fixed: 4_000n, perByte: 0n, groups: all, capacity: 30_000n },
      { fixed: 8_000n, perByte: 0n, groups: all, capacity: 60_000n },
    ],
    groups,
    endpoints,
    endpointTiers: [
      { fromByte: 0n, perByte: 10n },
      { fromByte: 1000n, perByte: 6n },
    ],
    demands,
  });
  expect(found?.cost).toBeGreaterThan(0n);
});
