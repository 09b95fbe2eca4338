import { FLOW_MODES, type FlowMode, neededFlowFields } from "../flow/flow-mode.js";
import { type FoundItem, IndexedAnswers } from "./indexed-answers.js";
import { instanceOwner, type OwnerLookup, ownerLookup, ownerOf } from "./interface-owner.js";
import { partitionOf } from "./partition-of.js";
import {
  type RawObject,
  rawIs,
  rawNumber,
  rawObject,
  rawObjects,
  rawTag,
  rawTagNames,
  rawText,
  rawTexts,
} from "./raw.js";
import type { SurveyReading } from "./survey-reading.js";
import type {
  EgressReach,
  SurveyCompute,
  SurveyCost,
  SurveyEndpoint,
  SurveyFlowLog,
  SurveyGateway,
  SurveyInterface,
  SurveyLaunchTemplate,
  SurveyLoadBalancer,
  SurveyMetric,
  SurveyNatGateway,
  SurveyNetworkAcl,
  SurveyPrefixList,
  SurveyPublicIpv4,
  SurveyQueryLog,
  SurveyRoute,
  SurveyRouteTable,
  SurveySecurityGroup,
  SurveySubnet,
  SurveyTaskDefinition,
  SurveyTopology,
  SurveyVpc,
} from "./topology.js";

/** What was read, as one network; sorted by region and id, so that the same account gives the same bytes. */
export function topologyOf(reading: SurveyReading): SurveyTopology {
  const answers = new IndexedAnswers(reading);
  const of = <T>(action: string, read: (found: FoundItem) => T | null): readonly T[] =>
    answers.all(action).flatMap((found) => read(found) ?? []);
  const vpcs = sorted(of("ec2:DescribeVpcs", vpcOf));
  const routeTables = sorted(of("ec2:DescribeRouteTables", routeTableOf));
  const tables = new TableFinder(routeTables);
  const subnets = sorted(of("ec2:DescribeSubnets", (each) => subnetOf(each, tables)));
  const zones = new Map(subnets.map((each) => [each.id, each]));
  const natGateways = sorted(
    of("ec2:DescribeNatGateways", (each) => natGatewayOf(each, zones)),
  ).filter(({ state }) => state !== "deleted");
  const offered = serviceFamilies(answers);
  const endpoints = sorted(of("ec2:DescribeVpcEndpoints", (each) => endpointOf(each, offered)));
  const prefixLists = sorted(of("ec2:DescribeManagedPrefixLists", prefixListOf));
  const listFamilies = new Map(prefixLists.map(({ id, family }) => [id, family]));
  const compute = sorted([
    ...answers.all("ec2:DescribeInstances").flatMap(instancesOf),
    ...of("lambda:ListFunctions", functionOf),
    ...of("ecs:DescribeServices", (each) => ecsServiceOf(each, zones)),
    ...of("eks:DescribeCluster", eksClusterOf),
    ...of("autoscaling:DescribeAutoScalingGroups", (each) => scalingGroupOf(each, zones)),
  ]);
  const lookup = ownerLookup(answers, natGateways, compute);
  const groups = of("ec2:DescribeSecurityGroups", (each) => securityGroupOf(each, listFamilies));
  const known: Known = {
    subnets: new Set(subnets.map(({ id }) => id)),
    groups: new Set(groups.map(({ id }) => id)),
  };
  const enis = sorted(
    of("ec2:DescribeNetworkInterfaces", (each) => interfaceOf(each, zones, lookup, known)),
  );
  return {
    vpcs,
    subnets,
    routeTables,
    natGateways,
    internetGateways: sorted(
      of("ec2:DescribeInternetGateways", (each) => gatewayOf(each, "InternetGatewayId")),
    ),
    egressOnlyGateways: sorted(
      of("ec2:DescribeEgressOnlyInternetGateways", (each) =>
        gatewayOf(each, "EgressOnlyInternetGatewayId"),
      ),
    ),
    endpoints,
    securityGroups: sorted(groups),
    networkAcls: sorted(of("ec2:DescribeNetworkAcls", networkAclOf)),
    enis,
    publicIpv4: publicAddresses(enis, answers.all("ec2:DescribeAddresses")),
    compute,
    loadBalancers: sorted([
      ...of("elasticloadbalancing:DescribeLoadBalancers", loadBalancerOf),
      ...of("elb:DescribeLoadBalancers", (each) => classicLoadBalancerOf(each, zones)),
    ]),
    ...extrasOf(answers),
    prefixLists,
  };
}

