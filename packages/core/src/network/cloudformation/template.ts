import type { NetworkModel } from "../network-model.js";
import { gatewayEndpoints, interfaceEndpoints } from "./endpoints.js";
import { natGateways, natInstances, regionalNat, transitGateway } from "./ipv4-gateways.js";
import { publicSubnets, tierResources } from "./subnets.js";
import { id, numbers } from "./words.js";

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
