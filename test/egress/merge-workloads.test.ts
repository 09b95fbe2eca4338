import { mergeWorkloads, type WorkloadSource } from "@egress6/core/workload/merge";
import { parseWorkload } from "@egress6/core/workload/parse-workload";
import type { EvidenceEntry, WorkloadPartFile } from "@egress6/core/workload/schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { names } from "./plan-world.js";

const merge = (...sources: readonly WorkloadSource[]) => mergeWorkloads(sources, names);

const by = (source: EvidenceEntry["by"], ref: string): EvidenceEntry[] => [{ by: source, ref }];

const AUDIT: WorkloadSource = {
  place: "audit.json",
  part: {
    region: "us-east-1",
    compute: [
      {
        name: "web",
        kind: "ecs-fargate",
        subnets: "dual-stack",
        evidence: by("audit", "ecs.tf:3"),
      },
      { name: "jobs", kind: "lambda-dual-stack", count: 4, evidence: by("audit", "fn.tf:1") },
    ],
    services: [
      { service: "SQS", from: "web", evidence: by("audit", "app.py:7") },
      { service: "sns", from: "web", evidence: by("audit", "app.py:9") },
    ],
    evidence: by("audit", "vpc.tf:12"),
  },
};
const SURVEY: WorkloadSource = {
  place: "survey.json",
  part: {
    region: "us-east-1",
    azs: 2,
    compute: [
      {
        name: "jobs",
        kind: "lambda",
        subnets: "dual-stack",
        count: 6,
        evidence: by("survey", "eni-1"),
      },
    ],
    existing: { natGateways: 2, evidence: by("survey", "vpc-1") },
    evidence: by("survey", "vpc-1"),
  },
};
const FLOWS: WorkloadSource = {
  place: "flows.json",
  part: {
    services: [
      { service: "sqs", from: ["web"], gbPerMonth: 40, evidence: by("flows", "pairs.csv") },
    ],
    hosts: [{ host: "203.0.113.0/24", gbPerMonth: 3, evidence: by("flows", "pairs.csv") }],
  },
};
const PERSON: WorkloadSource = {
  place: "shop.yaml",
  part: {
    services: [{ service: "sqs", from: "web", gbPerMonth: 5 }],
    constraints: { mustBePrivate: true },
  },
};

describe("several files become one workload", () => {
  const { part, settled, conflicts } = merge(AUDIT, SURVEY, FLOWS, PERSON);

  test("flow logs know volumes best, the account counts, and what differs is listed", () => {
    expect(conflicts).toEqual([]);
    expect(part.services).toMatchObject([{ service: "sns" }, { service: "sqs", gbPerMonth: 40 }]);
    expect(part.services?.[0]?.gbPerMonth).toBeUndefined();
    expect(part.compute?.map(({ name, count }) => [name, count])).toEqual([
      ["jobs", 6],
      ["web", undefined],
    ]);
    expect(settled).toEqual([
      "count of jobs: 6 (eni-1) over 4 (fn.tf:1)",
      "gbPerMonth of sqs: 40 (pairs.csv) over 5 (shop.yaml)",
    ]);
  });

  test("the evidence of all of them stays, that of the volume first", () => {
    const sources = part.services?.[1]?.evidence?.map((each) => each.by);
    expect(sources).toEqual(["flows", "audit", "person"]);
    expect(part.hosts?.[0]?.evidence).toMatchObject([{ by: "flows" }]);
  });

  test("it is a workload file", () => {
    const read = parseWorkload(part, names);
    if (!("workload" in read)) throw new Error(JSON.stringify(read.problems));
    expect(read.workload).toMatchObject({
      zones: 2,
      existing: { natGateways: 2 },
      constraints: { mustBePrivate: true },
    });
  });
});