/** What came of a call, by region and id. */
function extrasOf(answers: IndexedAnswers) {
  const of = <T extends Entry>(
    action: string,
    read: (raw: RawObject, at: At) => T | null,
    isName = false,
  ): readonly T[] =>
    sorted(
      answers
        .all(action)
        .flatMap(({ raw, region, account }) => read(raw, { region, account }) ?? []),
      isName,
    );
  const users = new Map<string, string[]>();
  for (const { raw } of answers.all("ecs:DescribeServices")) {
    const task = rawText(raw, "taskDefinition") ?? "";
    users.set(task, [...(users.get(task) ?? []), rawText(raw, "serviceName") ?? ""]);
  }
  const vpcsWith = new Map<string, string[]>();
  for (const { raw } of answers.all("ec2:DescribeVpcs")) {
    const options = rawText(raw, "DhcpOptionsId") ?? "";
    vpcsWith.set(options, [...(vpcsWith.get(options) ?? []), rawText(raw, "VpcId") ?? ""]);
  }
  return {
    launchTemplates: of("ec2:DescribeLaunchTemplateVersions", launchTemplateOf),
    taskDefinitions: of("ecs:DescribeTaskDefinition", (raw, at) =>
      taskDefinitionOf(raw, at, users),
    ),
    ecsSettings: of(
      "ecs:ListAccountSettings",
      (raw, at) => {
        const id = rawText(raw, "name");
        return id === null ? null : { id, ...at, value: rawText(raw, "value") };
      },
      true,
    ),
    transitGatewayAttachments: of("ec2:DescribeTransitGatewayAttachments", (raw, at) => {
      const id = rawText(raw, "TransitGatewayAttachmentId");
      if (id === null) return null;
      const isOfVpc = rawText(raw, "ResourceType") === "vpc";
      return {
        id,
        ...at,
        vpc: isOfVpc ? rawText(raw, "ResourceId") : null,
        gateway: rawText(raw, "TransitGatewayId"),
        state: rawText(raw, "State"),
      };
    }),
    peeringConnections: of("ec2:DescribeVpcPeeringConnections", (raw, at) => {
      const id = rawText(raw, "VpcPeeringConnectionId");
      if (id === null) return null;
      const peer = rawObject(raw, "AccepterVpcInfo");
      return {
        id,
        ...at,
        vpc: rawText(rawObject(raw, "RequesterVpcInfo"), "VpcId"),
        peerVpc: rawText(peer, "VpcId"),
        peerAccount: rawText(peer, "OwnerId"),
        state: rawText(rawObject(raw, "Status"), "Code"),
      };
    }),
    dhcpOptions: of("ec2:DescribeDhcpOptions", (raw, at) => {
      const id = rawText(raw, "DhcpOptionsId");
      if (id === null) return null;
      const nameServers = rawObjects(raw, "DhcpConfigurations")
        .filter((each) => rawText(each, "Key") === "domain-name-servers")
        .flatMap((each) => rawObjects(each, "Values"))
        .flatMap((each) => rawText(each, "Value") ?? []);
      return { id, ...at, nameServers, vpcs: (vpcsWith.get(id) ?? []).toSorted() };
    }),
  };
}

interface At {
  readonly region: string;
  readonly account: string | null;
}

function launchTemplateOf(raw: RawObject, at: At): SurveyLaunchTemplate | null {
  const template = rawText(raw, "LaunchTemplateId");
  if (template === null) return null;
  const version = rawNumber(raw, "VersionNumber");
  const data = rawObject(raw, "LaunchTemplateData");
  const interfaces = rawObjects(data, "NetworkInterfaces");
  return {
    id: version === null ? template : `${template}:${version}`,
    ...at,
    name: rawText(raw, "LaunchTemplateName"),
    version,
    instanceType: rawText(data, "InstanceType"),
    ipv6: interfaces.some(
      (each) =>
        (rawNumber(each, "Ipv6AddressCount") ?? 0) > 0 ||
        rawObjects(each, "Ipv6Addresses").length > 0 ||
        rawIs(each, "PrimaryIpv6"),
    ),
    metadataIpv6: rawText(rawObject(data, "MetadataOptions"), "HttpProtocolIpv6"),
    securityGroups: [
      ...new Set([
        ...rawTexts(data, "SecurityGroupIds"),
        ...interfaces.flatMap((each) => rawTexts(each, "Groups")),
      ]),
    ].toSorted(),
  };
}

