import type { NetworkModel } from "../network-model.js";
import { id, numbers } from "./words.js";

export function gatewayEndpoints(model: NetworkModel): string {
  const { gatewayEndpoints: endpoints, gatewayTiers, zones } = model;
  if (endpoints.length === 0) return "";
  const tables = gatewayTiers.flatMap((name) =>
    numbers(zones).map((number) => `        - !Ref ${id(name)}RouteTable${number}`),
  );
  // With the default, dual-stack names of the service leave the endpoint.
  const families = (addresses: string): string =>
    addresses === "ipv4"
      ? ""
      : `
      IpAddressType: ${addresses}
      DnsOptions: { DnsRecordIpType: ${addresses} }`;
  const blocks = endpoints.map(
    ({ service, addresses }) => `  ${id(service)}GatewayEndpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Vpc
      ServiceName: !Sub com.amazonaws.\${AWS::Region}.${service}
      VpcEndpointType: Gateway${families(addresses)}
      RouteTableIds:
${tables.join("\n")}`,
  );
  return ["  # --- gateway endpoints: free ---", ...blocks].join("\n\n");
}

export function interfaceEndpoints(model: NetworkModel): string {
  const { interfaceEndpoints: endpoints, endpointZones } = model;
  if (endpoints.length === 0) return "";
  const subnetsOf = (tier: string): string =>
    numbers(endpointZones)
      .map((number) => `        - !Ref ${id(tier)}Subnet${number}`)
      .join("\n");
  const blocks = endpoints.map(
    ({ name, serviceName, addresses, tier }) => `  ${id(name)}Endpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Vpc
      ServiceName: ${serviceName ?? `!Sub com.amazonaws.\${AWS::Region}.${name}`}
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
