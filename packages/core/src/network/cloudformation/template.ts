import type { NetworkModel } from "../network-model.js";
import { gatewayEndpoints, interfaceEndpoints } from "./endpoints.js";
import { natGateways, natInstances, regionalNat, transitGateway } from "./ipv4-gateways.js";
import { publicSubnets, tierResources } from "./subnets.js";
import { nameTag, numbers, quoted } from "./words.js";

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
  const { natInstanceType, natImage } = model;
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
    Description: ${quoted(imageText(model))}
  NatInstanceType:
    Type: String
    Default: ${natInstanceType}
    Description: An instance type with a processor of ${natImage.architecture}, as the image has`
        : ""
    }`;
}

/** CloudFormation looks no image up by owner and name. */
function imageText({ natImage: { product, owner, name }, region }: NetworkModel): string {
  return `The newest image of ${product}: aws ec2 describe-images --region ${region} --owners ${owner} --filters Name=name,Values='${name}' --query 'sort_by(Images,&CreationDate)[-1].ImageId' --output text`;
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

function outputs({ tiers, zones }: NetworkModel): string {
  const subnets = tiers.map(({ logicalId }) => {
    const list = numbers(zones).map((number) => `!Ref ${logicalId}Subnet${number}`);
    return `  ${logicalId}SubnetIds:
    Value: !Join [",", [${list.join(", ")}]]`;
  });
  return `Outputs:
  VpcId:
    Value: !Ref Vpc
  EgressSecurityGroupId:
    Value: !Ref EgressSecurityGroup
${subnets.join("\n")}`;
}
