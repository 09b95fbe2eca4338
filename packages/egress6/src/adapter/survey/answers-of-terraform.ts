import { addressPoliciesOf } from "@egress6/core/survey/address-policies";
import { surveyCall } from "@egress6/core/survey/calls";
import { POLICY_CALLS } from "@egress6/core/survey/neutral-resources";
import {
  isRawObject,
  type RawObject,
  rawObject,
  rawObjects,
  rawText,
  rawTexts,
} from "@egress6/core/survey/raw";
import { withoutSecrets } from "@egress6/core/survey/without-secrets";
import { mostCommon, type PartialAnswer, REGION_NAME } from "./answers-of-describe.js";

/** `terraform show -json` of a state, or the state itself. */
export const isTerraformState = (json: RawObject): boolean =>
  (rawText(json, "format_version") !== null && isRawObject(json["values"])) ||
  (rawText(json, "terraform_version") !== null && Array.isArray(json["resources"]));

interface StateResource {
  readonly type: string;
  readonly values: RawObject;
}

/** What a state knows. It may know a part of the account only, so no list of it is whole. */
export function answersOfTerraform(json: RawObject): readonly PartialAnswer[] {
  const resources = resourcesIn(json);
  const regions = resources.flatMap(({ values }) => regionOf(values) ?? []);
  const fallback = mostCommon(regions);
  const accounts = resources.flatMap(({ values }) => rawText(values, "owner_id") ?? []);
  const account = mostCommon(accounts);
  const groups = new Map<string, { action: string; region: string | null; items: RawObject[] }>();
  const state = new StateIndex(resources);
  for (const { type, values } of resources) {
    const [action, convert] = TYPES[type] ?? [];
    if (action === undefined || convert === undefined) continue;
    const clean = withoutSecrets(convert(values, state));
    if (!isRawObject(clean)) continue;
    const isGlobal = surveyCall(action)?.scope === "global";
    const region = isGlobal ? null : (regionOf(values) ?? fallback);
    const key = `${action} ${region}`;
    const group = groups.get(key) ?? { action, region, items: [] };
    if (POLICY_CALLS.includes(action)) group.items.push(...addressPoliciesOf(clean));
    else group.items.push(clean);
    groups.set(key, group);
  }
  return [...groups.values()].map((each) => ({ ...each, account, isWhole: false }));
}

const MOST_DEPTH = 20;

function resourcesIn(json: RawObject): readonly StateResource[] {
  const found: StateResource[] = [];
  const walk = (module: RawObject, depth: number) => {
    if (depth > MOST_DEPTH) return;
    for (const each of rawObjects(module, "resources")) {
      const type = rawText(each, "type");
      if (type === null || rawText(each, "mode") === "data") continue;
      for (const instance of rawObjects(each, "instances")) {
        found.push({ type, values: rawObject(instance, "attributes") });
      }
      if (isRawObject(each["values"])) found.push({ type, values: each["values"] });
    }
    for (const child of rawObjects(module, "child_modules")) walk(child, depth + 1);
  };
  walk(isRawObject(json["values"]) ? rawObject(json["values"], "root_module") : json, 0);
  return found;
}

function regionOf(values: RawObject): string | null {
  const own = rawText(values, "region") ?? rawText(values, "arn")?.split(":")[3] ?? null;
  if (own !== null && REGION_NAME.test(own)) return own;
  const [, ofZone] = /^(.+-\d{1,2})[a-z]$/.exec(rawText(values, "availability_zone") ?? "") ?? [];
  return ofZone ?? null;
}

/** Resources that say something of another one. */
class StateIndex {
  private readonly byType = new Map<string, RawObject[]>();

  constructor(resources: readonly StateResource[]) {
    for (const { type, values } of resources) {
      const list = this.byType.get(type);
      if (list === undefined) this.byType.set(type, [values]);
      else list.push(values);
    }
  }

  with(type: string, key: string, id: string | null): readonly RawObject[] {
    return (this.byType.get(type) ?? []).filter((each) => rawText(each, key) === id);
  }
}

const tags = (values: RawObject) =>
  Object.entries(rawObject(values, "tags_all")).map(([Key, Value]) => ({ Key, Value }));

const isFlag = (values: RawObject, key: string) => values[key] === true;

