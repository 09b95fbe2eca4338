/** How much of one family a group or an ACL lets out. */
export type EgressReach = "all" | "some" | "none" | "unknown";
export type SubnetFamilies = "ipv4" | "dual-stack" | "ipv6-only";

interface Located {
  readonly id: string;
  readonly region: string;
  /** Null: no file says. */
  readonly account: string | null;
}

export interface SurveyVpc extends Located {
  /** The account that it belongs to. */
  readonly owner: string | null;
  readonly name: string | null;
  readonly cidr: string | null;
  readonly cidrs: readonly string[];
  /** Blocks that are associated. */
  readonly ipv6Cidrs: readonly string[];
  readonly isDefault: boolean;
}

export interface SurveySubnet extends Located {
  readonly vpc: string | null;
  readonly owner: string | null;
  readonly name: string | null;
  /** The id of the zone, which means the same in every account. */
  readonly az: string | null;
  readonly zoneName: string | null;
  readonly cidr: string | null;
  readonly ipv6Cidr: string | null;
  readonly families: SubnetFamilies;
  readonly assignsIpv6: boolean;
  readonly mapsPublicIpv4: boolean;
  readonly dns64: boolean;
  /** Its own, else the main one of its VPC. */
  readonly routeTable: string | null;
}

export interface SurveyRoute {
  readonly destination: string;
  readonly target: string;
}

export interface SurveyRouteTable extends Located {
  readonly vpc: string | null;
  readonly owner: string | null;
  readonly main: boolean;
  /** Those that are associated with it by name. */
  readonly subnets: readonly string[];
  /** Without those that lead nowhere. */
  readonly routes: readonly SurveyRoute[];
}

export interface SurveyNatGateway extends Located {
  readonly vpc: string | null;
  readonly state: string | null;
  readonly connectivity: "public" | "private";
  readonly availability: "zonal" | "regional";
  readonly subnet: string | null;
  readonly az: string | null;
  readonly eni: string | null;
  readonly privateIps: readonly string[];
  readonly eips: readonly string[];
}

export interface SurveyGateway extends Located {
  readonly vpc: string | null;
}

export interface SurveyEndpoint extends Located {
  readonly vpc: string | null;
  readonly owner: string | null;
  /** As AWS calls it: `com.amazonaws.eu-west-1.sqs`. */
  readonly service: string | null;
  readonly type: string;
  readonly state: string | null;
  readonly ipAddressType: string | null;
  readonly dnsRecordIpType: string | null;
  readonly privateDns: boolean;
  /** Families that its service offers, where AWS was asked; null: not known. */
  readonly serviceFamilies: readonly string[] | null;
  readonly subnets: readonly string[];
  readonly routeTables: readonly string[];
  readonly securityGroups: readonly string[];
}

export interface SurveySecurityGroup extends Located {
  readonly vpc: string | null;
  readonly owner: string | null;
  readonly name: string | null;
  readonly egress4: EgressReach;
  readonly egress6: EgressReach;
  /** Made and kept by a service of AWS. */
  readonly isManaged: boolean;
}

export interface SurveyNetworkAcl extends Located {
  readonly vpc: string | null;
  readonly subnets: readonly string[];
  readonly isDefault: boolean;
  readonly egress4: EgressReach;
  readonly egress6: EgressReach;
}

/** Who has a network interface. */
export const OWNER_KINDS = [
  "nat-gateway",
  "vpc-endpoint",
  "lambda",
  "ecs-fargate",
  "ecs-ec2",
  "ecs",
  "eks-node",
  "eks",
  "instance",
  "load-balancer",
  "database",
  "file-system",
  "transit-gateway",
  "global-accelerator",
  "other",
  "none",
] as const;
export type OwnerKind = (typeof OWNER_KINDS)[number];

export interface SurveyInterface extends Located {
  readonly vpc: string | null;
  /** As AWS has it: `interface`, `nat_gateway`, `lambda`. */
  readonly type: string | null;
  readonly subnet: string | null;
  readonly az: string | null;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
  readonly publicIpv4: readonly string[];
  readonly securityGroups: readonly string[];
  readonly ownerKind: OwnerKind;
  /** The name or id of who has it: a function, a service, an instance. */
  readonly owner: string | null;
  /** Ids that it names, and that nothing else read has: made or gone between two calls. */
  readonly dangling: readonly string[];
}

export interface SurveyPublicIpv4 {
  readonly address: string;
  readonly region: string;
  readonly account: string | null;
  readonly eni: string | null;
  readonly vpc: string | null;
  /** `none`: allocated, and not used. */
  readonly ownerKind: OwnerKind;
  readonly owner: string | null;
  readonly allocation: string | null;
}

