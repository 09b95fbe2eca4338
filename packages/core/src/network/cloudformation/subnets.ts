import type { Ipv4RouteTarget, NetworkModel, SubnetTier } from "../network-parts.js";
import { ipv4Block, ipv6Block, nameTag, numbers, zone } from "./words.js";

export function tierResources(tier: SubnetTier, model: NetworkModel): string {
  const blocks = numbers(model.zones).map((number) => tierInZone(tier, number, model));
  return [`  # --- ${tier.name}: ${tier.subnets} subnets ---`, ...blocks].join("\n\n");
}

function tierInZone(tier: SubnetTier, number: number, model: NetworkModel): string {
  const name = tier.logicalId;
  const hasIpv6 = tier.subnets !== "ipv4";
  return `  ${name}Subnet${number}:
    Type: AWS::EC2::Subnet${hasIpv6 ? "\n    DependsOn: VpcIpv6" : ""}
    Properties:
      VpcId: !Ref Vpc
      ${zone(number, model)}
${addresses(tier, tier.firstSubnet + number - 1, model)
  .map((line) => `      ${line}`)
  .join("\n")}
${nameTag(`${tier.name}-${number}`)}
  ${name}RouteTable${number}:
    Type: AWS::EC2::RouteTable
    Properties:
      VpcId: !Ref Vpc
${nameTag(`${tier.name}-${number}`)}
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
  const isPublic = tier.ipv4Target === "internet-gateway" ? ["MapPublicIpOnLaunch: true"] : [];
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
  const name = tier.logicalId;
  const route = (suffix: string, destination: string, target: RouteTarget): string => `
  ${name}${suffix}Route${number}:
    Type: AWS::EC2::Route${target.dependsOn === null ? "" : `\n    DependsOn: ${target.dependsOn}`}
    Properties:
      RouteTableId: !Ref ${name}RouteTable${number}
      ${destination}
      ${target.property}`;
  return [
    tier.ipv4Target === null
      ? ""
      : route(
          "Ipv4",
          "DestinationCidrBlock: 0.0.0.0/0",
          routeTarget(tier.ipv4Target, number, model),
        ),
    tier.nat64Target !== null
      ? `
  # DNS64 gives IPv4-only names an address in this block; without the route they are black holes.${route(
    "Nat64",
    'DestinationIpv6CidrBlock: "64:ff9b::/96"',
    routeTarget(tier.nat64Target, number, model),
  )}`
      : "",
    tier.hasIpv6Route
      ? route("Ipv6", 'DestinationIpv6CidrBlock: "::/0"', {
          property: "EgressOnlyInternetGatewayId: !Ref EgressOnlyInternetGateway",
          dependsOn: null,
        })
      : "",
  ].join("");
}

interface RouteTarget {
  readonly property: string;
  readonly dependsOn: string | null;
}

function routeTarget(target: Ipv4RouteTarget, number: number, model: NetworkModel): RouteTarget {
  const own = (zones: number): number => (zones === 1 ? 1 : number);
  switch (target) {
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

export function publicSubnets(model: NetworkModel): string {
  const count = Math.max(model.natGatewayZones, model.natInstanceZones);
  if (count === 0) return "";
  const hasIpv6 = model.doInstancesNat64;
  const subnets = numbers(count).map((number) => {
    const position = model.firstPublicSubnet + number - 1;
    return `  PublicSubnet${number}:
    Type: AWS::EC2::Subnet${hasIpv6 ? "\n    DependsOn: VpcIpv6" : ""}
    Properties:
      VpcId: !Ref Vpc
      ${zone(number, model)}
      CidrBlock: ${ipv4Block(position, model)}${
        hasIpv6 ? `\n      Ipv6CidrBlock: ${ipv6Block(position, model)}` : ""
      }
${nameTag(`public-${number}`)}
  PublicSubnet${number}RouteTable:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties:
      SubnetId: !Ref PublicSubnet${number}
      RouteTableId: !Ref PublicRouteTable`;
  });
  return `  # --- public subnets, for NAT only ---

  PublicRouteTable:
    Type: AWS::EC2::RouteTable
    Properties:
      VpcId: !Ref Vpc
${nameTag("public")}
  PublicIpv4Route:
    Type: AWS::EC2::Route
    DependsOn: InternetGatewayAttachment
    Properties:
      RouteTableId: !Ref PublicRouteTable
      DestinationCidrBlock: 0.0.0.0/0
      GatewayId: !Ref InternetGateway

${subnets.join("\n\n")}`;
}
