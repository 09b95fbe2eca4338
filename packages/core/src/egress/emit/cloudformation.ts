import type { Ipv4Exit, NetworkModel, SubnetTier } from "./network-model.js";

/** The network as one CloudFormation template, YAML. The same model gives the same text. */
export function cloudFormationText(model: NetworkModel): string {
  const resources = [
    vpc(model),
    ...model.tiers.map((tier) => tierResources(tier, model)),
    publicSubnets(model),
    natGateways(model),
    regionalNat(model),
    natInstances(model),
    transitGateway(model),
    gatewayEndpoints(model),
    interfaceEndpoints(model),
    securityGroup(model),
  ];
  return `${head(model)}

Resources:
${resources.filter((block) => block !== "").join("\n\n")}

${outputs(model)}
`;
}

/** A logical id: `BatchJobs`. */
const id = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

/** 1 … count, as logical ids number things. */
const numbers = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1);

function head(model: NetworkModel): string {
  const { name, region, notes, settings, hasTransitGateway, natInstanceZones } = model;
  const lines = [
    `Egress of ${name} in ${region}, written by \`egress6 plan\`.`,
    ...notes,
    ...(settings.length === 0
      ? []
      : ["", "To be set besides, or made sure of:", ...settings.map((text) => `- ${text}`)]),
  ];
  return `${lines.map((line) => `# ${line}`.trimEnd()).join("\n")}
AWSTemplateFormatVersion: "2010-09-09"
Description: ${JSON.stringify(`Egress of ${name}`.slice(0, 1000))}

Parameters:
  VpcCidr:
    Type: String
    Default: 10.0.0.0/16${
      hasTransitGateway
        ? `
  TransitGatewayId:
    Type: String
    Description: The transit gateway that leads to the central egress`
        : ""
    }${
      natInstanceZones > 0
        ? `
  NatInstanceImage:
    Type: AWS::EC2::Image::Id
    Description: An arm64 image that does NAT, such as fck-nat`
        : ""
    }`;
}

function vpc({ hasIpv6, hasInternetGateway }: NetworkModel): string {
  const ipv6 = `
  VpcIpv6:
    Type: AWS::EC2::VPCCidrBlock
    Properties:
      VpcId: !Ref Vpc
      AmazonProvidedIpv6CidrBlock: true

  # IPv6 out, nothing in; free.
  EgressOnlyInternetGateway:
    Type: AWS::EC2::EgressOnlyInternetGateway
    Properties:
      VpcId: !Ref Vpc`;
  const internet = `
  InternetGateway:
    Type: AWS::EC2::InternetGateway
  InternetGatewayAttachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties:
      VpcId: !Ref Vpc
      InternetGatewayId: !Ref InternetGateway`;
  return `  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: !Ref VpcCidr
      EnableDnsSupport: true
      EnableDnsHostnames: true
${[...(hasIpv6 ? [ipv6] : []), ...(hasInternetGateway ? [internet] : [])].join("\n")}`.trimEnd();
}

const zone = (number: number): string => `!Select [${number - 1}, !GetAZs ""]`;

const ipv4Block = (position: number, { subnetBits }: NetworkModel): string =>
  `!Select [${position}, !Cidr [!Ref VpcCidr, ${2 ** subnetBits}, ${16 - subnetBits}]]`;

const ipv6Block = (position: number, { subnetCount }: NetworkModel): string =>
  `!Select [${position}, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], ${subnetCount}, 64]]`;

function tierResources(tier: SubnetTier, model: NetworkModel): string {
  const blocks = numbers(model.zones).map((number) => tierInZone(tier, number, model));
  return [`  # --- ${tier.name}: ${tier.subnets} subnets ---`, ...blocks].join("\n\n");
}

function tierInZone(tier: SubnetTier, number: number, model: NetworkModel): string {
  const name = id(tier.name);
  const hasIpv6 = tier.subnets !== "ipv4";
  return `  ${name}Subnet${number}:
    Type: AWS::EC2::Subnet${hasIpv6 ? "\n    DependsOn: VpcIpv6" : ""}
    Properties:
      VpcId: !Ref Vpc
      AvailabilityZone: ${zone(number)}
${addresses(tier, tier.firstSubnet + number - 1, model)
  .map((line) => `      ${line}`)
  .join("\n")}
  ${name}RouteTable${number}:
    Type: AWS::EC2::RouteTable
    Properties:
      VpcId: !Ref Vpc
  ${name}Subnet${number}RouteTable:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties:
      SubnetId: !Ref ${name}Subnet${number}
      RouteTableId: !Ref ${name}RouteTable${number}${routes(tier, number, model)}`;
}

function addresses(tier: SubnetTier, position: number, model: NetworkModel): readonly string[] {
  const ipv4 = [`CidrBlock: ${ipv4Block(position, model)}`];
  const ipv6 = [
    `Ipv6CidrBlock: ${ipv6Block(position, model)}`,
    "AssignIpv6AddressOnCreation: true",
  ];
  const isPublic = tier.ipv4Exit === "internet-gateway" ? ["MapPublicIpOnLaunch: true"] : [];
  if (tier.subnets === "ipv4") return [...ipv4, ...isPublic];
  if (tier.subnets === "dual-stack") return [...ipv4, ...ipv6, ...isPublic];
  return [
    "Ipv6Native: true",
    ...ipv6,
    ...(tier.hasNat64 ? ["EnableDns64: true"] : []),
    "PrivateDnsNameOptionsOnLaunch:",
    "  HostnameType: resource-name",
    "  EnableResourceNameDnsAAAARecord: true",
  ];
}