function taskDefinitionOf(
  raw: RawObject,
  at: At,
  users: ReadonlyMap<string, readonly string[]>,
): SurveyTaskDefinition | null {
  const arn = rawText(raw, "taskDefinitionArn");
  if (arn === null) return null;
  const containers = rawObjects(raw, "containerDefinitions");
  const settings = containers
    .flatMap((each) => rawObjects(each, "environment"))
    .flatMap((each): readonly (readonly [string, string])[] => {
      const value = rawText(each, "value");
      return value === null ? [] : [[rawText(each, "name") ?? "", value]];
    });
  const texts = (values: readonly (string | null)[]) => [
    ...new Set(values.filter((each) => each !== null)),
  ];
  return {
    id: arn.split("/").at(-1) ?? arn,
    ...at,
    arn,
    networkMode: rawText(raw, "networkMode"),
    images: texts(containers.map((each) => rawText(each, "image"))),
    logDrivers: texts(
      containers.map((each) => rawText(rawObject(each, "logConfiguration"), "logDriver")),
    ),
    secretServices: texts(
      containers
        .flatMap((each) => rawObjects(each, "secrets"))
        .map((each) => rawText(each, "valueFrom")?.split(":")[2] ?? null),
    ),
    endpointSettings: Object.fromEntries(settings),
    services: (users.get(arn) ?? []).toSorted(),
  };
}

function prefixListOf({ raw, region, account }: FoundItem): SurveyPrefixList | null {
  const id = rawText(raw, "PrefixListId");
  if (id === null) return null;
  const family = rawText(raw, "AddressFamily")?.toLowerCase();
  return {
    id,
    region,
    account,
    name: rawText(raw, "PrefixListName"),
    owner: rawText(raw, "OwnerId"),
    family: family === "ipv4" || family === "ipv6" ? family : null,
  };
}

/** What AWS says that services of endpoints offer. */
function serviceFamilies(answers: IndexedAnswers): ReadonlyMap<string, readonly string[]> {
  return new Map(
    answers.all("ec2:DescribeVpcEndpointServices").flatMap(({ raw, region }) => {
      const name = rawText(raw, "ServiceName");
      const families = rawTexts(raw, "SupportedIpAddressTypes");
      return name === null || families.length === 0
        ? []
        : [[`${region} ${name}`, families.map((each) => each.toLowerCase())] as const];
    }),
  );
}

/** Bytes of NAT gateways, summed over the days that CloudWatch gave. */
export function metricsOf(reading: SurveyReading): readonly SurveyMetric[] {
  return new IndexedAnswers(reading)
    .all("cloudwatch:GetMetricData")
    .flatMap(({ raw, region, account }) => {
      const [id = "", metric = ""] = (rawText(raw, "Label") ?? "").split(" ");
      const { Values: values } = raw;
      if (!id.startsWith("nat-") || !Array.isArray(values)) return [];
      const numbers = values.filter((each) => typeof each === "number" && Number.isFinite(each));
      const bytes = numbers.reduce((sum, each) => sum + BigInt(Math.round(each)), 0n).toString();
      return [{ id, region, account, metric, days: numbers.length, bytes }];
    })
    .toSorted((a, b) =>
      `${a.region} ${a.id} ${a.metric}` < `${b.region} ${b.id} ${b.metric}` ? -1 : 1,
    );
}

/** What of the bill IPv6 can change. */
const COST_TYPES = /NatGateway|PublicIPv4|VpcEndpoint/;

export function costsOf(reading: SurveyReading): readonly SurveyCost[] {
  return new IndexedAnswers(reading)
    .all("ce:GetCostAndUsage")
    .flatMap(({ raw, account }) => {
      const period = rawObject(raw, "TimePeriod");
      return rawObjects(raw, "Groups").flatMap((group): readonly SurveyCost[] => {
        const [region = "", usageType = ""] = rawTexts(group, "Keys");
        if (!COST_TYPES.test(usageType)) return [];
        const metrics = rawObject(group, "Metrics");
        return [
          {
            region,
            account,
            usageType,
            from: rawText(period, "Start") ?? "",
            to: rawText(period, "End") ?? "",
            usd: rawText(rawObject(metrics, "UnblendedCost"), "Amount") ?? "",
            quantity: rawText(rawObject(metrics, "UsageQuantity"), "Amount") ?? "",
          },
        ];
      });
    })
    .toSorted((a, b) =>
      `${a.region} ${a.usageType} ${a.from}` < `${b.region} ${b.usageType} ${b.from}` ? -1 : 1,
    );
}

export function flowLogsOf(reading: SurveyReading): readonly SurveyFlowLog[] {
  return sorted(new IndexedAnswers(reading).all("ec2:DescribeFlowLogs").flatMap(flowLogOf));
}

export function queryLogsOf(reading: SurveyReading): readonly SurveyQueryLog[] {
  return sorted(
    new IndexedAnswers(reading)
      .all("route53resolver:ListResolverQueryLogConfigs")
      .flatMap(({ raw, region, account }) => {
        const id = rawText(raw, "Id");
        if (id === null) return [];
        return [
          {
            id,
            region,
            account,
            destination: rawText(raw, "DestinationArn"),
            status: rawText(raw, "Status"),
            associations: rawNumber(raw, "AssociationCount"),
          },
        ];
      }),
  );
}

