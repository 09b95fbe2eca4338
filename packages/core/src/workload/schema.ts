import * as z from "zod/mini";
import { CALL_CONDITIONS, PLATFORMS, SUBNET_KINDS } from "../facts/compute-kind.js";
import { nearest } from "../identify/nearest.js";
import { parseName } from "../observation/parse-name.js";
import { PRICE_FAMILIES, type PriceFamily } from "../price/price-family.js";
import { printable } from "../printable.js";
import { EVIDENCE_CONFIDENCES, EVIDENCE_SOURCES } from "./evidence.js";
import { GATEWAY_SERVICES, REDUNDANCIES } from "./workload.js";

/**
 * The one definition of a workload file. Reader, types, writer and the JSON Schema for editors derive from it.
 * What depends on the catalog or on other parts of the file (`from`, names of services) is checked by
 * `parse-workload.ts`.
 */

/** An exabyte a month: more is a slip of the hand. */
const MOST_GB = 1_000_000_000;
const MOST_ZONES = 6;
const MOST_COUNT = 1_000_000;
/** A petabit a second. */
const MOST_MBIT = 1_000_000_000;

/** A value as a person finds it in the file. */
export function said(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "keys and values";
  return typeof value === "string" ? JSON.stringify(value.slice(0, 60)) : String(value);
}

interface Fault {
  readonly input?: unknown;
}

const expected = (what: string) => ({
  error: ({ input }: Fault) => `expected ${what}, got ${said(input)}`,
});

/** One line: names end up in files and on terminals. */
function line(example: string) {
  const fault = expected(`a line of text, such as ${example}`);
  return z.string(fault).check(z.regex(/^(?!\s*$)[^\p{Cc}]*$/u, fault), z.trim());
}

function oneOf<const T extends readonly string[]>(words: T) {
  return z.enum(words, { error: ({ input }) => wrongWord(input, words) });
}

/** What to say of a value that is none of these words. */
export function wrongWord(value: unknown, words: readonly string[]): string {
  if (typeof value !== "string") {
    return `expected one of ${words.join(", ")}, got ${said(value)}`;
  }
  const near = nearest(value.toLowerCase(), words, (word) => [word], 3);
  return `there is no "${printable(value)}" here. Nearest: ${near.join(", ")}`;
}

function count(from: number, to: number) {
  const fault = expected(`a whole number from ${from} to ${to}`);
  return z.int(fault).check(z.gte(from, fault), z.lte(to, fault));
}

function amount(unit: string) {
  const fault = expected(`${unit}, from 0 to ${MOST_GB.toLocaleString("en-US")}`);
  return z.number(fault).check(z.gte(0, fault), z.lte(MOST_GB, fault));
}

/** @param isMore more than `from`, and not just as much */
function between(from: number, to: number, unit: string, isMore = true) {
  const fault = expected(`${unit}, ${isMore ? "more than" : "from"} ${from} to ${to}`);
  return z.number(fault).check(isMore ? z.gt(from, fault) : z.gte(from, fault), z.lte(to, fault));
}

const percent = () => between(0, 99, "per cent", false);

const flag = () => z.boolean(expected("true or false"));

/** A key without a value, as `services:`, is an empty list or object. */
function listOf<T extends z.ZodMiniType>(item: T) {
  return z.nullish(z.array(item, expected("a list")));
}

/** An object with no other keys than these. Of several unknown keys, the message has a line for each. */
function object<T extends z.core.$ZodLooseShape>(shape: T) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return expected("keys and values").error(issue);
      return issue.keys.map((key) => unknownKeyText(key, known)).join("\n");
    },
  });
}

function unknownKeyText(key: string, known: readonly string[]): string {
  const near = nearest(key.toLowerCase(), known, (word) => [word.toLowerCase()], 3);
  return `"${printable(key)}" is not known here. Nearest: ${near.join(", ")}`;
}

const about = (text: string) => z.describe(text);

const gb = amount("GB a month");

const volume = (text: string) =>
  z
    .nullish(
      z.union(
        [
          gb,
          object({
            low: gb,
            high: z
              .nullish(amount("GB a month"))
              .check(about("default: nobody knows how much more than low")),
            windowDays: z.optional(windowDays()),
          }),
        ],
        expected(
          `GB a month, from 0 to ${MOST_GB.toLocaleString("en-US")}, or { low, high } of it`,
        ),
      ),
    )
    .check(about(text));

