import type { Resource, ResourceKind } from "../audit/resource.js";
import { type AuditValue, valueOfJson } from "../audit/value.js";
import type { FoundItem, IndexedAnswers } from "./indexed-answers.js";
import { partitionOf } from "./partition-of.js";
import { type RawObject, rawIs, rawNumber, rawObjects, rawText, rawTexts } from "./raw.js";
import type { SurveyTopology } from "./topology.js";
import { surveyRanges } from "./topology-of.js";

/** Resources of one account and region, as the rules of `audit` look at them; the place of each is its ARN. */
export function neutralResources(
  answers: IndexedAnswers,
  topology: SurveyTopology,
  region: string,
  account: string | null,
): readonly Resource[] {
  const scope = scopeOf(region, account);
  const isHere = (each: { readonly region: string; readonly account: string | null }) =>
    each.region === region && each.account === account;
  const make = (
    kind: ResourceKind,
    type: string,
    id: string,
    attributes: Readonly<Record<string, unknown>>,
    arn = ec2Arn(type, id, region, account),
    subject = id,
    address = id,
  ): Resource => ({
    kind,
    format: "api",
    type,
    scope,
    address,
    subject,
    place: { file: arn, line: null },
    endLine: null,
    attributes: valuesOf(attributes),
    lines: {},
    multiplicity: { kind: "one" },
    fromModule: null,
    metadata: null,
  });
  const raws = (action: string) => answers.all(action).filter(isHere);
  const endpointPolicies = new Map(
    raws("ec2:DescribeVpcEndpoints").map(({ raw }) => [
      rawText(raw, "VpcEndpointId"),
      raw["PolicyDocument"],
    ]),
  );
  const tasks = new Map(
    raws("ecs:DescribeServices").map(({ raw }) => [
      rawText(raw, "serviceArn") ?? "",
      rawText(raw, "taskDefinition"),
    ]),
  );
  return [
    ...topology.vpcs
      .filter(isHere)
      .map(({ id, cidr, ipv6Cidrs }) =>
        make("vpc", "vpc", id, { cidr_block: cidr, ipv6_cidr_block: ipv6Cidrs[0] }),
      ),
    ...topology.subnets.filter(isHere).map((each) =>
      make("subnet", "subnet", each.id, {
        vpc_id: each.vpc,
        cidr_block: each.cidr,
        ipv6_cidr_block: each.ipv6Cidr,
        ipv6_native: each.families === "ipv6-only",
        assign_ipv6_address_on_creation: each.assignsIpv6,
        map_public_ip_on_launch: each.mapsPublicIpv4,
        enable_dns64: each.dns64,
        availability_zone_id: each.az,
      }),
    ),
    ...topology.routeTables.filter(isHere).map(({ id, vpc, main, routes }) =>
      make(main ? "main-route-table" : "route-table", "route-table", id, {
        vpc_id: vpc,
        route: routes.map(routeAttributes),
      }),
    ),
    ...topology.subnets.filter(isHere).flatMap(({ id, routeTable }) =>
      routeTable === null
        ? []
        : [
            make("route-table-association", "route-table-association", `${routeTable}/${id}`, {
              route_table_id: routeTable,
              subnet_id: id,
            }),
          ],
    ),
    ...topology.internetGateways
      .filter(isHere)
      .map(({ id, vpc }) => make("internet-gateway", "internet-gateway", id, { vpc_id: vpc })),
    ...topology.egressOnlyGateways
      .filter((each) => isHere(each) && each.vpc !== null)
      .map(({ id, vpc }) =>
        make("egress-only-gateway", "egress-only-internet-gateway", id, { vpc_id: vpc }),
      ),
    // One that failed carries nothing, and is not billed.
    ...topology.natGateways
      .filter((each) => isHere(each) && each.state !== "failed")
      .map(({ id, vpc, subnet, connectivity }) =>
        make("nat-gateway", "natgateway", id, {
          vpc_id: vpc,
          subnet_id: subnet,
          connectivity_type: connectivity,
        }),
      ),
    ...topology.endpoints.filter(isHere).map((each) =>
      make("vpc-endpoint", "vpc-endpoint", each.id, {
        vpc_id: each.vpc,
        service_name: each.service,
        vpc_endpoint_type:
          each.type === "interface" ? "Interface" : each.type === "gateway" ? "Gateway" : each.type,
        subnet_ids: each.subnets,
        route_table_ids: each.routeTables,
        ip_address_type: each.ipAddressType,
        policy: endpointPolicies.get(each.id),
      }),
    ),
    ...POLICY_CALLS.flatMap(raws).flatMap(({ raw }) => {
      const arn = rawText(raw, "Arn");
      if (arn === null) return [];
      const name = rawText(raw, "PolicyName");
      const [id, type] = policyPlace(arn);
      const attributes = { [name ?? "policy"]: raw["Policy"] };
      return [make("policy", type, id, attributes, arn, id, `${id} ${name ?? ""}`)];
    }),
    ...raws("ec2:DescribeSecurityGroups").flatMap(({ raw }) => {
      const id = rawText(raw, "GroupId");
      if (id === null) return [];
      const egress = rawObjects(raw, "IpPermissionsEgress").map(groupRule);
      return [
        make("security-group", "security-group", id, { vpc_id: rawText(raw, "VpcId"), egress }),
      ];
    }),
    ...raws("ec2:DescribeNetworkAcls").flatMap(({ raw }) => {
      const id = rawText(raw, "NetworkAclId");
      if (id === null) return [];
      const entries = rawObjects(raw, "Entries");
      return [
        make("network-acl", "network-acl", id, {
          vpc_id: rawText(raw, "VpcId"),
          subnet_ids: rawObjects(raw, "Associations").flatMap(
            (each) => rawText(each, "SubnetId") ?? [],
          ),
          egress: entries.filter((each) => rawIs(each, "Egress")).map(aclRule),
          ingress: entries.filter((each) => !rawIs(each, "Egress")).map(aclRule),
        }),
      ];
    }),
    ...raws("ecs:DescribeTaskDefinition").flatMap(({ raw }) => {
      const id = rawText(raw, "taskDefinitionArn");
      if (id === null) return [];
      const attributes = {
        family: rawText(raw, "family"),
        network_mode: rawText(raw, "networkMode"),
        requires_compatibilities: rawTexts(raw, "requiresCompatibilities"),
        container_definitions: raw["containerDefinitions"],
      };
      const name = id.split("/").at(-1) ?? id;
      return [make("ecs-task", "task-definition", id, attributes, id, name)];
    }),
    ...topology.compute.filter(isHere).flatMap((each) => {
      const { id, arn, subnets, securityGroups, ipv6, platform } = each;
      if (each.kind === "lambda") {
        if (subnets.length === 0) return [];
        const vpc_config = {
          subnet_ids: subnets,
          security_group_ids: securityGroups,
          ipv6_allowed_for_dual_stack: ipv6 === true,
        };
        return [make("lambda-function", "function", id, { vpc_config }, arn)];
      }
      if (each.kind === "eks-cluster") {
        const attributes = {
          kubernetes_network_config: { ip_family: platform ?? "ipv4" },
          vpc_config: { subnet_ids: subnets, security_group_ids: securityGroups },
        };
        return [make("eks-cluster", "cluster", id, attributes, arn)];
      }
      if (each.kind === "instance") {
        const attributes = { subnet_id: subnets[0], vpc_security_group_ids: securityGroups };
        return [make("instance", "instance", id, attributes, arn)];
      }
      if (each.kind === "ecs-service") {
        return [
          make(
            "ecs-service",
            "service",
            id,
            {
              launch_type: platform,
              task_definition: tasks.get(arn),
              network_configuration: { subnets, security_groups: securityGroups },
            },
            arn,
          ),
        ];
      }
      return [];
    }),
  ];
}

