import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { seededRandom } from "../support/seeded-random.mjs";

/** One invented network with traffic whose truth is known, written as flow logs of any format. */
export interface FlowWorld {
  readonly records: readonly FlowRecord[];
  readonly conversations: readonly Conversation[];
  readonly hosts: readonly WorldHost[];
  readonly survey: unknown;
  readonly queries: readonly unknown[];
  readonly nats: readonly WorldNat[];
}

/** A record with every field that a format may want. */
export type FlowRecord = Readonly<Record<string, string | number>>;

/** What went through a gateway, each byte once. */
export interface Conversation {
  readonly nat: WorldNat;
  readonly src: string;
  readonly dst: string;
  readonly port: number;
  readonly up: number;
  readonly down: number;
  readonly crossesZones: boolean;
  readonly host: WorldHost;
}

interface WorldHost {
  /** Null: nobody asked for it. */
  readonly name: string | null;
  readonly class: string;
  readonly addresses: readonly string[];
  readonly hasAaaa: boolean;
}

interface WorldNat {
  readonly id: string;
  readonly eni: string;
  readonly az: string;
  /** The first is the primary one. */
  readonly ips: readonly string[];
}

const WORLD_START = 1_793_577_600;
const REGION = "eu-central-1";
const ACCOUNT = "123456789012";
const VPC = "vpc-0a1b2c3d4e5f60718";

const HOSTS: readonly WorldHost[] = [
  host("mybucket.s3.eu-central-1.amazonaws.com", "free-fix", "3.5.1", 6),
  host("dynamodb.eu-central-1.amazonaws.com", "free-fix", "52.94.17", 3),
  host("sqs.eu-central-1.amazonaws.com", "v6-config", "15.177.69", 2),
  host("otherbucket.s3.us-east-1.amazonaws.com", "v6-config", "1.178.4", 4),
  host("ssm.eu-central-1.amazonaws.com", "v4-only", "51.0.74", 3),
  host("abc123.execute-api.eu-central-1.amazonaws.com", "v6-now", "18.197.57", 2, true),
  host("cdn.thirdparty.example", "v6-now", "99.86.58", 5, true),
  host("github.com", "v4-only", "140.82.116", 5),
  host("vendor-on-ec2.example", "v4-only", "44.217.248", 2),
  { name: null, class: "unknown", addresses: spread("45.32.149", 9), hasAaaa: false },
];

function host(
  name: string,
  flowClass: string,
  prefix: string,
  count: number,
  hasAaaa = false,
): WorldHost {
  return { name, class: flowClass, addresses: spread(prefix, count), hasAaaa };
}

