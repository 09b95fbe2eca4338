import * as z from "zod/mini";
import { LEVELS } from "../finding/finding.js";
import { documentKind } from "../prove/document-kind.js";
import { OWNER_KINDS } from "../survey/topology.js";
import type { PlaybookFinding } from "./finding-steps.js";
import type { KnownAccount } from "./known-account.js";

/** What the documents that a plan was made from say beside its workload. */
export interface PlaybookSources {
  readonly findings: readonly PlaybookFinding[];
  /** Null: none of them is a survey. */
  readonly account: KnownAccount | null;
}

export const NO_SOURCES: PlaybookSources = { findings: [], account: null };

/** Of a document of an audit or a survey; other workload files have nothing of it, nor has what is broken. */
export const playbookSourcesOf = (document: unknown): PlaybookSources => ({
  findings: findingsIn(document),
  account: accountOf(document),
});

/** Surveys of several accounts or regions stand side by side. */
export function joinedPlaybookSources(all: readonly PlaybookSources[]): PlaybookSources {
  const accounts = all.flatMap(({ account }) => account ?? []);
  return {
    findings: all.flatMap(({ findings }) => findings),
    account: accounts.length === 0 ? null : accounts.reduce(together),
  };
}

const text = z.string();
const texts = z.array(text);
const textOrNull = z.nullable(text);
/** Absent counts as null. */
const textOrNothing = z.pipe(
  z.optional(z.nullable(text)),
  z.transform((value) => value ?? null),
);
const lineOrNothing = z.pipe(
  z.optional(z.nullable(z.number())),
  z.transform((value) => value ?? null),
);

const findingsSchema = z.object({
  findings: z.array(
    z.object({
      ruleId: text,
      level: z.enum(LEVELS),
      kind: text,
      message: text,
      fix: textOrNothing,
      file: textOrNothing,
      line: lineOrNothing,
      resource: textOrNothing,
      related: z._default(
        z.array(z.object({ file: textOrNothing, line: lineOrNothing, resource: textOrNothing })),
        [],
      ),
      args: z._default(
        z.catch(z.object({ service: z.optional(text), services: z.optional(texts) }), {}),
        {},
      ),
      fingerprint: text,
      suppressed: z.unknown(),
    }),
  ),
});

function findingsIn(document: unknown): readonly PlaybookFinding[] {
  const by = documentKind(document);
  if (by !== "audit" && by !== "survey") return [];
  const read = findingsSchema.safeParse(document);
  if (!read.success) return [];
  return read.data.findings
    .filter(({ suppressed }) => suppressed === null)
    .map(({ kind, args, suppressed: _, ...finding }) => ({
      by,
      ...finding,
      isSure: kind === "fail",
      services: [...(args.services ?? []), ...(args.service === undefined ? [] : [args.service])],
    }));
}

const located = { id: text, region: text, account: textOrNull };
const inVpc = { ...located, vpc: textOrNull };
const reach = z.enum(["all", "some", "none", "unknown"]);
const list = <T extends z.ZodMiniType>(item: T) => z._default(z.array(item), []);

