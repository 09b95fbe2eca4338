import type { DesignPlan } from "@egress6/core/plan/design-plan";
import { type Plan, planWorkload } from "@egress6/core/plan/plan-workload";
import { compare, type Exact, ZERO } from "@egress6/core/price/exact";
import { UNOBSERVED } from "@egress6/core/verdict/support";
import type { EvidenceSource } from "@egress6/core/workload/evidence";
import { withGaps } from "@egress6/core/workload/gaps";
import { mergeWorkloads, type WorkloadSource } from "@egress6/core/workload/merge";
import { parseWorkload } from "@egress6/core/workload/parse-workload";
import type { EvidenceEntry, WorkloadPartFile } from "@egress6/core/workload/schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { loadPlanFacts } from "../../packages/egress6/src/adapter/fact-files/plan-facts.js";
import { loadShippedPrices } from "../../packages/egress6/src/adapter/price-list/price-file.js";
import { names } from "./plan-world.js";

const catalog = loadCatalog();
const facts = loadPlanFacts(catalog);
const prices = loadShippedPrices();
const at = Date.UTC(2026, 10, 20);
const seen = (ipv6: "yes" | "no") => {
  const state = (known: "yes" | "no") => ({ ...UNOBSERVED, known, since: at, lastConfirmed: at });
  return { ipv4: state("yes"), ipv6: state(ipv6) };
};
const observed = new Map([
  ["sqs.us-east-1.api.aws", seen("yes")],
  ["with.example", seen("yes")],
  ["without.example", seen("no")],
]);

const joined = (sources: readonly WorkloadSource[]) => {
  const merged = mergeWorkloads(sources, names);
  expect(merged.conflicts).toEqual([]);
  return withGaps(merged, sources);
};

function planOfSources(sources: readonly WorkloadSource[]): Plan {
  const read = parseWorkload(joined(sources), names);
  if (!("workload" in read)) throw new Error(JSON.stringify(read.problems));
  return planWorkload({ workload: read.workload, facts, prices, catalog, observed });
}

const by = (source: EvidenceSource): EvidenceEntry[] => [{ by: source, ref: `${source}:1` }];

/** A world, and what each source knows of it: none is wrong, each may miss what another sees. */
const knows = fc.record({
  audit: fc.boolean(),
  survey: fc.boolean(),
  flows: fc.boolean(),
});
const world = fc.record({
  compute: fc.array(
    fc.record({
      kind: fc.constantFrom("ecs-fargate", "ec2-nitro", "lambda"),
      subnets: fc.constantFrom("ipv4", "dual-stack"),
      count: fc.integer({ min: 1, max: 9 }),
      knows,
    }),
    { minLength: 1, maxLength: 3 },
  ),
  destinations: fc.array(
    fc.record({
      name: fc.constantFrom("sqs", "kms", "with.example", "without.example", "new.example"),
      gb: fc.integer({ min: 0, max: 900 }),
      knows,
    }),
    { minLength: 1, maxLength: 5 },
  ),
  natGateways: fc.integer({ min: 0, max: 3 }),
  azs: fc.constantFrom(1, 2),
});

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** The person says what plans need, and that what runs first is there. */
function sourcesOf({ compute, destinations, natGateways, azs }: World) {
  const part = (source: "audit" | "survey" | "flows"): WorkloadPartFile => {
    const own = destinations.filter(
      (each, index) =>
        each.knows[source] && destinations.findIndex(({ name }) => name === each.name) === index,
    );
    const volume = (gb: number) => (source === "flows" ? { gbPerMonth: gb, windowDays: 14 } : {});
    const isService = (name: string) => !name.includes(".");
    return {
      ...(source === "flows"
        ? {}
        : {
            compute: compute.flatMap(({ kind, subnets, count, knows: known }, index) =>
              index === 0 || known[source]
                ? [
                    {
                      name: `c${index}`,
                      kind,
                      subnets: kind === "lambda" ? "dual-stack" : subnets,
                      ...(source === "survey" ? { count } : {}),
                      evidence: by(source),
                    } as const,
                  ]
                : [],
            ),
          }),
      services: own.flatMap(({ name, gb }) =>
        isService(name) ? [{ service: name, ...volume(gb), evidence: by(source) }] : [],
      ),
      hosts: own.flatMap(({ name, gb }) =>
        isService(name) ? [] : [{ host: name, ...volume(gb), evidence: by(source) }],
      ),
      ...(source === "survey" ? { existing: { natGateways, evidence: by(source) } } : {}),
      evidence: by(source),
    };
  };
  return [
    ...(["audit", "survey", "flows"] as const).map(
      (source): WorkloadSource => ({ place: `${source}.json`, by: source, part: part(source) }),
    ),
    { place: "rest.yaml", part: { region: "us-east-1", azs } },
  ];
}

const isWorking = ({ status }: DesignPlan): boolean => status === "works";

function expectNoBetter(fewer: Plan, all: Plan): void {
  for (const design of fewer.designs) {
    const before = all.designs.find((each) => each.design.id === design.design.id);
    if (before === undefined) continue;
    if (isWorking(design))
      expect([design.design.id, before.status]).toEqual([design.design.id, "works"]);
    if (!isWorking(design) || !isWorking(before)) continue;
    expect(compareOpen(design.high, before.high)).toBeGreaterThanOrEqual(0);
    expect(compare(design.low ?? ZERO, before.low ?? ZERO)).toBeLessThanOrEqual(0);
  }
}

/** Null, an open end, is more than anything. */
function compareOpen(a: Exact | null, b: Exact | null): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  return compare(a, b);
}

describe("a source that is left out", () => {
  test("widens ranges, and makes no design look better", () => {
    fc.assert(
      fc.property(world, fc.constantFrom(0, 1, 2), (given, left) => {
        const sources = sourcesOf(given);
        const fewer = sources.filter((_, index) => index !== left);
        fc.pre(joined(fewer).compute?.length !== 0);
        expectNoBetter(planOfSources(fewer), planOfSources(sources));
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  test("leaves nothing open where somebody says that nothing is missing", () => {
    const [audit, , flows, rest] = sourcesOf({
      compute: [
        {
          kind: "lambda",
          subnets: "ipv4",
          count: 1,
          knows: { audit: true, survey: true, flows: true },
        },
      ],
      destinations: [],
      natGateways: 0,
      azs: 1,
    }) as [WorkloadSource, WorkloadSource, WorkloadSource, WorkloadSource];
    const closed = { ...rest, part: { ...rest.part, complete: true } };
    expect(joined([audit, flows, rest]).hosts).toMatchObject([{ host: "unattributed" }]);
    expect(joined([audit, flows, closed]).hosts).toEqual([]);
  });
});

test("bytes that flow logs know no sender of take the senders that code knows", () => {
  const entry = (source: EvidenceSource, more: object) => ({
    service: "sqs",
    ...more,
    evidence: by(source),
  });
  const { services } = joined([
    {
      place: "a",
      part: { services: [entry("audit", { from: "web" }), entry("audit", { from: "jobs" })] },
    },
    { place: "f", part: { services: [entry("flows", { gbPerMonth: 40 })] } },
    { place: "s", part: { existing: { natGateways: 1, evidence: by("survey") } } },
  ]);
  expect(services).toMatchObject([{ service: "sqs", gbPerMonth: 40, from: ["jobs", "web"] }]);
  expect(services?.[0]?.evidence?.map((each) => each.by)).toEqual(["flows", "audit"]);
});