function routes(tier: SubnetTier, number: number, model: NetworkModel): string {
  const name = id(tier.name);
  const route = (suffix: string, destination: string, target: RouteTarget): string => `
  ${name}${suffix}Route${number}:
    Type: AWS::EC2::Route${target.dependsOn === null ? "" : `\n    DependsOn: ${target.dependsOn}`}
    Properties:
      RouteTableId: !Ref ${name}RouteTable${number}
      ${destination}
      ${target.property}`;
  return [
    tier.ipv4Exit === null
      ? ""
      : route("Ipv4", "DestinationCidrBlock: 0.0.0.0/0", exitTarget(tier.ipv4Exit, number, model)),
    tier.hasNat64
      ? `
  # DNS64 gives IPv4-only names an address in this block; without the route they are black holes.${route(
    "Nat64",
    'DestinationIpv6CidrBlock: "64:ff9b::/96"',
    exitTarget("nat-gateway", number, model),
  )}`
      : "",
    tier.subnets === "ipv4"
      ? ""
      : route("Ipv6", 'DestinationIpv6CidrBlock: "::/0"', {
          property: "EgressOnlyInternetGatewayId: !Ref EgressOnlyInternetGateway",
          dependsOn: null,
        }),
  ].join("");
}

interface RouteTarget {
  readonly property: string;
  readonly dependsOn: string | null;
}

function exitTarget(exit: Ipv4Exit, number: number, model: NetworkModel): RouteTarget {
  const own = (zones: number): number => (zones === 1 ? 1 : number);
  switch (exit) {
    case "internet-gateway":
      return {
        property: "GatewayId: !Ref InternetGateway",
        dependsOn: "InternetGatewayAttachment",
      };
    case "nat-gateway":
      return {
        property: `NatGatewayId: !Ref NatGateway${own(model.natGatewayZones)}`,
        dependsOn: null,
      };
    case "regional-nat-gateway":
      return { property: "NatGatewayId: !Ref RegionalNatGateway", dependsOn: null };
    case "nat-instance":
      return {
        property: `InstanceId: !Ref NatInstance${own(model.natInstanceZones)}`,
        dependsOn: null,
      };
    case "transit-gateway":
      return {
        property: "TransitGatewayId: !Ref TransitGatewayId",
        dependsOn: "TransitGatewayAttachment",
      };
  }
}

function publicSubnets(model: NetworkModel): string {
  const count = Math.max(model.natGatewayZones, model.natInstanceZones);
  if (count === 0) return "";
  const subnets = numbers(count).map(
    (number) => `  PublicSubnet${number}:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      AvailabilityZone: ${zone(number)}
      CidrBlock: ${ipv4Block(model.firstPublicSubnet + number - 1, model)}
  PublicSubnet${number}RouteTable:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties:
      SubnetId: !Ref PublicSubnet${number}
      RouteTableId: !Ref PublicRouteTable`,
  );
  return `  # --- public subnets, for NAT only ---

  PublicRouteTable:
    Type: AWS::EC2::RouteTable
    Properties:
      VpcId: !Ref Vpc
  PublicIpv4Route:
    Type: AWS::EC2::Route
    DependsOn: InternetGatewayAttachment
    Properties:
      RouteTableId: !Ref PublicRouteTable
      DestinationCidrBlock: 0.0.0.0/0
      GatewayId: !Ref InternetGateway

${subnets.join("\n\n")}`;
}

function natGateways({ natGatewayZones }: NetworkModel): string {
  return numbers(natGatewayZones)
    .map(
      (number) => `  NatAddress${number}:
    Type: AWS::EC2::EIP
    DependsOn: InternetGatewayAttachment
    Properties:
      Domain: vpc
  NatGateway${number}:
    Type: AWS::EC2::NatGateway
    Properties:
      AllocationId: !GetAtt NatAddress${number}.AllocationId
      SubnetId: !Ref PublicSubnet${number}`,
    )
    .join("\n\n");
}

function regionalNat({ hasRegionalNat }: NetworkModel): string {
  if (!hasRegionalNat) return "";
  return `  # One for all zones, without public subnets; AWS gives it addresses where there is traffic.
  RegionalNatGateway:
    Type: AWS::EC2::NatGateway
    DependsOn: InternetGatewayAttachment
    Properties:
      VpcId: !Ref Vpc
      AvailabilityMode: regional`;
}