interface Entry extends At {
  readonly id: string;
  readonly arn?: string;
}

/** Names are given again, in another account or cluster. */
const identityOf = ({ id, arn, account }: Entry, isName: boolean): string =>
  arn ?? (isName ? `${account ?? ""} ${id}` : id);

/** By region and id; of things that were read twice, one. */
function sorted<T extends Entry>(items: readonly T[], isName = false): readonly T[] {
  const found = new Map<string, T>();
  for (const each of items) {
    found.set(`${each.region} ${each.id} ${identityOf(each, isName)}`, each);
  }
  return [...found]
    .toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([, each]) => each);
}

const isAssociated = (set: unknown, key: string): boolean => {
  const state = rawText(rawObject(set, key), "State");
  // An imitation of AWS writes the whole object as its state.
  return state === null || state === "associated" || /'associated'/.test(state);
};

const ipv6Blocks = (raw: RawObject): readonly string[] =>
  rawObjects(raw, "Ipv6CidrBlockAssociationSet").flatMap((each) =>
    isAssociated(each, "Ipv6CidrBlockState") ? (rawText(each, "Ipv6CidrBlock") ?? []) : [],
  );

function vpcOf({ raw, region, account }: FoundItem): SurveyVpc | null {
  const id = rawText(raw, "VpcId");
  if (id === null) return null;
  const cidr = rawText(raw, "CidrBlock");
  const others = rawObjects(raw, "CidrBlockAssociationSet").flatMap((each) =>
    isAssociated(each, "CidrBlockState") ? (rawText(each, "CidrBlock") ?? []) : [],
  );
  return {
    id,
    region,
    account,
    owner: rawText(raw, "OwnerId"),
    name: rawTag(raw, "Name"),
    cidr,
    cidrs: [...new Set([...(cidr === null ? [] : [cidr]), ...others])],
    ipv6Cidrs: ipv6Blocks(raw),
    isDefault: rawIs(raw, "IsDefault"),
  };
}

function subnetOf({ raw, region, account }: FoundItem, tables: TableFinder): SurveySubnet | null {
  const id = rawText(raw, "SubnetId");
  if (id === null) return null;
  const vpc = rawText(raw, "VpcId");
  const [ipv6Cidr = null] = ipv6Blocks(raw);
  return {
    id,
    region,
    account,
    vpc,
    owner: rawText(raw, "OwnerId"),
    name: rawTag(raw, "Name"),
    az: rawText(raw, "AvailabilityZoneId"),
    zoneName: rawText(raw, "AvailabilityZone"),
    cidr: rawText(raw, "CidrBlock"),
    ipv6Cidr,
    families: rawIs(raw, "Ipv6Native") ? "ipv6-only" : ipv6Cidr === null ? "ipv4" : "dual-stack",
    assignsIpv6: rawIs(raw, "AssignIpv6AddressOnCreation"),
    mapsPublicIpv4: rawIs(raw, "MapPublicIpOnLaunch"),
    dns64: rawIs(raw, "EnableDns64"),
    routeTable: tables.of(id, vpc),
  };
}

/** The main table stands for subnets without one. */
class TableFinder {
  private readonly own = new Map<string, string>();
  private readonly main = new Map<string, string>();

  constructor(tables: readonly SurveyRouteTable[]) {
    for (const { id, vpc, main, subnets } of tables) {
      for (const subnet of subnets) this.own.set(subnet, id);
      if (main && vpc !== null) this.main.set(vpc, id);
    }
  }

  of(subnet: string, vpc: string | null): string | null {
    return this.own.get(subnet) ?? this.main.get(vpc ?? "") ?? null;
  }
}

const TARGETS = [
  "NatGatewayId",
  "EgressOnlyInternetGatewayId",
  "TransitGatewayId",
  "VpcPeeringConnectionId",
  "CoreNetworkArn",
  "CarrierGatewayId",
  "LocalGatewayId",
  "NetworkInterfaceId",
  "InstanceId",
  "GatewayId",
];

/** Null: it leads nowhere. */
function surveyRouteOf(raw: RawObject): SurveyRoute | null {
  const destination =
    rawText(raw, "DestinationCidrBlock") ??
    rawText(raw, "DestinationIpv6CidrBlock") ??
    rawText(raw, "DestinationPrefixListId");
  const target = TARGETS.map((key) => rawText(raw, key)).find((each) => each !== null);
  if (destination === null || target == null || rawText(raw, "State") === "blackhole") return null;
  return { destination, target };
}

