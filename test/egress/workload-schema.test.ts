import { readdirSync, readFileSync } from "node:fs";
import { ipv6Octets } from "@egress6/core/address/ip-address";
import { parseWorkload } from "@egress6/core/workload/parse-workload";
import type { Workload } from "@egress6/core/workload/workload";
import { workloadJsonSchema } from "@egress6/core/workload/workload-json-schema";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { workloadText } from "../../packages/egress6/src/adapter/workload-file/write-workload.js";
import { EXAMPLES_FOLDER } from "../../packages/egress6/src/data-folder.js";
import { names } from "./plan-world.js";

const isValid = new Ajv2020({ allErrors: true }).compile(
  JSON.parse(JSON.stringify(workloadJsonSchema())),
);

const BASE = { region: "us-east-1", azs: 2, compute: [{ name: "web", kind: "ec2-nitro" }] };
const service = (part: object) => ({ ...BASE, services: [{ service: "sqs", ...part }] });
const host = (part: object) => ({ ...BASE, hosts: [{ host: "a.example", ...part }] });
const compute = (part: object) => ({ ...BASE, compute: [{ kind: "ec2-nitro", ...part }] });
const existing = (part: object) => ({ ...BASE, existing: part });
const constraints = (part: object) => ({ ...BASE, constraints: part });
const figures = (part: object) => ({ ...BASE, ...part });

const TAKEN: readonly object[] = [
  BASE,
  { ...BASE, $schema: "workload.schema.json", name: " shop " },
  { ...BASE, services: null, hosts: null, existing: null, constraints: null },
  { ...BASE, azs: ["use1-az1", "use1-az2"] },
  { ...BASE, evidence: [{ by: "audit", at: "2026-11-30", ref: "vpc.tf:12" }] },
  compute({ uses: [] }),
  compute({ count: 1_000_000, imageGbPerMonth: 0.5 }),
  service({ from: [] }),
  service({ from: "web" }),
  service({ from: null, gbPerMonth: null, evidence: null }),
  service({ gbPerMonth: 1_000_000_000 }),
  service({ gbPerMonth: 0.0000001 }),
  service({ gbPerMonth: { low: 1, high: 2, windowDays: 30 } }),
  service({ gbPerMonth: { low: 1 } }),
  service({ inGbPerMonth: 1, outGbPerMonth: 2, windowDays: 7.5 }),
  service({ region: "eu-central-1" }),
  service({ evidence: [{ by: "flows", at: "2026-11-30T10:00:00Z", confidence: "measured" }] }),
  host({ ipv6: "no" }),
  host({ ipv6: true }),
  host({ host: "API.Example.com." }),
  host({ host: "203.0.113.7" }),
  host({ host: "203.0.113.0/24" }),
  host({ host: "2001:db8::/32" }),
  host({ host: "unattributed" }),
  existing({}),
  existing({ natGateways: 0, gatewayEndpoints: ["s3"], interfaceEndpoints: null }),
  existing({
    subnets: [{ id: "subnet-1", kind: "dual-stack", az: "use1-az1", routeTable: "rtb-1" }],
    routes: [{ routeTable: "rtb-1", destination: "0.0.0.0/0", target: "nat-1" }],
  }),
  existing({ vpc: "vpc-1" }),
  existing({
    vpc: { id: "vpc-1", cidr: "10.0.0.0/16", ipv6Cidr: "2001:db8::/56" },
    subnets: [
      {
        id: "subnet-1",
        kind: "ipv4",
        cidr: "10.0.1.0/24",
        ipv6Cidr: "2001:db8:0:1::/64",
        compute: ["web"],
      },
    ],
    routeTables: [
      { id: "rtb-1", main: true, subnets: ["subnet-1"] },
      { id: "rtb-2", routes: [{ destination: "::/0", target: "eigw-1" }] },
    ],
  }),
  constraints({ mustBePrivate: true, privateServices: ["kms"], budgetUsdPerMonth: 0.01 }),
  constraints({ stableEgressAddresses: true }),
  figures({ peakMbitPerSecond: 0.5, hoursPerDay: 24, sharedByVpcs: 40 }),
  figures({ discountPercent: 0, oneTimeUsd: 12.5 }),
];

