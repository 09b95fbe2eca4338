import type { Tape, TapeAnswer } from "../support/aws/tape-server.js";

/** A harbour's account, as AWS's services send it over the wire. Nothing of it was copied from an account. */
export const HARBOUR = "345678901234";
/** Stands where accounts hold passwords; nothing may repeat it. */
export const HARBOUR_SECRET = "anchor-7-not-for-a-survey";
export const HOME = "eu-central-1";
/** One that the account has not enabled. */
export const CLOSED = "me-south-1";

type Wire = string | number | boolean | readonly Wire[] | { readonly [name: string]: Wire };

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const element = (name: string, value: Wire, each: string): string =>
  `<${name}>${inner(value, each)}</${name}>`;
function inner(value: Wire, each: string): string {
  if (Array.isArray(value)) return value.map((item) => element(each, item, each)).join("");
  if (typeof value === "object") {
    return Object.entries(value)
      .map(([name, part]) => element(name, part, each))
      .join("");
  }
  return escaped(String(value));
}

const answer = (type: string, body: string, status = 200): TapeAnswer => ({
  status,
  type,
  enc: "utf8",
  body,
});
/** Of EC2: lists hold `item`. */
const ec2Answer = (operation: string, content: Wire): TapeAnswer =>
  answer(
    "text/xml",
    `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${inner(content, "item")}</${operation}Response>`,
  );
/** Of the other query services: lists hold `member`. */
const queryAnswer = (operation: string, content: Wire): TapeAnswer =>
  answer(
    "text/xml",
    `<${operation}Response><${operation}Result>${inner(content, "member")}</${operation}Result></${operation}Response>`,
  );
export const jsonAnswer = (content: object, status = 200): TapeAnswer =>
  answer("application/json", JSON.stringify(content), status);

/** A refusal, in the words of each protocol. */
export const ec2Refusal = (code: string, status = 403): TapeAnswer =>
  answer(
    "text/xml",
    `<Response><Errors><Error><Code>${code}</Code><Message>You may not do this. Encoded authorization failure message: ${"x".repeat(400)}</Message></Error></Errors><RequestID>1</RequestID></Response>`,
    status,
  );
/** What STS gives for a role. */
export const roleAnswer = (key: string): TapeAnswer =>
  queryAnswer("AssumeRole", {
    Credentials: {
      AccessKeyId: key,
      SecretAccessKey: "sealed",
      SessionToken: "token",
      Expiration: "2100-01-01T00:00:00Z",
    },
  });
export const queryRefusal = (code: string, message = "You may not do this."): TapeAnswer =>
  answer(
    "text/xml",
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    403,
  );

const tags = (name: string): Wire => [{ key: "Name", value: name }];
const own = { ownerId: HARBOUR, vpcId: "vpc-quay" };
const associated = { state: "associated" };
const ipv6 = (block: string): Wire => [
  { ipv6CidrBlock: block, associationId: "a", ipv6CidrBlockState: associated },
];

const subnet = (id: string, zone: string, cidr: string, block: string | null): Wire => ({
  ...own,
  subnetId: id,
  subnetArn: `arn:aws:ec2:${HOME}:${HARBOUR}:subnet/${id}`,
  availabilityZone: `${HOME}${zone}`,
  availabilityZoneId: `euc1-az${zone === "a" ? 2 : 3}`,
  cidrBlock: cidr,
  mapPublicIpOnLaunch: false,
  assignIpv6AddressOnCreation: false,
  ipv6Native: false,
  enableDns64: false,
  ipv6CidrBlockAssociationSet: block === null ? [] : ipv6(block),
});

const table = (id: string, associations: Wire, routes: Wire): Wire => ({
  ...own,
  routeTableId: id,
  associationSet: associations,
  routeSet: routes,
});
const local: Wire = { destinationCidrBlock: "10.8.0.0/16", gatewayId: "local", state: "active" };

const group = (id: string, egress: Wire): Wire => ({
  ...own,
  groupId: id,
  groupName: id,
  groupDescription: id,
  ipPermissions: [],
  ipPermissionsEgress: egress,
});
const all4: Wire = [{ cidrIp: "0.0.0.0/0" }];
const all6: Wire = [{ cidrIpv6: "::/0" }];

