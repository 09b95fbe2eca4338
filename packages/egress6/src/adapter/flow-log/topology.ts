import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  type FlowInterface,
  type FlowRouteTable,
  type FlowTopology,
  NO_TOPOLOGY,
} from "@egress6/core/flow/flow-topology";
import type { OwnerKind } from "@egress6/core/survey/topology";
import { z } from "zod";
import { invalidFlowFile, readJsonFile } from "./json-file.js";

const text = z.string().max(500);
const maybe = text.nullish();
const texts = z.array(text).nullish();

/** What `egress6 survey --format json` prints, as far as it is needed. */
const surveySchema = z.object({
  topology: z.object({
    vpcs: z.array(z.object({ id: text, region: maybe, cidr: maybe, cidrs: texts })).nullish(),
    subnets: z
      .array(
        z.object({
          id: text,
          region: maybe,
          vpc: maybe,
          az: maybe,
          cidr: maybe,
          ipv6Cidr: maybe,
        }),
      )
      .nullish(),
    routeTables: z
      .array(
        z.object({
          id: text,
          region: maybe,
          vpc: maybe,
          main: z.boolean().nullish(),
          subnets: texts,
          routes: z.array(z.object({ destination: maybe, target: maybe })).nullish(),
        }),
      )
      .nullish(),
    natGateways: z
      .array(
        z.object({
          id: text,
          region: maybe,
          vpc: maybe,
          state: maybe,
          availability: maybe,
          subnet: maybe,
          eni: maybe,
          privateIps: texts,
          eips: texts,
          az: maybe,
        }),
      )
      .nullish(),
    endpoints: z
      .array(z.object({ service: maybe, type: maybe, routeTables: texts, region: maybe }))
      .nullish(),
    enis: z
      .array(
        z.object({
          id: text,
          type: maybe,
          subnet: maybe,
          ipv4: texts,
          ipv6: texts,
          owner: maybe,
          ownerKind: maybe,
        }),
      )
      .nullish(),
  }),
});

/** Small enough to be written by hand. */
const writtenSchema = z.object({
  region: maybe,
  vpc: maybe,
  cidr: maybe,
  cidrs: texts,
  nats: z
    .array(
      z.object({
        id: maybe,
        eni: maybe,
        ip: maybe,
        ips: texts,
        eip: maybe,
        az: maybe,
        subnet: maybe,
      }),
    )
    .nullish(),
  subnets_az: z.record(text, text).nullish(),
  sources: z
    .array(z.object({ ip: text, eni: maybe, az: maybe, subnet: maybe, nat: maybe }))
    .nullish(),
});

const tagged = z.object({ Tags: z.unknown().optional() });

