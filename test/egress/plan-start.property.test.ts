import { destinationsOf } from "@egress6/core/plan/destination";
import { existingCostOf } from "@egress6/core/plan/existing-cost";
import { classesOf, flowsOf, type Scenario } from "@egress6/core/plan/flows";
import type { PlanInput } from "@egress6/core/plan/plan-input";
import { type Plan, planWorkload } from "@egress6/core/plan/plan-workload";
import {
  type NetworkState,
  pathIn,
  slicesIn,
  stateUsd,
} from "@egress6/core/plan/way/network-state";
import type { PlannedStep, WayContext } from "@egress6/core/plan/way/planned-step";
import { plannedSteps, wayContext, wayTo } from "@egress6/core/plan/way/way";
import {
  decimal,
  decimalText,
  dividedBy,
  type Exact,
  minus,
  plus,
  sum,
  times,
  whole,
  ZERO,
} from "@egress6/core/price/exact";
import { findPrice, tieredUsd } from "@egress6/core/price/price-book";
import type { PriceId } from "@egress6/core/price/price-id";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadShippedPrices } from "../../packages/egress6/src/adapter/price-list/price-file.js";
import { inputOf } from "./plan-world.js";

/**
 * VPCs of which every subnet, route table and route is known: what the steps do to their routes is played on the
 * routes themselves, and today's cost is reckoned from them a second time.
 */
interface Account {
  readonly zones: number;
  readonly compute: readonly Unit[];
  /** Zones with a NAT gateway, which stands in a public subnet of its own. */
  readonly nat: readonly number[];
  readonly routes: readonly Route[];
  readonly hosts: readonly { readonly gb: number; readonly ipv6: "yes" | "no" }[];
  readonly prefixGb: number;
  readonly sqsGb: number;
  readonly s3Gb: number;
  readonly endpoints: readonly string[];
  readonly gateways: readonly string[];
  readonly addresses: number;
  readonly isSingle: boolean;
}

interface Unit {
  readonly name: string;
  readonly subnets: "ipv4" | "dual-stack";
  readonly count: number;
  /** By zone, the route table of each of its subnets. */
  readonly tables: readonly (readonly string[])[];
}

interface Route {
  readonly routeTable: string;
  readonly destination: string;
  readonly target: string;
}

const IPV4 = "0.0.0.0/0";
const IPV6 = "::/0";
const gb = fc.integer({ min: 0, max: 3000 });

