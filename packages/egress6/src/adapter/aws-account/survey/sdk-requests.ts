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
import { type JsonService, jsonCommand, jsonServiceConfig } from "./json-service.js";

const ECS: JsonService = {
  serviceId: "ECS",
  signingName: "ecs",
  prefix: "ecs",
  protocol: "json-1.1",
  target: "AmazonEC2ContainerServiceV20141113",
};
const LAMBDA: JsonService = {
  serviceId: "Lambda",
  signingName: "lambda",
  prefix: "lambda",
  protocol: "rest-json",
  target: "AWSGirApiService",
};
const EKS: JsonService = {
  serviceId: "EKS",
  signingName: "eks",
  prefix: "eks",
  protocol: "rest-json",
  target: "AWSWesleyFrontend",
};
const RESOLVER: JsonService = {
  serviceId: "Route53Resolver",
  signingName: "route53resolver",
  prefix: "route53resolver",
  protocol: "json-1.1",
  target: "Route53Resolver",
};
const CLOUDWATCH: JsonService = {
  serviceId: "CloudWatch",
  signingName: "monitoring",
  prefix: "monitoring",
  protocol: "json-1.0",
  target: "GraniteServiceVersion20100801",
};
const COST_EXPLORER: JsonService = {
  serviceId: "Cost Explorer",
  signingName: "ce",
  prefix: "ce",
  protocol: "json-1.1",
  target: "AWSInsightsIndexService",
};

/** What all clients of the SDK take alike. */
export interface SdkSettings {
  readonly region?: string;
  readonly profile?: string;
  readonly maxAttempts: number;
  readonly retryMode: "adaptive";
  readonly customUserAgent: [string, string][];
  readonly requestHandler?: object;
}

/** As far as it matters here: each takes the commands of its own service. */
export interface SdkClient {
  send(command: unknown, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
  destroy(): void;
  readonly config: { readonly region: () => Promise<string> };
}

type Command = new (input: never) => object;
interface ServiceRequests {
  readonly client: (settings: SdkSettings) => SdkClient;
  readonly commands: Readonly<Record<string, Command>>;
}

/** A client of another service's shape, told to be one of this. */
const jsonClient = (service: JsonService) => (settings: SdkSettings) =>
  new AutoScalingClient({ ...settings, ...jsonServiceConfig(service) });

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
  ecs: {
    client: jsonClient(ECS),
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
    client: jsonClient(LAMBDA),
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
    client: jsonClient(EKS),
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
    client: jsonClient(RESOLVER),
    commands: {
      ListResolverQueryLogConfigs: jsonCommand(RESOLVER, "ListResolverQueryLogConfigs", {
        asked: ["NextToken"],
        answered: ["ResolverQueryLogConfigs", "NextToken"],
      }),
    },
  },
  cloudwatch: {
    client: jsonClient(CLOUDWATCH),
    commands: {
      GetMetricData: jsonCommand(CLOUDWATCH, "GetMetricData", {
        asked: ["MetricDataQueries", "StartTime", "EndTime", "NextToken"],
        answered: ["MetricDataResults", "NextToken"],
      }),
    },
  },
  ce: {
    client: jsonClient(COST_EXPLORER),
    commands: {
      GetCostAndUsage: jsonCommand(COST_EXPLORER, "GetCostAndUsage", {
        asked: ["TimePeriod", "Granularity", "Filter", "Metrics", "GroupBy", "NextPageToken"],
        answered: ["ResultsByTime", "NextPageToken"],
      }),
    },
  },
};
