import { firstFree, pascalCase } from "../distinct-names.js";
import type { NetworkModel } from "../network-parts.js";
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
    ({ service, addresses }) => `  ${gatewayEndpointId(service)}:
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
  return `  # --- interface endpoints: charged for each, in each zone ---
${zonesOfServices(region)}

${blocks.join("\n\n")}

${endpointSecurityGroup({ ...VPC_OF_STACK, ipv6Cidr: model.hasIpv6 ? VPC_OF_STACK.ipv6Cidr : null })}`;
}

/** The VPC that the endpoints are in, in expressions. */
export interface VpcWords {
  readonly id: string;
  readonly cidr: string;
  /** `null`: it has none. */
  readonly ipv6Cidr: string | null;
  /** What gives it IPv6, where the template does. */
  readonly ipv6From: string | null;
}

export const VPC_OF_STACK: VpcWords = {
  id: "!Ref Vpc",
  cidr: "!Ref VpcCidr",
  ipv6Cidr: "!Select [0, !GetAtt Vpc.Ipv6CidrBlocks]",
  ipv6From: "VpcIpv6",
};

export function endpointSecurityGroup({ id, cidr, ipv6Cidr, ipv6From }: VpcWords): string {
  const isAfter = ipv6Cidr !== null && ipv6From !== null;
  const overIpv6 = `
        - Description: HTTPS from the VPC, IPv6
          IpProtocol: tcp
          FromPort: 443
          ToPort: 443
          CidrIpv6: ${ipv6Cidr}`;
  return `  EndpointSecurityGroup:
    Type: AWS::EC2::SecurityGroup${isAfter ? `\n    DependsOn: ${ipv6From}` : ""}
    Properties:
      GroupDescription: Interface endpoints
      VpcId: ${id}
      SecurityGroupIngress:
        - Description: HTTPS from the VPC
          IpProtocol: tcp
          FromPort: 443
          ToPort: 443
          CidrIp: ${cidr}${ipv6Cidr === null ? "" : overIpv6}
${nameTag("endpoints")}`;
}

export const gatewayEndpointId = (service: string): string =>
  `${pascalCase(service)}GatewayEndpoint`;

export const zonesOfServices = (region: string): string =>
  `  # A service may lack a zone, and AWS then refuses its endpoint there. This lists the zones of each service:
  # aws ec2 describe-vpc-endpoint-services --region ${region} --filters Name=service-type,Values=Interface --query "ServiceDetails[].[ServiceName,AvailabilityZones]"`;

/** `ecr.api` → `EcrApiEndpoint`; distinct for names that differ only in what an id lacks. */
export function endpointIds(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => firstFree(`${pascalCase(name)}Endpoint`, "x", taken));
}
