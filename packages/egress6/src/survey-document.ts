import { LEVELS } from "@egress6/core/finding/finding";
import { OWNER_KINDS } from "@egress6/core/survey/topology";
import { z } from "zod";

const text = z.string();
const texts = z.array(text);
const maybe = text.nullable();
const count = z.int().min(0);
const account = maybe.describe("null: not known");
const located = { id: text, region: text, account };
const reach = z.enum(["all", "some", "none", "unknown"]);
const families = z.enum(["ipv4", "dual-stack", "ipv6-only"]);
const ownerKind = z.enum(OWNER_KINDS);
const amount = z.string().regex(/^-?\d*(\.\d+)?([eE][-+]?\d+)?$/);
const gateway = z.strictObject({ ...located, vpc: maybe });

/** By its parts, so that who reads a part of it takes the fields from here. */
export const surveyTopologyShape = {
  vpcs: z.array(
    z.strictObject({
      ...located,
      owner: maybe,
      name: maybe,
      cidr: maybe,
      cidrs: texts,
      ipv6Cidrs: texts.describe("blocks that are associated"),
      isDefault: z.boolean(),
    }),
  ),
  subnets: z.array(
    z.strictObject({
      ...located,
      vpc: maybe,
      owner: maybe,
      name: maybe,
      az: maybe.describe("the id of its zone"),
      zoneName: maybe,
      cidr: maybe,
      ipv6Cidr: maybe,
      families,
      assignsIpv6: z.boolean(),
      mapsPublicIpv4: z.boolean(),
      dns64: z.boolean(),
      routeTable: maybe,
    }),
  ),
  routeTables: z.array(
    z.strictObject({
      ...located,
      vpc: maybe,
      owner: maybe,
      main: z.boolean(),
      subnets: texts,
      routes: z.array(z.strictObject({ destination: text, target: text })),
    }),
  ),
  natGateways: z.array(
    z.strictObject({
      ...located,
      vpc: maybe,
      state: maybe,
      connectivity: z.enum(["public", "private"]),
      availability: z.enum(["zonal", "regional"]),
      subnet: maybe,
      az: maybe,
      eni: maybe,
      privateIps: texts,
      eips: texts,
    }),
  ),
  internetGateways: z.array(gateway),
  egressOnlyGateways: z.array(gateway),
  endpoints: z.array(
    z.strictObject({
      ...located,
      vpc: maybe,
      owner: maybe,
      service: maybe,
      type: text,
      state: maybe,
      ipAddressType: maybe,
      dnsRecordIpType: maybe,
      privateDns: z.boolean(),
      serviceFamilies: texts.nullable().describe("what its service offers; null: not asked"),
      subnets: texts,
      routeTables: texts,
      securityGroups: texts,
    }),
  ),
  securityGroups: z.array(
    z.strictObject({
      ...located,
      vpc: maybe,
      owner: maybe,
      name: maybe,
      egress4: reach,
      egress6: reach,
      isManaged: z.boolean(),
    }),
  ),
  networkAcls: z.array(
    z.strictObject({
      ...located,
      vpc: maybe,
      subnets: texts,
      isDefault: z.boolean(),
      egress4: reach,
      egress6: reach,
    }),
  ),
  enis: z.array(
    z.strictObject({
      ...located,
      vpc: maybe,
      type: maybe,
      subnet: maybe,
      az: maybe,
      ipv4: texts,
      ipv6: texts,
      publicIpv4: texts,
      securityGroups: texts,
      ownerKind,
      owner: maybe,
      dangling: texts.describe("ids that it names, and that nothing else has"),
    }),
  ),
  publicIpv4: z.array(
    z.strictObject({
      address: text,
      region: text,
      account,
      eni: maybe,
      vpc: maybe,
      ownerKind,
      owner: maybe,
      allocation: maybe,
    }),
  ),
  compute: z.array(
    z.strictObject({
      ...located,
      arn: text,
      name: text,
      kind: z.enum(["instance", "lambda", "ecs-service", "eks-cluster", "auto-scaling-group"]),
      vpc: maybe,
      subnets: texts,
      securityGroups: texts,
      running: count.nullable(),
      platform: maybe,
      cluster: maybe,
      ipv6: z.boolean().nullable(),
    }),
  ),
  loadBalancers: z.array(
    z.strictObject({
      ...located,
      arn: text,
      type: z.enum(["application", "network", "gateway", "classic"]).nullable(),
      vpc: maybe,
      scheme: maybe,
      ipAddressType: maybe,
      subnets: texts,
      securityGroups: texts,
    }),
  ),
  launchTemplates: z.array(
    z.strictObject({
      ...located,
      name: maybe,
      version: count.nullable(),
      instanceType: maybe,
      ipv6: z.boolean().describe("whether it asks for IPv6 addresses itself"),
      metadataIpv6: maybe,
      securityGroups: texts,
    }),
  ),
  taskDefinitions: z.array(
    z.strictObject({
      ...located,
      arn: text,
      networkMode: maybe,
      images: texts,
      logDrivers: texts,
      secretServices: texts,
      endpointSettings: z.record(z.string(), z.string()),
      services: texts,
    }),
  ),
  ecsSettings: z.array(z.strictObject({ ...located, value: maybe })),
  prefixLists: z.array(
    z.strictObject({
      ...located,
      name: maybe,
      owner: maybe,
      family: z.enum(["ipv4", "ipv6"]).nullable(),
    }),
  ),
  transitGatewayAttachments: z.array(
    z.strictObject({ ...located, vpc: maybe, gateway: maybe, state: maybe }),
  ),
  peeringConnections: z.array(
    z.strictObject({ ...located, vpc: maybe, peerVpc: maybe, peerAccount: maybe, state: maybe }),
  ),
  dhcpOptions: z.array(z.strictObject({ ...located, nameServers: texts, vpcs: texts })),
};
const topology = z.strictObject(surveyTopologyShape);

