/**
 * An invented network in us-east-1 with known traffic, as files: what the AWS CLI says of the account, and one day of
 * flow logs and DNS query logs.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { seededRandom } from "../../test/support/seeded-random.mjs";

const ACCOUNT = "210987654321";
const REGION = "us-east-1";
const VPC = "vpc-0a54c1e2d3f405162";
const BLOCK = "2600:1f18:4d2a:7b00::/56";
const DAY = 86_400;
const MB = 1024 * 1024;

/** So many zones, with a NAT gateway each. */
export const zonesOf = (letters) =>
  letters.map((letter, index) => ({
    name: `${REGION}${letter}`,
    id: `use1-az${index + 1}`,
    private: `subnet-0b00000000000000${letter}`,
    public: `subnet-0c00000000000000${letter}`,
    privateCidr: `10.20.${index + 1}.0/24`,
    publicCidr: `10.20.${index + 101}.0/24`,
    privateIpv6: `2600:1f18:4d2a:7b0${index + 1}::/64`,
    publicIpv6: `2600:1f18:4d2a:7b6${index + 5}::/64`,
    table: `rtb-0d00000000000000${letter}`,
    nat: `nat-0e00000000000000${letter}`,
    natEni: `eni-0e00000000000000${letter}`,
    natIp: `10.20.${index + 101}.10`,
    natPublicIp: `198.51.100.${10 + index}`,
    allocation: `eipalloc-0e00000000000000${letter}`,
  }));

/** Network interfaces with what all of them have. */
export const withIpv6 = (interfaces) =>
  interfaces.map((each) => ({
    ...each,
    ipv6: `2600:1f18:4d2a:7b0${each.zone + 1}::${each.ip.split(".")[3]}`,
  }));