const eni = (id: string, address: string, more: { readonly [name: string]: Wire }): Wire => ({
  ...own,
  networkInterfaceId: id,
  subnetId: "subnet-sheds",
  status: "in-use",
  interfaceType: "interface",
  description: "",
  groupSet: [{ groupId: "sg-young", groupName: "sg-young" }],
  privateIpAddress: address,
  privateIpAddressesSet: [{ privateIpAddress: address, primary: true }],
  ipv6AddressesSet: [],
  ...more,
});

/** Two pages of network interfaces, as a big account has them. */
const ENI_PAGES: readonly Wire[] = [
  [
    eni("eni-nat", "10.8.0.10", {
      subnetId: "subnet-pier",
      interfaceType: "nat_gateway",
      description: "Interface for NAT Gateway nat-crane",
      groupSet: [],
      association: { publicIp: "192.0.2.10", ipOwnerId: HARBOUR },
    }),
  ],
  [
    eni("eni-ship", "10.8.1.40", {
      groupSet: [{ groupId: "sg-old", groupName: "sg-old" }],
      attachment: { attachmentId: "eni-attach-1", instanceId: "i-tug", status: "attached" },
      association: { publicIp: "192.0.2.40", ipOwnerId: "amazon" },
    }),
    eni("eni-clerk", "10.8.1.50", {
      interfaceType: "lambda",
      description: "AWS Lambda VPC ENI-clerk-0a1b2c3d-0000-4000-8000-0123456789ab",
    }),
  ],
  [
    eni("eni-guard", "10.8.2.60", { subnetId: "subnet-yard" }),
    eni("eni-bridge", "10.8.0.70", {
      subnetId: "subnet-pier",
      description: "ELB bridge",
      groupSet: [{ groupId: "sg-bridge", groupName: "sg-bridge" }],
      attachment: { attachmentId: "ela-attach-1", instanceOwnerId: "amazon-elb" },
      association: { publicIp: "192.0.2.70", ipOwnerId: "amazon-elb" },
    }),
  ],
];

const image = `${HARBOUR}.dkr.ecr.${HOME}.amazonaws.com/ledger:7`;