const accounts: fc.Arbitrary<Account> = fc
  .record({
    zones: fc.integer({ min: 1, max: 3 }),
    units: fc.array(
      fc.record({
        subnets: fc.constantFrom("ipv4" as const, "dual-stack" as const),
        count: fc.integer({ min: 1, max: 5 }),
        layout: fc.constantFrom("a table each", "one table", "with the first", "two in zone 1"),
        leads: fc.constantFrom("nat", "nat", "public", "first nat", "nowhere"),
        hasIpv6: fc.constantFrom("all", "none", "first zone"),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    nat: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
    hosts: fc.array(fc.record({ gb, ipv6: fc.constantFrom("yes" as const, "no" as const) }), {
      maxLength: 3,
    }),
    prefixGb: gb,
    sqsGb: gb,
    s3Gb: gb,
    endpoints: fc.subarray(["sqs", "kms"]),
    gateways: fc.subarray(["s3"]),
    addresses: fc.integer({ min: 0, max: 6 }),
    isSingle: fc.boolean(),
  })
  .map(({ zones, units, nat: given, ...rest }) => {
    const nat = given.filter((zone) => zone < zones).sort((a, b) => a - b);
    const routes = new Map<string, Route>();
    const compute = units.map((unit, index): Unit => {
      const tables = Array.from({ length: zones }, (_, zone) => {
        if (unit.layout === "one table") return [`rtb-${index}`];
        if (unit.layout === "with the first" && index > 0) return [`rtb-shared-${zone}`];
        const own = index === 0 ? `rtb-shared-${zone}` : `rtb-${index}-${zone}`;
        return unit.layout === "two in zone 1" && zone === 0 ? [own, `${own}-b`] : [own];
      });
      for (const [zone, own] of tables.entries()) {
        for (const table of own) {
          const gateway = unit.leads === "nat" && nat.includes(zone) ? zone : nat[0];
          const target =
            unit.leads === "public"
              ? "igw-0"
              : unit.leads === "nowhere" || gateway === undefined
                ? null
                : `nat-${gateway}`;
          const key = `${table} ${IPV4}`;
          // Who comes first decides where a shared table leads. `local` says that the table is read.
          if (routes.has(`${table} local`)) continue;
          routes.set(`${table} local`, {
            routeTable: table,
            destination: "10.0.0.0/16",
            target: "local",
          });
          if (target !== null) routes.set(key, { routeTable: table, destination: IPV4, target });
          if (unit.hasIpv6 === "all" || (unit.hasIpv6 === "first zone" && zone === 0)) {
            routes.set(`${table} ${IPV6}`, {
              routeTable: table,
              destination: IPV6,
              target: "eigw-0",
            });
          }
        }
      }
      return { name: `c${index}`, subnets: unit.subnets, count: unit.count, tables };
    });
    for (const zone of nat) {
      const routeTable = `rtb-public-${zone}`;
      routes.set(routeTable, { routeTable, destination: IPV4, target: "igw-0" });
    }
    return { zones, compute, nat, routes: [...routes.values()], ...rest };
  });

const zoneName = (zone: number): string => `use1-az${zone + 1}`;

const inputFor = (account: Account): PlanInput =>
  inputOf(
    JSON.stringify({
      region: "us-east-1",
      azs: Array.from({ length: account.zones }, (_, zone) => zoneName(zone)),
      compute: account.compute.map(({ name, subnets, count }) => ({
        name,
        kind: "ec2-nitro",
        subnets,
        count,
        uses: [],
      })),
      services: [
        { service: "sqs", gbPerMonth: account.sqsGb },
        { service: "s3", gbPerMonth: account.s3Gb },
      ],
      hosts: [
        ...account.hosts.map(({ gb: gbPerMonth, ipv6 }, index) => ({
          host: `a${index}.example.com`,
          gbPerMonth,
          ipv6,
        })),
        { host: "2001:db8:9::/48", gbPerMonth: account.prefixGb },
      ],
      existing: {
        vpc: "vpc-0",
        natGateways: account.nat.length,
        publicIpv4: account.addresses,
        interfaceEndpoints: account.endpoints,
        gatewayEndpoints: account.gateways,
        subnets: [
          ...account.compute.flatMap(({ name, subnets, tables }) =>
            tables.flatMap((own, zone) =>
              own.map((routeTable, index) => ({
                id: `subnet-${name}-${zone}-${index}`,
                kind: subnets,
                az: zoneName(zone),
                routeTable,
                compute: [name],
              })),
            ),
          ),
          ...account.nat.map((zone) => ({
            id: `subnet-public-${zone}`,
            kind: "ipv4",
            az: zoneName(zone),
            routeTable: `rtb-public-${zone}`,
          })),
        ],
        routes: account.routes,
      },
      constraints: { redundancy: account.isSingle ? "single-az" : "per-az" },
    }),
    {
      ipv6: {
        "sqs.us-east-1.amazonaws.com": "no",
        "sqs.us-east-1.api.aws": "no",
        "s3.us-east-1.amazonaws.com": "no",
        "s3.dualstack.us-east-1.amazonaws.com": "no",
      },
    },
  );

const prices = loadShippedPrices();

/** What exists costs, reckoned row by row from the routes. */
function todayOf(account: Account): Exact {
  const quantities = new Map<PriceId, Exact>();
  const add = (id: PriceId, quantity: Exact): void => {
    quantities.set(id, plus(quantities.get(id) ?? ZERO, quantity));
  };
  const hours = (count: number): Exact => whole(730 * count);
  add("natGatewayHour", hours(account.nat.length));
  add("publicIpv4InUseHour", hours(account.nat.length + account.addresses));
  add("interfaceEndpointHourPerAz", hours(account.endpoints.length * account.zones));
  const all = account.compute.reduce((total, { count }) => total + count, 0);
  const sent: readonly (readonly [name: string, gb: number, ipv6: boolean])[] = [
    ["sqs", account.sqsGb, false],
    ["s3", account.s3Gb, false],
    ...account.hosts.map(({ gb: many, ipv6 }) => ["host", many, ipv6 === "yes"] as const),
  ];
  for (const { subnets, count, tables } of account.compute) {
    for (const [zone, own] of tables.entries()) {
      for (const table of own) {
        for (const [name, many, hasIpv6] of sent) {
          const part = dividedBy(whole(many * count), whole(all * account.zones * own.length));
          const to = (destination: string): string | undefined =>
            account.routes.find(
              (route) => route.routeTable === table && route.destination === destination,
            )?.target;
          if (account.gateways.includes(name)) continue;
          if (account.endpoints.includes(name)) {
            add("interfaceEndpointGb", part);
            continue;
          }
          if (hasIpv6 && subnets === "dual-stack" && to(IPV6) !== undefined) continue;
          const target = to(IPV4);
          if (target === undefined || !target.startsWith("nat-")) continue;
          add("natGatewayGb", part);
          if (target !== `nat-${zone}`) add("crossAzGbEachDirection", times(part, whole(2)));
        }
      }
    }
  }
  return sum(
    [...quantities].map(([id, quantity]) => {
      const price = findPrice(prices, "us-east-1", id);
      if (price === undefined) throw new Error(`no price ${id}`);
      return tieredUsd(price, quantity);
    }),
  );
}

const cents = (usd: Exact | null | undefined): string =>
  usd == null ? "unknown" : Number(decimalText(usd)).toFixed(4);

const SEED = 20261201;

test("today costs what its routes, subnets and endpoints say, reckoned a second time", () => {
  fc.assert(
    fc.property(accounts, (account) => {
      const input = inputFor(account);
      const today = existingCostOf(input, classesOf(flowsOf(input, destinationsOf(input))));
      const expected = cents(todayOf(account));
      expect([cents(today?.low), cents(today?.high)]).toEqual([expected, expected]);
    }),
    { numRuns: 150, seed: SEED },
  );
});

/** Each is planned once for all tests below. */
const planned = fc
  .sample(accounts, { numRuns: 40, seed: SEED })
  .map((account) => ({ account, plan: planWorkload(inputFor(account)) }));

const scenariosOf = ({ targets }: WayContext): readonly Scenario[] =>
  (["low", "high"] as const).filter((scenario) => targets[scenario] !== null);

function forEachWay(
  plan: Plan,
  look: (context: WayContext, scenario: Scenario, steps: readonly PlannedStep[]) => void,
): void {
  for (const design of plan.designs) {
    const context = wayContext(design, plan);
    if (context === null) continue;
    for (const scenario of scenariosOf(context)) {
      look(
        context,
        scenario,
        plannedSteps(context).filter((step) => step.isDone(scenario)),
      );
    }
  }
}

function reached(
  { world }: WayContext,
  state: NetworkState,
  scenario: Scenario,
): readonly string[] {
  return slicesIn(world, state, scenario)
    .filter((slice) => pathIn(world, state, slice, scenario) !== null)
    .map(({ flow, place }) => `${place?.key} ${flow.destination.name}`);
}

test("all steps lead to the design, each changes something and cuts nothing off, and each way back leads to the state before", () => {
  for (const { plan } of planned) {
    forEachWay(plan, (context, scenario, steps) => {
      let state = context.start;
      const before = reached(context, state, scenario);
      for (const step of steps) {
        const next = step.effect.apply(state);
        const now = new Set(reached(context, next, scenario));
        // Compute that has moved is in one subnet in each zone.
        const isGone = (each: string): boolean => {
          const [group, , number] = (each.split(" ")[0] ?? "").split("/");
          return number !== "1" && next.moved.has(Number(group));
        };
        const lost = before.filter((each) => !now.has(each) && !isGone(each));
        expect(lost, `${context.design.design.id} ${step.id} cuts these off`).toEqual([]);
        expect(next, `${step.id} makes what is there`).not.toEqual(state);
        expect(step.effect.undo(next), `the way back of ${step.id}`).toEqual(state);
        state = next;
      }
      const { design } = context;
      const name = `${design.design.id} ${scenario}`;
      const usd = stateUsd(context.world, state, scenario);
      expect([name, cents(usd)]).toEqual([name, cents(design[scenario])]);
    });
  }
});

test("what the changes save adds up to today less the design", () => {
  for (const { plan } of planned) {
    for (const design of plan.designs) {
      const { changes, steps } = wayTo(design, plan);
      const context = wayContext(design, plan);
      if (context === null) continue;
      for (const scenario of scenariosOf(context)) {
        const [today, then] = [plan.existingCost?.[scenario] ?? null, design[scenario]];
        if (today === null || then === null) continue;
        for (const list of [changes, steps]) {
          const saved = sum(list.map(({ saves }) => saves[scenario] ?? decimal("1e9")));
          expect(decimalText(saved)).toBe(decimalText(minus(today, then)));
        }
      }
    }
  }
});

/** Route tables as AWS has them: a route that is there is not created, one that is not is not replaced or deleted. */
class Tables {
  private readonly routes = new Map<string, string>();

  constructor(routes: readonly Route[]) {
    for (const { routeTable, destination, target } of routes) {
      this.routes.set(`${routeTable} ${destination}`, target);
    }
  }

  run(commands: readonly string[]): void {
    for (const command of commands) {
      const described = /describe-route-tables .*--route-table-ids (\S+)/.exec(command)?.[1];
      if (described !== undefined) this.shared = described;
      const associated = /replace-route-table-association .*--route-table-id (\S+)/.exec(
        command,
      )?.[1];
      if (associated?.includes("_NEW_")) this.expectLike(associated);
      const gone = /delete-route-table .*--route-table-id (\S+)/.exec(command)?.[1];
      if (gone !== undefined) this.dropTable(gone);
      const found =
        /aws ec2 (create|replace|delete)-route .*--route-table-id (\S+) --destination(?:-ipv6)?-cidr-block (\S+)(?: --\S+ (\S+))?/.exec(
          command,
        );
      const [, action, table, destination, target = ""] = found ?? [];
      if (action === undefined) continue;
      const key = `${table} ${destination}`;
      expect([command, this.routes.has(key)]).toEqual([command, action !== "create"]);
      if (action === "delete") this.routes.delete(key);
      else this.routes.set(key, target);
    }
  }

  get all(): readonly string[] {
    return [...this.routes].map(([key, target]) => `${key} ${target}`).sort();
  }

  private shared = "";

  /** Before a subnet gets a route table, this one has the routes of the former. */
  private expectLike(table: string): void {
    const routesOf = (name: string): readonly string[] =>
      this.all.filter((each) => each.startsWith(`${name} `) && !each.endsWith(" local"));
    expect(routesOf(table).map((each) => each.slice(table.length))).toEqual(
      routesOf(this.shared).map((each) => each.slice(this.shared.length)),
    );
  }

  private dropTable(table: string): void {
    for (const key of [...this.routes.keys()]) {
      if (key.startsWith(`${table} `)) this.routes.delete(key);
    }
  }
}

test("the commands create no route that is there, and going back leaves the routes as they were", () => {
  for (const { account, plan } of planned) {
    forEachWay(plan, ({ design }, scenario, steps) => {
      const tables = new Tables(account.routes);
      const before: (readonly string[])[] = [];
      for (const step of steps) {
        before.push(tables.all);
        tables.run(step.change.commands);
      }
      for (const step of [...steps].reverse()) {
        tables.run(step.rollback.commands);
        expect([design.design.id, scenario, step.id, tables.all]).toEqual([
          design.design.id,
          scenario,
          step.id,
          before.pop(),
        ]);
      }
    });
  }
});

/** Words that only a person can replace: what a step makes, or what the workload says nothing of. */
const OPEN =
  /^(?:BUCKET_ARN|FLOW_LOG_ID|SECURITY_GROUP_ID|ENDPOINT_ID|(?:TABLE_)?ASSOCIATION(?:_\d)?_ID|ALLOCATION(?:_\d)?_ID|IPV6_BLOCK(?:_\d)?|C\d_NEW_ROUTE_TABLE_\d(?:_\d)?_ID|PUBLIC_SUBNET_\d_CIDR|PUBLIC_(?:SUBNET|ROUTE_TABLE)_\d_ID|REGIONAL_NAT_GATEWAY_ID|INSTANCE_\d_ID|TRANSIT_GATEWAY_ID|ATTACHMENT_ID|HOST_NAME|LOG_FILES|FILE|ALL)$/;

test("ids that the workload has stand in the commands, and leave no word for a person to replace", () => {
  for (const { account, plan } of planned) {
    const hasInternetGateway = account.routes.some(({ target }) => target === "igw-0");
    const hasEgressOnly = account.routes.some(({ target }) => target === "eigw-0");
    forEachWay(plan, ({ design }, _, steps) => {
      if (design.design.subnets !== undefined) return;
      const made = new Set(steps.flatMap(({ id }) => /^nat-gateway-(\d+)$/.exec(id)?.[1] ?? []));
      for (const { id, change, check, rollback, precondition } of steps) {
        const commands = [change, check, precondition, rollback]
          .flatMap((each) => each.commands)
          .filter((command) => command.startsWith("aws ") && !command.includes("create-flow-logs"))
          .map((command) => command.replace(/'[^']*'/g, ""));
        for (const word of commands.join(" ").match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? []) {
          if (OPEN.test(word)) continue;
          if (word === "SUBNET_IDS" && /^(?:remove-endpoint|endpoints-in)/.test(id)) continue;
          if (word === "INTERNET_GATEWAY_ID" && !hasInternetGateway) continue;
          if (word === "EGRESS_ONLY_GATEWAY_ID" && !hasEgressOnly) continue;
          const number = Number(/^NAT_GATEWAY_(\d+)_ID$/.exec(word)?.[1] ?? 0);
          // No route says its id.
          const isNamed = account.routes.some(({ target }) => target === `nat-${number - 1}`);
          if (number > 0 && !isNamed) continue;
          if (made.has(/^NAT_GATEWAY_(\d+)_ID$/.exec(word)?.[1] ?? "")) continue;
          expect(`${design.design.id} ${id}: ${word}`).toBe("");
        }
      }
    });
  }
});