type Convert = (values: RawObject, state: StateIndex) => RawObject;

const route = (values: RawObject) => ({
  DestinationCidrBlock: rawText(values, "cidr_block") ?? rawText(values, "destination_cidr_block"),
  DestinationIpv6CidrBlock:
    rawText(values, "ipv6_cidr_block") ?? rawText(values, "destination_ipv6_cidr_block"),
  DestinationPrefixListId: rawText(values, "destination_prefix_list_id"),
  NatGatewayId: rawText(values, "nat_gateway_id"),
  EgressOnlyInternetGatewayId: rawText(values, "egress_only_gateway_id"),
  TransitGatewayId: rawText(values, "transit_gateway_id"),
  VpcPeeringConnectionId: rawText(values, "vpc_peering_connection_id"),
  NetworkInterfaceId: rawText(values, "network_interface_id"),
  CoreNetworkArn: rawText(values, "core_network_arn"),
  GatewayId: rawText(values, "gateway_id") ?? rawText(values, "vpc_endpoint_id"),
});

const routeTable: Convert = (values, state) => {
  const id = rawText(values, "id");
  const vpc = rawText(values, "vpc_id");
  const [owner] = state.with("aws_vpc", "id", vpc);
  const isMain =
    rawText(owner, "main_route_table_id") === id ||
    state.with("aws_main_route_table_association", "route_table_id", id).length > 0;
  const [main] = state.with("aws_main_route_table_association", "vpc_id", vpc);
  const inline = rawObjects(values, "route").map(route);
  const own = state.with("aws_route", "route_table_id", id).map(route);
  // Routes of their own stand in the table, too, once the state was refreshed.
  const routes = new Map([...inline, ...own].map((each) => [JSON.stringify(each), each]));
  return {
    RouteTableId: id,
    VpcId: vpc,
    OwnerId: rawText(values, "owner_id"),
    Tags: tags(values),
    Associations: [
      ...(isMain && (main === undefined || rawText(main, "route_table_id") === id)
        ? [{ Main: true }]
        : []),
      ...state
        .with("aws_route_table_association", "route_table_id", id)
        .map((each) => ({ Main: false, SubnetId: rawText(each, "subnet_id") })),
    ],
    Routes: [...routes.values()],
  };
};

const groupRule = (values: RawObject) => ({
  IpProtocol: rawText(values, "protocol") ?? rawText(values, "ip_protocol"),
  FromPort: values["from_port"],
  ToPort: values["to_port"],
  IpRanges: [...rawTexts(values, "cidr_blocks"), ...(rawText(values, "cidr_ipv4") ?? "").split(" ")]
    .filter((each) => each !== "")
    .map((CidrIp) => ({ CidrIp })),
  Ipv6Ranges: [
    ...rawTexts(values, "ipv6_cidr_blocks"),
    ...(rawText(values, "cidr_ipv6") ?? "").split(" "),
  ]
    .filter((each) => each !== "")
    .map((CidrIpv6) => ({ CidrIpv6 })),
  UserIdGroupPairs: [
    ...rawTexts(values, "security_groups"),
    ...[
      rawText(values, "source_security_group_id"),
      rawText(values, "referenced_security_group_id"),
    ].flatMap((each) => each ?? []),
  ].map((GroupId) => ({ GroupId })),
  PrefixListIds: [
    ...rawTexts(values, "prefix_list_ids"),
    ...[rawText(values, "prefix_list_id")].flatMap((each) => each ?? []),
  ].map((PrefixListId) => ({ PrefixListId })),
});

const rulesOf = (values: RawObject, state: StateIndex, direction: "egress" | "ingress") => {
  const id = rawText(values, "id");
  const inline = rawObjects(values, direction).map(groupRule);
  // A refreshed state has rules of their own inside the group, too.
  if (inline.length > 0) return inline;
  return [
    ...state
      .with("aws_security_group_rule", "security_group_id", id)
      .filter((each) => rawText(each, "type") === direction),
    ...state.with(`aws_vpc_security_group_${direction}_rule`, "security_group_id", id),
  ].map(groupRule);
};

