/** A small account of our own: one VPC, dual-stack in part, as each source tells of it. */
export const ACCOUNT = "210987654321";
/** Stands where accounts hold passwords; nothing may repeat it. */
export const SECRET = "hunter2-not-for-a-survey";

const associated = { State: "associated" };
const block = "2001:db8:1200::/56";

const group = (GroupId: string, hasIpv6: boolean) => ({
  GroupId,
  GroupName: GroupId,
  VpcId: "vpc-one",
  OwnerId: ACCOUNT,
  IpPermissions: [],
  IpPermissionsEgress: [
    {
      IpProtocol: "-1",
      IpRanges: [{ CidrIp: "0.0.0.0/0" }],
      Ipv6Ranges: hasIpv6 ? [{ CidrIpv6: "::/0" }] : [],
      UserIdGroupPairs: [],
      PrefixListIds: [],
    },
  ],
});

const eni = (id: string, address: string, more: object) => ({
  NetworkInterfaceId: id,
  VpcId: "vpc-one",
  SubnetId: "subnet-private",
  OwnerId: ACCOUNT,
  Status: "in-use",
  InterfaceType: "interface",
  Description: "",
  Groups: [{ GroupId: "sg-new" }],
  PrivateIpAddress: address,
  PrivateIpAddresses: [{ PrivateIpAddress: address, Primary: true }],
  Ipv6Addresses: [],
  ...more,
});

const acl = (hasIpv6: boolean) => {
  const entry = (Egress: boolean, cidr: object, RuleNumber: number, RuleAction: string) => ({
    Egress,
    Protocol: "-1",
    RuleAction,
    RuleNumber,
    ...cidr,
  });
  return {
    NetworkAclId: "acl-one",
    VpcId: "vpc-one",
    OwnerId: ACCOUNT,
    IsDefault: true,
    Associations: [{ SubnetId: "subnet-private" }, { SubnetId: "subnet-public" }],
    Entries: [true, false].flatMap((egress) => [
      entry(egress, { CidrBlock: "0.0.0.0/0" }, 100, "allow"),
      entry(egress, { CidrBlock: "0.0.0.0/0" }, 32767, "deny"),
      ...(hasIpv6 ? [entry(egress, { Ipv6CidrBlock: "::/0" }, 101, "allow")] : []),
    ]),
  };
};

const vpc = {
  VpcId: "vpc-one",
  OwnerId: ACCOUNT,
  CidrBlock: "10.0.0.0/16",
  CidrBlockAssociationSet: [{ CidrBlock: "10.0.0.0/16", CidrBlockState: associated }],
  Ipv6CidrBlockAssociationSet: [
    { Ipv6CidrBlock: block, Ipv6CidrBlockState: associated },
    { Ipv6CidrBlock: "2001:db8:9900::/56", Ipv6CidrBlockState: { State: "disassociating" } },
  ],
  Tags: [{ Key: "Name", Value: "one" }],
};