export const scopeOf = (region: string, account: string | null): string =>
  `${account ?? ""}/${region}`;

export const ec2Arn = (type: string, id: string, region: string, account: string | null): string =>
  `arn:${partitionOf(region)}:ec2:${region}:${account ?? ""}:${type}/${id}`;

function valuesOf(
  attributes: Readonly<Record<string, unknown>>,
): Readonly<Record<string, AuditValue>> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[name, valueOfJson(value)] as const],
    ),
  );
}

/** The name of a route's target in Terraform's words, by its id. */
function routeAttributes({ destination, target }: { destination: string; target: string }) {
  const to = destination.startsWith("pl-")
    ? { destination_prefix_list_id: destination }
    : destination.includes(":")
      ? { ipv6_cidr_block: destination }
      : { cidr_block: destination };
  const [, key = "gateway_id"] = ROUTE_KEYS.find(([prefix]) => target.startsWith(prefix)) ?? [];
  return { ...to, [key]: target };
}

const ROUTE_KEYS = [
  ["nat-", "nat_gateway_id"],
  ["eigw-", "egress_only_gateway_id"],
  ["tgw-", "transit_gateway_id"],
  ["arn:aws:networkmanager", "core_network_arn"],
  ["pcx-", "vpc_peering_connection_id"],
  ["eni-", "network_interface_id"],
  ["i-", "network_interface_id"],
  ["vpce-", "vpc_endpoint_id"],
  ["cagw-", "carrier_gateway_id"],
  ["lgw-", "local_gateway_id"],
] as const;

