import type { NetworkModel } from "../network-model.js";
import { id, numbers } from "./words.js";

export function natGateways({ natGatewayZones }: NetworkModel): string {
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

export function regionalNat({ hasRegionalNat }: NetworkModel): string {
  if (!hasRegionalNat) return "";
  return `  # One for all zones, without public subnets; AWS gives it addresses where there is traffic.
  RegionalNatGateway:
    Type: AWS::EC2::NatGateway
    DependsOn: InternetGatewayAttachment
    Properties:
      VpcId: !Ref Vpc
      AvailabilityMode: regional`;
}

export function natInstances({ natInstanceZones }: NetworkModel): string {
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

export function transitGateway({ hasTransitGateway, tiers, zones }: NetworkModel): string {
  const tier = tiers.find(({ ipv4Target }) => ipv4Target === "transit-gateway");
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
