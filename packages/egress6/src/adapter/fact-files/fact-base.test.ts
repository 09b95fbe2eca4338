import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { findComputeKind } from "@egress6/core/facts/compute-kind";
import { describe, expect, onTestFinished, test } from "vitest";
import { DATA_FOLDER } from "../../data-folder.js";
import { loadCatalog } from "../botocore/load-catalog.js";
import { loadShippedPrices } from "../price-list/price-file.js";
import { loadFactBase } from "./fact-base.js";
import { egressSchemas } from "./fact-schemas.js";
import { loadFacts } from "./facts.js";
import { lintFactBase } from "./lint-fact-base.js";

const base = loadFactBase(loadShippedPrices());
const catalog = loadCatalog();
const context = {
  services: new Set(catalog.services.map(({ cliName }) => cliName)),
  regions: new Set(catalog.partitions.flatMap(({ regions }) => regions.map(({ id }) => id))),
  today: "2026-12-01",
};
const [firstFact] = base.facts;
const [firstKind] = base.kinds;
if (firstFact === undefined || firstKind === undefined) throw new Error("the fact base is empty");

describe("the shipped fact base", () => {
  test("is clean, and its schemas are those of its types", () => {
    expect(lintFactBase(base, context)).toEqual([]);
    for (const [name, schema] of Object.entries(egressSchemas())) {
      const written = readFileSync(new URL(`schema/${name}`, DATA_FOLDER), "utf8");
      expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(schema)));
    }
  });

  test("tells ECS in dual-stack subnets from ECS in IPv6-only subnets", () => {
    const names = (subnets: "dual-stack" | "ipv6-only") =>
      findComputeKind(base.kinds, "ecs-fargate", subnets)?.startupCalls.map(({ calls }) => calls);
    expect(new Set(names("dual-stack"))).toEqual(new Set(["default"]));
    expect(names("ipv6-only")).toContain("dualstack");
  });

  test("says of Fargate in IPv6-only subnets that it runs, and leaves unknown what it calls", () => {
    const kind = findComputeKind(base.kinds, "ecs-fargate", "ipv6-only");
    expect(kind).toMatchObject({ runs: "yes", sendsIpv6: "yes", confidence: "measured" });
    const unknown = kind?.startupCalls.filter(({ calls }) => calls === "unknown");
    expect(unknown?.map(({ when }) => when)).toEqual([
      "cloudwatch-logs",
      "secrets-manager",
      "parameter-store",
      "exec",
    ]);
    for (const { hosts } of unknown ?? []) expect(hosts).toHaveLength(2);
  });

  test("gives pods of an EKS IPv4 cluster IPv6 egress, by a setting of the VPC CNI", () => {
    const kind = findComputeKind(base.kinds, "eks-ipv4", "dual-stack");
    expect(kind?.sendsIpv6).toBe("unknown");
    expect(kind?.withSetting?.setting).toContain("ENABLE_V6_EGRESS=true");
    expect(kind?.settings[0]).toContain("ENABLE_V6_EGRESS=true");
    expect(kind?.conflicts).toHaveLength(1);
  });

  test.each([
    "eks-fargate-ipv4-ipv4",
    "batch-dual-stack",
    "sagemaker-notebook-dual-stack",
    "emr-dual-stack",
    "mwaa-dual-stack",
    "load-balancer-dual-stack",
  ])("knows the compute kind %s", (id) => {
    expect(base.kinds.map((kind) => kind.id)).toContain(id);
  });

  test("has the nine interface endpoints of the ECS pattern, six of them on Fargate", () => {
    const interfaceEndpoints = (platform: "ecs-ec2" | "ecs-fargate") =>
      findComputeKind(base.kinds, platform, "dual-stack")
        ?.startupCalls.flatMap(({ endpoints }) => endpoints)
        .filter((endpoint) => endpoint !== "s3");
    expect(interfaceEndpoints("ecs-ec2")).toHaveLength(9);
    expect(interfaceEndpoints("ecs-fargate")).toHaveLength(6);
  });

  test("keeps what sources say against each other", () => {
    expect(base.kinds.find(({ id }) => id === "ecs-fargate-ipv6-only")?.conflicts).toHaveLength(2);
    expect(base.table.conflicts).toHaveLength(9);
    const price = base.prices.prices.get("eu-west-2")?.get("regionalNatGatewayHourPerAz");
    expect(price?.conflicts[0]?.statement).toContain("0.07");
  });
});

describe("lint", () => {
  const withFact = (change: object) => ({ ...base, facts: [{ ...firstFact, ...change }] });
  const withKind = (change: object) => ({
    ...base,
    facts: [firstFact],
    kinds: [{ ...firstKind, ...change }],
  });

  test.each([
    ["without a source", withFact({ sources: [" "] }), "fact F01 has no source"],
    ["without a date", withFact({ asOf: "1999" }), "fact F01 has no date"],
    [
      "of tomorrow",
      withFact({ asOf: "2026-12-02" }),
      "fact F01: asOf 2026-12-02 is after today, 2026-12-01",
    ],
    [
      "that changed, nobody knows when",
      withFact({ changed: "yes" }),
      "fact F01: changed is yes, with 0 entries in validAs",
    ],
    ["under another id", withKind({ id: "ec2" }), "compute kind ec2 should be ec2-nitro-ipv4"],
    [
      "that sends without running",
      withKind({ runs: "no" }),
      "compute kind ec2-nitro-ipv4 does not run, and yet sends",
    ],
    [
      "with IPv4 where there is none",
      withKind({ id: "ec2-nitro-ipv6-only", subnets: "ipv6-only" }),
      "compute kind ec2-nitro-ipv6-only sends IPv4",
    ],
    [
      "that calls an unknown service",
      withKind({ startupCalls: [{ service: "nope" }] }),
      "ec2-nitro-ipv4: no service nope",
    ],
    [
      "that corrects what is not there",
      withFact({ replaces: "F99" }),
      "fact F01 replaces F99, which is no entry",
    ],
    [
      "that is half held against the article",
      withFact({ article2024: null }),
      "fact F01: article2024 and changed are null for all but F…",
    ],
    ["twice", { ...base, facts: [firstFact, firstFact] }, "F01 is there twice"],
  ])("refuses a statement %s", (_what, damaged, sentence) => {
    expect(lintFactBase(damaged, context)).toEqual([sentence]);
  });

  test.each(["sources", "asOf"])(
    "the schema refuses a fact without %s, and says where",
    (field) => {
      const folder = mkdtempSync(`${tmpdir()}/egress6-facts-`);
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const file = JSON.parse(readFileSync(new URL("facts.json", DATA_FOLDER), "utf8"));
      delete file.facts[2][field];
      writeFileSync(`${folder}/facts.json`, JSON.stringify(file));
      expect(() => loadFacts(pathToFileURL(`${folder}/`))).toThrow(`facts[2].${field}`);
    },
  );
});
