import type { NetworkModel } from "../network-model.js";
import { attachmentBlock, nameTag, numbers, zone } from "./words.js";

export function natGateways({ natGatewayZones }: NetworkModel): string {
  return numbers(natGatewayZones)
    .map(
      (number) => `  NatAddress${number}:
    Type: AWS::EC2::EIP
    DependsOn: InternetGatewayAttachment
    Properties:
      Domain: vpc
${nameTag(`nat-${number}`)}
  NatGateway${number}:
    Type: AWS::EC2::NatGateway
    DependsOn: InternetGatewayAttachment
    Properties:
      AllocationId: !GetAtt NatAddress${number}.AllocationId
      SubnetId: !Ref PublicSubnet${number}
${nameTag(String(number))}`,
    )
    .join("\n\n");
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

export function natInstances({ natInstanceZones, doInstancesNat64 }: NetworkModel): string {
  if (natInstanceZones === 0) return "";
  const instances = numbers(natInstanceZones).map(
    (number) => `  NatInstance${number}:
    Type: AWS::EC2::Instance
    DependsOn: InternetGatewayAttachment
    Properties:
      ImageId: !Ref NatInstanceImage
      InstanceType: !Ref NatInstanceType
      SubnetId: !Ref PublicSubnet${number}
      SecurityGroupIds: [!Ref NatSecurityGroup]${doInstancesNat64 ? "\n      Ipv6AddressCount: 1" : ""}
      SourceDestCheck: false
      BlockDeviceMappings:
        - DeviceName: /dev/xvda
          Ebs:
            VolumeType: gp3
            VolumeSize: 8
${nameTag(`nat-${number}`)}
  NatInstanceAddress${number}:
    Type: AWS::EC2::EIP
    DependsOn: InternetGatewayAttachment
    Properties:
      Domain: vpc
      InstanceId: !Ref NatInstance${number}
${nameTag(`nat-${number}`)}`,
  );
  const overIpv6 = `
        - Description: from the VPC, IPv6 to be translated
          IpProtocol: "-1"
          CidrIpv6: !Select [0, !GetAtt Vpc.Ipv6CidrBlocks]`;
  return `  NatSecurityGroup:
    Type: AWS::EC2::SecurityGroup${doInstancesNat64 ? "\n    DependsOn: VpcIpv6" : ""}
    Properties:
      GroupDescription: NAT instances
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - Description: from the VPC
          IpProtocol: "-1"
          CidrIp: !Ref VpcCidr${doInstancesNat64 ? overIpv6 : ""}
      SecurityGroupEgress:
        - IpProtocol: "-1"
          CidrIp: 0.0.0.0/0
${nameTag("nat")}

${instances.join("\n\n")}`;
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