function routeTableOf({ raw, region, account }: FoundItem): SurveyRouteTable | null {
  const id = rawText(raw, "RouteTableId");
  if (id === null) return null;
  const associations = rawObjects(raw, "Associations");
  return {
    id,
    region,
    account,
    vpc: rawText(raw, "VpcId"),
    owner: rawText(raw, "OwnerId"),
    main: associations.some((each) => rawIs(each, "Main")),
    subnets: associations.flatMap((each) => rawText(each, "SubnetId") ?? []).toSorted(),
    routes: rawObjects(raw, "Routes").flatMap((each) => surveyRouteOf(each) ?? []),
  };
}

type Subnets = ReadonlyMap<string, SurveySubnet>;

function natGatewayOf(
  { raw, region, account }: FoundItem,
  subnets: Subnets,
): SurveyNatGateway | null {
  const id = rawText(raw, "NatGatewayId");
  if (id === null) return null;
  const addresses = rawObjects(raw, "NatGatewayAddresses");
  const texts = (key: string) => addresses.flatMap((each) => rawText(each, key) ?? []);
  const subnet = rawText(raw, "SubnetId");
  const own = subnets.get(subnet ?? "");
  return {
    id,
    region,
    account,
    vpc: rawText(raw, "VpcId") ?? own?.vpc ?? null,
    state: rawText(raw, "State"),
    connectivity: rawText(raw, "ConnectivityType") === "private" ? "private" : "public",
    availability: rawText(raw, "AvailabilityMode") === "regional" ? "regional" : "zonal",
    subnet,
    az: own?.az ?? null,
    eni: texts("NetworkInterfaceId")[0] ?? null,
    privateIps: texts("PrivateIp"),
    eips: texts("PublicIp"),
  };
}

function gatewayOf({ raw, region, account }: FoundItem, key: string): SurveyGateway | null {
  const id = rawText(raw, key);
  if (id === null) return null;
  const [attachment] = rawObjects(raw, "Attachments").filter((each) =>
    ["attached", "available", null].includes(rawText(each, "State")),
  );
  return { id, region, account, vpc: rawText(attachment, "VpcId") };
}

function endpointOf(
  { raw, region, account }: FoundItem,
  offered: ReadonlyMap<string, readonly string[]>,
): SurveyEndpoint | null {
  const id = rawText(raw, "VpcEndpointId");
  const state = rawText(raw, "State");
  if (id === null || /^(deleted|deleting|rejected|expired)$/i.test(state ?? "")) return null;
  return {
    id,
    region,
    account,
    vpc: rawText(raw, "VpcId"),
    owner: rawText(raw, "OwnerId"),
    service: rawText(raw, "ServiceName"),
    type: (rawText(raw, "VpcEndpointType") ?? "Gateway").toLowerCase(),
    state,
    ipAddressType: rawText(raw, "IpAddressType"),
    dnsRecordIpType: rawText(rawObject(raw, "DnsOptions"), "DnsRecordIpType"),
    privateDns: rawIs(raw, "PrivateDnsEnabled"),
    serviceFamilies: offered.get(`${region} ${rawText(raw, "ServiceName")}`) ?? null,
    subnets: rawTexts(raw, "SubnetIds").toSorted(),
    routeTables: rawTexts(raw, "RouteTableIds").toSorted(),
    securityGroups: rawObjects(raw, "Groups").flatMap((each) => rawText(each, "GroupId") ?? []),
  };
}

/** What ranges of a rule hold, whether they are objects or texts. */
export const surveyRanges = (rule: RawObject, lists: readonly string[], key: string) => [
  ...new Set(
    lists.flatMap((list) => [
      ...rawObjects(rule, list).flatMap((each) => rawText(each, key) ?? []),
      ...rawTexts(rule, list),
    ]),
  ),
];

const isAll = (protocol: string | null) =>
  protocol === null || protocol === "-1" || protocol === "all";

type ListFamilies = ReadonlyMap<string, "ipv4" | "ipv6" | null>;

/** By CIDRs, groups and prefix lists; a list of which nobody knows the family leaves it open. */
function groupReach(
  rules: readonly RawObject[],
  family: "ipv4" | "ipv6",
  lists: ListFamilies,
): EgressReach {
  const [places, key, any] =
    family === "ipv4"
      ? ([["IpRanges", "Ipv4Ranges"], "CidrIp", "0.0.0.0/0"] as const)
      : ([["Ipv6Ranges"], "CidrIpv6", "::/0"] as const);
  let reach: EgressReach = "none";
  for (const rule of rules) {
    const ranges = surveyRanges(rule, places, key);
    if (ranges.includes(any) && isAll(rawText(rule, "IpProtocol"))) return "all";
    const named = rawObjects(rule, "PrefixListIds").map(
      (each) => lists.get(rawText(each, "PrefixListId") ?? "") ?? null,
    );
    const isSome =
      ranges.length > 0 ||
      rawObjects(rule, "UserIdGroupPairs").length > 0 ||
      named.includes(family);
    if (isSome) reach = "some";
    else if (reach === "none" && named.includes(null)) reach = "unknown";
  }
  return reach;
}