/** Those parts of a survey whose ids steps name. */
const accountSchema = z.object({
  meta: z.object({ takenAt: textOrNothing }),
  topology: z.object({
    vpcs: z.array(
      z.object({
        ...located,
        owner: textOrNull,
        name: textOrNull,
        cidr: textOrNull,
        cidrs: texts,
        ipv6Cidrs: texts,
        isDefault: z.boolean(),
      }),
    ),
    subnets: z.array(
      z.object({
        ...inVpc,
        owner: textOrNull,
        name: textOrNull,
        az: textOrNull,
        zoneName: textOrNull,
        cidr: textOrNull,
        ipv6Cidr: textOrNull,
        families: z.enum(["ipv4", "dual-stack", "ipv6-only"]),
        assignsIpv6: z.boolean(),
        mapsPublicIpv4: z.boolean(),
        dns64: z.boolean(),
        routeTable: textOrNull,
      }),
    ),
    routeTables: z.array(
      z.object({
        ...inVpc,
        owner: textOrNull,
        main: z.boolean(),
        subnets: texts,
        routes: z.array(z.object({ destination: text, target: text })),
      }),
    ),
    natGateways: z.array(
      z.object({
        ...inVpc,
        state: textOrNull,
        connectivity: z.enum(["public", "private"]),
        availability: z.enum(["zonal", "regional"]),
        subnet: textOrNull,
        az: textOrNull,
        eni: textOrNull,
        privateIps: texts,
        eips: texts,
      }),
    ),
    egressOnlyGateways: z.array(z.object(inVpc)),
    endpoints: z.array(
      z.object({
        ...inVpc,
        owner: textOrNull,
        service: textOrNull,
        type: text,
        state: textOrNull,
        ipAddressType: textOrNull,
        dnsRecordIpType: textOrNull,
        privateDns: z.boolean(),
        serviceFamilies: z.nullable(texts),
        subnets: texts,
        routeTables: texts,
        securityGroups: texts,
      }),
    ),
    securityGroups: z.array(
      z.object({
        ...inVpc,
        owner: textOrNull,
        name: textOrNull,
        egress4: reach,
        egress6: reach,
        isManaged: z.boolean(),
      }),
    ),
    networkAcls: z.array(
      z.object({
        ...inVpc,
        subnets: texts,
        isDefault: z.boolean(),
        egress4: reach,
        egress6: reach,
      }),
    ),
    compute: z.array(
      z.object({
        ...inVpc,
        arn: text,
        name: text,
        kind: z.enum(["instance", "lambda", "ecs-service", "eks-cluster", "auto-scaling-group"]),
        subnets: texts,
        securityGroups: texts,
        running: z.nullable(z.number()),
        platform: textOrNull,
        cluster: textOrNull,
        ipv6: z.nullable(z.boolean()),
      }),
    ),
    publicIpv4: z.array(
      z.object({
        address: text,
        region: text,
        account: textOrNull,
        eni: textOrNull,
        vpc: textOrNull,
        ownerKind: z.enum(OWNER_KINDS),
        owner: textOrNull,
        allocation: textOrNull,
      }),
    ),
  }),
  flowLogs: list(
    z.object({
      ...located,
      resource: textOrNull,
      format: textOrNull,
      destination: textOrNull,
      destinationType: textOrNull,
      status: textOrNull,
      mode: z.enum(["next-hop", "nat-interface", "topology", "none"]),
      lacks: texts,
    }),
  ),
  queryLogs: list(
    z.object({
      ...located,
      destination: textOrNull,
      status: textOrNull,
      associations: z.nullable(z.number()),
    }),
  ),
});

function accountOf(document: unknown): KnownAccount | null {
  if (documentKind(document) !== "survey") return null;
  const read = accountSchema.safeParse(document);
  if (!read.success) return null;
  const { meta, topology, flowLogs, queryLogs } = read.data;
  return { takenAt: meta.takenAt, flowLogs, queryLogs, topology };
}

function together(one: KnownAccount, other: KnownAccount): KnownAccount {
  const [a, b] = [one.topology, other.topology];
  const days = [one.takenAt, other.takenAt].flatMap((at) => at ?? []).sort();
  return {
    takenAt: days.at(-1) ?? null,
    flowLogs: [...one.flowLogs, ...other.flowLogs],
    queryLogs: [...one.queryLogs, ...other.queryLogs],
    topology: {
      vpcs: [...a.vpcs, ...b.vpcs],
      subnets: [...a.subnets, ...b.subnets],
      routeTables: [...a.routeTables, ...b.routeTables],
      natGateways: [...a.natGateways, ...b.natGateways],
      egressOnlyGateways: [...a.egressOnlyGateways, ...b.egressOnlyGateways],
      endpoints: [...a.endpoints, ...b.endpoints],
      securityGroups: [...a.securityGroups, ...b.securityGroups],
      networkAcls: [...a.networkAcls, ...b.networkAcls],
      compute: [...a.compute, ...b.compute],
      publicIpv4: [...a.publicIpv4, ...b.publicIpv4],
    },
  };
}