function windowDays() {
  const fault = expected("days, more than 0");
  return z
    .number(fault)
    .check(
      z.gt(0, fault),
      z.lte(36_525, fault),
      about("over how many days it was measured, before it was set to a month"),
    );
}

const evidence = listOf(
  object({
    by: oneOf(EVIDENCE_SOURCES),
    at: z.nullish(
      z
        .string(expected("a day or time, such as 2026-11-30"))
        .check(
          z.regex(
            /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/,
            expected("a day or time, such as 2026-11-30"),
          ),
        ),
    ),
    ref: z.nullish(line("infra/vpc.tf:12").check(about("a file and line, an ARN, a log file"))),
    confidence: z.nullish(oneOf(EVIDENCE_CONFIDENCES)),
  }),
).check(about("who says this, and where; of several, the first is the source of the volume"));

const traffic = {
  gbPerMonth: volume(
    "GB a month, both directions together; { low, high } where it is a range. Default: unknown, which is not zero",
  ),
  inGbPerMonth: volume("GB a month that come in, as part of gbPerMonth"),
  outGbPerMonth: volume("GB a month that go out, as part of gbPerMonth"),
  windowDays: z.nullish(windowDays()),
  peakMbitPerSecond: z
    .optional(between(0, MOST_MBIT, "Mbit/s"))
    .check(about("what goes there at most, in Mbit/s; default: its part of the workload's peak")),
  from: z
    .nullish(
      z.union(
        [line("web"), z.array(line("web"))],
        expected("the name of a compute, or a list of them"),
      ),
    )
    .check(about("names of the compute that sends it; default: all, by their count")),
  evidence,
};

const service = line("sqs").check(
  about("CLI name, service id or display name: sqs, CloudWatch Logs"),
);

/**
 * `unattributed`, a host name with a dot, or an address or prefix of either family. Written out, because the
 * JSON Schema has to say the same, and because the page would load a library for it.
 */
const HOST =
  /^\s*(?:unattributed|(?=[A-Za-z0-9_.-]{1,253}\.?\s*$)(?:[A-Za-z0-9_-]{1,63}\.)+(?![0-9]+\.?\s*$)[A-Za-z0-9_-]{1,63}\.?|(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\/(?:3[0-2]|[12]?\d))?|(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?=(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?:\/|\s*$))(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?)(?:\/(?:12[0-8]|1[01]\d|[1-9]?\d))?)\s*$/;

function hostFault({ input }: Fault): string {
  if (typeof input !== "string" || input.trim() === "") {
    return expected("a line of text, such as api.github.com").error({ input });
  }
  const parsed = parseName(input);
  return `"${printable(input)}" is no host name: ${parsed.ok ? "it has no dot" : parsed.reason}`;
}

const host = z
  .string({ error: hostFault })
  .check(
    z.regex(HOST, { error: hostFault }),
    z.trim(),
    about(
      "a host name outside AWS; where there is no name, an address or prefix, or `unattributed`",
    ),
  );

/** A name only: which addresses are to stay is for AWS and the design to say. */
const hostName = z
  .string(expected("a host name, such as api.example.com"))
  .check(
    z.regex(
      /^\s*(?=[A-Za-z0-9_.-]{1,253}\.?\s*$)(?:[A-Za-z0-9_-]{1,63}\.)+(?![0-9]+\.?\s*$)[A-Za-z0-9_-]{1,63}\.?\s*$/,
      expected("a host name, such as api.example.com"),
    ),
    z.trim(),
  );

const [, ...features] = CALL_CONDITIONS;

const compute = object({
  name: z.optional(line("web")).check(about("distinct; default: the kind")),
  kind: z
    .union([z.enum(PLATFORMS), line("lambda")], expected(`one of ${PLATFORMS.join(", ")}`))
    .check(about("the platform, or platform and subnets in one: ecs-fargate-dual-stack")),
  subnets: z
    .optional(oneOf(SUBNET_KINDS))
    .check(about("none: not attached to a VPC; default: dual-stack where it runs there")),
  count: z
    .optional(count(1, MOST_COUNT))
    .check(about("instances, tasks or nodes: each would need its own public IPv4; default 1")),
  countIsLeast: z.optional(flag()).check(about("at least that many: how many run is not known")),
  uses: listOf(oneOf(features)).check(
    about("features that make the platform call AWS by itself; default: all of them"),
  ),
  imageGbPerMonth: z
    .optional(amount("GB a month"))
    .check(about("GB of images a month; their layers come from S3; default 0")),
  evidence,
});

