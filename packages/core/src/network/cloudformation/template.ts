import type { NetworkModel } from "../network-parts.js";
import { gatewayEndpoints, interfaceEndpoints } from "./endpoints.js";
import { vpcChanges } from "./existing-vpc.js";
import {
  natGateways,
  natInstanceParameters,
  natInstances,
  regionalNat,
  transitGateway,
} from "./ipv4-gateways.js";
import { publicSubnets, tierResources } from "./subnets.js";
import { nameTag, numbers, quoted, type TemplateParts } from "./words.js";

/** The network as one CloudFormation template, YAML. The same model gives the same text. */
export function cloudFormationText(model: NetworkModel): string {
  const { additions } = model;
  const parts = additions === null ? partsOfVpc(model) : vpcChanges(model, additions);
  const sections = [
    head(model),
    section("Parameters", parts.parameters, "\n"),
    section("Resources", parts.resources, "\n\n"),
    section("Outputs", parts.outputs, "\n"),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

function section(name: string, blocks: readonly string[], between: string): string {
  const written = blocks.filter((block) => block !== "");
  return written.length === 0 ? "" : `${name}:\n${written.join(between)}`;
}

const partsOfVpc = (model: NetworkModel): TemplateParts => ({
  parameters: parameters(model),
  resources: [
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
  ],
  outputs: outputs(model),
});

function head({ name, region, notes, settings, additions }: NetworkModel): string {
  const lines = [
    `Egress of ${name} in ${region}, written by \`egress6 plan\`.`,
    ...(additions === null || additions.part !== null
      ? []
      : [
          "It changes the VPC that exists, by the ids of its parts, and leaves all else in it alone.",
        ]),
    ...notes,
    ...(additions === null || additions.todo.length === 0
      ? []
      : ["", "To be done where what exists is managed:", ...additions.todo.map((t) => `- ${t}`)]),
    ...(settings.length === 0
      ? []
      : ["", "To be set besides, or made sure of:", ...settings.map((text) => `- ${text}`)]),
  ];
  return `${lines.map((line) => `# ${line}`.trimEnd()).join("\n")}
AWSTemplateFormatVersion: "2010-09-09"
Description: ${quoted(`Egress of ${name}`.slice(0, 1000))}`;
}

function parameters(model: NetworkModel): readonly string[] {
  const { hasTransitGateway, natInstanceZones } = model;
  return [
    `  VpcCidr:
    Type: String
    Default: 10.0.0.0/16`,
    hasTransitGateway
      ? `  TransitGatewayId:
    Type: String
    Description: The transit gateway that leads to the central egress`
      : "",
    natInstanceZones > 0 ? natInstanceParameters(model) : "",
  ];
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
      VpcId: !Ref Vpc
${nameTag("egress-only")}`;
  const internet = `
  InternetGateway:
    Type: AWS::EC2::InternetGateway
    Properties:
${nameTag("internet")}
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
${nameTag("vpc")}
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
          CidrIp: 0.0.0.0/0${hasIpv6 ? '\n        - IpProtocol: "-1"\n          CidrIpv6: "::/0"' : ""}
${nameTag("egress")}`;
}

function outputs({ tiers, zones }: NetworkModel): readonly string[] {
  const subnets = tiers.map(({ logicalId }) => {
    const list = numbers(zones).map((number) => `!Ref ${logicalId}Subnet${number}`);
    return `  ${logicalId}SubnetIds:
    Value: !Join [",", [${list.join(", ")}]]`;
  });
  return [
    `  VpcId:
    Value: !Ref Vpc`,
    `  EgressSecurityGroupId:
    Value: !Ref EgressSecurityGroup`,
    ...subnets,
  ];
}