const REFUSED: readonly unknown[] = [
  null,
  [],
  "text",
  { ...BASE, region: undefined },
  { ...BASE, region: "" },
  { ...BASE, region: 5 },
  { ...BASE, name: null },
  { ...BASE, name: "shop\nresource" },
  { ...BASE, name: "   " },
  { ...BASE, azs: 0 },
  { ...BASE, azs: 2.5 },
  { ...BASE, azs: [] },
  { ...BASE, azs: [1] },
  { ...BASE, compute: null },
  { ...BASE, compute: [] },
  { ...BASE, compute: [null] },
  { ...BASE, constraint: {} },
  { ...BASE, services: {} },
  { ...BASE, services: [null] },
  { ...BASE, services: [{ gbPerMonth: 1 }] },
  compute({ count: 0 }),
  compute({ count: null }),
  compute({ subnets: "public" }),
  compute({ uses: ["always"] }),
  service({ gbPerMonth: -1 }),
  service({ gbPerMonth: "5" }),
  service({ gbPerMonth: 1e12 }),
  service({ gbPerMonth: Number.NaN }),
  service({ gbPerMonth: { high: 2 } }),
  service({ gbPerMonth: { low: -1 } }),
  service({ gbPerMonth: { low: 1, most: 2 } }),
  service({ windowDays: 0 }),
  service({ from: [1] }),
  service({ evidence: [{ by: "me" }] }),
  service({ evidence: [{ by: "flows", at: "yesterday" }] }),
  host({ host: "https://a.example" }),
  host({ host: "a.example/path" }),
  host({ host: "localhost" }),
  host({ host: "a..example" }),
  host({ host: "300.1.1.1" }),
  host({ host: "203.0.113.0/33" }),
  host({ host: "2001:db8::/129" }),
  host({ host: "2001:db8::1::2" }),
  host({ host: "2001:db8:1:2:3:4:5:6:7" }),
  host({ host: "a b.example" }),
  host({ host: `${"a".repeat(64)}.example` }),
  host({ host: `${"a.".repeat(127)}example` }),
  host({ ipv6: "perhaps" }),
  existing({ natGateways: -1 }),
  existing({ gatewayEndpoints: ["sqs"] }),
  existing({ subnets: [{ id: "subnet-1", kind: "none" }] }),
  existing({ routes: [{ destination: "0.0.0.0/0", target: "nat-1" }] }),
  existing({ vpc: 5 }),
  existing({ vpc: { name: "shop" } }),
  existing({ routeTables: [{ main: true }] }),
  existing({ subnets: [{ id: "subnet-1", kind: "ipv4", compute: "web" }] }),
  constraints({ noIpv6: "yes" }),
  constraints({ redundancy: "none" }),
  constraints({ stableEgressAddresses: ["203.0.113.7"] }),
  figures({ peakMbitPerSecond: 0 }),
  figures({ hoursPerDay: 25 }),
  figures({ hoursPerDay: 0 }),
  figures({ sharedByVpcs: 1.5 }),
  figures({ discountPercent: 101 }),
  figures({ discountPercent: -1 }),
  figures({ oneTimeUsd: "12" }),
];

/** As an editor gets it: a file has no `undefined`. */
const inEditor = (document: unknown): boolean =>
  isValid(typeof document === "object" ? withoutUndefined(document) : document);
const withoutUndefined = (document: unknown) => parse(stringify(document));

describe("the reader and the JSON Schema judge alike", () => {
  test.each(TAKEN.map((document) => [JSON.stringify(document), document]))(
    "taken: %s",
    (_, each) => {
      expect(parseWorkload(each, names)).toHaveProperty("workload");
      expect(inEditor(each), JSON.stringify(isValid.errors)).toBe(true);
    },
  );

  test.each(REFUSED.map((document) => [JSON.stringify(document), document]))(
    "refused: %s",
    (_, each) => {
      expect(parseWorkload(each, names)).toHaveProperty("problems");
      expect(inEditor(each)).toBe(false);
    },
  );

  test("host names, whatever is typed", () => {
    const label = fc.constantFrom(
      "a",
      "1",
      "a1",
      "-",
      "_x",
      "",
      "é",
      "a".repeat(63),
      "a".repeat(64),
    );
    const text = fc
      .tuple(fc.array(label, { minLength: 1, maxLength: 5 }), fc.constantFrom("", ".", "/8", " "))
      .map(([labels, end]) => labels.join(".") + end);
    fc.assert(
      fc.property(text, (typed) => {
        const document = host({ host: typed });
        expect("workload" in parseWorkload(document, names)).toBe(isValid(document));
      }),
      { numRuns: 500 },
    );
  });
});

test("an IPv6 address is one in all of its forms without dots", () => {
  const isTaken = (typed: string) => "workload" in parseWorkload(host({ host: typed }), names);
  fc.assert(
    fc.property(
      fc.ipV6().filter((text) => !text.includes(".") && text.split(":").length <= 8),
      (address) => {
        expect(ipv6Octets(address)).not.toBeNull();
        expect(isTaken(address) && isTaken(`${address}/64`), address).toBe(true);
      },
    ),
  );
});

function read(document: unknown): Workload {
  const result = parseWorkload(document, names);
  if ("workload" in result) return result.workload;
  throw new Error(JSON.stringify(result.problems));
}

describe("what is written", () => {
  const examples = readdirSync(EXAMPLES_FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => parse(readFileSync(new URL(name, EXAMPLES_FOLDER), "utf8")));

  test.each([...TAKEN, ...examples].map((document) => [JSON.stringify(document), document]))(
    "reads as the same workload, and is written the same again: %s",
    (_, document) => {
      const workload = read(document);
      const text = workloadText(workload);
      const again = read(parse(text));
      expect(again).toEqual(workload);
      expect(workloadText(again)).toBe(text);
      expect(isValid(parse(text)), JSON.stringify(isValid.errors)).toBe(true);
    },
  );
});

describe("what only the reader can know", () => {
  const problem = (document: unknown): string => {
    const result = parseWorkload(document, names);
    return "problems" in result ? (result.problems[0]?.message ?? "") : "";
  };

  test.each([
    [service({ gbPerMonth: { low: 5, high: 1 } }), "low (5) is more than high (1)"],
    [
      service({ gbPerMonth: 4, inGbPerMonth: 1, outGbPerMonth: 2 }),
      "inGbPerMonth and outGbPerMonth add up to 3, not to 4",
    ],
    [service({ region: "eu-middle-1" }), 'there is no region "eu-middle-1"'],
    [compute({ kind: "lamda" }), 'there is no "lamda" here. Nearest: lambda'],
  ])("%j", (document, message) => {
    expect(problem(document)).toContain(message);
  });

  test("names are checked also where something else is wrong", () => {
    const result = parseWorkload(
      {
        ...service({ service: "sqss", from: "web" }),
        compute: [{ kind: "lambda", count: "many" }],
      },
      names,
    );
    const paths = "problems" in result ? result.problems.map(({ path }) => path.join(".")) : [];
    expect(paths).toEqual(["compute.0.count", "services.0.service"]);
  });
});