/** Answers of the AWS CLI about a world, before or after its change. */
function describeFiles({ zones, interfaces }, { isAfter }) {
  const nats = isAfter ? zones.slice(0, 1) : zones;
  const namesOf = (kind) => [
    ...new Set(interfaces.filter((each) => each.kind === kind).map(({ name }) => name)),
  ];
  const open = { State: "associated" };
  const subnet = (zone, id, cidr, ipv6, isPublic) => ({
    SubnetId: id,
    VpcId: VPC,
    OwnerId: ACCOUNT,
    SubnetArn: `arn:aws:ec2:${REGION}:${ACCOUNT}:subnet/${id}`,
    AvailabilityZone: zone.name,
    AvailabilityZoneId: zone.id,
    CidrBlock: cidr,
    Ipv6CidrBlockAssociationSet:
      ipv6 === null ? [] : [{ Ipv6CidrBlock: ipv6, Ipv6CidrBlockState: open }],
    Ipv6Native: false,
    AssignIpv6AddressOnCreation: ipv6 !== null,
    MapPublicIpOnLaunch: false,
    EnableDns64: false,
    State: "available",
    Tags: [{ Key: "Name", Value: `shop-${isPublic ? "public" : "private"}-${zone.name}` }],
  });
  const local = [
    { DestinationCidrBlock: "10.20.0.0/16", GatewayId: "local", State: "active" },
    ...(isAfter ? [{ DestinationIpv6CidrBlock: BLOCK, GatewayId: "local", State: "active" }] : []),
  ];
  const table = (id, subnets, routes) => ({
    RouteTableId: id,
    VpcId: VPC,
    OwnerId: ACCOUNT,
    Associations:
      subnets === null
        ? [{ Main: true, RouteTableId: id }]
        : subnets.map((SubnetId) => ({ Main: false, RouteTableId: id, SubnetId })),
    Routes: [...local, ...routes],
    Tags: [],
  });
  const ofService = (prefixList, endpoint) => ({
    DestinationPrefixListId: prefixList,
    GatewayId: endpoint,
    State: "active",
  });
  const natOf = (zone) => (nats.includes(zone) ? zone : nats[0]);
  return {
    vpcs: {
      Vpcs: [
        {
          VpcId: VPC,
          OwnerId: ACCOUNT,
          CidrBlock: "10.20.0.0/16",
          State: "available",
          IsDefault: false,
          CidrBlockAssociationSet: [{ CidrBlock: "10.20.0.0/16", CidrBlockState: open }],
          Ipv6CidrBlockAssociationSet: isAfter
            ? [{ Ipv6CidrBlock: BLOCK, Ipv6CidrBlockState: open }]
            : [],
          Tags: [{ Key: "Name", Value: "shop" }],
        },
      ],
    },
    subnets: {
      Subnets: zones.flatMap((zone) => [
        subnet(zone, zone.private, zone.privateCidr, isAfter ? zone.privateIpv6 : null, false),
        subnet(zone, zone.public, zone.publicCidr, isAfter ? zone.publicIpv6 : null, true),
      ]),
    },
    "route-tables": {
      RouteTables: [
        table("rtb-0d000000000000000", null, []),
        table(
          "rtb-0d00000000000000f",
          zones.map(({ public: id }) => id),
          [
            {
              DestinationCidrBlock: "0.0.0.0/0",
              GatewayId: "igw-0a0000000000000aa",
              State: "active",
            },
            ...(isAfter
              ? [
                  {
                    DestinationIpv6CidrBlock: "::/0",
                    GatewayId: "igw-0a0000000000000aa",
                    State: "active",
                  },
                ]
              : []),
          ],
        ),
        ...zones.map((zone) =>
          table(
            zone.table,
            [zone.private],
            [
              { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: natOf(zone).nat, State: "active" },
              ...(isAfter
                ? [
                    {
                      DestinationIpv6CidrBlock: "::/0",
                      EgressOnlyInternetGatewayId: "eigw-0a0000000000000aa",
                      State: "active",
                    },
                    ofService("pl-63a5400a", "vpce-0a0000000000000s3"),
                    ofService("pl-02cd2c6b", "vpce-0a0000000000000db"),
                  ]
                : []),
            ],
          ),
        ),
      ],
    },
    "nat-gateways": {
      NatGateways: nats.map((zone) => ({
        NatGatewayId: zone.nat,
        VpcId: VPC,
        SubnetId: zone.public,
        State: "available",
        ConnectivityType: "public",
        NatGatewayAddresses: [
          {
            NetworkInterfaceId: zone.natEni,
            PrivateIp: zone.natIp,
            PublicIp: zone.natPublicIp,
            AllocationId: zone.allocation,
            IsPrimary: true,
            Status: "succeeded",
          },
        ],
        Tags: [{ Key: "Name", Value: `shop-${zone.name}` }],
      })),
    },
    addresses: {
      Addresses: nats.map((zone) => ({
        AllocationId: zone.allocation,
        AssociationId: zone.allocation.replace("alloc", "assoc"),
        Domain: "vpc",
        PublicIp: zone.natPublicIp,
        PrivateIpAddress: zone.natIp,
        NetworkInterfaceId: zone.natEni,
      })),
    },
    "internet-gateways": {
      InternetGateways: [
        {
          InternetGatewayId: "igw-0a0000000000000aa",
          OwnerId: ACCOUNT,
          Attachments: [{ State: "available", VpcId: VPC }],
        },
      ],
    },
    "egress-only-internet-gateways": {
      EgressOnlyInternetGateways: isAfter
        ? [
            {
              EgressOnlyInternetGatewayId: "eigw-0a0000000000000aa",
              Attachments: [{ State: "attached", VpcId: VPC }],
            },
          ]
        : [],
    },
    "vpc-endpoints": {
      VpcEndpoints: isAfter
        ? ["s3", "dynamodb"].map((service) => ({
            VpcEndpointId: service === "s3" ? "vpce-0a0000000000000s3" : "vpce-0a0000000000000db",
            VpcEndpointType: "Gateway",
            VpcId: VPC,
            OwnerId: ACCOUNT,
            ServiceName: `com.amazonaws.${REGION}.${service}`,
            State: "available",
            RouteTableIds: zones.map(({ table: id }) => id),
          }))
        : [],
    },
    "security-groups": {
      SecurityGroups: [
        {
          GroupId: "sg-0a0000000000000aa",
          GroupName: "shop-app",
          VpcId: VPC,
          OwnerId: ACCOUNT,
          IpPermissions: [],
          IpPermissionsEgress: [
            {
              IpProtocol: "-1",
              IpRanges: [{ CidrIp: "0.0.0.0/0" }],
              Ipv6Ranges: isAfter ? [{ CidrIpv6: "::/0" }] : [],
              UserIdGroupPairs: [],
              PrefixListIds: [],
            },
          ],
        },
      ],
    },
    "network-acls": {
      NetworkAcls: [
        {
          NetworkAclId: "acl-0a0000000000000aa",
          VpcId: VPC,
          OwnerId: ACCOUNT,
          IsDefault: true,
          Associations: zones.flatMap((zone) => [
            { NetworkAclId: "acl-0a0000000000000aa", SubnetId: zone.private },
            { NetworkAclId: "acl-0a0000000000000aa", SubnetId: zone.public },
          ]),
          Entries: [true, false].flatMap((Egress) => [
            {
              Egress,
              Protocol: "-1",
              RuleAction: "allow",
              RuleNumber: 100,
              CidrBlock: "0.0.0.0/0",
            },
            { Egress, Protocol: "-1", RuleAction: "allow", RuleNumber: 101, Ipv6CidrBlock: "::/0" },
            {
              Egress,
              Protocol: "-1",
              RuleAction: "deny",
              RuleNumber: 32767,
              CidrBlock: "0.0.0.0/0",
            },
            {
              Egress,
              Protocol: "-1",
              RuleAction: "deny",
              RuleNumber: 32768,
              Ipv6CidrBlock: "::/0",
            },
          ]),
        },
      ],
    },
    "network-interfaces": {
      NetworkInterfaces: [
        ...nats.map((zone) => ({
          NetworkInterfaceId: zone.natEni,
          VpcId: VPC,
          SubnetId: zone.public,
          OwnerId: ACCOUNT,
          AvailabilityZone: zone.name,
          Status: "in-use",
          InterfaceType: "nat_gateway",
          Description: `Interface for NAT Gateway ${zone.nat}`,
          Groups: [],
          PrivateIpAddress: zone.natIp,
          PrivateIpAddresses: [{ PrivateIpAddress: zone.natIp, Primary: true }],
          Ipv6Addresses: [],
          Association: { PublicIp: zone.natPublicIp, AllocationId: zone.allocation },
        })),
        ...interfaces.map((each) => ({
          NetworkInterfaceId: each.eni,
          VpcId: VPC,
          SubnetId: zones[each.zone].private,
          OwnerId: ACCOUNT,
          AvailabilityZone: zones[each.zone].name,
          Status: "in-use",
          InterfaceType: each.kind === "lambda" ? "lambda" : "interface",
          Description: {
            ecs: `arn:aws:ecs:${REGION}:${ACCOUNT}:attachment/0a1b2c3d-0000-4000-8000-0000000000${each.ip.slice(-2)}`,
            lambda: `AWS Lambda VPC ENI-${each.name}-0a1b2c3d-0000-4000-8000-0123456789ab`,
            ec2: "",
          }[each.kind],
          Groups: [{ GroupId: "sg-0a0000000000000aa", GroupName: "shop-app" }],
          PrivateIpAddress: each.ip,
          PrivateIpAddresses: [{ PrivateIpAddress: each.ip, Primary: true }],
          Ipv6Addresses: isAfter ? [{ Ipv6Address: each.ipv6 }] : [],
          ...(each.kind === "ec2" ? { Attachment: { InstanceId: each.instance } } : {}),
          TagSet: each.kind === "ecs" ? [{ Key: "aws:ecs:serviceName", Value: each.name }] : [],
        })),
      ],
    },
    instances: {
      Reservations: interfaces
        .filter(({ kind }) => kind === "ec2")
        .map((each) => ({
          OwnerId: ACCOUNT,
          Instances: [
            {
              InstanceId: each.instance,
              InstanceType: "m7g.large",
              VpcId: VPC,
              SubnetId: zones[each.zone].private,
              PrivateIpAddress: each.ip,
              State: { Name: "running" },
              SecurityGroups: [{ GroupId: "sg-0a0000000000000aa" }],
              NetworkInterfaces: [
                {
                  NetworkInterfaceId: each.eni,
                  Ipv6Addresses: isAfter ? [{ Ipv6Address: each.ipv6 }] : [],
                },
              ],
              MetadataOptions: { HttpProtocolIpv6: isAfter ? "enabled" : "disabled" },
              Tags: [{ Key: "Name", Value: each.name }],
            },
          ],
        })),
    },
    "instance-types": { InstanceTypes: [{ InstanceType: "m7g.large", Hypervisor: "nitro" }] },
    functions: {
      Functions: namesOf("lambda").map((name) => ({
        FunctionName: name,
        FunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
        Runtime: "python3.13",
        VpcConfig: {
          VpcId: VPC,
          SubnetIds: zones.map(({ private: id }) => id),
          SecurityGroupIds: ["sg-0a0000000000000aa"],
          Ipv6AllowedForDualStack: isAfter,
        },
      })),
    },
    services: {
      services: namesOf("ecs").map((name) => ({
        serviceName: name,
        serviceArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:service/shop/${name}`,
        clusterArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/shop`,
        status: "ACTIVE",
        launchType: "FARGATE",
        desiredCount: 2,
        runningCount: 2,
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: zones.map(({ private: id }) => id),
            securityGroups: ["sg-0a0000000000000aa"],
            assignPublicIp: "DISABLED",
          },
        },
      })),
    },
    "flow-logs": {
      FlowLogs: [
        {
          FlowLogId: "fl-0a0000000000000aa",
          FlowLogStatus: "ACTIVE",
          ResourceId: VPC,
          TrafficType: "ALL",
          LogDestinationType: "s3",
          LogDestination: "arn:aws:s3:::shop-flow-logs",
          LogFormat: FIELDS.map((field) => `\${${field}}`).join(" "),
        },
      ],
    },
    "resolver-query-log-configs": {
      ResolverQueryLogConfigs: [
        {
          Id: "rqlc-0a0000000000000aa",
          OwnerId: ACCOUNT,
          Status: "CREATED",
          AssociationCount: 1,
          DestinationArn: "arn:aws:s3:::shop-flow-logs",
        },
      ],
    },
  };
}

