import { Egress6Error } from "@egress6/core/errors";
import { decimal, minus } from "@egress6/core/price/exact";
import { documentKind } from "@egress6/core/prove/document-kind";
import type { PlanPromise } from "@egress6/core/prove/promise";
import type { FindingSet, ProvedFinding } from "@egress6/core/prove/prove-findings";
import type { ReachedOverIpv6, StateOfTarget } from "@egress6/core/prove/prove-states";
import type { SurveyedItem, SurveyedProperty } from "@egress6/core/prove/prove-survey";
import type { z } from "zod";
import type { ProvableDocument } from "../../ports.js";
import {
  auditSchema,
  checkSchema,
  doctorSchema,
  flowsSchema,
  promisedPlanSchema,
  provedSurveySchema,
} from "./document-schemas.js";
import { readDocumentFile } from "./read-document-file.js";

/** @throws Egress6Error DOCUMENT_UNREADABLE, DOCUMENT_INVALID naming the file, the key and what is wrong */
export function readProvedDocument(path: string): ProvableDocument {
  const value = readDocumentFile(path);
  const kind = documentKind(value);
  switch (kind) {
    case "audit":
      return { place: path, ...auditOf(parsed(auditSchema, value, path, kind)) };
    case "survey":
      return { place: path, ...surveyOf(parsed(provedSurveySchema, value, path, kind)) };
    case "flows":
      return { place: path, ...flowsOf(parsed(flowsSchema, value, path, kind)) };
    case "check":
      return { place: path, ...checkOf(parsed(checkSchema, value, path, kind)) };
    case "doctor":
      return { place: path, ...doctorOf(parsed(doctorSchema, value, path, kind)) };
    case "plan":
      throw invalid(`${path} is a plan. Give it with --plan, and two documents of what is there.`);
    case null:
      throw invalid(
        `${path} is no document of audit, survey, flows, doctor or check. Give what one of them printed with --json.`,
      );
  }
}

/**
 * @param design id of the design; undefined: that of the steps, else the cheapest that AWS manages
 * @throws Egress6Error DOCUMENT_UNREADABLE, DOCUMENT_INVALID
 */
export function readPlanPromise(path: string, design: string | undefined): PlanPromise {
  const value = readDocumentFile(path);
  if (documentKind(value) !== "plan") {
    throw invalid(`${path} is no plan. Give --plan what \`egress6 plan --json\` printed.`);
  }
  const plan = parsed(promisedPlanSchema, value, path, "plan");
  const { headlines } = plan;
  const wanted =
    design ?? plan.stepsTo ?? headlines.cheapestManaged.design ?? headlines.cheapest.design;
  const found = plan.designs.find(({ id }) => id === wanted);
  const network = found?.network ?? null;
  if (found === undefined || network === null) {
    const others = plan.designs.flatMap(({ id, network: own }) => (own == null ? [] : [id]));
    throw invalid(
      `${path} has no network for the design ${wanted ?? ""}. Those that have one: ${others.join(", ") || "none"}.`,
    );
  }
  // A call of a platform stands with what it is for, which no log has: `logs: send output with the awslogs driver`.
  const nameInLogs = new Map(
    plan.destinations.flatMap(({ kind, name, service, gbPerMonth }) => {
      if (kind !== "platform") return [[name, name] as const];
      return service === null || gbPerMonth === "0" ? [] : [[name, service] as const];
    }),
  );
  const over = (paths: readonly string[]) => {
    const others = network.paths.filter(({ path: each }) => !paths.includes(each));
    const elsewhere = new Set(others.flatMap(({ destinations }) => destinations));
    const names = network.paths
      .filter(({ path: each }) => paths.includes(each))
      .flatMap(({ destinations }) => destinations)
      .filter((name) => !elsewhere.has(name));
    return [
      ...new Set(
        names.flatMap((name) => nameInLogs.get(name) ?? (name.includes(": ") ? [] : name)),
      ),
    ];
  };
  const today = plan.today ?? null;
  const between = (a: string | null, b: string | null) =>
    a === null || b === null ? null : minus(decimal(a), decimal(b));
  return {
    design: found.id,
    title: found.title,
    usd: {
      low: between(today?.low ?? null, found.usdPerMonth.high),
      high: between(today?.high ?? null, found.usdPerMonth.low),
    },
    withoutNat: over([...IPV6_PATHS, ...ENDPOINT_PATHS, "internet-gateway"]),
    overIpv6: over(IPV6_PATHS),
    keepsNat: network.exits.some((exit) => exit.startsWith("nat-gateway")),
    keepsPublicIpv4: network.publicIpv4.length > 0,
  };
}

const IPV6_PATHS = ["egress-only-internet-gateway"];
const ENDPOINT_PATHS = ["gateway-endpoint", "interface-endpoint"];

const invalid = (message: string): Egress6Error =>
  new Egress6Error("DOCUMENT_INVALID", "input", message);

