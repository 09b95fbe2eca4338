import type { NetworkModel } from "../network-parts.js";
import { VPC_OF_STACK, type VpcWords } from "./endpoints.js";
import { attachmentBlock, nameTag, numbers, quoted, zone } from "./words.js";

export function natGateways({ natGatewayZones }: NetworkModel): string {
  return numbers(natGatewayZones)
    .map((number) => natGateway(number, `!Ref PublicSubnet${number}`, "InternetGatewayAttachment"))
    .join("\n\n");
}

/** @param waitsFor its logical id; `null`: it is there */
export function natGateway(number: number, subnet: string, waitsFor: string | null): string {
  const after = waitsFor === null ? "" : `\n    DependsOn: ${waitsFor}`;
  return `  NatAddress${number}:
    Type: AWS::EC2::EIP${after}
    Properties:
      Domain: vpc
${nameTag(`nat-${number}`)}
  NatGateway${number}:
    Type: AWS::EC2::NatGateway${after}
    Properties:
      AllocationId: !GetAtt NatAddress${number}.AllocationId
      SubnetId: ${subnet}
${nameTag(String(number))}`;
}

export function regionalNat({ hasRegionalNat }: NetworkModel): string {
  if (!hasRegionalNat) return "";
  return `  # One for all zones, without public subnets; AWS gives it addresses where there is traffic.
  RegionalNatGateway:
    Type: AWS::EC2::NatGateway
    DependsOn: InternetGatewayAttachment
    Properties:
      VpcId: !Ref Vpc
      AvailabilityMode: regional
${nameTag("regional")}`;
}

export function natInstances(model: NetworkModel): string {
  const { natInstanceZones, doInstancesNat64 } = model;
  if (natInstanceZones === 0) return "";
  const instances = numbers(natInstanceZones).map((number) =>
    natInstance(number, `!Ref PublicSubnet${number}`, model, "InternetGatewayAttachment"),
  );
  const ipv6Cidr = doInstancesNat64 ? VPC_OF_STACK.ipv6Cidr : null;
  return [
    natSecurityGroup({ ...VPC_OF_STACK, ipv6Cidr }),
    ...spotTemplate(model),
    ...instances,
  ].join("\n\n");
}

/** An instance takes its market from a launch template. AWS stops it, and starts it again with its address. */
export const spotTemplate = ({ areNatInstancesSpot }: NetworkModel): readonly string[] =>
  areNatInstancesSpot
    ? [
        `  NatSpotTemplate:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        InstanceMarketOptions:
          MarketType: spot
          SpotOptions:
            SpotInstanceType: persistent
            InstanceInterruptionBehavior: stop`,
      ]
    : [];

const SPOT_TEMPLATE_OF_INSTANCE = `
      LaunchTemplate:
        LaunchTemplateId: !Ref NatSpotTemplate
        Version: !GetAtt NatSpotTemplate.LatestVersionNumber`;

export const natInstanceParameters = (model: NetworkModel): string => `  NatInstanceImage:
    Type: AWS::EC2::Image::Id
    Description: ${quoted(imageText(model))}
  NatInstanceType:
    Type: String
    Default: ${model.natInstanceType}
    Description: An instance type with a processor of ${model.natImage?.architecture}, as the image has`;

/** CloudFormation looks no image up by owner and name. */
function imageText({ natImage, region }: NetworkModel): string {
  if (natImage === null) return "";
  const { product, owner, name, architecture, isPublished } = natImage;
  if (!isPublished)
    return `An image of yours for ${architecture} that does NAT: ${product} publishes none in ${region}`;
  return `The newest image of ${product}: aws ec2 describe-images --region ${region} --owners ${owner} --filters Name=name,Values='${name}' --query 'sort_by(Images,&CreationDate)[-1].ImageId' --output text`;
}

/** @param waitsFor its logical id; `null`: it is there */
export function natInstance(
  number: number,
  subnet: string,
  { doInstancesNat64, areNatInstancesSpot }: NetworkModel,
  waitsFor: string | null,
): string {
  const after = waitsFor === null ? "" : `\n    DependsOn: ${waitsFor}`;
  return `  NatInstance${number}:
    Type: AWS::EC2::Instance${after}
    Properties:
      ImageId: !Ref NatInstanceImage
      InstanceType: !Ref NatInstanceType
      SubnetId: ${subnet}
      SecurityGroupIds: [!Ref NatSecurityGroup]${doInstancesNat64 ? "\n      Ipv6AddressCount: 1" : ""}
      SourceDestCheck: false${areNatInstancesSpot ? SPOT_TEMPLATE_OF_INSTANCE : ""}
      BlockDeviceMappings:
        - DeviceName: /dev/xvda
          Ebs:
            VolumeType: gp3
            VolumeSize: 8
${nameTag(`nat-${number}`)}
  NatInstanceAddress${number}:
    Type: AWS::EC2::EIP${after}
    Properties:
      Domain: vpc
      InstanceId: !Ref NatInstance${number}
${nameTag(`nat-${number}`)}`;
}

export function natSecurityGroup({ id, cidr, ipv6Cidr, ipv6From }: VpcWords): string {
  const isAfter = ipv6Cidr !== null && ipv6From !== null;
  const overIpv6 = `
        - Description: from the VPC, IPv6 to be translated
          IpProtocol: "-1"
          CidrIpv6: ${ipv6Cidr}`;
  return `  NatSecurityGroup:
    Type: AWS::EC2::SecurityGroup${isAfter ? `\n    DependsOn: ${ipv6From}` : ""}
    Properties:
      GroupDescription: NAT instances
      VpcId: ${id}
      SecurityGroupIngress:
        - Description: from the VPC
          IpProtocol: "-1"
          CidrIp: ${cidr}${ipv6Cidr === null ? "" : overIpv6}
      SecurityGroupEgress:
        - IpProtocol: "-1"
          CidrIp: 0.0.0.0/0
${nameTag("nat")}`;
}

export function transitGateway(model: NetworkModel): string {
  const { hasTransitGateway, zones } = model;
  if (!hasTransitGateway) return "";
  const subnets = numbers(zones).map(
    (number) => `  AttachmentSubnet${number}:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      ${zone(number, model)}
      CidrBlock: ${attachmentBlock(number - 1, model)}
${nameTag(`attachment-${number}`)}`,
  );
  return `  # --- transit gateway: an attachment in small subnets of its own ---

${subnets.join("\n\n")}

  # The route back to this VPC is set where the transit gateway is.
  TransitGatewayAttachment:
    Type: AWS::EC2::TransitGatewayVpcAttachment
    Properties:
      TransitGatewayId: !Ref TransitGatewayId
      VpcId: !Ref Vpc
      SubnetIds:
${numbers(zones)
  .map((number) => `        - !Ref AttachmentSubnet${number}`)
  .join("\n")}
${nameTag("egress")}`;
}