const subnet = (id: string, cidr: string, ipv6: string | null) => ({
  SubnetId: id,
  VpcId: "vpc-one",
  OwnerId: ACCOUNT,
  SubnetArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:subnet/${id}`,
  AvailabilityZone: "eu-central-1a",
  AvailabilityZoneId: "euc1-az1",
  CidrBlock: cidr,
  Ipv6CidrBlockAssociationSet:
    ipv6 === null ? [] : [{ Ipv6CidrBlock: ipv6, Ipv6CidrBlockState: associated }],
  Ipv6Native: false,
  AssignIpv6AddressOnCreation: ipv6 !== null,
  MapPublicIpOnLaunch: false,
  EnableDns64: false,
});

const local = { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active" };
const table = (id: string, associations: readonly object[], routes: readonly object[]) => ({
  RouteTableId: id,
  VpcId: "vpc-one",
  OwnerId: ACCOUNT,
  Associations: associations,
  Routes: [local, ...routes],
});

/** With blockers: no ::/0, no gateway endpoint, an old group, a function that allows no IPv6. */
export const describeFiles = () => ({
  "vpcs.json": { Vpcs: [vpc] },
  "subnets.json": {
    Subnets: [
      subnet("subnet-private", "10.0.1.0/24", "2001:db8:1200:1::/64"),
      subnet("subnet-public", "10.0.0.0/24", null),
    ],
  },
  "route-tables.json": {
    RouteTables: [
      table(
        "rtb-main",
        [{ Main: true }],
        [{ DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-one", State: "active" }],
      ),
      table(
        "rtb-private",
        [{ Main: false, SubnetId: "subnet-private" }],
        [
          { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-one", State: "active" },
          { DestinationCidrBlock: "10.9.0.0/16", NatGatewayId: "nat-gone", State: "blackhole" },
        ],
      ),
    ],
  },
  "nat-gateways.json": {
    NatGateways: [
      {
        NatGatewayId: "nat-one",
        VpcId: "vpc-one",
        SubnetId: "subnet-public",
        State: "available",
        ConnectivityType: "public",
        NatGatewayAddresses: [
          {
            NetworkInterfaceId: "eni-nat",
            PrivateIp: "10.0.0.10",
            PublicIp: "198.51.100.7",
            AllocationId: "eipalloc-one",
          },
        ],
      },
    ],
  },
  "internet-gateways.json": {
    InternetGateways: [
      { InternetGatewayId: "igw-one", Attachments: [{ State: "available", VpcId: "vpc-one" }] },
    ],
  },
  "eigw.json": {
    EgressOnlyInternetGateways: [
      {
        EgressOnlyInternetGatewayId: "eigw-one",
        Attachments: [{ State: "attached", VpcId: "vpc-one" }],
      },
    ],
  },
  "vpc-endpoints.json": { VpcEndpoints: [] },
  "security-groups.json": { SecurityGroups: [group("sg-old", false), group("sg-new", true)] },
  "network-acls.json": { NetworkAcls: [acl(true)] },
  "addresses.json": {
    Addresses: [
      {
        AllocationId: "eipalloc-one",
        AssociationId: "eipassoc-one",
        PublicIp: "198.51.100.7",
        NetworkInterfaceId: "eni-nat",
      },
    ],
  },
  "network-interfaces.json": {
    NetworkInterfaces: [
      eni("eni-nat", "10.0.0.10", {
        SubnetId: "subnet-public",
        InterfaceType: "nat_gateway",
        Description: "Interface for NAT Gateway nat-one",
        Groups: [],
        Association: { PublicIp: "198.51.100.7" },
      }),
      eni("eni-lambda", "10.0.1.20", {
        InterfaceType: "lambda",
        Description: "AWS Lambda VPC ENI-resize-0a1b2c3d-0000-4000-8000-0123456789ab",
      }),
      eni("eni-task", "10.0.1.30", {
        Description: `arn:aws:ecs:eu-central-1:${ACCOUNT}:attachment/0a1b2c3d`,
      }),
      eni("eni-instance", "10.0.1.40", {
        Groups: [{ GroupId: "sg-old" }],
        Attachment: { InstanceId: "i-one" },
        Association: { PublicIp: "198.51.100.8" },
        Ipv6Addresses: [{ Ipv6Address: "2001:db8:1200:1::40" }],
      }),
    ],
  },
  "instances.json": {
    Reservations: [
      {
        OwnerId: ACCOUNT,
        Instances: [
          {
            InstanceId: "i-one",
            InstanceType: "t3.micro",
            VpcId: "vpc-one",
            SubnetId: "subnet-private",
            State: { Name: "running" },
            UserData: SECRET,
            SecurityGroups: [{ GroupId: "sg-old" }],
            NetworkInterfaces: [{ Ipv6Addresses: [{ Ipv6Address: "2001:db8:1200:1::40" }] }],
            Tags: [{ Key: "Name", Value: "jobs" }],
          },
        ],
      },
    ],
  },
  "instance-types.json": { InstanceTypes: [{ InstanceType: "t3.micro", Hypervisor: "nitro" }] },
  "flow-logs.json": {
    FlowLogs: [
      {
        FlowLogId: "fl-one",
        FlowLogStatus: "ACTIVE",
        ResourceId: "vpc-one",
        LogDestinationType: "s3",
        LogDestination: "arn:aws:s3:::logs-of-one",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the format of flow logs
        LogFormat: "${version} ${interface-id} ${srcaddr} ${dstaddr} ${bytes} ${start} ${end}",
      },
    ],
  },
  "functions.json": {
    Functions: [
      {
        FunctionName: "resize",
        FunctionArn: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:resize`,
        VpcConfig: {
          VpcId: "vpc-one",
          SubnetIds: ["subnet-private"],
          SecurityGroupIds: ["sg-new"],
        },
        Environment: { Variables: { API_KEY: SECRET } },
      },
    ],
  },
  "services.json": {
    services: [
      {
        serviceName: "web",
        serviceArn: `arn:aws:ecs:eu-central-1:${ACCOUNT}:service/shop/web`,
        status: "ACTIVE",
        launchType: "FARGATE",
        runningCount: 2,
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ["subnet-private"], securityGroups: ["sg-new"] },
        },
      },
    ],
  },
  "task.json": {
    taskDefinition: {
      taskDefinitionArn: `arn:aws:ecs:eu-central-1:${ACCOUNT}:task-definition/web:1`,
      containerDefinitions: [
        {
          name: "web",
          command: ["serve", `--password=${SECRET}`],
          environment: [{ name: "DB_PASSWORD", value: SECRET }],
          logConfiguration: { logDriver: "splunk", options: { "splunk-token": SECRET } },
        },
      ],
    },
  },
});