function parsed<S extends z.ZodType>(
  schema: S,
  value: unknown,
  path: string,
  kind: string,
): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? "" : ` ${issue.path.join(".")}:`;
  throw invalid(
    `${path}:${place} ${issue?.message ?? "not as expected"}. It is not what this version of \`egress6 ${kind}\` prints: run the command again.`,
  );
}

interface RawFinding {
  readonly ruleId: string;
  readonly level: ProvedFinding["level"];
  readonly fingerprint: string;
  readonly message?: string | undefined;
  readonly file: string | null;
  readonly line?: number | null | undefined;
  readonly resource: string | null;
  readonly suppressed?: unknown;
}

const findingOf = ({ message, file, line, resource, suppressed, ...rest }: RawFinding) => ({
  ruleId: rest.ruleId,
  level: rest.level,
  fingerprint: rest.fingerprint,
  message: message ?? "",
  file,
  place:
    file === null ? (resource ?? "somewhere") : line == null ? file : `${file}:${String(line)}`,
  isSuppressed: suppressed !== null && suppressed !== undefined,
});

function findingSet(
  findings: readonly RawFinding[],
  rules: readonly { readonly id: string }[] | undefined,
  files: readonly string[] | undefined,
  skipped: readonly { readonly file: string }[] | undefined,
): FindingSet {
  return {
    findings: findings.map(findingOf),
    rules: rules === undefined ? null : new Set(rules.map(({ id }) => id)),
    files: files === undefined ? null : new Set(files),
    unread: new Set((skipped ?? []).map(({ file }) => file)),
    isComplete: true,
  };
}

const auditOf = ({ meta, findings }: z.output<typeof auditSchema>) => ({
  kind: "audit" as const,
  at: null,
  goal: meta.goal,
  findings: findingSet(findings, meta.rules, meta.files, meta.skipped),
});

const flowsOf = ({
  meta,
  totals,
  nats,
  destinations,
  notCounted,
}: z.output<typeof flowsSchema>) => ({
  kind: "flows" as const,
  at: meta.window.to,
  flows: {
    region: meta.region,
    ...meta.window,
    isComplete:
      meta.complete && isWholeRead(meta) && !(totals.bytes === 0n && isRouteUnknown(notCounted)),
    coverage: meta.coverage ?? null,
    hasAllGateways: meta.gatewaysFrom !== "logs",
    bytes: totals.bytes,
    usd: usdOf(totals.usdPerMonth),
    nats: nats.flatMap(({ id, eni, bytes, records, skipData }) => {
      const known = id ?? eni;
      const isLogged = records === undefined || records > (skipData ?? 0) || isByRoutes(meta);
      return known === null ? [] : [{ id: known, bytes, isLogged }];
    }),
    destinations: withRest(destinations, totals.bytes),
  },
});

/** As `flows` ends with 2 for: a file that is cut off, or more than a hundredth of lines that cannot be read. */
const isWholeRead = (meta: z.output<typeof flowsSchema>["meta"]): boolean =>
  (meta.damaged ?? []).length === 0 && 99 * (meta.badLines ?? 0) <= (meta.records ?? Infinity);

/** As `flows` ends with 3 for: the logs do not say which bytes went to a gateway. */
const isRouteUnknown = (notCounted: z.output<typeof flowsSchema>["notCounted"]): boolean =>
  (notCounted ?? []).some(({ reason }) => reason === "no-route-known");

/** Bytes that no destination has are nobody's, not none. */
function withRest(
  destinations: z.output<typeof flowsSchema>["destinations"],
  total: bigint,
): z.output<typeof flowsSchema>["destinations"] {
  const rest = destinations.reduce((left, { bytes }) => left - bytes, total);
  if (rest <= 0n) return destinations;
  const nobody = { host: null, service: null, region: null, class: "unknown" as const };
  return [...destinations, { ...nobody, bytes: rest }];
}

/** Then what workloads send says what a gateway carries that logs nothing of its own. */
const isByRoutes = ({ mode, modes }: z.output<typeof flowsSchema>["meta"]): boolean =>
  (modes ?? [mode]).includes("topology");

const usdOf = ({ low, high }: { readonly low: string | null; readonly high: string | null }) => ({
  low: low === null ? null : decimal(low),
  high: high === null ? null : decimal(high),
});

const CHECK_RANK = { yes: 3, no: 1, unknown: null } as const;

const checkOf = ({ services, configuration }: z.output<typeof checkSchema>) => ({
  kind: "check" as const,
  at:
    services
      .map(({ observedAt }) => observedAt)
      .sort()
      .at(-1) ?? null,
  targets: services.map(({ service, region, asked, works, means, wayOut }): StateOfTarget => {
    const name = asked == null ? `${service} in ${region}` : asked.hostname;
    const state = works === "yes" ? `works, ${means}` : works === "no" ? "needs IPv4" : "not known";
    return {
      key: name,
      name,
      service,
      state,
      reached: works,
      rank: CHECK_RANK[works],
      why: wayOut,
    };
  }),
  findings: findingSet(configuration?.findings ?? [], undefined, undefined, undefined),
});

type DoctorState = z.output<typeof doctorSchema>["targets"][number]["state"];