const EC2: Readonly<Record<string, Wire>> = {
  DescribeRegions: {
    regionInfo: [
      { regionName: HOME, optInStatus: "opt-in-not-required" },
      { regionName: "eu-south-2", optInStatus: "opted-in" },
      { regionName: CLOSED, optInStatus: "not-opted-in" },
    ],
  },
  DescribeAvailabilityZones: {
    availabilityZoneInfo: [{ zoneName: `${HOME}a`, zoneId: "euc1-az2", regionName: HOME }],
  },
  DescribeVpcs: {
    vpcSet: [
      {
        ...own,
        cidrBlock: "10.8.0.0/16",
        isDefault: false,
        dhcpOptionsId: "dopt-harbour",
        ipv6CidrBlockAssociationSet: ipv6("2001:db8:800::/56"),
        tagSet: tags("quay"),
      },
    ],
  },
  DescribeSubnets: {
    subnetSet: [
      subnet("subnet-pier", "a", "10.8.0.0/24", null),
      subnet("subnet-sheds", "a", "10.8.1.0/24", "2001:db8:800:1::/64"),
      subnet("subnet-yard", "b", "10.8.2.0/24", "2001:db8:800:2::/64"),
    ],
  },
  DescribeRouteTables: {
    routeTableSet: [
      table(
        "rtb-main",
        [{ main: true, routeTableAssociationId: "m" }],
        [local, { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-sea", state: "active" }],
      ),
      table(
        "rtb-land",
        ["sheds", "yard"].map((name) => ({ main: false, subnetId: `subnet-${name}` })),
        [
          local,
          { destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat-crane", state: "active" },
          { destinationPrefixListId: "pl-ten", transitGatewayId: "tgw-1", state: "active" },
        ],
      ),
    ],
  },
  DescribeNatGateways: {
    natGatewaySet: [
      {
        natGatewayId: "nat-crane",
        vpcId: "vpc-quay",
        subnetId: "subnet-pier",
        state: "available",
        connectivityType: "public",
        natGatewayAddressSet: [
          { networkInterfaceId: "eni-nat", privateIp: "10.8.0.10", publicIp: "192.0.2.10" },
        ],
      },
    ],
  },
  DescribeAddresses: {
    addressesSet: [
      {
        publicIp: "192.0.2.10",
        allocationId: "eipalloc-1",
        associationId: "eipassoc-1",
        networkInterfaceId: "eni-nat",
        domain: "vpc",
      },
      { publicIp: "192.0.2.99", allocationId: "eipalloc-spare", domain: "vpc" },
    ],
  },
  DescribeInternetGateways: {
    internetGatewaySet: [
      {
        internetGatewayId: "igw-sea",
        ownerId: HARBOUR,
        attachmentSet: [{ vpcId: "vpc-quay", state: "available" }],
      },
    ],
  },
  DescribeEgressOnlyInternetGateways: {
    egressOnlyInternetGatewaySet: [
      {
        egressOnlyInternetGatewayId: "eigw-lock",
        attachmentSet: [{ vpcId: "vpc-quay", state: "attached" }],
      },
    ],
  },
  DescribeVpcEndpoints: {
    vpcEndpointSet: [
      {
        ...own,
        vpcEndpointId: "vpce-mail",
        vpcEndpointType: "Interface",
        serviceName: `com.amazonaws.${HOME}.sqs`,
        state: "available",
        ipAddressType: "ipv4",
        privateDnsEnabled: true,
        subnetIdSet: ["subnet-sheds"],
        groupSet: [{ groupId: "sg-young", groupName: "sg-young" }],
        networkInterfaceIdSet: [],
        policyDocument: `{"Note":"${HARBOUR_SECRET}"}`,
      },
    ],
  },
  DescribeSecurityGroups: {
    securityGroupInfo: [
      group("sg-old", [{ ipProtocol: "-1", ipRanges: all4 }]),
      group("sg-young", [{ ipProtocol: "-1", ipRanges: all4, ipv6Ranges: all6 }]),
      group("sg-bridge", [{ ipProtocol: "-1", ipRanges: all4 }]),
      group("sg-list", [{ ipProtocol: "-1", prefixListIds: [{ prefixListId: "pl-ten" }] }]),
    ],
  },
  DescribeNetworkAcls: {
    networkAclSet: [
      {
        ...own,
        networkAclId: "acl-quay",
        default: true,
        associationSet: ["pier", "sheds", "yard"].map((name) => ({ subnetId: `subnet-${name}` })),
        entrySet: [true, false].flatMap((egress) => [
          { egress, protocol: "-1", ruleAction: "allow", ruleNumber: 100, cidrBlock: "0.0.0.0/0" },
          { egress, protocol: "-1", ruleAction: "allow", ruleNumber: 101, ipv6CidrBlock: "::/0" },
        ]),
      },
    ],
  },
  DescribeInstances: {
    reservationSet: [
      {
        ownerId: HARBOUR,
        instancesSet: [
          {
            instanceId: "i-tug",
            instanceType: "t3.small",
            vpcId: "vpc-quay",
            subnetId: "subnet-sheds",
            instanceState: { code: 16, name: "running" },
            groupSet: [{ groupId: "sg-old", groupName: "sg-old" }],
            networkInterfaceSet: [{ networkInterfaceId: "eni-ship", ipv6AddressesSet: [] }],
            tagSet: [
              { key: "Name", value: "tug" },
              { key: "deploy-token", value: HARBOUR_SECRET },
            ],
          },
        ],
      },
    ],
  },
  DescribeInstanceTypes: { instanceTypeSet: [{ instanceType: "t3.small", hypervisor: "nitro" }] },
  DescribeLaunchTemplates: {
    launchTemplates: [{ launchTemplateId: "lt-boat", launchTemplateName: "boat" }],
  },
  DescribeLaunchTemplateVersions: {
    launchTemplateVersionSet: [
      {
        launchTemplateId: "lt-boat",
        launchTemplateName: "boat",
        versionNumber: 3,
        defaultVersion: true,
        launchTemplateData: {
          instanceType: "t3.small",
          userData: Buffer.from(HARBOUR_SECRET).toString("base64"),
          securityGroupIdSet: ["sg-old"],
        },
      },
    ],
  },
  DescribeFlowLogs: {
    flowLogSet: [
      {
        flowLogId: "fl-log",
        flowLogStatus: "ACTIVE",
        resourceId: "vpc-quay",
        logDestinationType: "s3",
        logDestination: "arn:aws:s3:::harbour-logs",
      },
    ],
  },
  DescribeTransitGatewayAttachments: {
    transitGatewayAttachments: [
      {
        transitGatewayAttachmentId: "tgw-attach-1",
        transitGatewayId: "tgw-1",
        resourceType: "vpc",
        resourceId: "vpc-quay",
        state: "available",
      },
    ],
  },
  DescribeVpcPeeringConnections: {
    vpcPeeringConnectionSet: [
      {
        vpcPeeringConnectionId: "pcx-1",
        requesterVpcInfo: { vpcId: "vpc-quay", ownerId: HARBOUR },
        accepterVpcInfo: { vpcId: "vpc-far", ownerId: "999988887777" },
        status: { code: "active" },
      },
    ],
  },
  DescribeDhcpOptions: {
    dhcpOptionsSet: [
      {
        dhcpOptionsId: "dopt-harbour",
        ownerId: HARBOUR,
        dhcpConfigurationSet: [{ key: "domain-name-servers", valueSet: [{ value: "10.8.9.53" }] }],
      },
    ],
  },
  DescribeManagedPrefixLists: {
    prefixListSet: [
      { prefixListId: "pl-ten", prefixListName: "ten", addressFamily: "IPv4", ownerId: HARBOUR },
    ],
  },
  DescribeVpcEndpointServices: {
    serviceDetailSet: [
      {
        serviceName: `com.amazonaws.${HOME}.sqs`,
        supportedIpAddressTypeSet: ["ipv4", "ipv6"],
      },
    ],
  },
};

const ECS_TARGET = "AmazonEC2ContainerServiceV20141113";
const cluster = `arn:aws:ecs:${HOME}:${HARBOUR}:cluster/office`;
const service = `arn:aws:ecs:${HOME}:${HARBOUR}:service/office/ledger`;
const task = `arn:aws:ecs:${HOME}:${HARBOUR}:task-definition/ledger:7`;

const JSONS: Readonly<Record<string, object>> = {
  [`ecs ${HOME} POST /? ${ECS_TARGET}.ListClusters {}`]: { clusterArns: [cluster] },
  [`ecs ${HOME} POST /? ${ECS_TARGET}.ListServices {}`]: { serviceArns: [service] },
  [`ecs ${HOME} POST /? ${ECS_TARGET}.DescribeServices {}`]: {
    services: [
      {
        serviceName: "ledger",
        serviceArn: service,
        clusterArn: cluster,
        status: "ACTIVE",
        launchType: "FARGATE",
        runningCount: 2,
        taskDefinition: task,
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ["subnet-sheds"], securityGroups: ["sg-young"] },
        },
      },
    ],
  },
  [`ecs ${HOME} POST /? ${ECS_TARGET}.DescribeTaskDefinition {}`]: {
    taskDefinition: {
      taskDefinitionArn: task,
      family: "ledger",
      revision: 7,
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      containerDefinitions: [
        {
          name: "ledger",
          image,
          command: ["serve", `--password=${HARBOUR_SECRET}`],
          environment: [
            { name: "DB_PASSWORD", value: HARBOUR_SECRET },
            {
              name: "AWS_ENDPOINT_URL_SQS",
              value: `https://u:${HARBOUR_SECRET}@sqs.${HOME}.amazonaws.com`,
            },
          ],
          secrets: [
            {
              name: "TOKEN",
              valueFrom: `arn:aws:secretsmanager:${HOME}:${HARBOUR}:secret:ledger-AbCdEf`,
            },
          ],
          logConfiguration: {
            logDriver: "awslogs",
            options: { "awslogs-group": "ledger", "awslogs-region": HOME },
          },
        },
      ],
    },
  },
  [`ecs ${HOME} POST /? ${ECS_TARGET}.ListAccountSettings {}`]: {
    settings: [{ name: "dualStackIPv6", value: "disabled", principalArn: "arn:aws:iam::1:root" }],
  },
  [`lambda ${HOME} GET /2015-03-31/functions?  `]: {
    Functions: [
      {
        FunctionName: "clerk",
        FunctionArn: `arn:aws:lambda:${HOME}:${HARBOUR}:function:clerk`,
        VpcConfig: {
          VpcId: "vpc-quay",
          SubnetIds: ["subnet-sheds"],
          SecurityGroupIds: ["sg-young"],
        },
        Environment: { Variables: { API_KEY: HARBOUR_SECRET, AWS_USE_DUALSTACK_ENDPOINT: "true" } },
      },
    ],
  },
  [`eks ${HOME} GET /clusters?  `]: { clusters: ["fleet"] },
  [`eks ${HOME} GET /clusters/fleet?  `]: {
    cluster: {
      name: "fleet",
      arn: `arn:aws:eks:${HOME}:${HARBOUR}:cluster/fleet`,
      resourcesVpcConfig: { vpcId: "vpc-quay", subnetIds: ["subnet-sheds", "subnet-yard"] },
      kubernetesNetworkConfig: { ipFamily: "ipv4" },
    },
  },
  [`route53resolver ${HOME} POST /? Route53Resolver.ListResolverQueryLogConfigs {}`]: {
    ResolverQueryLogConfigs: [
      {
        Id: "rqlc-1",
        DestinationArn: "arn:aws:s3:::harbour-queries",
        Status: "CREATED",
        AssociationCount: 1,
      },
    ],
  },
  [`monitoring ${HOME} POST /? GraniteServiceVersion20100801.GetMetricData {}`]: {
    MetricDataResults: [
      {
        Id: "m0",
        Label: "nat-crane BytesOutToDestination",
        Values: [6e9, 4e9],
        StatusCode: "Complete",
      },
      {
        Id: "m1",
        Label: "nat-crane BytesInFromDestination",
        Values: [50e9],
        StatusCode: "Complete",
      },
    ],
  },
  "ce us-east-1 POST /? AWSInsightsIndexService.GetCostAndUsage {}": {
    ResultsByTime: [
      {
        TimePeriod: { Start: "2026-11-01", End: "2026-12-01" },
        Groups: [
          {
            Keys: [HOME, "EUC1-NatGateway-Bytes"],
            Metrics: {
              UnblendedCost: { Amount: "12.5", Unit: "USD" },
              UsageQuantity: { Amount: "240.2", Unit: "N/A" },
            },
          },
          {
            Keys: [HOME, "EUC1-BoxUsage"],
            Metrics: {
              UnblendedCost: { Amount: "99", Unit: "USD" },
              UsageQuantity: { Amount: "1", Unit: "N/A" },
            },
          },
        ],
      },
    ],
  },
};

/** Lets in clients of two IPv4 networks; what else stands in it is nobody's business. */
const onlyFrom = (ranges: readonly string[], effect = "Allow") => ({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "s3:ListBucket", Resource: "*" },
    {
      Sid: "Offices",
      Effect: effect,
      Principal: { AWS: `arn:aws:iam::${HARBOUR}:role/${HARBOUR_SECRET}` },
      Action: "*",
      Resource: "*",
      Condition: {
        IpAddress: { "aws:SourceIp": ranges },
        StringEquals: { "aws:RequestTag/token": HARBOUR_SECRET },
      },
    },
  ],
});
const OFFICES = ["203.0.113.0/24", "198.51.100.0/24"];
const inUrl = (policy: object) => encodeURIComponent(JSON.stringify(policy));
const key = (name: string) => `arn:aws:kms:${HOME}:${HARBOUR}:key/${name}`;

