/**
 * The clients of the AWS SDK that a survey needs, and no more of each than it calls. Only the one import in
 * `open-account.ts` loads this file: the build makes one piece of it and of the SDK, and no other command pays for it.
 */
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import {
  DescribeAddressesCommand,
  DescribeAvailabilityZonesCommand,
  DescribeDhcpOptionsCommand,
  DescribeEgressOnlyInternetGatewaysCommand,
  DescribeFlowLogsCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeInternetGatewaysCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRegionsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTransitGatewayAttachmentsCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { NoOpLogger } from "@smithy/core/client";
import type { EndpointFinder } from "../../../ports.js";
import {
  jsonCommand,
  type PlainService,
  plainServiceConfig,
  type XmlMembers,
  xmlCommand,
} from "./plain-service.js";

const ECS: PlainService = {
  serviceId: "ECS",
  cliName: "ecs",
  protocol: "json-1.1",
  target: "AmazonEC2ContainerServiceV20141113",
};
const LAMBDA: PlainService = {
  serviceId: "Lambda",
  cliName: "lambda",
  protocol: "rest-json",
  target: "AWSGirApiService",
};
const EKS: PlainService = {
  serviceId: "EKS",
  cliName: "eks",
  protocol: "rest-json",
  target: "AWSWesleyFrontend",
};
const RESOLVER: PlainService = {
  serviceId: "Route53Resolver",
  cliName: "route53resolver",
  protocol: "json-1.1",
  target: "Route53Resolver",
};
const CLOUDWATCH: PlainService = {
  serviceId: "CloudWatch",
  cliName: "cloudwatch",
  protocol: "json-1.0",
  target: "GraniteServiceVersion20100801",
};
const COST_EXPLORER: PlainService = {
  serviceId: "Cost Explorer",
  cliName: "ce",
  protocol: "json-1.1",
  target: "AWSInsightsIndexService",
};
/** Load balancers of the first kind: their own API, under the same IAM action as the others. */
const CLASSIC: PlainService = {
  serviceId: "Elastic Load Balancing",
  cliName: "elb",
  protocol: "query",
  target: "ElasticLoadBalancing_v7",
  version: "2012-06-01",
};
const IAM: PlainService = {
  serviceId: "IAM",
  cliName: "iam",
  protocol: "query",
  target: "AWSIdentityManagementV20100508",
  version: "2010-05-08",
};
const S3: PlainService = {
  serviceId: "S3",
  cliName: "s3",
  protocol: "rest-xml",
  target: "AmazonS3",
};
const KMS: PlainService = {
  serviceId: "KMS",
  cliName: "kms",
  protocol: "json-1.1",
  target: "TrentService",
};

/** Policies that stand in a user, group or role itself. */
const INLINE: XmlMembers = { PolicyName: "text", PolicyDocument: "text" };

type SdkCredentials = () => ReturnType<STSClient["config"]["credentials"]>;

/** What all clients of the SDK take alike. */
export interface SdkSettings {
  readonly region?: string;
  readonly profile?: string;
  /** Of another client, which has found them. */
  readonly credentials?: SdkCredentials;
  readonly maxAttempts: number;
  readonly retryMode: "adaptive";
  readonly customUserAgent: [string, string][];
  readonly requestHandler?: object;
  readonly logger: NoOpLogger;
}

/**
 * Told nothing. Without `info`, the SDK does not copy each answer for a log that nobody keeps: a tenth of the time of a
 * big account.
 */
export const SILENT = new NoOpLogger();
Reflect.set(SILENT, "info", undefined);

/** As far as it matters here: each takes the commands of its own service. */
export interface SdkClient {
  send(command: unknown, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
  destroy(): void;
  readonly config: {
    readonly region: () => Promise<string>;
    readonly credentials: SdkCredentials;
  };
}

type Command = new (input: never) => object;
interface ServiceRequests {
  readonly client: (settings: SdkSettings, endpointOf: EndpointFinder) => SdkClient;
  readonly commands: Readonly<Record<string, Command>>;
}

/** A client of another service's shape, told to be one of this. */
const plainClient =
  (service: PlainService) =>
  (settings: SdkSettings, endpointOf: EndpointFinder): SdkClient =>
    new AutoScalingClient({ ...settings, ...plainServiceConfig(service, endpointOf) });

/** By the prefix of the IAM action. */
export const SDK_SERVICES: Readonly<Record<string, ServiceRequests>> = {
  sts: {
    client: (settings) => new STSClient(settings),
    commands: { GetCallerIdentity: GetCallerIdentityCommand },
  },
  ec2: {
    client: (settings) => new EC2Client(settings),
    commands: {
      DescribeAddresses: DescribeAddressesCommand,
      DescribeAvailabilityZones: DescribeAvailabilityZonesCommand,
      DescribeDhcpOptions: DescribeDhcpOptionsCommand,
      DescribeEgressOnlyInternetGateways: DescribeEgressOnlyInternetGatewaysCommand,
      DescribeFlowLogs: DescribeFlowLogsCommand,
      DescribeInstances: DescribeInstancesCommand,
      DescribeInstanceTypes: DescribeInstanceTypesCommand,
      DescribeInternetGateways: DescribeInternetGatewaysCommand,
      DescribeLaunchTemplates: DescribeLaunchTemplatesCommand,
      DescribeLaunchTemplateVersions: DescribeLaunchTemplateVersionsCommand,
      DescribeManagedPrefixLists: DescribeManagedPrefixListsCommand,
      DescribeNatGateways: DescribeNatGatewaysCommand,
      DescribeNetworkAcls: DescribeNetworkAclsCommand,
      DescribeNetworkInterfaces: DescribeNetworkInterfacesCommand,
      DescribeRegions: DescribeRegionsCommand,
      DescribeRouteTables: DescribeRouteTablesCommand,
      DescribeSecurityGroups: DescribeSecurityGroupsCommand,
      DescribeSubnets: DescribeSubnetsCommand,
      DescribeTransitGatewayAttachments: DescribeTransitGatewayAttachmentsCommand,
      DescribeVpcEndpoints: DescribeVpcEndpointsCommand,
      DescribeVpcEndpointServices: DescribeVpcEndpointServicesCommand,
      DescribeVpcPeeringConnections: DescribeVpcPeeringConnectionsCommand,
      DescribeVpcs: DescribeVpcsCommand,
    },
  },
  autoscaling: {
    client: (settings) => new AutoScalingClient(settings),
    commands: { DescribeAutoScalingGroups: DescribeAutoScalingGroupsCommand },
  },
  elasticloadbalancing: {
    client: (settings) => new ElasticLoadBalancingV2Client(settings),
    commands: { DescribeLoadBalancers: DescribeLoadBalancersCommand },
  },
  elb: {
    client: plainClient(CLASSIC),
    commands: {
      DescribeLoadBalancers: xmlCommand(
        CLASSIC,
        "DescribeLoadBalancers",
        { Marker: "text" },
        {
          LoadBalancerDescriptions: {
            each: {
              LoadBalancerName: "text",
              VPCId: "text",
              Scheme: "text",
              Subnets: { each: "text" },
              SecurityGroups: { each: "text" },
            },
          },
          NextMarker: "text",
        },
      ),
    },
  },
  iam: {
    client: plainClient(IAM),
    commands: {
      GetAccountAuthorizationDetails: xmlCommand(
        IAM,
        "GetAccountAuthorizationDetails",
        { Filter: "texts", Marker: "text" },
        {
          UserDetailList: { each: { Arn: "text", UserPolicyList: { each: INLINE } } },
          GroupDetailList: { each: { Arn: "text", GroupPolicyList: { each: INLINE } } },
          RoleDetailList: {
            each: {
              Arn: "text",
              AssumeRolePolicyDocument: "text",
              RolePolicyList: { each: INLINE },
            },
          },
          Policies: {
            each: {
              Arn: "text",
              DefaultVersionId: "text",
              PolicyVersionList: { each: { VersionId: "text", Document: "text" } },
            },
          },
          Marker: "text",
        },
      ),
    },
  },
  s3: {
    client: plainClient(S3),
    commands: {
      ListBuckets: xmlCommand(
        S3,
        "ListBuckets",
        {},
        {
          Buckets: { each: { Name: "text", BucketRegion: "text" }, called: "Bucket" },
          ContinuationToken: "text",
        },
        {
          path: "/",
          members: {
            MaxBuckets: { httpQuery: "max-buckets" },
            ContinuationToken: { httpQuery: "continuation-token" },
          },
        },
      ),
      GetBucketPolicy: xmlCommand(
        S3,
        "GetBucketPolicy",
        {},
        { Policy: "payload" },
        { path: "/{Bucket}?policy", members: { Bucket: { httpLabel: 1 } } },
      ),
    },
  },
  kms: {
    client: plainClient(KMS),
    commands: {
      ListKeys: jsonCommand(KMS, "ListKeys", {
        asked: ["Marker", "Limit"],
        answered: ["Keys", "NextMarker"],
      }),
      GetKeyPolicy: jsonCommand(KMS, "GetKeyPolicy", {
        asked: ["KeyId", "PolicyName"],
        answered: ["Policy"],
      }),
    },
  },
  ecs: {
    client: plainClient(ECS),
    commands: {
      ListClusters: jsonCommand(ECS, "ListClusters", {
        asked: ["nextToken"],
        answered: ["clusterArns", "nextToken"],
      }),
      ListServices: jsonCommand(ECS, "ListServices", {
        asked: ["cluster", "nextToken"],
        answered: ["serviceArns", "nextToken"],
      }),
      DescribeServices: jsonCommand(ECS, "DescribeServices", {
        asked: ["services", "cluster"],
        answered: ["services"],
      }),
      DescribeTaskDefinition: jsonCommand(ECS, "DescribeTaskDefinition", {
        asked: ["taskDefinition"],
        answered: ["taskDefinition"],
      }),
      ListAccountSettings: jsonCommand(ECS, "ListAccountSettings", {
        asked: ["effectiveSettings", "nextToken"],
        answered: ["settings", "nextToken"],
      }),
    },
  },
  lambda: {
    client: plainClient(LAMBDA),
    commands: {
      ListFunctions: jsonCommand(
        LAMBDA,
        "ListFunctions",
        { asked: [], answered: ["Functions", "NextMarker"] },
        { path: "/2015-03-31/functions", members: { Marker: { httpQuery: "Marker" } } },
      ),
    },
  },
  eks: {
    client: plainClient(EKS),
    commands: {
      ListClusters: jsonCommand(
        EKS,
        "ListClusters",
        { asked: [], answered: ["clusters", "nextToken"] },
        { path: "/clusters", members: { nextToken: { httpQuery: "nextToken" } } },
      ),
      DescribeCluster: jsonCommand(
        EKS,
        "DescribeCluster",
        { asked: [], answered: ["cluster"] },
        { path: "/clusters/{name}", members: { name: { httpLabel: 1 } } },
      ),
    },
  },
  route53resolver: {
    client: plainClient(RESOLVER),
    commands: {
      ListResolverQueryLogConfigs: jsonCommand(RESOLVER, "ListResolverQueryLogConfigs", {
        asked: ["NextToken"],
        answered: ["ResolverQueryLogConfigs", "NextToken"],
      }),
    },
  },
  cloudwatch: {
    client: plainClient(CLOUDWATCH),
    commands: {
      GetMetricData: jsonCommand(CLOUDWATCH, "GetMetricData", {
        asked: ["MetricDataQueries", "StartTime", "EndTime", "NextToken"],
        answered: ["MetricDataResults", "NextToken"],
      }),
    },
  },
  ce: {
    client: plainClient(COST_EXPLORER),
    commands: {
      GetCostAndUsage: jsonCommand(COST_EXPLORER, "GetCostAndUsage", {
        asked: ["TimePeriod", "Granularity", "Filter", "Metrics", "GroupBy", "NextPageToken"],
        answered: ["ResultsByTime", "NextPageToken"],
      }),
    },
  },
};