/** The same in order: nothing of it is worth a word. */
export const soundFiles = () => {
  const files = describeFiles();
  return {
    "vpcs.json": files["vpcs.json"],
    "subnets.json": {
      Subnets: [subnet("subnet-private", "10.0.1.0/24", "2001:db8:1200:1::/64")],
    },
    "route-tables.json": {
      RouteTables: [
        table("rtb-main", [{ Main: true }], []),
        table(
          "rtb-private",
          [{ Main: false, SubnetId: "subnet-private" }],
          [{ DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: "eigw-one" }],
        ),
      ],
    },
    "nat-gateways.json": { NatGateways: [] },
    "eigw.json": files["eigw.json"],
    "vpc-endpoints.json": {
      VpcEndpoints: [
        {
          VpcEndpointId: "vpce-s3",
          VpcEndpointType: "Gateway",
          VpcId: "vpc-one",
          ServiceName: "com.amazonaws.eu-central-1.s3",
          State: "available",
          RouteTableIds: ["rtb-private"],
        },
      ],
    },
    "security-groups.json": { SecurityGroups: [group("sg-new", true)] },
    "network-acls.json": { NetworkAcls: [acl(true)] },
    "addresses.json": { Addresses: [] },
    "network-interfaces.json": {
      NetworkInterfaces: [
        eni("eni-instance", "10.0.1.40", {
          Attachment: { InstanceId: "i-one" },
          Ipv6Addresses: [{ Ipv6Address: "2001:db8:1200:1::40" }],
        }),
      ],
    },
  };
};

/** `aValue` for `AValue`, as AWS Config writes the keys of EC2. */
const camel = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(camel);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      camel(each),
    ]),
  );
};

