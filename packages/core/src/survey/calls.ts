/** What has to be asked for by a flag, because it costs, or reads more than the network. */
export const SURVEY_EXTRAS = ["metrics", "billing", "policies"] as const;
export type SurveyExtra = (typeof SURVEY_EXTRAS)[number];

/** How the next page is asked for: by what of the request, and what of the answer. */
export interface CallPager {
  readonly ask: string;
  readonly answer: string;
}

/** One call of AWS's API that a survey makes, and how its answer is recognised in a file. */
export interface SurveyCall {
  /** What the call is known by here; but for a few, also its IAM action. */
  readonly action: string;
  /** The IAM action that lets it through. */
  readonly permission: string;
  /** As the AWS CLI calls the service: `ec2`, `elbv2`. */
  readonly service: string;
  readonly operation: string;
  /** `global`: asked once · `regional`: in each region. */
  readonly scope: "global" | "regional";
  /** The key of the answer that holds what is asked for. */
  readonly key: string;
  /** Keys whose lists belong to it, too. */
  readonly otherKeys: readonly string[];
  /** Null: AWS answers at once. */
  readonly pager: CallPager | null;
  /** The flag that asks for it; null: none. */
  readonly extra: SurveyExtra | null;
  /** The filter that leaves only one VPC; null: there is none. */
  readonly vpcFilter: { readonly parameter: "Filters" | "Filter"; readonly name: string } | null;
}

type More = Partial<Omit<SurveyCall, "action" | "key">>;
const POLICIES: More = { extra: "policies" };

const PAGED: CallPager = { ask: "NextToken", answer: "NextToken" };
const CAMEL: More = { pager: { ask: "nextToken", answer: "nextToken" } };
const MARKED: More = { pager: { ask: "Marker", answer: "NextMarker" } };
const AT_ONCE: More = { pager: null };

const call = (action: string, key: string, more: More = {}): SurveyCall => {
  const [prefix = "", operation = ""] = action.split(":");
  return {
    action,
    permission: action,
    service: prefix,
    operation,
    scope: "regional",
    key,
    otherKeys: [],
    pager: PAGED,
    extra: null,
    vpcFilter: null,
    ...more,
  };
};

const filtered = (name: string, parameter: "Filters" | "Filter" = "Filters"): More => ({
  vpcFilter: { parameter, name },
});
const VPC_ID = filtered("vpc-id");

/**
 * All calls of a survey: what is asked, what `--print-iam-policy` prints and what files of the AWS CLI are
 * recognised by come from here.
 */