/** Answers of `aws ec2 describe-…`. */
const describeSchema = z.object({
  Vpcs: z
    .array(
      tagged.extend({
        VpcId: text,
        CidrBlock: maybe,
        CidrBlockAssociationSet: z.array(z.object({ CidrBlock: maybe })).nullish(),
      }),
    )
    .nullish(),
  Subnets: z
    .array(
      tagged.extend({
        SubnetId: text,
        VpcId: maybe,
        AvailabilityZoneId: maybe,
        CidrBlock: maybe,
        Ipv6CidrBlockAssociationSet: z
          .array(
            z.object({
              Ipv6CidrBlock: maybe,
              Ipv6CidrBlockState: z.object({ State: maybe }).nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
  RouteTables: z
    .array(
      tagged.extend({
        RouteTableId: text,
        VpcId: maybe,
        Associations: z.array(z.object({ Main: z.boolean().nullish(), SubnetId: maybe })).nullish(),
        Routes: z
          .array(
            z.object({
              DestinationCidrBlock: maybe,
              DestinationIpv6CidrBlock: maybe,
              DestinationPrefixListId: maybe,
              GatewayId: maybe,
              NatGatewayId: maybe,
              EgressOnlyInternetGatewayId: maybe,
              TransitGatewayId: maybe,
              VpcPeeringConnectionId: maybe,
              NetworkInterfaceId: maybe,
              State: maybe,
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
  NatGateways: z
    .array(
      tagged.extend({
        NatGatewayId: text,
        VpcId: maybe,
        SubnetId: maybe,
        State: maybe,
        AvailabilityMode: maybe,
        NatGatewayAddresses: z
          .array(z.object({ NetworkInterfaceId: maybe, PrivateIp: maybe, PublicIp: maybe }))
          .nullish(),
      }),
    )
    .nullish(),
  NetworkInterfaces: z
    .array(
      z.object({
        NetworkInterfaceId: text,
        InterfaceType: maybe,
        SubnetId: maybe,
        PrivateIpAddresses: z.array(z.object({ PrivateIpAddress: maybe })).nullish(),
        Ipv6Addresses: z.array(z.object({ Ipv6Address: maybe })).nullish(),
        Attachment: z.object({ InstanceId: maybe }).nullish(),
      }),
    )
    .nullish(),
  VpcEndpoints: z
    .array(z.object({ ServiceName: maybe, VpcEndpointType: maybe, RouteTableIds: texts }))
    .nullish(),
});
const DESCRIBED = [
  "Vpcs",
  "Subnets",
  "RouteTables",
  "NatGateways",
  "NetworkInterfaces",
  "VpcEndpoints",
];

/**
 * The network of these files, or folders of them: what `survey` prints, answers of `aws ec2 describe-…`, or a
 * small file written by hand.
 * @throws Egress6Error FLOW_FILE_UNREADABLE, FLOW_FILE_INVALID
 */
export function readFlowTopology(paths: readonly string[]): FlowTopology {
  const files = paths.flatMap((path) => filesOf(path));
  return withZones(files.map((path) => readOne(path)).reduce(joined, NO_TOPOLOGY));
}

function filesOf(path: string): readonly string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(path, name));
}

function readOne(path: string): FlowTopology {
  const json = readJsonFile(path, "--topology");
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw invalidFlowFile(path, "--topology", "it is not a JSON object");
  }
  if ("topology" in json) return ofSurvey(parsed(surveySchema, json, path));
  if (DESCRIBED.some((key) => key in json)) return ofDescribe(parsed(describeSchema, json, path));
  if ("nats" in json || "sources" in json) return ofWritten(parsed(writtenSchema, json, path));
  // A folder that `survey --save` wrote holds other answers, too.
  return NO_TOPOLOGY;
}

function parsed<T>(schema: z.ZodType<T>, json: unknown, path: string): T {
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue?.path.join(".") ?? "";
  throw invalidFlowFile(path, "--topology", `${place}: ${issue?.message ?? "it cannot be read"}`);
}

/** Owners of interfaces that workloads have as compute. */
const COMPUTE_OWNERS: ReadonlySet<string> = new Set([
  "lambda",
  "ecs-fargate",
  "ecs-ec2",
  "ecs",
  "eks-node",
  "instance",
] satisfies readonly OwnerKind[]);

/** A gateway that failed, or is no more, carries nothing. */
const isGone = (state: string | null | undefined) => state === "failed" || state === "deleted";

function ofSurvey({ topology: t }: z.infer<typeof surveySchema>): FlowTopology {
  const regions = new Set(
    [...(t.natGateways ?? []), ...(t.subnets ?? [])].flatMap(({ region }) => region ?? []),
  );
  const [region = null] = regions.size === 1 ? regions : [];
  return {
    region,
    vpcs: (t.vpcs ?? []).map(({ id, cidr, cidrs }) => ({
      id,
      cidrs: [...new Set([...(cidr == null ? [] : [cidr]), ...(cidrs ?? [])])],
    })),
    nats: (t.natGateways ?? [])
      .filter(({ state }) => !isGone(state))
      .map((nat) => ({
        id: nat.id,
        eni: nat.eni ?? null,
        ips: nat.privateIps ?? [],
        publicIps: nat.eips ?? [],
        az: nat.az ?? (t.subnets ?? []).find(({ id }) => id === nat.subnet)?.az ?? null,
        region: nat.region ?? null,
        vpc: nat.vpc ?? null,
        isRegional: nat.availability === "regional",
      })),
    subnets: (t.subnets ?? []).map((subnet) => ({
      id: subnet.id,
      vpc: subnet.vpc ?? null,
      az: subnet.az ?? null,
      cidr: subnet.cidr ?? null,
      ipv6Cidr: subnet.ipv6Cidr ?? null,
    })),
    routeTables: (t.routeTables ?? []).map((table) => ({
      id: table.id,
      vpc: table.vpc ?? null,
      isMain: table.main ?? false,
      subnets: table.subnets ?? [],
      routes: (table.routes ?? []).flatMap(({ destination, target }) =>
        destination == null || target == null ? [] : [{ destination, target }],
      ),
    })),
    interfaces: (t.enis ?? []).map(
      (eni): FlowInterface => ({
        id: eni.id,
        type: eni.type ?? null,
        subnet: eni.subnet ?? null,
        ipv4: eni.ipv4 ?? [],
        ipv6: (eni.ipv6 ?? []).map((ip) => ip.toLowerCase()),
        owner: eni.owner ?? null,
        compute: COMPUTE_OWNERS.has(eni.ownerKind ?? "") ? (eni.owner ?? null) : null,
      }),
    ),
    sources: [],
    gatewayEndpoints: (t.endpoints ?? []).flatMap(({ service, type, routeTables }) =>
      /^gateway$/i.test(type ?? "") && service != null
        ? [{ service: service.split(".").at(-1) ?? service, routeTables: routeTables ?? [] }]
        : [],
    ),
  };
}

function ofWritten(written: z.infer<typeof writtenSchema>): FlowTopology {
  const { region = null, vpc = null, cidr, cidrs, nats, sources, subnets_az: zones } = written;
  const own = [...(cidr == null ? [] : [cidr]), ...(cidrs ?? [])];
  const zoneOf = (subnet: string | null | undefined) => zones?.[subnet ?? ""] ?? null;
  return {
    ...NO_TOPOLOGY,
    region: region ?? null,
    vpcs: own.length === 0 ? [] : [{ id: vpc ?? "vpc", cidrs: own }],
    nats: (nats ?? []).map((nat) => ({
      id: nat.id ?? null,
      eni: nat.eni ?? null,
      ips: [...(nat.ip == null ? [] : [nat.ip]), ...(nat.ips ?? [])],
      publicIps: nat.eip == null ? [] : [nat.eip],
      az: nat.az ?? zoneOf(nat.subnet),
      region: region ?? null,
      vpc: vpc ?? null,
      isRegional: false,
    })),
    subnets: Object.entries(zones ?? {}).map(([id, az]) => ({
      id,
      vpc: vpc ?? null,
      az,
      cidr: null,
      ipv6Cidr: null,
    })),
    sources: (sources ?? []).map((source) => ({
      ip: source.ip,
      az: source.az ?? zoneOf(source.subnet),
      subnet: source.subnet ?? null,
      nat: source.nat ?? null,
    })),
  };
}

function ofDescribe(answer: z.infer<typeof describeSchema>): FlowTopology {
  return {
    ...NO_TOPOLOGY,
    vpcs: (answer.Vpcs ?? []).map((vpc) => ({
      id: vpc.VpcId,
      cidrs: [
        ...new Set([
          ...(vpc.CidrBlock == null ? [] : [vpc.CidrBlock]),
          ...(vpc.CidrBlockAssociationSet ?? []).flatMap(({ CidrBlock }) => CidrBlock ?? []),
        ]),
      ],
    })),
    nats: (answer.NatGateways ?? [])
      .filter(({ State }) => !isGone(State))
      .map((nat) => {
        const addresses = nat.NatGatewayAddresses ?? [];
        return {
          id: nat.NatGatewayId,
          eni:
            addresses.find(({ NetworkInterfaceId }) => NetworkInterfaceId)?.NetworkInterfaceId ??
            null,
          ips: addresses.flatMap(({ PrivateIp }) => PrivateIp ?? []),
          publicIps: addresses.flatMap(({ PublicIp }) => PublicIp ?? []),
          az: nat.SubnetId ?? null,
          region: null,
          vpc: nat.VpcId ?? null,
          isRegional: nat.AvailabilityMode === "regional",
        };
      }),
    subnets: (answer.Subnets ?? []).map((subnet) => ({
      id: subnet.SubnetId,
      vpc: subnet.VpcId ?? null,
      az: subnet.AvailabilityZoneId ?? null,
      cidr: subnet.CidrBlock ?? null,
      ipv6Cidr:
        (subnet.Ipv6CidrBlockAssociationSet ?? []).find(
          ({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === "associated",
        )?.Ipv6CidrBlock ?? null,
    })),
    routeTables: (answer.RouteTables ?? []).map(
      (table): FlowRouteTable => ({
        id: table.RouteTableId,
        vpc: table.VpcId ?? null,
        isMain: (table.Associations ?? []).some(({ Main }) => Main === true),
        subnets: (table.Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []),
        routes: (table.Routes ?? []).flatMap((route) => {
          const destination =
            route.DestinationCidrBlock ??
            route.DestinationIpv6CidrBlock ??
            route.DestinationPrefixListId;
          const target =
            route.NatGatewayId ??
            route.EgressOnlyInternetGatewayId ??
            route.TransitGatewayId ??
            route.VpcPeeringConnectionId ??
            route.GatewayId ??
            route.NetworkInterfaceId;
          if (destination == null || target == null || route.State === "blackhole") return [];
          return [{ destination, target }];
        }),
      }),
    ),
    interfaces: (answer.NetworkInterfaces ?? []).map((eni) => ({
      id: eni.NetworkInterfaceId,
      type: eni.InterfaceType ?? null,
      subnet: eni.SubnetId ?? null,
      ipv4: (eni.PrivateIpAddresses ?? []).flatMap(
        ({ PrivateIpAddress }) => PrivateIpAddress ?? [],
      ),
      ipv6: (eni.Ipv6Addresses ?? []).flatMap(({ Ipv6Address }) => Ipv6Address ?? []),
      owner: eni.Attachment?.InstanceId ?? null,
      compute: null,
    })),
    gatewayEndpoints: (answer.VpcEndpoints ?? []).flatMap(
      ({ ServiceName, VpcEndpointType, RouteTableIds }) =>
        VpcEndpointType === "Gateway" && ServiceName != null
          ? [{ service: ServiceName.split(".").at(-1) ?? "", routeTables: RouteTableIds ?? [] }]
          : [],
    ),
  };
}

function joined(a: FlowTopology, b: FlowTopology): FlowTopology {
  return {
    region: a.region ?? b.region,
    vpcs: [...a.vpcs, ...b.vpcs],
    nats: [...a.nats, ...b.nats],
    subnets: [...a.subnets, ...b.subnets],
    routeTables: [...a.routeTables, ...b.routeTables],
    interfaces: [...a.interfaces, ...b.interfaces],
    sources: [...a.sources, ...b.sources],
    gatewayEndpoints: [...a.gatewayEndpoints, ...b.gatewayEndpoints],
  };
}

/** A gateway of describe-nat-gateways names its subnet, whose zone another file says. */
function withZones(topology: FlowTopology): FlowTopology {
  const zones = new Map(topology.subnets.map(({ id, az }) => [id, az]));
  const nats = topology.nats.map((nat) =>
    nat.az?.startsWith("subnet-") ? { ...nat, az: zones.get(nat.az) ?? null } : nat,
  );
  return { ...topology, nats };
}