export interface SurveyCompute extends Located {
  readonly arn: string;
  readonly name: string;
  readonly kind: "instance" | "lambda" | "ecs-service" | "eks-cluster" | "auto-scaling-group";
  readonly vpc: string | null;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  /** What of it runs; null: not known. */
  readonly running: number | null;
  /** `FARGATE`, `ipv4`, `t3.micro`: what decides its platform. */
  readonly platform: string | null;
  /** The EKS cluster that an instance is a node of. */
  readonly cluster: string | null;
  /** Whether it has or was told to use IPv6; of instances, functions and clusters. */
  readonly ipv6: boolean | null;
}

export interface SurveyLoadBalancer extends Located {
  readonly arn: string;
  /** `classic`: of the first kind. Null: not known. */
  readonly type: "application" | "network" | "gateway" | "classic" | null;
  readonly vpc: string | null;
  readonly scheme: string | null;
  readonly ipAddressType: string | null;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

/** A list of prefixes that groups and routes name. */
export interface SurveyPrefixList extends Located {
  readonly name: string | null;
  readonly owner: string | null;
  readonly family: "ipv4" | "ipv6" | null;
}

/** A version of a launch template that a group uses, or its default. */
export interface SurveyLaunchTemplate extends Located {
  readonly name: string | null;
  readonly version: number | null;
  readonly instanceType: string | null;
  /** Whether it asks for IPv6 addresses itself. */
  readonly ipv6: boolean;
  /** `enabled`, `disabled`: the metadata service over IPv6; null: it does not say. */
  readonly metadataIpv6: string | null;
  readonly securityGroups: readonly string[];
}

/** Its `id` is family and revision: `web:7`. */
export interface SurveyTaskDefinition extends Located {
  readonly arn: string;
  readonly networkMode: string | null;
  readonly images: readonly string[];
  readonly logDrivers: readonly string[];
  /** Services that its secrets are in, by their ARNs: `secretsmanager`, `ssm`. */
  readonly secretServices: readonly string[];
  /** Settings of endpoints that containers have: names and values. */
  readonly endpointSettings: Readonly<Record<string, string>>;
  /** Names of services that run it. */
  readonly services: readonly string[];
}

/** A setting of ECS in an account and region. */
export interface SurveyEcsSetting extends Located {
  readonly value: string | null;
}

export interface SurveyTransitAttachment extends Located {
  readonly vpc: string | null;
  readonly gateway: string | null;
  readonly state: string | null;
}

export interface SurveyPeering extends Located {
  readonly vpc: string | null;
  readonly peerVpc: string | null;
  readonly peerAccount: string | null;
  readonly state: string | null;
}

export interface SurveyDhcpOptions extends Located {
  /** Resolvers that hosts of its VPCs are told. */
  readonly nameServers: readonly string[];
  readonly vpcs: readonly string[];
}

export interface SurveyTopology {
  readonly vpcs: readonly SurveyVpc[];
  readonly subnets: readonly SurveySubnet[];
  readonly routeTables: readonly SurveyRouteTable[];
  readonly natGateways: readonly SurveyNatGateway[];
  readonly internetGateways: readonly SurveyGateway[];
  readonly egressOnlyGateways: readonly SurveyGateway[];
  readonly endpoints: readonly SurveyEndpoint[];
  readonly securityGroups: readonly SurveySecurityGroup[];
  readonly networkAcls: readonly SurveyNetworkAcl[];
  readonly enis: readonly SurveyInterface[];
  readonly publicIpv4: readonly SurveyPublicIpv4[];
  readonly compute: readonly SurveyCompute[];
  readonly loadBalancers: readonly SurveyLoadBalancer[];
  readonly launchTemplates: readonly SurveyLaunchTemplate[];
  readonly taskDefinitions: readonly SurveyTaskDefinition[];
  readonly ecsSettings: readonly SurveyEcsSetting[];
  readonly prefixLists: readonly SurveyPrefixList[];
  readonly transitGatewayAttachments: readonly SurveyTransitAttachment[];
  readonly peeringConnections: readonly SurveyPeering[];
  readonly dhcpOptions: readonly SurveyDhcpOptions[];
}

/** Bytes of a NAT gateway, as CloudWatch counted them. */
export interface SurveyMetric extends Located {
  readonly metric: string;
  readonly days: number;
  /** Digits: a sum may be more than a double holds. */
  readonly bytes: string;
}

/** A line of the bill that IPv6 can change. */
export interface SurveyCost {
  readonly region: string;
  readonly account: string | null;
  readonly usageType: string;
  readonly from: string;
  readonly to: string;
  readonly usd: string;
  readonly quantity: string;
}

export interface SurveyFlowLog extends Located {
  readonly resource: string | null;
  /** Names of fields, in order; null: AWS's default format. */
  readonly format: string | null;
  readonly destination: string | null;
  readonly destinationType: string | null;
  readonly status: string | null;
  /** How `flows` counts from it; `none`: it cannot. */
  readonly mode: "next-hop" | "nat-interface" | "topology" | "none";
  /** Fields that the exact mode lacks. */
  readonly lacks: readonly string[];
}

export interface SurveyQueryLog extends Located {
  readonly destination: string | null;
  readonly status: string | null;
  readonly associations: number | null;
}