function securityGroupOf(
  { raw, region, account }: FoundItem,
  lists: ListFamilies,
): SurveySecurityGroup | null {
  const id = rawText(raw, "GroupId");
  if (id === null) return null;
  const rules = rawObjects(raw, "IpPermissionsEgress");
  const isKnown = Array.isArray(raw["IpPermissionsEgress"]);
  return {
    id,
    region,
    account,
    vpc: rawText(raw, "VpcId"),
    owner: rawText(raw, "OwnerId"),
    name: rawText(raw, "GroupName"),
    egress4: isKnown ? groupReach(rules, "ipv4", lists) : "unknown",
    egress6: isKnown ? groupReach(rules, "ipv6", lists) : "unknown",
    isManaged: rawTagNames(raw).some(
      (name) => name.startsWith("aws:") && !/^aws:cloudformation:|^aws:servicecatalog:/.test(name),
    ),
  };
}

function networkAclOf({ raw, region, account }: FoundItem): SurveyNetworkAcl | null {
  const id = rawText(raw, "NetworkAclId");
  if (id === null) return null;
  const entries = rawObjects(raw, "Entries").filter((each) => rawIs(each, "Egress"));
  const reach = (key: string, any: string): EgressReach => {
    const own = entries
      .filter((each) => rawText(each, key) !== null)
      .toSorted((a, b) => (rawNumber(a, "RuleNumber") ?? 0) - (rawNumber(b, "RuleNumber") ?? 0));
    const allowed = own.filter((each) => rawText(each, "RuleAction") === "allow");
    if (allowed.length === 0) return "none";
    const [first] = own;
    const isOpen =
      rawText(first, "RuleAction") === "allow" &&
      rawText(first, key) === any &&
      isAll(rawText(first, "Protocol"));
    return isOpen ? "all" : "some";
  };
  return {
    id,
    region,
    account,
    vpc: rawText(raw, "VpcId"),
    subnets: rawObjects(raw, "Associations")
      .flatMap((each) => rawText(each, "SubnetId") ?? [])
      .toSorted(),
    isDefault: rawIs(raw, "IsDefault"),
    egress4: reach("CidrBlock", "0.0.0.0/0"),
    egress6: reach("Ipv6CidrBlock", "::/0"),
  };
}