function natInstances({ natInstanceZones }: NetworkModel): string {
  if (natInstanceZones === 0) return "";
  const instances = numbers(natInstanceZones).map(
    (number) => `  NatInstance${number}:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: !Ref NatInstanceImage
      InstanceType: t4g.nano
      SubnetId: !Ref PublicSubnet${number}
      SecurityGroupIds: [!Ref NatSecurityGroup]
      SourceDestCheck: false
      BlockDeviceMappings:
        - DeviceName: /dev/xvda
          Ebs:
            VolumeType: gp3
            VolumeSize: 8
  NatInstanceAddress${number}:
    Type: AWS::EC2::EIP
    DependsOn: InternetGatewayAttachment
    Properties:
      Domain: vpc
      InstanceId: !Ref NatInstance${number}`,
  );
  return `  NatSecurityGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: NAT instances
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - Description: from the VPC
          IpProtocol: "-1"
          CidrIp: !Ref VpcCidr
      SecurityGroupEgress:
        - IpProtocol: "-1"
          CidrIp: 0.0.0.0/0

${instances.join("\n\n")}`;
}

function transitGateway({ hasTransitGateway, tiers, zones }: NetworkModel): string {
  const tier = tiers.find(({ ipv4Exit }) => ipv4Exit === "transit-gateway");
  if (!hasTransitGateway || tier === undefined) return "";
  const subnets = numbers(zones).map((number) => `        - !Ref ${id(tier.name)}Subnet${number}`);
  return `  # The route back to this VPC is set where the transit gateway is.
  TransitGatewayAttachment:
    Type: AWS::EC2::TransitGatewayVpcAttachment
    Properties:
      TransitGatewayId: !Ref TransitGatewayId
      VpcId: !Ref Vpc
      SubnetIds:
${subnets.join("\n")}`;
}

function gatewayEndpoints(model: NetworkModel): string {
  const { gatewayEndpoints: services, gatewayTiers, gatewayAddresses, zones } = model;
  if (services.length === 0) return "";
  const tables = gatewayTiers.flatMap((name) =>
    numbers(zones).map((number) => `        - !Ref ${id(name)}RouteTable${number}`),
  );
  const addresses = gatewayAddresses === "ipv4" ? "" : `\n      IpAddressType: ${gatewayAddresses}`;
  const blocks = services.map(
    (service) => `  ${id(service)}GatewayEndpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Vpc
      ServiceName: !Sub com.amazonaws.\${AWS::Region}.${service}
      VpcEndpointType: Gateway${addresses}
      RouteTableIds:
${tables.join("\n")}`,
  );
  return ["  # --- gateway endpoints: free ---", ...blocks].join("\n\n");
}

function interfaceEndpoints(model: NetworkModel): string {
  const { interfaceEndpoints: endpoints, endpointZones } = model;
  if (endpoints.length === 0) return "";
  const subnetsOf = (tier: string): string =>
    numbers(endpointZones)
      .map((number) => `        - !Ref ${id(tier)}Subnet${number}`)
      .join("\n");
  const blocks = endpoints.map(
    ({ name, addresses, tier }) => `  ${id(name)}Endpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Vpc
      ServiceName: !Sub com.amazonaws.\${AWS::Region}.${name}
      VpcEndpointType: Interface
      IpAddressType: ${addresses}
      DnsOptions: { DnsRecordIpType: ${addresses} }
      PrivateDnsEnabled: true
      SubnetIds:
${subnetsOf(tier)}
      SecurityGroupIds: [!Ref EndpointSecurityGroup]`,
  );
  const overIpv6 = `
        - Description: HTTPS from the VPC, IPv6
          IpProtocol: tcp
          FromPort: 443
          ToPort: 443
          CidrIpv6: !Select [0, !GetAtt Vpc.Ipv6CidrBlocks]`;
  return `  # --- interface endpoints: charged for each, in each zone ---

${blocks.join("\n\n")}

  EndpointSecurityGroup:
    Type: AWS::EC2::SecurityGroup${model.hasIpv6 ? "\n    DependsOn: VpcIpv6" : ""}
    Properties:
      GroupDescription: Interface endpoints
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - Description: HTTPS from the VPC
          IpProtocol: tcp
          FromPort: 443
          ToPort: 443
          CidrIp: !Ref VpcCidr${model.hasIpv6 ? overIpv6 : ""}`;
}

function securityGroup({ hasIpv6 }: NetworkModel): string {
  const families = hasIpv6 ? "for both families: IPv6 rules are the ones forgotten" : "for IPv4";
  return `  # --- egress ${families} ---

  EgressSecurityGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Egress to anywhere
      VpcId: !Ref Vpc
      SecurityGroupEgress:
        - IpProtocol: "-1"
          CidrIp: 0.0.0.0/0${hasIpv6 ? '\n        - IpProtocol: "-1"\n          CidrIpv6: "::/0"' : ""}`;
}

function outputs({ tiers, zones }: NetworkModel): string {
  const subnets = tiers.map(({ name }) => {
    const list = numbers(zones).map((number) => `!Ref ${id(name)}Subnet${number}`);
    return `  ${id(name)}SubnetIds:
    Value: !Join [",", [${list.join(", ")}]]`;
  });
  return `Outputs:
  VpcId:
    Value: !Ref Vpc
  EgressSecurityGroupId:
    Value: !Ref EgressSecurityGroup
${subnets.join("\n")}`;
}
