import type { DesignPlan } from "@egress6/core/plan/design-plan";
import type { Scenario } from "@egress6/core/plan/flows";
import type { Plan } from "@egress6/core/plan/plan-workload";
import {
  type NetworkState,
  pathIn,
  slicesIn,
  stateUsd,
  type World,
} from "@egress6/core/plan/way/network-state";
import { plannedSteps, wayContext, wayTo } from "@egress6/core/plan/way/way";
import { decimalText, type Exact, minus, plus, ZERO } from "@egress6/core/price/exact";
import fc from "fast-check";
import { expect, test } from "vitest";
import { planOf } from "./plan-world.js";

const SERVICES = ["sqs", "kms", "s3", "logs", "kinesis", "dynamodb", "iam"] as const;
const NAMES = [
  "sqs.us-east-1.amazonaws.com",
  "sqs.us-east-1.api.aws",
  "kms.us-east-1.amazonaws.com",
  "kms.us-east-1.api.aws",
  "logs.us-east-1.amazonaws.com",
  "logs.us-east-1.api.aws",
  "kinesis.us-east-1.amazonaws.com",
  "s3.us-east-1.amazonaws.com",
  "s3.dualstack.us-east-1.amazonaws.com",
  "a0.example.com",
];
const ENDPOINTS = ["sqs", "kms", "logs", "kinesis-streams", "ec2"];
const KINDS = [
  ["ec2-nitro", "ipv4"],
  ["ec2-nitro", "dual-stack"],
  ["ec2-nitro", "ipv6-only"],
  ["ecs-fargate", "dual-stack"],
  ["lambda", "dual-stack"],
  ["lambda", "none"],
  ["eks-ipv4", "ipv4"],
  ["codebuild", "ipv4"],
] as const;

/** Workloads with what exists, and what is known of some names. */
const plans: fc.Arbitrary<Plan> = fc
  .record({
    azs: fc.integer({ min: 1, max: 3 }),
    kinds: fc.uniqueArray(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 2 }),
    count: fc.integer({ min: 1, max: 12 }),
    services: fc.uniqueArray(fc.constantFrom(...SERVICES), { maxLength: 4 }),
    hosts: fc.array(fc.constantFrom("yes", "no", undefined), { maxLength: 2 }),
    gb: fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 6, maxLength: 6 }),
    natGateways: fc.integer({ min: 0, max: 3 }),
    publicIpv4: fc.constantFrom(0, 0, 5),
    endpoints: fc.uniqueArray(fc.constantFrom(...ENDPOINTS), { maxLength: 3 }),
    gateways: fc.uniqueArray(fc.constantFrom("s3", "dynamodb"), { maxLength: 2 }),
    central: fc.constantFrom(false, false, true),
    single: fc.boolean(),
    seen: fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom("yes" as const, "no" as const)),
  })
  .map(({ azs, kinds, count, services, hosts, gb, endpoints, seen, ...of }) =>
    planOf(
      JSON.stringify({
        region: "us-east-1",
        azs,
        compute: kinds.map(([kind, subnets], index) => ({
          name: `c${index}`,
          kind,
          subnets,
          count,
          uses: [],
        })),
        services: services.map((service, index) => ({ service, gbPerMonth: gb[index] })),
        hosts: hosts.map((ipv6, index) => ({
          host: `a${index}.example.com`,
          gbPerMonth: gb[4 + index],
          ipv6,
        })),
        existing: {
          natGateways: of.natGateways,
          publicIpv4: of.publicIpv4,
          interfaceEndpoints: endpoints,
          gatewayEndpoints: of.gateways,
          centralEgress: of.central,
        },
        constraints: { redundancy: of.single ? "single-az" : "per-az" },
      }),
      { ipv6: seen },
    ),
  );

const scenariosOf = ({ network, lowNetwork }: DesignPlan): readonly Scenario[] =>
  network === lowNetwork ? ["low"] : ["low", "high"];

/** What each compute reaches, by the names that people know. */
function reached(world: World, state: NetworkState, scenario: Scenario): ReadonlySet<string> {
  const slices = slicesIn(world, state, scenario);
  return new Set(
    slices
      .filter((slice) => pathIn(world, state, slice, scenario) !== null)
      .flatMap(({ flow, place }) =>
        flow.flows
          .filter(({ destination }) => destination.kind !== "platform")
          .map(({ destination, compute }) => `${compute.name} ${place?.zone} ${destination.name}`),
      ),
  );
}

const usdText = (usd: Exact | null): string | null => (usd === null ? null : decimalText(usd));

test("the network that the steps lead to costs what the design costs", () => {
  fc.assert(
    fc.property(plans, (plan) => {
      for (const design of plan.designs) {
        const context = wayContext(design, plan);
        if (context === null) continue;
        for (const scenario of scenariosOf(design)) {
          if (design[scenario] === null) continue;
          const end = plannedSteps(context).reduce(
            (state, step) => (step.isDone(scenario) ? step.effect.apply(state) : state),
            context.start,
          );
          const usd = stateUsd(context.world, end, scenario);
          expect([design.design.id, scenario, usdText(usd)]).toEqual([
            design.design.id,
            scenario,
            usdText(design[scenario]),
          ]);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("what the changes save adds up to the difference between today and the design, as do the steps", () => {
  const sumOf = (amounts: readonly (Exact | null)[]): Exact | null =>
    amounts.reduce<Exact | null>(
      (total, usd) => (total === null || usd === null ? null : plus(total, usd)),
      ZERO,
    );
  fc.assert(
    fc.property(plans, (plan) => {
      const today = plan.existingCost;
      for (const design of plan.designs) {
        const { steps, changes } = wayTo(design, plan);
        for (const scenario of scenariosOf(design)) {
          const [before, after] = [today?.[scenario] ?? null, design[scenario]];
          if (before === null || after === null) continue;
          const saved = usdText(minus(before, after));
          expect(usdText(sumOf(steps.map(({ saves }) => saves[scenario])))).toBe(saved);
          expect(usdText(sumOf(changes.map(({ saves }) => saves[scenario])))).toBe(saved);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("no step cuts off what was reachable before it, and its way back leads to the former network", () => {
  fc.assert(
    fc.property(plans, (plan) => {
      for (const design of plan.designs) {
        const context = wayContext(design, plan);
        if (context === null) continue;
        for (const scenario of scenariosOf(design)) {
          let state = context.start;
          const before = reached(context.world, state, scenario);
          for (const step of plannedSteps(context)) {
            if (!step.isDone(scenario)) continue;
            const former = state;
            state = step.effect.apply(former);
            expect(step.effect.undo(state), `the way back of ${step.id}`).toEqual(former);
            const now = reached(context.world, state, scenario);
            const lost = [...before].filter((each) => !now.has(each));
            expect(lost, `${design.design.id} ${scenario} ${step.id}`).toEqual([]);
          }
        }
      }
    }),
    { numRuns: 60 },
  );
});
