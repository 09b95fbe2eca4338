import type { FlowMode } from "@egress6/core/flow/flow-mode";

/** What an engine needs to know of the network and of the question. Plain data: it goes to other threads. */
export interface FlowRules {
  /** Seconds since the epoch: records that start at or after it count; null: all. */
  readonly from: number | null;
  /** Records that start before it count. */
  readonly to: number | null;
  /** Takes the place of what the fields offer: null as a rule. */
  readonly mode: FlowMode | null;
  /** Ids of the interfaces of NAT gateways, and of regional gateways themselves; null: to be inferred. */
  readonly natInterfaces: readonly string[] | null;
  /** Private addresses of NAT gateways. */
  readonly natAddresses: readonly string[];
  /** Interfaces that carry what others send: gateways, endpoints, attachments. */
  readonly carriers: readonly string[];
  /** IPv4 ranges of the VPCs, in order, without overlaps; what lies in none is outside. */
  readonly segments: readonly AddressSegment[];
  /** The fields of files without a header; null: those of version 2. */
  readonly format: readonly string[] | null;
}

/** `routed`: of subnets whose default route may lead to a NAT gateway. */
interface AddressSegment {
  readonly first: number;
  readonly last: number;
  readonly kind: "vpc" | "routed";
}
