import type { Resource } from "./resource.js";
import type { AuditValue } from "./value.js";

/** What is known of something; `missing` names what would have to be known. */
export type AuditAnswer =
  | { readonly is: "yes" }
  | { readonly is: "no" }
  | { readonly is: "unknown"; readonly missing: string };

/** The network that the resources make, as rules look at it. Everything keeps the resource it comes from. */
export interface Network {
  readonly vpcs: readonly AuditVpc[];
  /** Those of which no file says the VPC are here, too. */
  readonly subnets: readonly AuditSubnet[];
  readonly routeTables: readonly AuditRouteTable[];
  readonly natGateways: readonly AuditNatGateway[];
  readonly egressOnlyGateways: readonly AuditGateway[];
  readonly endpoints: readonly AuditEndpoint[];
  readonly securityGroups: readonly AuditSecurityGroup[];
  readonly networkAcls: readonly AuditNetworkAcl[];
  readonly computes: readonly AuditCompute[];
}

export interface AuditVpc {
  readonly resource: Resource;
  readonly ipv6: AuditAnswer;
  readonly subnets: readonly AuditSubnet[];
  readonly routeTables: readonly AuditRouteTable[];
  readonly natGateways: readonly AuditNatGateway[];
  readonly egressOnlyGateways: readonly AuditGateway[];
  readonly endpoints: readonly AuditEndpoint[];
  /** A default route of a table leads to a transit gateway or the like: egress is elsewhere. */
  readonly hasCentralEgress: AuditAnswer;
}

/** The VPC of a thing: one of the files, or one that only its name is known of. */
export type VpcLink =
  | { readonly kind: "vpc"; readonly vpc: Resource }
  | { readonly kind: "unknown"; readonly missing: string };

export interface AuditSubnet {
  readonly resource: Resource;
  readonly vpc: VpcLink;
  readonly ipv4: AuditAnswer;
  readonly ipv6: AuditAnswer;
  readonly assignsIpv6: AuditAnswer;
  readonly mapsPublicIpv4: AuditAnswer;
  readonly dns64: AuditAnswer;
  readonly zone: AuditValue | undefined;
  /** Null: no file says which. */
  readonly routeTable: AuditRouteTable | null;
  /** Its default route over IPv4 leads to an internet gateway. */
  readonly isPublic: AuditAnswer;
}

export const ROUTE_TARGETS = [
  "internet-gateway",
  "nat-gateway",
  "egress-only-gateway",
  "transit-gateway",
  "instance",
  "peering",
  "vpc-endpoint",
  "virtual-gateway",
  "other",
  "unknown",
] as const;
export type RouteTargetKind = (typeof ROUTE_TARGETS)[number];

export interface AuditRoute {
  /** The resource, or the table that has it inline. */
  readonly resource: Resource;
  readonly line: number | null;
  readonly family: "ipv4" | "ipv6" | "unknown";
  /** `0.0.0.0/0`, normalised; null: not known, or a prefix list. */
  readonly destination: string | null;
  readonly isDefault: AuditAnswer;
  readonly target: RouteTargetKind;
  /** The gateway, where it is one of the files. */
  readonly targetResource: Resource | null;
}

export interface AuditRouteTable {
  readonly resource: Resource;
  readonly vpc: VpcLink;
  readonly routes: readonly AuditRoute[];
  /** There may be routes that no file shows, such as of a dynamic block over something unknown. */
  readonly mayHaveMore: AuditAnswer;
  readonly subnets: readonly Resource[];
}

export interface AuditNatGateway {
  readonly resource: Resource;
  readonly vpc: VpcLink;
  /** A private one needs no address and leads to other networks only. */
  readonly isPublic: AuditAnswer;
  readonly subnet: Resource | null;
}

export interface AuditGateway {
  readonly resource: Resource;
  readonly vpc: VpcLink;
}

export interface AuditEndpoint {
  readonly resource: Resource;
  readonly vpc: VpcLink;
  readonly type: "gateway" | "interface" | "other" | "unknown";
  /** After `com.amazonaws.REGION.`: `ecr.dkr`; null: not known. */
  readonly service: string | null;
  /** As written. */
  readonly serviceName: string | null;
  /** Of an interface endpoint; null: not known how many. */
  readonly subnetCount: number | null;
  readonly subnets: readonly Resource[];
  readonly routeTables: readonly Resource[];
  /** `dualstack`, `ipv6`, `ipv4`; null: not said. */
  readonly ipAddressType: string | null;
  readonly isConditional: boolean;
}

export interface AuditRule {
  readonly resource: Resource;
  readonly line: number | null;
  /** Normalised: `::/0`, also where `0::/0` was written. */
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
  /** As written, of those that were normalised. */
  readonly written: readonly string[];
  /** Security groups and prefix lists. */
  readonly hasOther: boolean;
  /** Names of what was missing in its destinations. */
  readonly missing: readonly string[];
  readonly protocol: string | null;
  readonly fromPort: number | null;
  readonly toPort: number | null;
}

export interface AuditSecurityGroup {
  readonly resource: Resource;
  readonly vpc: VpcLink;
  readonly egress: readonly AuditRule[];
  /**
   * What holds where no rule stands: CloudFormation keeps AWS's default, which lets all IPv4 and IPv6 out;
   * Terraform removes it.
   */
  readonly withoutRules: "all" | "nothing";
  /** Rules may stand elsewhere: the id leaves the module, or a rule's group is not known. */
  readonly mayHaveMore: AuditAnswer;
}

export interface AuditAclEntry {
  readonly resource: Resource;
  readonly line: number | null;
  readonly direction: "egress" | "ingress" | "unknown";
  readonly family: "ipv4" | "ipv6" | "unknown";
  readonly isAllow: AuditAnswer;
  readonly cidr: string | null;
  readonly protocol: string | null;
  readonly fromPort: number | null;
  readonly toPort: number | null;
}

export interface AuditNetworkAcl {
  readonly resource: Resource;
  readonly vpc: VpcLink;
  readonly entries: readonly AuditAclEntry[];
  readonly subnets: readonly Resource[];
  readonly mayHaveMore: AuditAnswer;
}

/** How what runs reaches hosts that have IPv4 only. */
export type Ipv4Path =
  | { readonly kind: "nat" | "public-ip" | "central" | "none" | "not-in-vpc" }
  | { readonly kind: "unknown"; readonly missing: string };

export interface AuditCompute {
  readonly resource: Resource;
  /** As `data/compute-kinds.json` has it: `lambda`, `ecs-fargate`, `eks-ipv4`. Null: not known which. */
  readonly platform: string | null;
  readonly isInVpc: AuditAnswer;
  readonly vpc: VpcLink | null;
  /** Empty where none is known. */
  readonly subnets: readonly AuditSubnet[];
  /** All of its subnets are among `subnets`. */
  readonly knowsSubnets: AuditAnswer;
  readonly hasIpv6Subnets: AuditAnswer;
  readonly isIpv6Only: AuditAnswer;
  readonly securityGroups: readonly Resource[];
  readonly asksPublicIpv4: AuditAnswer;
  readonly ipv4Path: Ipv4Path;
  /** Endpoint services of PrivateLink in its VPC: `logs`, `ecr.dkr`, `s3`. */
  readonly endpointServices: readonly string[];
  /** Of an ECS service. */
  readonly taskDefinition: Resource | null;
}