export const SURVEY_CALLS: readonly SurveyCall[] = [
  call("sts:GetCallerIdentity", "Account", { ...AT_ONCE, scope: "global" }),
  call("ec2:DescribeRegions", "Regions", { ...AT_ONCE, scope: "global" }),
  call("ec2:DescribeVpcs", "Vpcs", VPC_ID),
  call("ec2:DescribeAvailabilityZones", "AvailabilityZones", AT_ONCE),
  call("ec2:DescribeSubnets", "Subnets", VPC_ID),
  call("ec2:DescribeRouteTables", "RouteTables", VPC_ID),
  call("ec2:DescribeNatGateways", "NatGateways", filtered("vpc-id", "Filter")),
  call("ec2:DescribeAddresses", "Addresses", AT_ONCE),
  call("ec2:DescribeInternetGateways", "InternetGateways", filtered("attachment.vpc-id")),
  call("ec2:DescribeEgressOnlyInternetGateways", "EgressOnlyInternetGateways"),
  call("ec2:DescribeVpcEndpoints", "VpcEndpoints", VPC_ID),
  call("ec2:DescribeNetworkInterfaces", "NetworkInterfaces", VPC_ID),
  call("ec2:DescribeSecurityGroups", "SecurityGroups", VPC_ID),
  call("ec2:DescribeNetworkAcls", "NetworkAcls", VPC_ID),
  call("ec2:DescribeInstances", "Reservations", VPC_ID),
  call("ec2:DescribeLaunchTemplates", "LaunchTemplates"),
  call("ec2:DescribeLaunchTemplateVersions", "LaunchTemplateVersions"),
  call("ec2:DescribeFlowLogs", "FlowLogs"),
  call("ec2:DescribeTransitGatewayAttachments", "TransitGatewayAttachments"),
  call("ec2:DescribeVpcPeeringConnections", "VpcPeeringConnections"),
  call("ec2:DescribeDhcpOptions", "DhcpOptions"),
  call("ec2:DescribeManagedPrefixLists", "PrefixLists"),
  call("ec2:DescribeVpcEndpointServices", "ServiceDetails"),
  call("ec2:DescribeInstanceTypes", "InstanceTypes"),
  call("ecs:ListClusters", "clusterArns", CAMEL),
  call("ecs:ListServices", "serviceArns", CAMEL),
  call("ecs:DescribeServices", "services", AT_ONCE),
  call("ecs:DescribeTaskDefinition", "taskDefinition", AT_ONCE),
  call("ecs:ListAccountSettings", "settings", CAMEL),
  call("lambda:ListFunctions", "Functions", MARKED),
  call("eks:ListClusters", "clusters", CAMEL),
  call("eks:DescribeCluster", "cluster", AT_ONCE),
  call("autoscaling:DescribeAutoScalingGroups", "AutoScalingGroups"),
  call("elasticloadbalancing:DescribeLoadBalancers", "LoadBalancers", {
    ...MARKED,
    service: "elbv2",
  }),
  call("elb:DescribeLoadBalancers", "LoadBalancerDescriptions", {
    ...MARKED,
    permission: "elasticloadbalancing:DescribeLoadBalancers",
  }),
  call("route53resolver:ListResolverQueryLogConfigs", "ResolverQueryLogConfigs"),
  call("cloudwatch:GetMetricData", "MetricDataResults", { extra: "metrics" }),
  call("ce:GetCostAndUsage", "ResultsByTime", {
    scope: "global",
    pager: { ask: "NextPageToken", answer: "NextPageToken" },
    extra: "billing",
  }),
  call("iam:GetAccountAuthorizationDetails", "Policies", {
    ...POLICIES,
    scope: "global",
    pager: { ask: "Marker", answer: "Marker" },
    otherKeys: ["RoleDetailList", "UserDetailList", "GroupDetailList"],
  }),
  call("s3:ListBuckets", "Buckets", {
    ...POLICIES,
    permission: "s3:ListAllMyBuckets",
    scope: "global",
    pager: { ask: "ContinuationToken", answer: "ContinuationToken" },
  }),
  call("s3:GetBucketPolicy", "Policy", { ...POLICIES, ...AT_ONCE, scope: "global" }),
  call("kms:ListKeys", "Keys", { ...POLICIES, ...MARKED }),
  call("kms:GetKeyPolicy", "Policy", { ...POLICIES, ...AT_ONCE }),
];

/** Undefined: a survey does not make it. */
export const surveyCall = (action: string): SurveyCall | undefined => BY_ACTION.get(action);
const BY_ACTION = new Map(SURVEY_CALLS.map((each) => [each.action, each]));

/** Those that a survey with these flags makes. */
export const surveyCallsFor = (extras: ReadonlySet<SurveyExtra>): readonly SurveyCall[] =>
  SURVEY_CALLS.filter(({ extra }) => extra === null || extras.has(extra));

/** The IAM policy that lets exactly the calls of these flags through. */
export function surveyPolicy(extras: ReadonlySet<SurveyExtra> = new Set()) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Egress6Survey",
        Effect: "Allow",
        Action: [...new Set(surveyCallsFor(extras).map(({ permission }) => permission))].toSorted(),
        Resource: "*",
      },
    ],
  };
}
