import type {
  AddedInZone,
  AddedRoute,
  AddedTarget,
  Given,
  NetworkModel,
  Parameter,
  TargetProperty,
  VpcAdditions,
} from "../network-parts.js";
import {
  endpointIds,
  endpointSecurityGroup,
  gatewayEndpointId,
  type VpcWords,
  zonesOfServices,
} from "./endpoints.js";
import {
  natGateway,
  natInstance,
  natInstanceParameters,
  natSecurityGroup,
  spotTemplate,
} from "./ipv4-gateways.js";
import { nameTag, quoted, type TemplateParts } from "./words.js";

/** What a design changes in a VPC that is there, by the ids of its parts. */
export function vpcChanges(model: NetworkModel, additions: VpcAdditions): TemplateParts {
  const { doInstancesNat64 } = model;
  const areEndpointsIpv6 = additions.interfaceEndpoints.some(
    ({ addresses }) => addresses !== "ipv4",
  );
  const hasInstances = additions.natInstances.length > 0;
  const hasEndpoints = additions.interfaceEndpoints.length > 0;
  const hasGroups = hasInstances || hasEndpoints;
  const isIpv6Ruled = (hasInstances && doInstancesNat64) || areEndpointsIpv6;
  const vpc: VpcWords = {
    id: idOf(additions.vpc),
    cidr: additions.cidr === null ? "!Ref VpcCidr" : quoted(additions.cidr),
    ipv6Cidr: additions.ipv6Cidr === null ? "!Ref VpcIpv6Cidr" : quoted(additions.ipv6Cidr),
    ipv6From: null,
  };
  const resources = [
    // The rules ask for the block, so somebody has associated it.
    additions.hasNewIpv6Block && !isIpv6Ruled ? ipv6Block(vpc) : "",
    additions.hasNewEgressOnlyGateway ? egressOnlyGateway(vpc) : "",
    ...additions.natGateways.map(({ number, publicSubnet }) =>
      natGateway(number, idOf(publicSubnet), null),
    ),
    additions.hasRegionalNat ? regionalNat(vpc) : "",
    hasInstances
      ? natSecurityGroup({ ...vpc, ipv6Cidr: doInstancesNat64 ? vpc.ipv6Cidr : null })
      : "",
    ...(hasInstances ? spotTemplate(model) : []),
    ...additions.natInstances.map(({ number, publicSubnet }) =>
      natInstance(number, idOf(publicSubnet), model, null),
    ),
    attachment(additions, vpc),
    ...additions.gatewayEndpoints.map((endpoint) => gatewayEndpoint(endpoint, vpc)),
    ...interfaceEndpoints(model, additions, vpc),
    hasEndpoints
      ? endpointSecurityGroup({ ...vpc, ipv6Cidr: areEndpointsIpv6 ? vpc.ipv6Cidr : null })
      : "",
    ...additions.routes
      .filter(({ replaces }) => replaces === null)
      .map((route) => newRoute(route, additions)),
  ];
  return {
    parameters: [
      ...additions.parameters.map(parameterText),
      hasGroups && additions.cidr === null
        ? `  VpcCidr:
    Type: String
    Description: The IPv4 block of the VPC`
        : "",
      isIpv6Ruled && additions.ipv6Cidr === null
        ? `  VpcIpv6Cidr:
    Type: String
    Description: "The IPv6 block of the VPC. Where it has none: aws ec2 associate-vpc-cidr-block --amazon-provided-ipv6-cidr-block --vpc-id ID"`
        : "",
      hasInstances ? natInstanceParameters(model) : "",
    ],
    resources: resources.every((block) => block === "") ? [NOTHING] : resources,
    outputs: [
      ...additions.routes
        .filter(({ replaces }) => replaces !== null)
        .map((route) => replacement(route, model.region)),
      ...(additions.part === "nat-instances" ? additions.natInstances.map(instanceOutput) : []),
    ],
  };
}

/** What the routes to it need. */
const instanceOutput = ({ number }: AddedInZone): string => `  NatInstance${number}Id:
    Value: !Ref NatInstance${number}`;

/** A template needs a resource; this one is nothing on AWS. */
const NOTHING = `  # What exists is as the design has it, but for what stands above and below.
  Nothing:
    Type: AWS::CloudFormation::WaitConditionHandle`;

const idOf = (given: Given): string =>
  given.kind === "id" ? quoted(given.id) : `!Ref ${given.parameter.logicalId}`;

const PARAMETER_TYPES: Readonly<Record<Parameter["of"], string>> = {
  vpc: "AWS::EC2::VPC::Id",
  subnet: "AWS::EC2::Subnet::Id",
  text: "String",
};

const parameterText = ({ logicalId, of, description }: Parameter): string => `  ${logicalId}:
    Type: ${PARAMETER_TYPES[of]}
    Description: ${quoted(description)}`;

const ipv6Block = ({ id }: VpcWords): string => `  VpcIpv6:
    Type: AWS::EC2::VPCCidrBlock
    Properties:
      VpcId: ${id}
      AmazonProvidedIpv6CidrBlock: true`;

const egressOnlyGateway = ({ id }: VpcWords): string => `  # IPv6 out, nothing in; free.
  EgressOnlyInternetGateway:
    Type: AWS::EC2::EgressOnlyInternetGateway
    Properties:
      VpcId: ${id}
${nameTag("egress-only")}`;

const regionalNat = ({
  id,
}: VpcWords): string => `  # One for all zones, without public subnets; AWS gives it addresses where there is traffic.
  RegionalNatGateway:
    Type: AWS::EC2::NatGateway
    Properties:
      VpcId: ${id}
      AvailabilityMode: regional
${nameTag("regional")}`;

