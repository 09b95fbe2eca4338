/** One call of AWS's API that a survey makes, and how its answer is recognised in a file. */
export interface SurveyCall {
  /** The IAM action. */
  readonly action: string;
  /** As the AWS CLI calls the service: `ec2`, `elbv2`. */
  readonly service: string;
  readonly operation: string;
  /** `global`: asked once · `regional`: in each region. */
  readonly scope: "global" | "regional";
  /** The key of the answer that holds what is asked for. */
  readonly key: string;
  /** Whether AWS answers in pages. */
  readonly isPaged: boolean;
}

const call = (
  action: string,
  key: string,
  isPaged = true,
  more: Partial<Pick<SurveyCall, "service" | "scope">> = {},
): SurveyCall => {
  const [prefix = "", operation = ""] = action.split(":");
  return {
    action,
    service: prefix,
    operation,
    scope: "regional",
    key,
    isPaged,
    ...more,
  };
};

/**
 * All calls of a survey: what is asked, what `--print-iam-policy` prints and what files of the AWS CLI are
 * recognised by come from here.
 */
export const SURVEY_CALLS = [
  call("sts:GetCallerIdentity", "Account", false, { scope: "global" }),
  call("ec2:DescribeRegions", "Regions", false, { scope: "global" }),
  call("ec2:DescribeAvailabilityZones", "AvailabilityZones", false),
  call("ec2:DescribeVpcs", "Vpcs"),
  call("ec2:DescribeSubnets", "Subnets"),
  call("ec2:DescribeRouteTables", "RouteTables"),
  call("ec2:DescribeNatGateways", "NatGateways"),
  call("ec2:DescribeAddresses", "Addresses", false),
  call("ec2:DescribeInternetGateways", "InternetGateways"),
  call("ec2:DescribeEgressOnlyInternetGateways", "EgressOnlyInternetGateways"),
  call("ec2:DescribeVpcEndpoints", "VpcEndpoints"),
  call("ec2:DescribeNetworkInterfaces", "NetworkInterfaces"),
  call("ec2:DescribeSecurityGroups", "SecurityGroups"),
  call("ec2:DescribeNetworkAcls", "NetworkAcls"),
  call("ec2:DescribeInstances", "Reservations"),
  call("ec2:DescribeLaunchTemplates", "LaunchTemplates"),
  call("ec2:DescribeLaunchTemplateVersions", "LaunchTemplateVersions"),
  call("ec2:DescribeFlowLogs", "FlowLogs"),
  call("ec2:DescribeTransitGatewayAttachments", "TransitGatewayAttachments"),
  call("ec2:DescribeVpcPeeringConnections", "VpcPeeringConnections"),
  call("ec2:DescribeDhcpOptions", "DhcpOptions"),
  call("ec2:DescribeVpcEndpointServices", "ServiceDetails"),
  call("ec2:DescribeInstanceTypes", "InstanceTypes"),
  call("ecs:ListClusters", "clusterArns"),
  call("ecs:ListServices", "serviceArns"),
  call("ecs:DescribeServices", "services", false),
  call("ecs:DescribeTaskDefinition", "taskDefinition", false),
  call("ecs:ListAccountSettings", "settings"),
  call("lambda:ListFunctions", "Functions"),
  call("eks:ListClusters", "clusters"),
  call("eks:DescribeCluster", "cluster", false),
  call("autoscaling:DescribeAutoScalingGroups", "AutoScalingGroups"),
  call("elasticloadbalancing:DescribeLoadBalancers", "LoadBalancers", true, { service: "elbv2" }),
  call("route53resolver:ListResolverQueryLogConfigs", "ResolverQueryLogConfigs"),
] as const satisfies readonly SurveyCall[];

/** The IAM policy that lets exactly these calls through. */
export function surveyPolicy() {
  const calls: readonly SurveyCall[] = SURVEY_CALLS;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Egress6Survey",
        Effect: "Allow",
        Action: calls.map(({ action }) => action).toSorted(),
        Resource: "*",
      },
    ],
  };
}