/** What policies are asked for with. */
const POLICIES: Tape = {
  "iam us-east-1 POST /?  Action=GetAccountAuthorizationDetails&Version=2010-05-08": queryAnswer(
    "GetAccountAuthorizationDetails",
    {
      UserDetailList: [
        {
          Arn: `arn:aws:iam::${HARBOUR}:user/pilot`,
          UserPolicyList: [{ PolicyName: "deck", PolicyDocument: inUrl(onlyFrom(OFFICES)) }],
        },
      ],
      RoleDetailList: [
        {
          Arn: `arn:aws:iam::${HARBOUR}:role/crew`,
          AssumeRolePolicyDocument: inUrl({ Statement: [{ Effect: "Allow" }] }),
          RolePolicyList: [
            { PolicyName: "both", PolicyDocument: inUrl(onlyFrom([...OFFICES, "2001:db8::/32"])) },
          ],
        },
      ],
      Policies: [
        {
          Arn: `arn:aws:iam::${HARBOUR}:policy/night`,
          DefaultVersionId: "v2",
          PolicyVersionList: [
            { VersionId: "v2", Document: inUrl(onlyFrom(OFFICES, "Deny")) },
            { VersionId: "v1", Document: inUrl(onlyFrom(OFFICES)) },
          ],
        },
      ],
      IsTruncated: false,
    },
  ),
  [`s3 ${HOME} GET /?  `]: answer(
    "application/xml",
    `<ListAllMyBucketsResult><Buckets><Bucket><Name>harbour-logs</Name><BucketRegion>${HOME}</BucketRegion></Bucket><Bucket><Name>harbour-open</Name></Bucket></Buckets></ListAllMyBucketsResult>`,
  ),
  [`s3 ${HOME} GET /harbour-logs?policy=  `]: jsonAnswer(onlyFrom(OFFICES)),
  [`s3 ${HOME} GET /harbour-open?policy=  `]: answer(
    "application/xml",
    "<Error><Code>NoSuchBucketPolicy</Code><Message>The bucket policy does not exist</Message></Error>",
    404,
  ),
  [`kms ${HOME} POST /? TrentService.ListKeys {}`]: jsonAnswer({
    Keys: [{ KeyId: "anchor", KeyArn: key("anchor") }],
    Truncated: false,
  }),
  [`kms ${HOME} POST /? TrentService.GetKeyPolicy {}`]: jsonAnswer({
    Policy: JSON.stringify(onlyFrom(OFFICES)),
    PolicyName: "default",
  }),
};

