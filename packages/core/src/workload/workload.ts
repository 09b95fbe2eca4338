import type { Service } from "../endpoint/types.js";
import type { CallCondition, ComputeKind } from "../facts/compute-kind.js";
import type { Exact } from "../price/exact.js";
import type { Support } from "../verdict/support.js";

/** Compute of one kind that is routed alike. */
export interface WorkloadCompute {
  /** Distinct in the workload. */
  readonly name: string;
  readonly kind: ComputeKind;
  /** Instances, tasks or nodes: each needs a public IPv4 address of its own, if any does. */
  readonly count: number;
  /** Features of the platform that it uses; they decide which calls the platform makes. */
  readonly uses: ReadonlySet<CallCondition>;
  /** GB of images and layers a month, over all that run. */
  readonly imageGbPerMonth: Exact;
}

/** Bytes of both directions: NAT gateways and endpoints charge either. */
interface Traffic {
  readonly gbPerMonth: Exact;
  /** Names of the compute that sends it. */
  readonly from: readonly string[];
}

export interface ServiceTraffic extends Traffic {
  readonly service: Service;
}

export interface HostTraffic extends Traffic {
  /** Lower case. */
  readonly host: string;
  /** What the file says of its AAAA record; `unknown`: nothing. */
  readonly ipv6: Support;
}

/** The two that have gateway endpoints. */
export const GATEWAY_SERVICES = ["s3", "dynamodb"] as const;
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
}

/** `per-az`: the loss of a zone leaves the others their egress; `single-az`: one exit for all will do. */
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
  readonly redundancy: Redundancy;
}

/** What is to be connected: the input of a plan. */
export interface Workload {
  readonly name: string;
  readonly region: string;
  /** Availability zones. */
  readonly zones: number;
  readonly compute: readonly WorkloadCompute[];
  readonly services: readonly ServiceTraffic[];
  readonly hosts: readonly HostTraffic[];
  readonly existing: ExistingNetwork | null;
  readonly constraints: Constraints;
}