export const configSnapshot = () => {
  const files = describeFiles();
  const item = (resourceType: string, resourceId: string, configuration: unknown) => ({
    configurationItemVersion: "1.3",
    configurationItemCaptureTime: "2026-11-30T10:00:00.000Z",
    configurationItemStatus: "OK",
    awsAccountId: ACCOUNT,
    awsRegion: "eu-central-1",
    resourceType,
    resourceId,
    configuration: camel(configuration),
  });
  return {
    fileVersion: "1.0",
    configurationItems: [
      ...files["vpcs.json"].Vpcs.map((each) => item("AWS::EC2::VPC", each.VpcId, each)),
      ...files["subnets.json"].Subnets.map((each) => item("AWS::EC2::Subnet", each.SubnetId, each)),
      ...files["route-tables.json"].RouteTables.map((each) =>
        item("AWS::EC2::RouteTable", each.RouteTableId, each),
      ),
      ...files["nat-gateways.json"].NatGateways.map((each) =>
        item("AWS::EC2::NatGateway", each.NatGatewayId, each),
      ),
      ...files["security-groups.json"].SecurityGroups.map((each) =>
        item("AWS::EC2::SecurityGroup", each.GroupId, each),
      ),
      ...files["functions.json"].Functions.map((each) =>
        item("AWS::Lambda::Function", each.FunctionName, each),
      ),
    ],
  };
};

export const terraformState = () => {
  const resource = (type: string, name: string, values: object) => ({
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    values,
  });
  const tfSubnet = (id: string, cidr: string, ipv6: string) =>
    resource("aws_subnet", id.replace("-", "_"), {
      id,
      vpc_id: "vpc-one",
      owner_id: ACCOUNT,
      arn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:subnet/${id}`,
      availability_zone: "eu-central-1a",
      availability_zone_id: "euc1-az1",
      cidr_block: cidr,
      ipv6_cidr_block: ipv6,
      assign_ipv6_address_on_creation: ipv6 !== "",
    });
  const tfGroup = (id: string, ipv6: readonly string[]) =>
    resource("aws_security_group", id.replace("-", "_"), {
      id,
      vpc_id: "vpc-one",
      owner_id: ACCOUNT,
      arn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:security-group/${id}`,
      egress: [
        {
          protocol: "-1",
          cidr_blocks: ["0.0.0.0/0"],
          ipv6_cidr_blocks: ipv6,
          from_port: 0,
          to_port: 0,
        },
      ],
    });
  return {
    format_version: "1.0",
    terraform_version: "1.9.0",
    values: {
      root_module: {
        resources: [
          resource("aws_vpc", "one", {
            id: "vpc-one",
            owner_id: ACCOUNT,
            cidr_block: "10.0.0.0/16",
            ipv6_cidr_block: block,
            main_route_table_id: "rtb-main",
          }),
          tfSubnet("subnet-private", "10.0.1.0/24", "2001:db8:1200:1::/64"),
          tfSubnet("subnet-public", "10.0.0.0/24", ""),
          tfGroup("sg-old", []),
          tfGroup("sg-new", ["::/0"]),
        ],
        child_modules: [
          {
            address: "module.routes",
            resources: [
              resource("aws_default_route_table", "main", {
                id: "rtb-main",
                vpc_id: "vpc-one",
                owner_id: ACCOUNT,
                route: [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-one" }],
              }),
              resource("aws_route_table", "private", {
                id: "rtb-private",
                vpc_id: "vpc-one",
                owner_id: ACCOUNT,
                route: [],
              }),
              resource("aws_route", "private", {
                route_table_id: "rtb-private",
                destination_cidr_block: "0.0.0.0/0",
                nat_gateway_id: "nat-one",
              }),
              resource("aws_route_table_association", "private", {
                route_table_id: "rtb-private",
                subnet_id: "subnet-private",
              }),
              resource("aws_nat_gateway", "one", {
                id: "nat-one",
                subnet_id: "subnet-public",
                connectivity_type: "public",
                private_ip: "10.0.0.10",
                public_ip: "198.51.100.7",
              }),
              resource("aws_lambda_function", "resize", {
                function_name: "resize",
                arn: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:resize`,
                environment: [{ variables: { API_KEY: SECRET } }],
                vpc_config: [{ vpc_id: "vpc-one", subnet_ids: ["subnet-private"] }],
              }),
            ],
          },
        ],
      },
    },
  };
};