const FIELDS =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status vpc-id subnet-id type pkt-srcaddr pkt-dstaddr region az-id flow-direction traffic-path".split(
    " ",
  );

/** One day of records, 10 minutes each. */
function flowLogs({ zones, interfaces, traffic }, { isAfter, from, seed }) {
  const random = seededRandom(seed);
  const records = [];
  const queries = [];
  const nats = isAfter ? zones.slice(0, 1) : zones;
  let port = 32_768;
  const add = (more) => {
    const packets = Math.ceil(more.bytes / 1400);
    const blank = Object.fromEntries(FIELDS.map((field) => [field, "-"]));
    const common = {
      version: 5,
      "account-id": ACCOUNT,
      packets,
      action: "ACCEPT",
      "log-status": "OK",
      "vpc-id": VPC,
      region: REGION,
      type: "IPv4",
      protocol: 6,
    };
    records.push({ ...blank, ...common, ...more });
  };
  const slots = DAY / 600;
  for (const [index, flow] of traffic.entries()) {
    const sources = interfaces.filter(({ name }) => name === flow.from);
    const calls = Math.round(slots / traffic.length) + index;
    const weights = Array.from({ length: calls }, () => 0.6 + 0.8 * random());
    const total = weights.reduce((sum, weight) => sum + weight);
    for (let call = 0; call < calls; call++) {
      const down = Math.round((flow.megabytes * MB * weights[call]) / total);
      const up = Math.round(down / 50);
      const start = from + ((call * traffic.length + index) % slots) * 600 + 20;
      const when = { start, end: start + 560 };
      const source = sources[call % sources.length];
      const zone = zones[source.zone];
      const address = flow.addresses[call % flow.addresses.length];
      const local = port++;
      const out = { srcport: local, dstport: 443, bytes: up, ...when };
      const back = { srcport: 443, dstport: local, bytes: down, ...when };
      const atSource = { "interface-id": source.eni, "subnet-id": zone.private, "az-id": zone.id };
      const way = isAfter ? flow.after : "nat";
      const name = way === "ipv6" ? (flow.becomes ?? flow.host) : flow.host;
      ask(source, name, {
        address,
        hasAaaa: flow.hasAaaa === true || (way === "ipv6" && flow.becomes !== undefined),
        at: start,
      });
      if (way === "ipv6") {
        const far = `2600:1f70:8000:${(index + 1).toString(16)}::10`;
        add({
          ...atSource,
          ...out,
          type: "IPv6",
          srcaddr: source.ipv6,
          dstaddr: far,
          "pkt-srcaddr": source.ipv6,
          "pkt-dstaddr": far,
          "flow-direction": "egress",
          "traffic-path": 8,
        });
        add({
          ...atSource,
          ...back,
          type: "IPv6",
          srcaddr: far,
          dstaddr: source.ipv6,
          "pkt-srcaddr": far,
          "pkt-dstaddr": source.ipv6,
          "flow-direction": "ingress",
        });
        continue;
      }
      const path = way === "gateway-endpoint" ? 7 : 1;
      const ends = { "pkt-srcaddr": source.ip, "pkt-dstaddr": address };
      const ways = { "pkt-srcaddr": address, "pkt-dstaddr": source.ip };
      add({
        ...atSource,
        ...out,
        srcaddr: source.ip,
        dstaddr: address,
        ...ends,
        "flow-direction": "egress",
        "traffic-path": path,
      });
      add({
        ...atSource,
        ...back,
        srcaddr: address,
        dstaddr: source.ip,
        ...ways,
        "flow-direction": "ingress",
      });
      if (way === "gateway-endpoint") continue;
      const nat = nats[source.zone] ?? nats[0];
      const atNat = { "interface-id": nat.natEni, "subnet-id": nat.public, "az-id": nat.id };
      const outside = 1024 + Math.floor(random() * 60_000);
      add({
        ...atNat,
        ...out,
        srcaddr: source.ip,
        dstaddr: nat.natIp,
        ...ends,
        "flow-direction": "ingress",
      });
      add({
        ...atNat,
        ...back,
        srcaddr: nat.natIp,
        dstaddr: source.ip,
        ...ways,
        "flow-direction": "egress",
        "traffic-path": 1,
      });
      add({
        ...atNat,
        ...out,
        srcport: outside,
        srcaddr: nat.natIp,
        dstaddr: address,
        "pkt-srcaddr": nat.natIp,
        "pkt-dstaddr": address,
        "flow-direction": "egress",
        "traffic-path": 8,
      });
      add({
        ...atNat,
        ...back,
        dstport: outside,
        srcaddr: address,
        dstaddr: nat.natIp,
        "pkt-srcaddr": address,
        "pkt-dstaddr": nat.natIp,
        "flow-direction": "ingress",
      });
    }
  }
  function ask(source, name, { address, hasAaaa, at }) {
    for (const type of ["A", "AAAA"]) {
      const answers =
        type === "A"
          ? [{ Rdata: address, Type: "A", Class: "IN" }]
          : hasAaaa
            ? [{ Rdata: "2600:1f70:8000::10", Type: "AAAA", Class: "IN" }]
            : [];
      queries.push({
        version: "1.100000",
        account_id: ACCOUNT,
        region: REGION,
        vpc_id: VPC,
        query_timestamp: new Date(at * 1000 - 5000).toISOString().replace(".000", ""),
        query_name: `${name}.`,
        query_type: type,
        query_class: "IN",
        rcode: "NOERROR",
        answers,
        srcaddr: source.ip,
        srcport: "40000",
        transport: "UDP",
        srcids: {},
      });
    }
  }
  records.sort((a, b) => a.start - b.start);
  queries.sort((a, b) => (a.query_timestamp < b.query_timestamp ? -1 : 1));
  return { records, queries };
}