describe("what no rule settles is a conflict", () => {
  const other: WorkloadSource = {
    place: "infra.json",
    part: { azs: 3, evidence: by("audit", "infra/vpc.tf:12") },
  };

  test("with both values and both places", () => {
    expect(merge(SURVEY, other).conflicts).toEqual(["azs: 2 (vpc-1) against 3 (infra/vpc.tf:12)"]);
  });

  test("not the id of a VPC that another source has with more words", () => {
    const withVpc = (vpc: string | { id: string }): WorkloadSource => ({
      place: "a.yaml",
      part: { existing: { vpc, subnets: [{ id: "subnet-1", kind: "ipv4" }] } },
    });
    const { part, conflicts } = merge(withVpc("vpc-1"), withVpc({ id: "vpc-1" }));
    expect(conflicts).toEqual([]);
    expect(part.existing).toMatchObject({ vpc: { id: "vpc-1" }, subnets: [{ id: "subnet-1" }] });
  });

  test("a preferred source settles it", () => {
    const { part, conflicts, settled } = mergeWorkloads([SURVEY, other], names, "audit");
    expect([part.azs, conflicts]).toEqual([3, []]);
    expect(settled).toEqual(["azs: 3 (infra/vpc.tf:12) over 2 (vpc-1)"]);
  });

  test("two persons who say different volumes, and not one who says the same", () => {
    const says = (place: string, gbPerMonth: number): WorkloadSource => ({
      place,
      part: { services: [{ service: "sqs", gbPerMonth }] },
    });
    expect(merge(says("a", 5), says("b", 7)).conflicts).toEqual([
      "gbPerMonth of sqs: 5 (a) against 7 (b)",
    ]);
    expect(merge(says("a", 5), says("b", 5)).conflicts).toEqual([]);
  });

  test("the names of zones do not contradict their number", () => {
    const named = { place: "z", part: { azs: ["use1-az1", "use1-az2"] } };
    const { part, conflicts } = merge(SURVEY, named);
    expect([part.azs, conflicts]).toEqual([["use1-az1", "use1-az2"], []]);
  });
});

test("figures of the whole workload come from any file, and two that differ are a conflict", () => {
  const figure = (peakMbitPerSecond: number, place: string): WorkloadSource => ({
    place,
    part: { peakMbitPerSecond, discountPercent: 5 },
  });
  const merged = merge(AUDIT, figure(200, "a.yaml"));
  expect(merged.part).toMatchObject({ peakMbitPerSecond: 200, discountPercent: 5 });
  expect(merged.conflicts).toEqual([]);
  expect(merge(figure(200, "a.yaml"), figure(300, "b.yaml")).conflicts).toEqual([
    "peakMbitPerSecond: 200 (a.yaml) against 300 (b.yaml)",
  ]);
});

test("entries of one file for one destination are parts of its volume, and unknown parts leave it open", () => {
  const file = (...volumes: readonly (number | null)[]): WorkloadSource => ({
    place: "f",
    part: { services: volumes.map((gbPerMonth) => ({ service: "sqs", gbPerMonth })) },
  });
  expect(merge(file(5, 0.1)).part.services?.[0]?.gbPerMonth).toBe(5.1);
  expect(merge(file(5, null)).part.services?.[0]?.gbPerMonth).toEqual({ low: 5 });
});

const source = fc.constantFrom<EvidenceEntry["by"]>("audit", "survey", "flows", "person");
const part: fc.Arbitrary<WorkloadPartFile> = fc
  .record({
    source,
    ref: fc.constantFrom("a", "b", "c"),
    region: fc.constantFrom(undefined, "us-east-1", "us-west-2"),
    azs: fc.constantFrom(undefined, 2, 3),
    services: fc.array(
      fc.record({
        service: fc.constantFrom("sqs", "SQS", "kms"),
        gbPerMonth: fc.constantFrom(undefined, 1, 2, { low: 1, high: 4 }),
        from: fc.constantFrom(undefined, "web", ["web", "jobs"], ["jobs", "web"]),
      }),
      { maxLength: 3 },
    ),
    count: fc.constantFrom(1, 2),
  })
  .map(({ source: who, ref, region, azs, services, count }) => ({
    region,
    azs,
    compute: [{ name: "web", kind: "lambda", count, evidence: by(who, ref) }],
    services: services.map((entry) => ({ ...entry, evidence: by(who, ref) })),
    evidence: by(who, ref),
  }));
const sources = fc
  .array(part, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.map((each, index): WorkloadSource => ({ place: `${index}`, part: each })));

describe("whatever the sources say", () => {
  test("their order does not matter", () => {
    fc.assert(
      fc.property(sources, (given) => {
        expect(merge(...given.toReversed())).toEqual(merge(...given));
      }),
    );
  });

  test("what was merged stays as it is, alone or with itself", () => {
    fc.assert(
      fc.property(sources, (given) => {
        const { part: once } = merge(...given);
        const again = { place: "again", part: once };
        expect(merge(again).part).toEqual(once);
        expect(merge(again, again)).toEqual({ part: once, settled: [], conflicts: [] });
      }),
    );
  });

  test("it does not matter which are merged first, where nothing conflicts", () => {
    fc.assert(
      fc.property(sources, part, (given, last) => {
        const first = merge(...given);
        const end = { place: "end", part: last };
        const all = merge(...given, end);
        fc.pre(first.conflicts.length + all.conflicts.length === 0);
        expect(merge({ place: "first", part: first.part }, end).part).toEqual(all.part);
      }),
    );
  });
});
