import type { GatewayService } from "../workload/workload.js";
import type { NatImage } from "./nat-image.js";

/** Where IPv4 leaves a tier to. */
export type Ipv4RouteTarget =
  | "internet-gateway"
  | "nat-gateway"
  | "regional-nat-gateway"
  | "nat-instance"
  | "transit-gateway";

/** Subnets that are routed alike, one in each zone: of one compute, or of endpoints. */
export interface SubnetTier {
  /** Lower case words, distinct: `web`, `batch-jobs`. */
  readonly name: string;
  /** Letters and digits, distinct, too: `Web`, `BatchJobs`. */
  readonly logicalId: string;
  readonly subnets: "ipv4" | "dual-stack" | "ipv6-only";
  /** `null`: no IPv4 leaves. */
  readonly ipv4Target: Ipv4RouteTarget | null;
  /** Whether IPv6 leaves; endpoints send nothing. */
  readonly hasIpv6Route: boolean;
  /** What translates IPv6 to IPv4; `null`: nothing. */
  readonly nat64Target: "nat-gateway" | "nat-instance" | null;
  readonly hasNat64: boolean;
  /** Position of its first subnet among all of the VPC. */
  readonly firstSubnet: number;
}

/** Of an endpoint: no more than its senders need, since AWS refuses what a service does not take. */
export type Addresses = "ipv4" | "ipv6" | "dualstack";

export interface GatewayEndpoint {
  readonly service: GatewayService;
  /** Other than `ipv4`, its DNS records are of these families, too: the plain name then leads to it over IPv6. */
  readonly addresses: Addresses;
}

export interface InterfaceEndpoint {
  /** After `com.amazonaws.REGION.`. */
  readonly name: string;
  /** The whole name of its service, where it does not begin with `com.amazonaws.REGION.` */
  readonly serviceName?: string;
  readonly addresses: Addresses;
  /** The tier whose subnets hold it: `ipv6` must be in IPv6-only ones, `dualstack` in dual-stack ones. */
  readonly tier: string;
}

/** The VPC of a design, before it is written in a language. */
export interface NetworkModel {
  readonly name: string;
  readonly region: string;
  /** What the file is, in sentences for its head. */
  readonly notes: readonly string[];
  readonly zones: number;
  /** Names or ids of the zones; `null`: the first of the account that are open to all. */
  readonly zoneNames: readonly string[] | null;
  readonly hasIpv6: boolean;
  readonly tiers: readonly SubnetTier[];
  /** Zones that have a NAT gateway, or a NAT instance, in a public subnet: from 0. */
  readonly natGatewayZones: number;
  readonly natInstanceZones: number;
  readonly natInstanceType: string;
  /** `null`: there are no NAT instances. */
  readonly natImage: NatImage | null;
  /** Whether they are spot instances, which AWS stops and starts again by its capacity. */
  readonly areNatInstancesSpot: boolean;
  /** Whether the NAT instances translate IPv6 to IPv4, too. */
  readonly doInstancesNat64: boolean;
  readonly hasRegionalNat: boolean;
  readonly hasTransitGateway: boolean;
  readonly hasInternetGateway: boolean;
  /** Position of the first public subnet among all of the VPC. */
  readonly firstPublicSubnet: number;
  /** Position of the block that small subnets of the transit gateway attachment share. */
  readonly attachmentBlock: number;
  readonly subnetCount: number;
  /** The bits by which the VPC's block is split: 4 makes 16 subnets. */
  readonly subnetBits: number;
  readonly gatewayEndpoints: readonly GatewayEndpoint[];
  /** Names of the tiers whose traffic goes over them. */
  readonly gatewayTiers: readonly string[];
  readonly interfaceEndpoints: readonly InterfaceEndpoint[];
  /** In how many zones each of them is. */
  readonly endpointZones: number;
  readonly settings: readonly string[];
  /** What changes in the VPC that is there; `null`: the file makes a VPC of its own. */
  readonly additions: VpcAdditions | null;
}

/** Something of AWS that is there: by the id that the workload gives, or by one that the file asks for. */
export type Given =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "parameter"; readonly parameter: Parameter };

export interface Parameter {
  /** Lower case words: `web-route-table-1`. */
  readonly name: string;
  readonly logicalId: string;
  readonly of: "vpc" | "subnet" | "text";
  readonly description: string;
}

export type AddedTarget =
  | { readonly kind: "given"; readonly property: TargetProperty; readonly to: Given }
  /** What the file makes; `number` counts zones from 1. */
  | { readonly kind: "egress-only-gateway" }
  | { readonly kind: "regional-nat-gateway" }
  | { readonly kind: "nat-gateway" | "nat-instance"; readonly number: number };

export type TargetProperty =
  | "internet-gateway"
  | "nat-gateway"
  | "egress-only-gateway"
  | "transit-gateway"
  | "network-interface";

export interface AddedRoute {
  /** Distinct: `1-ipv4`, of the first route table. */
  readonly name: string;
  readonly table: Given;
  readonly destination: string;
  readonly target: AddedTarget;
  /** What a route to the same destination leads to now; `null`: there is none, or it is not known. */
  readonly replaces: string | null;
}

/** Something made in one zone. */
export interface AddedInZone {
  readonly number: number;
  /** For names: `use1-az1`, else the number. */
  readonly zone: string;
  readonly publicSubnet: Given;
}

/** Parts of a design that can be written alone, as a step of the way to it makes them. */
export const NETWORK_PARTS = ["nat-instances"] as const;
export type NetworkPart = (typeof NETWORK_PARTS)[number];

/** What a design changes in a VPC that is there. */
export interface VpcAdditions {
  /** The part of the design that alone is made; `null`: all of it. */
  readonly part: NetworkPart | null;
  readonly vpc: Given;
  /** As the workload says; `null`: looked up, or asked for. */
  readonly cidr: string | null;
  readonly ipv6Cidr: string | null;
  readonly parameters: readonly Parameter[];
  readonly hasNewIpv6Block: boolean;
  readonly hasNewEgressOnlyGateway: boolean;
  readonly natGateways: readonly AddedInZone[];
  readonly natInstances: readonly AddedInZone[];
  readonly hasRegionalNat: boolean;
  readonly attachment: {
    readonly transitGateway: Given;
    readonly subnets: readonly Given[];
  } | null;
  readonly routes: readonly AddedRoute[];
  readonly gatewayEndpoints: readonly {
    readonly service: GatewayService;
    readonly addresses: Addresses;
    readonly tables: readonly Given[];
  }[];
  readonly interfaceEndpoints: readonly {
    readonly name: string;
    readonly serviceName?: string;
    readonly addresses: Addresses;
    readonly subnets: readonly Given[];
  }[];
  /** What is to be done where the parts that are there are managed, in sentences. */
  readonly todo: readonly string[];
}