const place = z.looseObject({ file: maybe, resource: maybe });
const surveyFlowLog = z.strictObject({
  ...located,
  resource: maybe,
  format: maybe.describe("null: AWS's default"),
  destination: maybe,
  destinationType: maybe,
  status: maybe,
  mode: z.enum(["next-hop", "nat-interface", "topology", "none"]),
  lacks: texts.describe("fields that the exact mode lacks"),
});
const surveyQueryLog = z.strictObject({
  ...located,
  destination: maybe,
  status: maybe,
  associations: count.nullable(),
});
const workload = z.looseObject({}).describe("a workload file: workload.schema.json");

/** The document of `egress6 survey --format json`: its one definition, for the published schema and for readers. */
export const surveyFile = z.strictObject({
  meta: z.strictObject({
    account: account.describe("null: several, or not known"),
    accounts: texts,
    regions: texts,
    takenAt: text,
    denied: z
      .array(
        z.strictObject({
          action: text,
          region: maybe,
          account: account.optional(),
          reason: text,
        }),
      )
      .describe("calls without an answer; nothing is concluded from them"),
    complete: z.boolean().describe("nothing was denied, throttled out or cut off"),
    notRead: z.array(z.strictObject({ action: text, regions: texts })),
    files: texts,
    skipped: z.array(z.strictObject({ file: text, reason: text })),
    rules: z.array(z.strictObject({ id: text, title: text, level: z.enum(LEVELS), helpUri: text })),
  }),
  places: z
    .array(
      z.strictObject({
        account,
        region: maybe.describe("null: what belongs to no region"),
        vpcs: count.nullable().describe("null: not read"),
        vpcsSendingIpv6: count.nullable(),
        natGateways: count.nullable(),
        publicIpv4: count.nullable(),
        endpoints: count.nullable(),
        findings: z.strictObject({ error: count, warning: count, note: count, review: count }),
      }),
    )
    .describe("accounts and regions, in figures"),
  topology,
  flowLogs: z.array(surveyFlowLog),
  queryLogs: z.array(surveyQueryLog),
  metrics: z
    .array(
      z.strictObject({
        ...located,
        metric: text,
        days: count,
        bytes: z.string().regex(/^\d+$/).describe("digits, exact"),
      }),
    )
    .describe("of --metrics"),
  costs: z
    .array(
      z.strictObject({
        region: text,
        account,
        usageType: text,
        from: text,
        to: text,
        usd: amount,
        quantity: amount,
      }),
    )
    .describe("of --billing"),
  findings: z.array(
    z.looseObject({
      ruleId: text,
      level: z.enum(LEVELS),
      kind: z.enum(["fail", "review"]),
      message: text,
      file: maybe.describe("the ARN"),
      resource: maybe,
      fix: maybe,
      related: z.array(place),
      fingerprint: text,
    }),
  ),
  workload: workload,
  workloads: z.array(z.strictObject({ account, region: text, vpc: text, workload })),
});