const COMPUTE_FAULT = {
  error: ({ input }: Fault) =>
    input === undefined || input === null || (Array.isArray(input) && input.length === 0)
      ? "add at least one kind of compute, for example `- kind: lambda`"
      : expected("a list").error({ input }),
};

const destination = line("0.0.0.0/0").check(about("a CIDR block or the id of a prefix list"));
const target = line("nat-0abc").check(about("the id of a gateway, endpoint or interface"));

const existing = object({
  vpc: z
    .nullish(
      z.union(
        [
          line("vpc-0abc"),
          object({
            id: z.optional(line("vpc-0abc")),
            cidr: z.optional(line("10.0.0.0/16")),
            ipv6Cidr: z.optional(line("2001:db8::/56")),
          }),
        ],
        expected("the id of a VPC, such as vpc-0abc, or { id, cidr, ipv6Cidr } of it"),
      ),
    )
    .check(about("the VPC that there is: `plan --emit` then writes what changes in it")),
  natGateways: z.optional(count(0, MOST_COUNT)),
  publicIpv4: z
    .optional(count(0, MOST_COUNT))
    .check(about("addresses in use, but for those of NAT gateways")),
  interfaceEndpoints: listOf(line("ecr.api")).check(
    about("after com.amazonaws.REGION.: ecr.api; in all zones"),
  ),
  gatewayEndpoints: listOf(oneOf(GATEWAY_SERVICES)),
  centralEgress: z
    .optional(flag())
    .check(about("a transit gateway with NAT gateways behind it, paid for by others")),
  subnets: listOf(
    object({
      id: line("subnet-0abc"),
      kind: oneOf(["ipv4", "dual-stack", "ipv6-only"]),
      az: z.optional(line("use1-az1")).check(about("the id or name of the zone")),
      routeTable: z.optional(line("rtb-0abc")),
      cidr: z.optional(line("10.0.1.0/24")),
      ipv6Cidr: z.optional(line("2001:db8:0:1::/64")),
      compute: listOf(line("web")).check(
        about("names of the compute in it; default: all compute whose `subnets` are of this kind"),
      ),
    }),
  ).check(about("the subnets that there are")),
  routeTables: listOf(
    object({
      id: line("rtb-0abc"),
      main: z.optional(flag()).check(about("that of subnets without a route table of their own")),
      subnets: listOf(line("subnet-0abc")),
      routes: listOf(object({ destination, target })),
    }),
  ).check(about("the route tables that there are")),
  routes: listOf(object({ routeTable: line("rtb-0abc"), destination, target })).check(
    about("the routes that there are"),
  ),
  evidence,
});

const constraints = object({
  noPublicIpv4: z.optional(flag()).check(about("nowhere, not even on a NAT gateway")),
  noIpv6: z.optional(flag()),
  mustBePrivate: z.optional(flag()).check(about("no compute has a public address")),
  mustBeManaged: z.optional(flag()).check(about("no NAT instances")),
  privateServices: listOf(service).check(about("may not leave over the internet: endpoints only")),
  budgetUsdPerMonth: z.optional(amount("USD a month")),
  stableEgressAddresses: z
    .optional(
      z.union([z.boolean(), z.array(hostName)], expected("true, false, or a list of host names")),
    )
    .check(
      about(
        "partners allow addresses: rules out designs whose source addresses change; with a list, for these hosts alone",
      ),
    ),
  redundancy: z
    .optional(oneOf(REDUNDANCIES))
    .check(about("single-az: one exit for all zones will do; default per-az")),
});

const serviceTraffic = object({
  service,
  region: z
    .optional(line("us-east-1"))
    .check(about("where the service is called; default: the region of the workload")),
  api: z
    .optional(flag())
    .check(
      about(
        "of a service whose data stay in the VPC, such as rds: these are calls of its API, not connections; default: connections, which need no egress",
      ),
    ),
  platform: z
    .optional(flag())
    .check(
      about(
        "the platform calls by itself, such as the awslogs driver of a task: no setting of the code changes these calls",
      ),
    ),
  ...traffic,
});