function attachment({ attachment: added }: VpcAdditions, { id }: VpcWords): string {
  if (added === null) return "";
  return `  # The route back to this VPC is set where the transit gateway is.
  TransitGatewayAttachment:
    Type: AWS::EC2::TransitGatewayVpcAttachment
    Properties:
      TransitGatewayId: ${idOf(added.transitGateway)}
      VpcId: ${id}
      SubnetIds:
${listOf(added.subnets)}
${nameTag("egress")}`;
}

const listOf = (list: readonly Given[]): string =>
  list.map((each) => `        - ${idOf(each)}`).join("\n");

const gatewayEndpoint = (
  { service, addresses, tables }: VpcAdditions["gatewayEndpoints"][number],
  { id }: VpcWords,
): string => `  ${gatewayEndpointId(service)}:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: ${id}
      ServiceName: !Sub com.amazonaws.\${AWS::Region}.${service}
      VpcEndpointType: Gateway${
        addresses === "ipv4"
          ? ""
          : `
      IpAddressType: ${addresses}
      DnsOptions: { DnsRecordIpType: ${addresses} }`
      }
      RouteTableIds:
${listOf(tables)}
${nameTag(service)}`;

function interfaceEndpoints(
  { region }: NetworkModel,
  { interfaceEndpoints: endpoints }: VpcAdditions,
  { id }: VpcWords,
): readonly string[] {
  const ids = endpointIds(endpoints.map(({ name }) => name));
  return endpoints.map(
    ({ name, serviceName, addresses, subnets }, index) => `${
      index === 0 ? `${zonesOfServices(region)}\n` : ""
    }  ${ids[index]}:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: ${id}
      ServiceName: ${serviceName ?? `!Sub com.amazonaws.\${AWS::Region}.${name}`}
      VpcEndpointType: Interface
      IpAddressType: ${addresses}
      DnsOptions: { DnsRecordIpType: ${addresses} }
      PrivateDnsEnabled: true
      SubnetIds:
${listOf(subnets)}
      SecurityGroupIds: [!Ref EndpointSecurityGroup]
${nameTag(name)}`,
  );
}

/** A target, as a property of a route and as an option of the AWS CLI. */
interface TargetWords {
  readonly property: string;
  readonly option: string;
  readonly value: string;
  /** Inside `!Sub`. */
  readonly text: string;
}

const GIVEN: Readonly<Record<TargetProperty, readonly [property: string, option: string]>> = {
  "internet-gateway": ["GatewayId", "--gateway-id"],
  "nat-gateway": ["NatGatewayId", "--nat-gateway-id"],
  "egress-only-gateway": ["EgressOnlyInternetGatewayId", "--egress-only-internet-gateway-id"],
  "transit-gateway": ["TransitGatewayId", "--transit-gateway-id"],
  "network-interface": ["NetworkInterfaceId", "--network-interface-id"],
};

function targetWords(target: AddedTarget): TargetWords {
  const made = (of: TargetProperty, logicalId: string): TargetWords => ({
    property: GIVEN[of][0],
    option: GIVEN[of][1],
    value: `!Ref ${logicalId}`,
    text: `\${${logicalId}}`,
  });
  switch (target.kind) {
    case "given":
      return {
        ...made(target.property, ""),
        value: idOf(target.to),
        text: inText(target.to),
      };
    case "egress-only-gateway":
      return made("egress-only-gateway", "EgressOnlyInternetGateway");
    case "regional-nat-gateway":
      return made("nat-gateway", "RegionalNatGateway");
    case "nat-gateway":
      return made("nat-gateway", `NatGateway${target.number}`);
    case "nat-instance": {
      const words = made("network-interface", `NatInstance${target.number}`);
      return { ...words, property: "InstanceId", option: "--instance-id" };
    }
  }
}

const inText = (given: Given): string =>
  given.kind === "id"
    ? given.id.replaceAll(/\$(?=\{)/g, "$$$$!")
    : `\${${given.parameter.logicalId}}`;

const destinationOf = (destination: string) =>
  destination.includes(":")
    ? { property: "DestinationIpv6CidrBlock", option: "--destination-ipv6-cidr-block" }
    : { property: "DestinationCidrBlock", option: "--destination-cidr-block" };

/** `1-ipv4` → `Table1Ipv4` */
function routeId({ name }: AddedRoute): string {
  const [number = "", kind = ""] = name.split("-");
  return `Table${number}${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

function newRoute(route: AddedRoute, { attachment: added }: VpcAdditions): string {
  const { property, value } = targetWords(route.target);
  const isOverAttachment = added !== null && property === "TransitGatewayId";
  return `  ${routeId(route)}Route:
    Type: AWS::EC2::Route${isOverAttachment ? "\n    DependsOn: TransitGatewayAttachment" : ""}
    Properties:
      RouteTableId: ${idOf(route.table)}
      ${destinationOf(route.destination).property}: ${quoted(route.destination)}
      ${property}: ${value}`;
}

/** CloudFormation cannot take a route over that is there, so it says how to change it. */
function replacement(route: AddedRoute, region: string): string {
  const { option, text } = targetWords(route.target);
  const { table, destination, replaces } = route;
  const command = `aws ec2 replace-route --region ${region} --route-table-id ${inText(table)} ${destinationOf(destination).option} ${destination} ${option} ${text}`;
  return `  ${routeId(route)}Replacement:
    Description: ${quoted(`Run this last: the route leads to ${replaces}`)}
    Value: !Sub ${quoted(command)}`;
}
