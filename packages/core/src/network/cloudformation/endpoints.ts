import type { NetworkModel } from "../network-model.js";
import { firstFree, pascalCase } from "../network-model.js";
import { idOfTier, nameTag, numbers } from "./words.js";

export function gatewayEndpoints(model: NetworkModel): string {
  const { gatewayEndpoints: endpoints, gatewayTiers, tiers, zones } = model;
  if (endpoints.length === 0) return "";
  const tables = gatewayTiers.flatMap((name) =>
    numbers(zones).map((number) => `        - !Ref ${idOfTier(name, tiers)}RouteTable${number}`),
  );
  // With the default, dual-stack names of the service leave the endpoint.
  const families = (addresses: string): string =>
    addresses === "ipv4"
      ? ""
      : `
      IpAddressType: ${addresses}
      DnsOptions: { DnsRecordIpType: ${addresses} }`;
  const blocks = endpoints.map(
    ({ service, addresses }) => `  ${pascalCase(service)}GatewayEndpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Vpc
      ServiceName: !Sub com.amazonaws.\${AWS::Region}.${service}
      VpcEndpointType: Gateway${families(addresses)}
      RouteTableIds:
${tables.join("\n")}
${nameTag(service)}`,
  );
  return ["  # --- gateway endpoints: free ---", ...blocks].join("\n\n");
}

export function interfaceEndpoints(model: NetworkModel): string {
  const { interfaceEndpoints: endpoints, endpointZones, region, tiers } = model;
  if (endpoints.length === 0) return "";
  const subnetsOf = (tier: string): string =>
    numbers(endpointZones)
      .map((number) => `        - !Ref ${idOfTier(tier, tiers)}Subnet${number}`)
      .join("\n");
  const ids = endpointIds(endpoints.map(({ name }) => name));
  const blocks = endpoints.map(
    ({ name, serviceName, addresses, tier }, index) => `  ${ids[index]}:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Vpc
      ServiceName: ${serviceName === undefined ? `!Sub com.amazonaws.\${AWS::Region}.${name}` : serviceName}
      VpcEndpointType: Interface
      IpAddressType: ${addresses}
      DnsOptions: { DnsRecordIpType: ${addresses} }
      PrivateDnsEnabled: true
      SubnetIds:
${subnetsOf(tier)}
      SecurityGroupIds: [!Ref EndpointSecurityGroup]
${nameTag(name)}`,
  );
  const overIpv6 = `
        - Description: HTTPS from the VPC, IPv6
          IpProtocol: tcp
          FromPort: 443
          ToPort: 443
          CidrIpv6: !Select [0, !GetAtt Vpc.Ipv6CidrBlocks]`;
  return `  # --- interface endpoints: charged for each, in each zone ---
  # A service may lack a zone, and AWS then refuses its endpoint there. This lists the zones of each service:
  # aws ec2 describe-vpc-endpoint-services --region ${region} --filters Name=service-type,Values=Interface --query "ServiceDetails[].[ServiceName,AvailabilityZones]"

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
          CidrIp: !Ref VpcCidr${model.hasIpv6 ? overIpv6 : ""}
${nameTag("endpoints")}`;
}

/** `ecr.api` → `EcrApiEndpoint`; distinct for names that differ only in what an id lacks. */
export function endpointIds(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => firstFree(`${pascalCase(name)}Endpoint`, "x", taken));
}
