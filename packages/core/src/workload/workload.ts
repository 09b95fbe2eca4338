import type { Service } from "../endpoint/types.js";
import type { CallCondition, ComputeKind, SubnetKind } from "../facts/compute-kind.js";
import type { Exact } from "../price/exact.js";
import type { PriceFamily } from "../price/price-family.js";
import type { Support } from "../verdict/support.js";
import type { Evidence } from "./evidence.js";
import type { Volume } from "./volume.js";

/** Compute of one kind that is routed alike. */
export interface WorkloadCompute {
  /** Distinct in the workload. */
  readonly name: string;
  readonly kind: ComputeKind;
  /** Instances, tasks or nodes: each needs a public IPv4 address of its own, if any does. */
  readonly count: number;
  /** There may be more: what runs is not known. */
  readonly isCountOpen: boolean;
  /** Features of the platform that it uses; they decide which calls the platform makes. */
  readonly uses: ReadonlySet<CallCondition>;
  /** GB of images and layers a month, over all that run. */
  readonly imageGbPerMonth: Exact;
  readonly evidence: readonly Evidence[];
}

/** Bytes of both directions: NAT gateways and endpoints charge either. */
export interface Traffic {
  /** Of a month, both directions together. */
  readonly volume: Volume;
  /** The parts of it that come in and go out. */
  readonly inbound: Volume;
  readonly outbound: Volume;
  /** Over how many days it was measured; `null`: not measured, or not said. */
  readonly windowDays: number | null;
  /** What goes there at most; `null`: not said. */
  readonly peakMbitPerSecond: number | null;
  /** Names of the compute that sends it. */
  readonly from: readonly string[];
  /** The first says where the volume comes from; none: somebody wrote it by hand. */
  readonly evidence: readonly Evidence[];
}

export interface ServiceTraffic extends Traffic {
  readonly service: Service;
  /** Where it is called; `null`: in the region of the workload. */
  readonly region: string | null;
  /** Of a service whose data stay in the VPC: whether these are calls of its API instead of connections. */
  readonly isApi: boolean;
  /** Whether the platform calls by itself, such as the log driver of a task, and no code. */
  readonly isByPlatform: boolean;
  /** The host by which the file names it; left out: it names the service. */
  readonly writtenAs?: string;
}

/** What flows calls the destination of bytes that it has no name for. */
export const UNATTRIBUTED = "unattributed";

/** A destination that is no AWS service, by what is known of it. */
export type HostDestination =
  /** Lower case. */
  | { readonly kind: "host"; readonly host: string }
  /** An address, or a prefix in CIDR notation. */
  | { readonly kind: "prefix"; readonly prefix: string; readonly family: "ipv4" | "ipv6" }
  | { readonly kind: "unattributed" };

export interface HostTraffic extends Traffic {
  readonly to: HostDestination;
  /** What the file says of its AAAA record; `unknown`: nothing. */
  readonly ipv6: Support;
}

/** `api.github.com`, `203.0.113.0/24`, `unattributed` */
export function hostText(to: HostDestination): string {
  switch (to.kind) {
    case "host":
      return to.host;
    case "prefix":
      return to.prefix;
    case "unattributed":
      return UNATTRIBUTED;
  }
}

/** Those that have gateway endpoints; `s3express` is that of S3's directory buckets. */
export const GATEWAY_SERVICES = ["s3", "dynamodb", "s3express"] as const;
export type GatewayService = (typeof GATEWAY_SERVICES)[number];

/** What there is today, for comparison; `null`: the workload file does not say. */
export interface ExistingNetwork {
  readonly natGateways: number;
  readonly publicIpv4: number;
  /** After `com.amazonaws.REGION.`, such as `ecr.api`. */
  readonly interfaceEndpoints: readonly string[];
  readonly gatewayEndpoints: readonly GatewayService[];
  /** A transit gateway with NAT gateways behind it that others pay for. */
  readonly hasCentralEgress: boolean;
  readonly vpc: ExistingVpc | null;
  readonly subnets: readonly ExistingSubnet[];
  readonly routeTables: readonly ExistingRouteTable[];
  readonly routes: readonly ExistingRoute[];
  readonly evidence: readonly Evidence[];
}

/** What is `null` is not said. */
export interface ExistingVpc {
  readonly id: string | null;
  readonly cidr: string | null;
  readonly ipv6Cidr: string | null;
}

export interface ExistingSubnet {
  readonly id: string;
  readonly kind: Exclude<SubnetKind, "none">;
  /** The id or name of its zone; `null`: not said. */
  readonly zone: string | null;
  readonly routeTable: string | null;
  readonly cidr: string | null;
  readonly ipv6Cidr: string | null;
  /** Names of the compute in it; none: not said. */
  readonly compute: readonly string[];
}

export interface ExistingRouteTable {
  readonly id: string;
  /** Whether subnets without a route table of their own have it. */
  readonly isMain: boolean;
  readonly subnets: readonly string[];
}

export interface ExistingRoute {
  readonly routeTable: string;
  /** A CIDR block, or the id of a prefix list. */
  readonly destination: string;
  /** The id of a gateway, endpoint or interface. */
  readonly target: string;
}

/** `per-az`: the loss of a zone leaves the others their egress; `single-az`: one gateway for all will do. */
export const REDUNDANCIES = ["per-az", "single-az"] as const;
export type Redundancy = (typeof REDUNDANCIES)[number];

export interface Constraints {
  /** Nowhere, not even on a NAT gateway. */
  readonly noPublicIpv4: boolean;
  readonly noIpv6: boolean;
  /** Nothing may have a public address of its own. */
  readonly mustBePrivate: boolean;
  /** No NAT instance. */
  readonly mustBeManaged: boolean;
  /** CLI names of services whose traffic may not leave over the internet: endpoints only. */
  readonly privateServices: ReadonlySet<string>;
  readonly budgetUsdPerMonth: Exact | null;
  /** Partners allow addresses: what leaves must keep fixed ones. */
  readonly stableEgressAddresses: boolean;
  /** Hosts of which that holds alone, as they are called in `hosts`. */
  readonly stableEgressHosts: ReadonlySet<string>;
  readonly redundancy: Redundancy;
}

/** What is to be connected: the input of a plan. */
export interface Workload {
  readonly name: string;
  readonly region: string;
  /** Availability zones. */
  readonly zones: number;
  /** As the file has them; `null`: it only counts them. */
  readonly zoneNames: readonly string[] | null;
  readonly compute: readonly WorkloadCompute[];
  readonly services: readonly ServiceTraffic[];
  readonly hosts: readonly HostTraffic[];
  readonly existing: ExistingNetwork | null;
  readonly constraints: Constraints;
  /** What leaves the VPC at most, together; `null`: not said. */
  readonly peakMbitPerSecond: number | null;
  /** How long compute runs each day; `null`: around the clock. */
  readonly hoursPerDay: Exact | null;
  /** How many VPCs would share a central egress: this one, and the others. */
  readonly sharedByVpcs: number;
  /** Off the prices of each family. */
  readonly discountPercent: Readonly<Record<PriceFamily, Exact>>;
  /** Off the on-demand price of NAT instances, which then run as spot instances; `null`: they run on demand. */
  readonly spotDiscountPercent: Exact | null;
  /** What a change costs once; `null`: not said. */
  readonly oneTimeUsd: Exact | null;
  /** Somebody says that nothing is missing: no compute, no destination. */
  readonly isComplete: boolean;
  /** Of the region and the zones. */
  readonly evidence: readonly Evidence[];
}