const securityGroup: Convert = (values, state) => ({
  GroupId: rawText(values, "id"),
  GroupName: rawText(values, "name"),
  VpcId: rawText(values, "vpc_id"),
  OwnerId: rawText(values, "owner_id"),
  Tags: tags(values),
  IpPermissionsEgress: rulesOf(values, state, "egress"),
  IpPermissions: rulesOf(values, state, "ingress"),
});

const networkAcl: Convert = (values) => {
  const entries = (key: "egress" | "ingress") =>
    rawObjects(values, key).map((each) => ({
      Egress: key === "egress",
      RuleNumber: each["rule_no"],
      Protocol: rawText(each, "protocol"),
      RuleAction: rawText(each, "action"),
      ...(rawText(each, "cidr_block") === null ? {} : { CidrBlock: each["cidr_block"] }),
      ...(rawText(each, "ipv6_cidr_block") === null
        ? {}
        : { Ipv6CidrBlock: each["ipv6_cidr_block"] }),
      PortRange: { From: each["from_port"], To: each["to_port"] },
    }));
  return {
    NetworkAclId: rawText(values, "id"),
    VpcId: rawText(values, "vpc_id"),
    OwnerId: rawText(values, "owner_id"),
    Tags: tags(values),
    Entries: [...entries("egress"), ...entries("ingress")],
    Associations: rawTexts(values, "subnet_ids").map((SubnetId) => ({ SubnetId })),
  };
};

const ipv6Set = (values: RawObject) => {
  const block = rawText(values, "ipv6_cidr_block");
  return block === null
    ? []
    : [{ Ipv6CidrBlock: block, Ipv6CidrBlockState: { State: "associated" } }];
};

/** A policy that stands in a user, group or role. */
const inlinePolicy =
  (owner: "user" | "group" | "role"): Convert =>
  (values, state) => {
    const name = rawText(values, owner);
    const [of] = state.with(`aws_iam_${owner}`, "name", name);
    return {
      Arn: rawText(of, "arn") ?? `${owner}/${name}`,
      PolicyName: rawText(values, "name"),
      Policy: values["policy"],
    };
  };