/** How near to IPv6 each state is, and what stands in the way. */
const DOCTOR_STATES: Readonly<
  Record<DoctorState, readonly [reached: ReachedOverIpv6, rank: number | null, why: string | null]>
> = {
  ipv6: ["yes", 4, null],
  private: ["yes", 4, null],
  "needs-setting": ["no", 3, "IPv6 works, and a setting is missing that makes clients use it"],
  nat64: ["no", 2, "only NAT64 reaches it, which goes over IPv4 behind a NAT gateway"],
  ipv4: ["no", 1, "only IPv4 reaches it"],
  misled: ["no", 0, "a setting leads to a hostname that does not answer"],
  unreachable: ["no", 0, "nothing reaches it"],
  unknown: ["unknown", null, null],
};

const doctorOf = ({ targets, findings }: z.output<typeof doctorSchema>) => ({
  kind: "doctor" as const,
  at: null,
  targets: targets.map(({ kind, label, service, state }): StateOfTarget => {
    const [reached, rank, why] = DOCTOR_STATES[state];
    return { key: `${kind} ${label}`, name: label, service, state, reached, rank, why };
  }),
  findings: findingSet(findings, undefined, undefined, undefined),
});

const ENDPOINT_ZONES = 1;

function surveyOf({ meta, topology, findings }: z.output<typeof provedSurveySchema>) {
  const item = (
    { id, region, account }: { id: string; region: string; account: string | null },
    what: string,
    wish: SurveyedItem["wish"],
    properties: readonly SurveyedProperty[] = [],
    charges: SurveyedItem["charges"] = [],
  ): SurveyedItem => ({ id, region, account, what, wish, properties, charges });
  const wanted = (what: string, value: string | null): SurveyedProperty => ({
    what,
    value,
    wish: "more",
  });
  const plain = (what: string, value: string | null): SurveyedProperty => ({
    what,
    value,
    wish: "neither",
  });
  const isUp = (state: string | null) => state === null || ["available", "pending"].includes(state);
  const items: readonly SurveyedItem[] = [
    ...topology.vpcs.map((each) =>
      item(each, "VPC", "neither", [wanted("IPv6 block", each.ipv6Cidrs[0] ?? null)]),
    ),
    ...topology.subnets.map((each) =>
      item(each, "subnet", "neither", [
        wanted("IPv6 block", each.ipv6Cidr),
        wanted("address families", each.families),
        wanted("IPv6 address on creation", String(each.assignsIpv6)),
        plain("DNS64", String(each.dns64)),
      ]),
    ),
    ...topology.routeTables.map((each) =>
      item(
        each,
        "route table",
        "neither",
        each.routes.map(({ destination, target }) => ({
          what: `route ${destination}`,
          value: target,
          wish: wishOfRoute(destination, target),
        })),
      ),
    ),
    ...topology.natGateways
      .filter(({ state }) => isUp(state))
      .map((each) =>
        item(
          each,
          "NAT gateway",
          "less",
          [],
          each.connectivity === "public" && each.availability === "zonal"
            ? [{ price: "natGatewayHour", count: 1 }]
            : [],
        ),
      ),
    ...topology.egressOnlyGateways.map((each) =>
      item(each, "egress-only internet gateway", "more"),
    ),
    ...topology.endpoints.map((each) =>
      item(
        each,
        `${each.type} endpoint for ${each.service ?? "an unknown service"}`,
        each.type === "gateway" ? "more" : "neither",
        [plain("address type", each.ipAddressType)],
        each.type === "interface"
          ? [
              {
                price: "interfaceEndpointHourPerAz",
                count: Math.max(ENDPOINT_ZONES, each.subnets.length),
              },
            ]
          : [],
      ),
    ),
    ...topology.securityGroups.map((each) =>
      item(each, "security group", "neither", [wanted("IPv6 egress", each.egress6)]),
    ),
    ...topology.networkAcls.map((each) =>
      item(each, "network ACL", "neither", [wanted("IPv6 egress", each.egress6)]),
    ),
    ...topology.compute.map((each) =>
      item(each, each.kind, "neither", [
        wanted("uses IPv6", each.ipv6 == null ? "unknown" : String(each.ipv6)),
      ]),
    ),
    ...topology.publicIpv4.map(({ address, region, account, ownerKind }) =>
      item(
        { id: address, region, account },
        ownerKind === "nat-gateway"
          ? "public IPv4 address of a NAT gateway"
          : "public IPv4 address",
        "less",
        [],
        [{ price: "publicIpv4InUseHour", count: 1 }],
      ),
    ),
  ];
  return {
    kind: "survey" as const,
    at: meta.takenAt,
    survey: {
      accounts: meta.accounts,
      regions: meta.regions,
      isComplete: meta.complete,
      items,
      findings: findingSet(findings, meta.rules, undefined, undefined),
    },
  };
}

function wishOfRoute(destination: string, target: string): SurveyedProperty["wish"] {
  if (destination === "::/0") return "more";
  return destination === "0.0.0.0/0" && target.startsWith("nat-") ? "less" : "neither";
}