/** The recorded exchanges of the harbour. Network interfaces come in pages, by `eniPage`. */
export function harbourTape(): Tape {
  return {
    [`sts ${HOME} POST /?  Action=GetCallerIdentity&Version=2011-06-15`]: queryAnswer(
      "GetCallerIdentity",
      { Account: HARBOUR, Arn: `arn:aws:iam::${HARBOUR}:user/reader`, UserId: "AIDA" },
    ),
    ...Object.fromEntries(
      Object.entries(EC2).map(([operation, content]) => [
        `ec2 ${HOME} POST /?  Action=${operation}&Version=2016-11-15`,
        ec2Answer(operation, content),
      ]),
    ),
    [`autoscaling ${HOME} POST /?  Action=DescribeAutoScalingGroups&Version=2011-01-01`]:
      queryAnswer("DescribeAutoScalingGroups", {
        AutoScalingGroups: [
          {
            AutoScalingGroupName: "boats",
            AutoScalingGroupARN: `arn:aws:autoscaling:${HOME}:${HARBOUR}:autoScalingGroup:1:autoScalingGroupName/boats`,
            VPCZoneIdentifier: "subnet-sheds,subnet-yard",
            MinSize: 0,
            MaxSize: 2,
            DesiredCapacity: 0,
            LaunchTemplate: { LaunchTemplateId: "lt-boat", Version: "$Latest" },
            Instances: [],
          },
        ],
      }),
    [`elasticloadbalancing ${HOME} POST /?  Action=DescribeLoadBalancers&Version=2015-12-01`]:
      queryAnswer("DescribeLoadBalancers", {
        LoadBalancers: [
          {
            LoadBalancerArn: `arn:aws:elasticloadbalancing:${HOME}:${HARBOUR}:loadbalancer/app/gate/1`,
            LoadBalancerName: "gate",
            VpcId: "vpc-quay",
            Scheme: "internet-facing",
            IpAddressType: "ipv4",
            Type: "application",
          },
        ],
      }),
    [`elasticloadbalancing ${HOME} POST /?  Action=DescribeLoadBalancers&Version=2012-06-01`]:
      queryAnswer("DescribeLoadBalancers", {
        LoadBalancerDescriptions: [
          {
            LoadBalancerName: "bridge",
            VPCId: "vpc-quay",
            Scheme: "internet-facing",
            Subnets: ["subnet-pier"],
            SecurityGroups: ["sg-bridge"],
          },
        ],
      }),
    ...POLICIES,
    ...Object.fromEntries(
      Object.entries(JSONS).map(([key, content]) => [key, jsonAnswer(content)]),
    ),
  };
}

/** The page of network interfaces that a token asks for. */
export function eniPage(token: string | undefined): TapeAnswer {
  const at = token === undefined ? 0 : Number(token.replace("page-", ""));
  const next = at + 1 < ENI_PAGES.length ? { nextToken: `page-${at + 1}` } : {};
  return ec2Answer("DescribeNetworkInterfaces", {
    networkInterfaceSet: ENI_PAGES[at] ?? [],
    ...next,
  });
}