function spread(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}.${10 + 7 * index}`);
}

/** Everything that a record may have; `-` stands for what it has not. */
const BLANK: FlowRecord = Object.fromEntries(
  "packets bytes start end vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path resource-id interface-type next-hop-interface-id next-hop-az-id next-hop-interface-type"
    .split(" ")
    .map((field) => [field, "-"]),
);

const V2 =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";
const V5 = `${V2} vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path`;
const V11 = `${V5} resource-id interface-type next-hop-interface-id next-hop-az-id next-hop-interface-type`;
export const FORMATS = { 2: V2, 5: V5, 11: V11 } as const;

interface Workload {
  readonly ip: string;
  readonly eni: string;
  readonly instance: string;
  readonly zone: number;
  readonly isPublic: boolean;
}

export function flowWorld(seed: number, size = 300): FlowWorld {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const zones = [0, 1, 2].map((zone) => `euc1-az${zone + 1}`);
  const nats: readonly WorldNat[] = zones.map((az, zone) => ({
    id: `nat-0${zone}aaaaaaaaaaaaaaa`,
    eni: `eni-nat${zone}aaaaaaaaaaaa`,
    az,
    ips: zone === 0 ? ["10.0.0.220", "10.0.0.221"] : [`10.0.${zone}.220`],
  }));
  const workloads: readonly Workload[] = Array.from({ length: 45 }, (_, index) => {
    const zone = index % 3;
    const isPublic = index >= 39;
    const net = isPublic ? zone : 16 * (zone + 1);
    return {
      ip: `10.0.${net + (isPublic ? 0 : index % 2)}.${10 + index}`,
      eni: `eni-w${String(index).padStart(16, "0")}`,
      instance: `i-${String(index).padStart(17, "0")}`,
      zone,
      isPublic,
    };
  });
  const records: FlowRecord[] = [];
  const conversations: Conversation[] = [];
  const queries: unknown[] = [];
  const add = (record: FlowRecord) => {
    const start = WORLD_START + below(580);
    records.push({
      ...BLANK,
      "account-id": ACCOUNT,
      packets: 1 + below(90),
      start,
      end: start + 10 + below(50),
      action: "ACCEPT",
      "log-status": "OK",
      "vpc-id": VPC,
      region: REGION,
      type: "IPv4",
      ...record,
    });
  };
  const ofWorkload = (workload: Workload): FlowRecord => ({
    "interface-id": workload.eni,
    "subnet-id": subnetOf(workload),
    "instance-id": workload.instance,
    "az-id": zones[workload.zone] ?? "",
    "interface-type": "interface",
  });
  const ofNat = (nat: WorldNat): FlowRecord => ({
    "interface-id": nat.eni,
    "subnet-id": `subnet-pub${nats.indexOf(nat)}`,
    "az-id": nat.az,
    "resource-id": nat.id,
    "interface-type": "nat_gateway",
  });

  for (let count = 0; count < size; count++) {
    const workload = workloads[below(39)] as Workload;
    // The table of the third zone points at the first zone's gateway.
    const nat = nats[workload.zone === 2 ? 0 : workload.zone] as WorldNat;
    const natIp = nat.ips[below(nat.ips.length)] as string;
    const target = HOSTS[below(HOSTS.length)] as WorldHost;
    const dst = target.addresses[below(target.addresses.length)] as string;
    const isPing = below(20) === 0;
    const port = isPing ? 0 : ([443, 443, 443, 80, 8443][below(5)] as number);
    const local = isPing ? 0 : 30_000 + below(30_000);
    const protocol = isPing ? 1 : 6;
    const hop = {
      "next-hop-interface-id": nat.eni,
      "next-hop-az-id": nat.az,
      "next-hop-interface-type": "nat_gateway",
    };
    // Long connections have several records.
    let [up, down] = [0, 0];
    for (let part = 0; part <= below(3); part++) {
      const [partUp, partDown] = [60 + below(90_000), 60 + below(9_000_000)];
      up += partUp;
      down += partDown;
      const out = { srcport: local, dstport: port, protocol, bytes: partUp };
      const back = { srcport: port, dstport: local, protocol, bytes: partDown };
      const inner = { "pkt-srcaddr": workload.ip, "pkt-dstaddr": dst };
      const innerBack = { "pkt-srcaddr": dst, "pkt-dstaddr": workload.ip };
      add({
        ...ofWorkload(workload),
        ...out,
        srcaddr: workload.ip,
        dstaddr: dst,
        ...inner,
        "flow-direction": "egress",
        "traffic-path": 1,
        ...hop,
      });
      add({
        ...ofWorkload(workload),
        ...back,
        srcaddr: dst,
        dstaddr: workload.ip,
        ...innerBack,
        "flow-direction": "ingress",
      });
      add({
        ...ofNat(nat),
        ...out,
        srcaddr: workload.ip,
        dstaddr: natIp,
        ...inner,
        "flow-direction": "ingress",
      });
      add({
        ...ofNat(nat),
        ...back,
        srcaddr: natIp,
        dstaddr: workload.ip,
        ...innerBack,
        "flow-direction": "egress",
        "traffic-path": 1,
        "next-hop-interface-id": workload.eni,
        "next-hop-interface-type": "interface",
      });
      const outside = 1024 + below(60_000);
      add({
        ...ofNat(nat),
        ...out,
        srcport: outside,
        srcaddr: natIp,
        dstaddr: dst,
        "pkt-srcaddr": natIp,
        "pkt-dstaddr": dst,
        "flow-direction": "egress",
        "traffic-path": 8,
      });
      add({
        ...ofNat(nat),
        ...back,
        dstport: outside,
        srcaddr: dst,
        dstaddr: natIp,
        "pkt-srcaddr": dst,
        "pkt-dstaddr": natIp,
        "flow-direction": "ingress",
      });
    }
    conversations.push({
      nat,
      src: workload.ip,
      dst,
      port,
      up,
      down,
      crossesZones: workload.zone === 2,
      host: target,
    });
    if (target.name !== null) ask(workload.ip, target, dst);
  }
  function ask(src: string, target: WorldHost, dst: string): void {
    for (const type of ["A", "AAAA"]) {
      const aaaa = target.hasAaaa ? [{ Rdata: "2600:9000::1", Type: "AAAA", Class: "IN" }] : [];
      queries.push({
        version: "1.100000",
        account_id: ACCOUNT,
        region: REGION,
        vpc_id: VPC,
        query_timestamp: "2026-11-02T00:01:00Z",
        query_name: `${target.name}.`,
        query_type: type,
        query_class: "IN",
        rcode: "NOERROR",
        answers: type === "AAAA" ? aaaa : [{ Rdata: dst, Type: "A", Class: "IN" }],
        srcaddr: src,
        srcids: {},
      });
    }
  }
  // What must stay out.
  for (let count = 0; count < size / 3; count++) {
    const [a, b] = [workloads[below(39)] as Workload, workloads[below(39)] as Workload];
    if (a === b) continue;
    const [out, back] = [below(1e6), below(1e6)];
    const ends = { srcaddr: a.ip, dstaddr: b.ip, "pkt-srcaddr": a.ip, "pkt-dstaddr": b.ip };
    const reverse = { srcaddr: b.ip, dstaddr: a.ip, "pkt-srcaddr": b.ip, "pkt-dstaddr": a.ip };
    for (const each of [a, b]) {
      const isA = each === a;
      add({
        ...ofWorkload(each),
        ...ends,
        srcport: 41_000 + count,
        dstport: 5432,
        protocol: 6,
        bytes: out,
        "flow-direction": isA ? "egress" : "ingress",
        ...(isA ? { "next-hop-interface-id": b.eni, "next-hop-interface-type": "interface" } : {}),
      });
      add({
        ...ofWorkload(each),
        ...reverse,
        srcport: 5432,
        dstport: 41_000 + count,
        protocol: 6,
        bytes: back,
        "flow-direction": isA ? "ingress" : "egress",
        ...(isA ? {} : { "next-hop-interface-id": a.eni, "next-hop-interface-type": "interface" }),
      });
    }
    // Through the internet gateway, from a public subnet.
    const outside = workloads[39 + below(6)] as Workload;
    const dst = HOSTS[0]?.addresses[0] ?? "";
    add({
      ...ofWorkload(outside),
      srcaddr: outside.ip,
      dstaddr: dst,
      "pkt-srcaddr": outside.ip,
      "pkt-dstaddr": dst,
      srcport: 50_000,
      dstport: 443,
      protocol: 6,
      bytes: below(1e6),
      "flow-direction": "egress",
      "traffic-path": 8,
    });
    add({
      ...ofWorkload(outside),
      srcaddr: dst,
      dstaddr: outside.ip,
      "pkt-srcaddr": dst,
      "pkt-dstaddr": outside.ip,
      srcport: 443,
      dstport: 50_000,
      protocol: 6,
      bytes: below(1e6),
      "flow-direction": "ingress",
    });
    // A scan of the gateway's public address, accepted and rejected.
    const nat = nats[below(3)] as WorldNat;
    const scanner = `185.163.253.${1 + below(200)}`;
    for (const action of ["ACCEPT", "REJECT"]) {
      add({
        ...ofNat(nat),
        srcaddr: scanner,
        dstaddr: nat.ips[0] ?? "",
        "pkt-srcaddr": scanner,
        "pkt-dstaddr": nat.ips[0] ?? "",
        srcport: 4357,
        dstport: below(9000),
        protocol: 6,
        bytes: 40 + below(400),
        action,
        "flow-direction": "ingress",
      });
    }
    // IPv6 over the egress-only gateway.
    const six = workloads[below(39)] as Workload;
    const [local, remote] = [`2a05:d014:abc::${count + 1}`, `2a05:d07a:a000::${count + 1}`];
    add({
      ...ofWorkload(six),
      type: "IPv6",
      srcaddr: local,
      dstaddr: remote,
      "pkt-srcaddr": local,
      "pkt-dstaddr": remote,
      srcport: 40_000,
      dstport: 443,
      protocol: 6,
      bytes: below(1e5),
      "flow-direction": "egress",
      "traffic-path": 8,
    });
    add({
      ...ofWorkload(six),
      type: "IPv6",
      srcaddr: remote,
      dstaddr: local,
      "pkt-srcaddr": remote,
      "pkt-dstaddr": local,
      srcport: 443,
      dstport: 40_000,
      protocol: 6,
      bytes: below(1e5),
      "flow-direction": "ingress",
    });
    for (const status of count % 9 === 0 ? ["NODATA", "SKIPDATA"] : ["NODATA"]) {
      add({
        ...ofWorkload(six),
        srcaddr: "-",
        dstaddr: "-",
        srcport: "-",
        dstport: "-",
        protocol: "-",
        packets: "-",
        bytes: "-",
        action: "-",
        "log-status": status,
        type: "-",
        "instance-id": "-",
      });
    }
  }
  return {
    records,
    conversations,
    hosts: HOSTS,
    survey: surveyOf(nats, workloads, zones),
    queries,
    nats,
  };
}

const subnetOf = ({ zone, isPublic }: Workload): string =>
  `subnet-${isPublic ? "pub" : "priv"}${zone}`;

function surveyOf(
  nats: readonly WorldNat[],
  workloads: readonly Workload[],
  zones: readonly string[],
) {
  const region = REGION;
  const subnet = (id: string, zone: number, cidr: string) => ({
    id,
    region,
    vpc: VPC,
    az: zones[zone],
    cidr,
    ipv6Cidr: null,
  });
  return {
    meta: { account: ACCOUNT, regions: [REGION] },
    topology: {
      vpcs: [{ id: VPC, region, cidr: "10.0.0.0/16" }],
      subnets: [0, 1, 2].flatMap((zone) => [
        subnet(`subnet-pub${zone}`, zone, `10.0.${zone}.0/24`),
        subnet(`subnet-priv${zone}`, zone, `10.0.${16 * (zone + 1)}.0/20`),
      ]),
      routeTables: [
        {
          id: "rtb-pub",
          region,
          vpc: VPC,
          main: true,
          subnets: [],
          routes: [
            { destination: "10.0.0.0/16", target: "local" },
            { destination: "0.0.0.0/0", target: "igw-0a" },
          ],
        },
        ...[0, 1, 2].map((zone) => ({
          id: `rtb-priv${zone}`,
          region,
          vpc: VPC,
          main: false,
          subnets: [`subnet-priv${zone}`],
          routes: [
            { destination: "10.0.0.0/16", target: "local" },
            { destination: "0.0.0.0/0", target: nats[zone === 2 ? 0 : zone]?.id },
            { destination: "::/0", target: "eigw-0a" },
          ],
        })),
      ],
      natGateways: nats.map((nat, zone) => ({
        id: nat.id,
        region,
        vpc: VPC,
        connectivity: "public",
        availability: "zonal",
        subnet: `subnet-pub${zone}`,
        eni: nat.eni,
        privateIps: nat.ips,
        eips: [],
        az: nat.az,
      })),
      endpoints: [],
      enis: [
        ...nats.map((nat, zone) => ({
          id: nat.eni,
          region,
          type: "nat_gateway",
          subnet: `subnet-pub${zone}`,
          ipv4: nat.ips,
          ipv6: [],
          owner: nat.id,
        })),
        ...workloads.map((each) => ({
          id: each.eni,
          region,
          type: "interface",
          subnet: subnetOf(each),
          ipv4: [each.ip],
          ipv6: [],
          owner: each.instance,
        })),
      ],
    },
  };
}

/** The lines of a log in that format, with its header. */
export function flowLines(
  version: number,
  format: string,
  records: readonly FlowRecord[],
): readonly string[] {
  const fields = format.split(" ");
  const lineOf = (record: FlowRecord) =>
    fields.map((field) => (field === "version" ? version : (record[field] ?? "-"))).join(" ");
  return [format, ...records.map(lineOf)];
}

export const flowLogPath = (folder: string, log: string, part: number): string =>
  `${folder}/AWSLogs/${ACCOUNT}/vpcflowlogs/${REGION}/2026/11/02/${ACCOUNT}_vpcflowlogs_${REGION}_${log}_20261102T00${String(5 * part).padStart(2, "0")}Z_${String(part).padStart(8, "0")}.log.gz`;

export function writeGzip(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, gzipSync(text));
}

export function writeQueries(folder: string, queries: readonly unknown[]): void {
  const path = `${folder}/AWSLogs/${ACCOUNT}/vpcdnsquerylogs/${VPC}/2026/11/02/${ACCOUNT}_vpcdnsquerylogs_${VPC}_20261102T0005Z_14bfc1f6.log.gz`;
  writeGzip(path, queries.map((query) => `${JSON.stringify(query)}\n`).join(""));
}