interface Known {
  readonly subnets: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

function interfaceOf(
  { raw, region, account }: FoundItem,
  subnets: Subnets,
  lookup: OwnerLookup,
  known: Known,
): SurveyInterface | null {
  const id = rawText(raw, "NetworkInterfaceId");
  if (id === null) return null;
  const addresses = rawObjects(raw, "PrivateIpAddresses");
  const own = addresses.flatMap((each) => rawText(each, "PrivateIpAddress") ?? []);
  const first = rawText(raw, "PrivateIpAddress");
  const publicIps = [raw, ...addresses].flatMap(
    (each) => rawText(rawObject(each, "Association"), "PublicIp") ?? [],
  );
  const ipv6 = [
    ...rawObjects(raw, "Ipv6Addresses").flatMap((each) => rawText(each, "Ipv6Address") ?? []),
    ...rawTexts(raw, "Ipv6Addresses"),
  ];
  const subnet = rawText(raw, "SubnetId");
  const securityGroups = rawObjects(raw, "Groups").flatMap(
    (each) => rawText(each, "GroupId") ?? [],
  );
  const dangling = [
    ...(subnet !== null && known.subnets.size > 0 && !known.subnets.has(subnet) ? [subnet] : []),
    ...securityGroups.filter((each) => known.groups.size > 0 && !known.groups.has(each)),
  ];
  return {
    id,
    region,
    account,
    vpc: rawText(raw, "VpcId") ?? subnets.get(subnet ?? "")?.vpc ?? null,
    type: rawText(raw, "InterfaceType"),
    subnet,
    az: subnets.get(subnet ?? "")?.az ?? null,
    ipv4: own.length > 0 ? own : first === null ? [] : [first],
    ipv6,
    publicIpv4: [...new Set(publicIps)],
    securityGroups,
    ...ownerOf(raw, lookup),
    dangling,
  };
}

function publicAddresses(
  enis: readonly SurveyInterface[],
  addresses: readonly FoundItem[],
): readonly SurveyPublicIpv4[] {
  const found = new Map<string, SurveyPublicIpv4>();
  const byId = new Map(enis.map((each) => [each.id, each]));
  for (const { id, region, account, vpc, publicIpv4, ownerKind, owner } of enis) {
    for (const address of publicIpv4) {
      const entry = { address, region, account, eni: id, vpc, ownerKind, owner, allocation: null };
      found.set(`${region} ${address}`, entry);
    }
  }
  for (const { raw, region, account } of addresses) {
    const address = rawText(raw, "PublicIp");
    if (address === null) continue;
    const eni = rawText(raw, "NetworkInterfaceId");
    const before = found.get(`${region} ${address}`);
    const user = byId.get(eni ?? "");
    const isUsed = rawText(raw, "AssociationId") !== null || eni !== null;
    found.set(`${region} ${address}`, {
      address,
      region,
      account,
      eni,
      vpc: before?.vpc ?? user?.vpc ?? null,
      ownerKind: before?.ownerKind ?? user?.ownerKind ?? (isUsed ? "other" : "none"),
      owner: before?.owner ?? user?.owner ?? rawText(raw, "InstanceId"),
      allocation: rawText(raw, "AllocationId"),
    });
  }
  return [...found].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
}

const accountOfArn = (arn: string | null): string | null => arn?.split(":")[4] || null;

function instancesOf(found: FoundItem): readonly SurveyCompute[] {
  const { raw, region } = found;
  const instances = rawText(raw, "InstanceId") === null ? rawObjects(raw, "Instances") : [raw];
  return instances.flatMap((each): readonly SurveyCompute[] => {
    const id = rawText(each, "InstanceId");
    const state = rawText(rawObject(each, "State"), "Name");
    if (id === null || state === "terminated" || state === "shutting-down") return [];
    const account = found.account ?? rawText(raw, "OwnerId");
    const subnet = rawText(each, "SubnetId");
    const { ownerKind, owner } = instanceOwner(each, id);
    return [
      {
        id,
        region,
        account,
        arn: `arn:${partitionOf(region)}:ec2:${region}:${account ?? ""}:instance/${id}`,
        name: owner ?? id,
        cluster: ownerKind === "eks-node" ? owner : null,
        kind: "instance",
        vpc: rawText(each, "VpcId"),
        subnets: subnet === null ? [] : [subnet],
        securityGroups: rawObjects(each, "SecurityGroups").flatMap(
          (group) => rawText(group, "GroupId") ?? [],
        ),
        running: state === null || state === "running" || state === "pending" ? 1 : 0,
        platform: rawText(each, "InstanceType"),
        ipv6:
          rawObjects(each, "NetworkInterfaces").length === 0
            ? null
            : rawObjects(each, "NetworkInterfaces").some(
                (eni) => rawObjects(eni, "Ipv6Addresses").length > 0,
              ),
      },
    ];
  });
}

function functionOf({ raw, region, account }: FoundItem): SurveyCompute | null {
  const name = rawText(raw, "FunctionName");
  if (name === null) return null;
  const arn =
    rawText(raw, "FunctionArn") ??
    `arn:${partitionOf(region)}:lambda:${region}:${account ?? ""}:function:${name}`;
  const config = rawObject(raw, "VpcConfig");
  return {
    id: name,
    region,
    account: account ?? accountOfArn(arn),
    arn,
    name,
    kind: "lambda",
    cluster: null,
    vpc: rawText(config, "VpcId"),
    subnets: rawTexts(config, "SubnetIds").toSorted(),
    securityGroups: rawTexts(config, "SecurityGroupIds"),
    running: null,
    platform: null,
    ipv6: rawIs(config, "Ipv6AllowedForDualStack"),
  };
}

/** The first that is known. */
const vpcOfSubnets = (own: readonly string[], subnets: Subnets): string | null =>
  own.map((each) => subnets.get(each)?.vpc).find((each) => each != null) ?? null;

function ecsServiceOf({ raw, region, account }: FoundItem, subnets: Subnets): SurveyCompute | null {
  const name = rawText(raw, "serviceName");
  const arn = rawText(raw, "serviceArn");
  if (name === null || rawText(raw, "status") === "INACTIVE") return null;
  const config = rawObject(rawObject(raw, "networkConfiguration"), "awsvpcConfiguration");
  const own = rawTexts(config, "subnets").toSorted();
  const [provider] = rawObjects(raw, "capacityProviderStrategy");
  const isFargate =
    rawText(raw, "launchType") === "FARGATE" ||
    /^FARGATE/.test(rawText(provider, "capacityProvider") ?? "");
  return {
    id: name,
    region,
    account: account ?? accountOfArn(arn),
    arn: arn ?? name,
    name,
    kind: "ecs-service",
    cluster: null,
    vpc: vpcOfSubnets(own, subnets),
    subnets: own,
    securityGroups: rawTexts(config, "securityGroups"),
    running: rawNumber(raw, "runningCount") ?? rawNumber(raw, "desiredCount"),
    platform: isFargate ? "FARGATE" : "EC2",
    ipv6: null,
  };
}

function eksClusterOf({ raw, region, account }: FoundItem): SurveyCompute | null {
  const name = rawText(raw, "name");
  const arn = rawText(raw, "arn");
  if (name === null) return null;
  const config = rawObject(raw, "resourcesVpcConfig");
  const family = rawText(rawObject(raw, "kubernetesNetworkConfig"), "ipFamily");
  return {
    id: name,
    region,
    account: account ?? accountOfArn(arn),
    arn: arn ?? name,
    name,
    kind: "eks-cluster",
    cluster: null,
    vpc: rawText(config, "vpcId"),
    subnets: rawTexts(config, "subnetIds").toSorted(),
    securityGroups: rawTexts(config, "securityGroupIds"),
    running: null,
    platform: family,
    ipv6: family === null ? null : family === "ipv6",
  };
}

function scalingGroupOf(
  { raw, region, account }: FoundItem,
  subnets: Subnets,
): SurveyCompute | null {
  const name = rawText(raw, "AutoScalingGroupName");
  if (name === null) return null;
  const own = (rawText(raw, "VPCZoneIdentifier") ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
  const arn = rawText(raw, "AutoScalingGroupARN");
  return {
    id: name,
    region,
    account: account ?? accountOfArn(arn),
    arn: arn ?? name,
    name,
    kind: "auto-scaling-group",
    cluster: null,
    vpc: vpcOfSubnets(own, subnets),
    subnets: own.toSorted(),
    securityGroups: [],
    running: rawObjects(raw, "Instances").length,
    platform: rawObjects(raw, "Instances").map((each) => rawText(each, "InstanceType"))[0] ?? null,
    ipv6: null,
  };
}

function loadBalancerOf({ raw, region, account }: FoundItem): SurveyLoadBalancer | null {
  const arn = rawText(raw, "LoadBalancerArn");
  if (arn === null) return null;
  return {
    id: arn.split(":loadbalancer/").at(-1) ?? arn,
    region,
    account: account ?? accountOfArn(arn),
    arn,
    type: TYPES_OF_BALANCERS.find((each) => each === rawText(raw, "Type")) ?? null,
    vpc: rawText(raw, "VpcId"),
    scheme: rawText(raw, "Scheme"),
    ipAddressType: rawText(raw, "IpAddressType"),
    subnets: rawObjects(raw, "AvailabilityZones")
      .flatMap((each) => rawText(each, "SubnetId") ?? [])
      .toSorted(),
    securityGroups: rawTexts(raw, "SecurityGroups"),
  };
}

const TYPES_OF_BALANCERS = ["application", "network", "gateway"] as const;

/** One of the first kind. It has IPv4 only, and no ARN of its own in the answer. */
function classicLoadBalancerOf(
  { raw, region, account }: FoundItem,
  subnets: Subnets,
): SurveyLoadBalancer | null {
  const name = rawText(raw, "LoadBalancerName");
  if (name === null) return null;
  const own = rawTexts(raw, "Subnets").toSorted();
  const partition = partitionOf(region);
  return {
    id: name,
    region,
    account,
    arn: `arn:${partition}:elasticloadbalancing:${region}:${account ?? ""}:loadbalancer/${name}`,
    type: "classic",
    vpc: rawText(raw, "VPCId") ?? vpcOfSubnets(own, subnets),
    scheme: rawText(raw, "Scheme"),
    ipAddressType: "ipv4",
    subnets: own,
    securityGroups: rawTexts(raw, "SecurityGroups"),
  };
}

/** AWS's default format, version 2. */
const DEFAULT_FIELDS =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

function flowLogOf({ raw, region, account }: FoundItem): readonly SurveyFlowLog[] {
  const id = rawText(raw, "FlowLogId");
  if (id === null) return [];
  const written = rawText(raw, "LogFormat");
  const fields = new Set(
    (written ?? DEFAULT_FIELDS).split(/\s+/).map((each) => each.replace(/[${}]/g, "")),
  );
  const mode: FlowMode | undefined = FLOW_MODES.find((each) =>
    neededFlowFields(each).every((field) => fields.has(field)),
  );
  return [
    {
      id,
      region,
      account,
      resource: rawText(raw, "ResourceId"),
      format: written,
      destination: rawText(raw, "LogDestination") ?? rawText(raw, "LogGroupName"),
      destinationType: rawText(raw, "LogDestinationType"),
      status: rawText(raw, "FlowLogStatus"),
      mode: mode ?? "none",
      lacks: neededFlowFields("nat-interface").filter((field) => !fields.has(field)),
    },
  ];
}