const TYPES: Readonly<Record<string, readonly [action: string, convert: Convert]>> = {
  aws_vpc: [
    "ec2:DescribeVpcs",
    (values, state) => ({
      VpcId: rawText(values, "id"),
      CidrBlock: rawText(values, "cidr_block"),
      CidrBlockAssociationSet: state
        .with("aws_vpc_ipv4_cidr_block_association", "vpc_id", rawText(values, "id"))
        .map((each) => ({ CidrBlock: rawText(each, "cidr_block") })),
      Ipv6CidrBlockAssociationSet: [
        ...ipv6Set(values),
        ...state
          .with("aws_vpc_ipv6_cidr_block_association", "vpc_id", rawText(values, "id"))
          .flatMap(ipv6Set),
      ],
      OwnerId: rawText(values, "owner_id"),
      IsDefault: false,
      Tags: tags(values),
    }),
  ],
  aws_subnet: [
    "ec2:DescribeSubnets",
    (values) => ({
      SubnetId: rawText(values, "id"),
      VpcId: rawText(values, "vpc_id"),
      OwnerId: rawText(values, "owner_id"),
      AvailabilityZone: rawText(values, "availability_zone"),
      AvailabilityZoneId: rawText(values, "availability_zone_id"),
      CidrBlock: rawText(values, "cidr_block"),
      Ipv6CidrBlockAssociationSet: ipv6Set(values),
      Ipv6Native: isFlag(values, "ipv6_native"),
      AssignIpv6AddressOnCreation: isFlag(values, "assign_ipv6_address_on_creation"),
      MapPublicIpOnLaunch: isFlag(values, "map_public_ip_on_launch"),
      EnableDns64: isFlag(values, "enable_dns64"),
      Tags: tags(values),
    }),
  ],
  aws_route_table: ["ec2:DescribeRouteTables", routeTable],
  aws_default_route_table: ["ec2:DescribeRouteTables", routeTable],
  aws_nat_gateway: [
    "ec2:DescribeNatGateways",
    (values) => ({
      NatGatewayId: rawText(values, "id"),
      VpcId: rawText(values, "vpc_id"),
      SubnetId: rawText(values, "subnet_id"),
      ConnectivityType: rawText(values, "connectivity_type"),
      AvailabilityMode: rawText(values, "availability_mode"),
      State: "available",
      NatGatewayAddresses: [
        {
          NetworkInterfaceId: rawText(values, "network_interface_id"),
          PrivateIp: rawText(values, "private_ip"),
          PublicIp: rawText(values, "public_ip"),
          AllocationId: rawText(values, "allocation_id"),
        },
      ],
      Tags: tags(values),
    }),
  ],
  aws_internet_gateway: [
    "ec2:DescribeInternetGateways",
    (values) => ({
      InternetGatewayId: rawText(values, "id"),
      Attachments: [{ State: "available", VpcId: rawText(values, "vpc_id") }],
    }),
  ],
  aws_egress_only_internet_gateway: [
    "ec2:DescribeEgressOnlyInternetGateways",
    (values) => ({
      EgressOnlyInternetGatewayId: rawText(values, "id"),
      Attachments: [{ State: "attached", VpcId: rawText(values, "vpc_id") }],
    }),
  ],
  aws_vpc_endpoint: [
    "ec2:DescribeVpcEndpoints",
    (values, state) => ({
      VpcEndpointId: rawText(values, "id"),
      VpcId: rawText(values, "vpc_id"),
      OwnerId: rawText(values, "owner_id"),
      ServiceName: rawText(values, "service_name"),
      VpcEndpointType: rawText(values, "vpc_endpoint_type"),
      State: rawText(values, "state"),
      IpAddressType: rawText(values, "ip_address_type"),
      DnsOptions: {
        DnsRecordIpType: rawText(rawObjects(values, "dns_options")[0], "dns_record_ip_type"),
      },
      PrivateDnsEnabled: isFlag(values, "private_dns_enabled"),
      SubnetIds: rawTexts(values, "subnet_ids"),
      RouteTableIds: [
        ...new Set([
          ...rawTexts(values, "route_table_ids"),
          ...state
            .with(
              "aws_vpc_endpoint_route_table_association",
              "vpc_endpoint_id",
              rawText(values, "id"),
            )
            .flatMap((each) => rawText(each, "route_table_id") ?? []),
        ]),
      ],
      Groups: rawTexts(values, "security_group_ids").map((GroupId) => ({ GroupId })),
      NetworkInterfaceIds: rawTexts(values, "network_interface_ids"),
      PolicyDocument: values["policy"],
    }),
  ],
  aws_elb: [
    "elb:DescribeLoadBalancers",
    (values) => ({
      LoadBalancerName: rawText(values, "name"),
      Scheme: isFlag(values, "internal") ? "internal" : "internet-facing",
      Subnets: rawTexts(values, "subnets"),
      SecurityGroups: rawTexts(values, "security_groups"),
    }),
  ],
  aws_iam_policy: [
    "iam:GetAccountAuthorizationDetails",
    (values) => ({ Arn: rawText(values, "arn"), Policy: values["policy"] }),
  ],
  aws_iam_role: [
    "iam:GetAccountAuthorizationDetails",
    (values) => ({
      Arn: rawText(values, "arn"),
      AssumeRolePolicyDocument: values["assume_role_policy"],
      RolePolicyList: rawObjects(values, "inline_policy").map((each) => ({
        PolicyName: rawText(each, "name"),
        PolicyDocument: each["policy"],
      })),
    }),
  ],
  aws_iam_role_policy: ["iam:GetAccountAuthorizationDetails", inlinePolicy("role")],
  aws_iam_user_policy: ["iam:GetAccountAuthorizationDetails", inlinePolicy("user")],
  aws_iam_group_policy: ["iam:GetAccountAuthorizationDetails", inlinePolicy("group")],
  aws_s3_bucket_policy: [
    "s3:GetBucketPolicy",
    (values, state) => {
      const bucket = rawText(values, "bucket");
      const [of] = state.with("aws_s3_bucket", "bucket", bucket);
      return { Arn: rawText(of, "arn") ?? `arn:aws:s3:::${bucket}`, Policy: values["policy"] };
    },
  ],
  aws_kms_key: [
    "kms:GetKeyPolicy",
    (values) => ({ Arn: rawText(values, "arn"), Policy: values["policy"] }),
  ],
  aws_kms_key_policy: [
    "kms:GetKeyPolicy",
    (values, state) => {
      const id = rawText(values, "key_id");
      const [of] = [
        ...state.with("aws_kms_key", "key_id", id),
        ...state.with("aws_kms_key", "arn", id),
      ];
      return { Arn: rawText(of, "arn") ?? id, Policy: values["policy"] };
    },
  ],
  aws_security_group: ["ec2:DescribeSecurityGroups", securityGroup],
  aws_default_security_group: ["ec2:DescribeSecurityGroups", securityGroup],
  aws_network_acl: ["ec2:DescribeNetworkAcls", networkAcl],
  aws_default_network_acl: ["ec2:DescribeNetworkAcls", networkAcl],
  aws_instance: [
    "ec2:DescribeInstances",
    (values) => ({
      Instances: [
        {
          InstanceId: rawText(values, "id"),
          InstanceType: rawText(values, "instance_type"),
          SubnetId: rawText(values, "subnet_id"),
          State: { Name: rawText(values, "instance_state") },
          SecurityGroups: rawTexts(values, "vpc_security_group_ids").map((GroupId) => ({
            GroupId,
          })),
          NetworkInterfaces: [
            {
              Ipv6Addresses: rawTexts(values, "ipv6_addresses").map((Ipv6Address) => ({
                Ipv6Address,
              })),
            },
          ],
          Tags: tags(values),
        },
      ],
    }),
  ],
  aws_eip: [
    "ec2:DescribeAddresses",
    (values) => ({
      AllocationId: rawText(values, "allocation_id") ?? rawText(values, "id"),
      AssociationId: rawText(values, "association_id"),
      PublicIp: rawText(values, "public_ip"),
      NetworkInterfaceId: rawText(values, "network_interface"),
      InstanceId: rawText(values, "instance"),
    }),
  ],
  aws_flow_log: [
    "ec2:DescribeFlowLogs",
    (values) => ({
      FlowLogId: rawText(values, "id"),
      ResourceId:
        rawText(values, "vpc_id") ?? rawText(values, "subnet_id") ?? rawText(values, "eni_id"),
      LogFormat: rawText(values, "log_format"),
      LogDestination: rawText(values, "log_destination"),
      LogDestinationType: rawText(values, "log_destination_type"),
    }),
  ],
  aws_lambda_function: [
    "lambda:ListFunctions",
    (values) => {
      const [config] = rawObjects(values, "vpc_config");
      return {
        FunctionName: rawText(values, "function_name"),
        FunctionArn: rawText(values, "arn"),
        VpcConfig: {
          VpcId: rawText(config, "vpc_id"),
          SubnetIds: rawTexts(config, "subnet_ids"),
          SecurityGroupIds: rawTexts(config, "security_group_ids"),
          Ipv6AllowedForDualStack:
            config !== undefined && isFlag(config, "ipv6_allowed_for_dual_stack"),
        },
      };
    },
  ],
  aws_ecs_service: [
    "ecs:DescribeServices",
    (values) => {
      const [config] = rawObjects(values, "network_configuration");
      const [provider] = rawObjects(values, "capacity_provider_strategy");
      return {
        serviceName: rawText(values, "name"),
        serviceArn: rawText(values, "id"),
        launchType: rawText(values, "launch_type"),
        capacityProviderStrategy:
          provider === undefined ? [] : [{ capacityProvider: provider["capacity_provider"] }],
        desiredCount: values["desired_count"],
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: rawTexts(config, "subnets"),
            securityGroups: rawTexts(config, "security_groups"),
          },
        },
      };
    },
  ],
  aws_eks_cluster: [
    "eks:DescribeCluster",
    (values) => {
      const [config] = rawObjects(values, "vpc_config");
      const [network] = rawObjects(values, "kubernetes_network_config");
      return {
        name: rawText(values, "name"),
        arn: rawText(values, "arn"),
        resourcesVpcConfig: {
          vpcId: rawText(config, "vpc_id"),
          subnetIds: rawTexts(config, "subnet_ids"),
          securityGroupIds: rawTexts(config, "security_group_ids"),
        },
        kubernetesNetworkConfig: { ipFamily: rawText(network, "ip_family") },
      };
    },
  ],
};