function groupRule(rule: RawObject) {
  return {
    protocol: rawText(rule, "IpProtocol"),
    from_port: rawNumber(rule, "FromPort"),
    to_port: rawNumber(rule, "ToPort"),
    cidr_blocks: surveyRanges(rule, ["IpRanges", "Ipv4Ranges"], "CidrIp"),
    ipv6_cidr_blocks: surveyRanges(rule, ["Ipv6Ranges"], "CidrIpv6"),
    security_groups: rawObjects(rule, "UserIdGroupPairs").flatMap(
      (each) => rawText(each, "GroupId") ?? [],
    ),
    prefix_list_ids: rawObjects(rule, "PrefixListIds").flatMap(
      (each) => rawText(each, "PrefixListId") ?? [],
    ),
  };
}

function aclRule(entry: RawObject) {
  const { PortRange: range } = entry;
  return {
    rule_no: rawNumber(entry, "RuleNumber"),
    rule_number: rawNumber(entry, "RuleNumber"),
    protocol: rawText(entry, "Protocol"),
    action: rawText(entry, "RuleAction"),
    cidr_block: rawText(entry, "CidrBlock"),
    ipv6_cidr_block: rawText(entry, "Ipv6CidrBlock"),
    from_port: rawNumber(range, "From"),
    to_port: rawNumber(range, "To"),
  };
}

/** What asks for policies that look at addresses. */
export const POLICY_CALLS = [
  "iam:GetAccountAuthorizationDetails",
  "s3:GetBucketPolicy",
  "kms:GetKeyPolicy",
];

/** The id that an ARN ends in, and what it is of: `role/shop`, a bucket, a key. */
function policyPlace(arn: string): readonly [id: string, type: string] {
  const [, , service = "", , , ...rest] = arn.split(":");
  const id = rest.join(":") || arn;
  return [id, `${service}-policy`];
}

/** The account and region of everything that was read. */
export function scopesOf(topology: SurveyTopology, found: readonly FoundItem[]) {
  const scopes = new Map<string, { readonly region: string; readonly account: string | null }>();
  const { vpcs, subnets, endpoints, compute, publicIpv4 } = topology;
  const lists = [vpcs, subnets, endpoints, compute, publicIpv4, found];
  for (const { region, account } of lists.flat()) {
    scopes.set(scopeOf(region, account), { region, account });
  }
  return [...scopes.values()];
}