function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** The same bytes on every machine: gzip's header names the system it ran on. */
function zipped(text) {
  const bytes = gzipSync(text, { level: 9 });
  bytes[9] = 255;
  return bytes;
}

/**
 * Writes the account and one day of logs of a world.
 * @param base the folder that gets `account` and `AWSLogs`
 */
export function writeWorld(world, base, { isAfter, day, seed }) {
  rmSync(join(base, "account"), { recursive: true, force: true });
  rmSync(join(base, "AWSLogs"), { recursive: true, force: true });
  for (const [name, answer] of Object.entries(describeFiles(world, { isAfter }))) {
    write(join(base, "account", REGION, `${name}.json`), `${JSON.stringify(answer, null, 2)}\n`);
  }
  const from = Date.parse(`${day}T00:00:00Z`) / 1000;
  const { records, queries } = flowLogs(world, { isAfter, from, seed });
  const rows = records.map((record) => FIELDS.map((field) => record[field]).join(" "));
  const [year, month, date] = day.split("-");
  const stamp = `${year}${month}${date}T0000Z`;
  const of = (kind, id, name) =>
    join(
      base,
      "AWSLogs",
      ACCOUNT,
      kind,
      id,
      year,
      month,
      date,
      `${ACCOUNT}_${kind}_${name}.log.gz`,
    );
  write(
    of("vpcflowlogs", REGION, `${REGION}_fl-0a0000000000000aa_${stamp}_00000000`),
    zipped(`${FIELDS.join(" ")}\n${rows.join("\n")}\n`),
  );
  write(
    of("vpcdnsquerylogs", VPC, `${VPC}_${stamp}_00000000`),
    zipped(`${queries.map((query) => JSON.stringify(query)).join("\n")}\n`),
  );
}