const hostTraffic = object({
  host,
  ...traffic,
  ipv6: z
    .optional(z.union([z.enum(["yes", "no"]), z.boolean()], expected("yes or no, true or false")))
    .check(about("whether it has AAAA, where that was looked up elsewhere")),
});

/** The parts of a file, to read those that are right where others are not. */
export const WORKLOAD_PARTS = {
  $schema: z.optional(z.string()),
  name: z.optional(line("shop")),
  region: line("eu-central-1").check(about("such as eu-central-1")),
  azs: z
    .union(
      [
        count(1, MOST_ZONES),
        z
          .array(line("eu-central-1a"))
          .check(
            z.minLength(1, expected(`1 to ${MOST_ZONES} names of zones`)),
            z.maxLength(MOST_ZONES, expected(`1 to ${MOST_ZONES} names of zones`)),
          ),
      ],
      expected(`a whole number from 1 to ${MOST_ZONES}, or the names of the zones`),
    )
    .check(about("how many availability zones, or their names")),
  compute: z
    .array(compute, COMPUTE_FAULT)
    .check(z.minLength(1, COMPUTE_FAULT), about("what runs, and in which subnets")),
  services: listOf(serviceTraffic).check(about("AWS services that the code calls")),
  hosts: listOf(hostTraffic).check(about("hosts outside AWS")),
  peakMbitPerSecond: z
    .optional(between(0, MOST_MBIT, "Mbit/s"))
    .check(about("what leaves the VPC at most, in Mbit/s; default: unknown")),
  hoursPerDay: z
    .optional(between(0, 24, "hours"))
    .check(about("how long compute runs each day, such as 10 in a development environment")),
  sharedByVpcs: z
    .optional(count(1, 10_000))
    .check(about("how many VPCs would share a central egress and split its cost; default 1")),
  discountPercent: z
    .optional(
      z.union(
        [
          percent(),
          object(
            Object.fromEntries(PRICE_FAMILIES.map((family) => [family, z.optional(percent())])) as {
              [F in PriceFamily]: z.ZodMiniOptional<ReturnType<typeof percent>>;
            },
          ),
        ],
        expected(`per cent, from 0 to 99, or { ${PRICE_FAMILIES.join(", ")} } of it`),
      ),
    )
    .check(about("off all prices, or off those of a family, as agreed with AWS; default 0")),
  spotDiscountPercent: z
    .optional(percent())
    .check(
      about(
        "NAT instances run as spot instances, at so much off their on-demand price; default: they run on demand",
      ),
    ),
  oneTimeUsd: z
    .optional(amount("USD"))
    .check(about("what the change costs once: the plan says after how many months it pays")),
  complete: z
    .optional(flag())
    .check(
      about(
        "of several files: they name all compute and every destination, so that nothing is added for sources that were not given",
      ),
    ),
  existing: z.nullish(existing).check(about("what there is today, to compare with")),
  constraints: z.nullish(constraints),
  evidence,
};

/** A whole workload file. */
export const workloadSchema = object(WORKLOAD_PARTS);
export type WorkloadFile = z.infer<typeof workloadSchema>;

/** One of several files that make a workload together: each part may come from another. */
export const workloadPartSchema = object({
  ...WORKLOAD_PARTS,
  region: z.optional(WORKLOAD_PARTS.region),
  azs: z.optional(WORKLOAD_PARTS.azs),
  compute: listOf(compute),
});
export type WorkloadPartFile = z.infer<typeof workloadPartSchema>;

export const ENTRY_SCHEMAS = { compute, services: serviceTraffic, hosts: hostTraffic };
export type ComputeEntry = z.infer<typeof compute>;
export type ServiceEntry = z.infer<typeof serviceTraffic>;
export type HostEntry = z.infer<typeof hostTraffic>;
export type ExistingEntry = z.infer<typeof existing>;
export type ConstraintsEntry = z.infer<typeof constraints>;
export type EvidenceEntry = NonNullable<z.infer<typeof evidence>>[number];
