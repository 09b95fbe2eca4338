import type { PriceId } from "../price/price-id.js";
import type { Conflict, Provenance } from "./provenance.js";

export const EGRESS_OPTION_IDS = [
  "internet-gateway",
  "nat-instance",
  "nat-gateway-zonal",
  "nat-gateway-regional",
  "nat-provisioned-bandwidth",
  "egress-only-internet-gateway",
  "gateway-endpoint",
  "interface-endpoint",
  "nat64",
  "transit-gateway",
] as const;
export type EgressOptionId = (typeof EGRESS_OPTION_IDS)[number];

/** What the packets are: `nat64` is IPv6 from the workload, IPv4 to the destination. */
export const CARRIED = ["ipv4", "ipv6", "nat64"] as const;
export type Carried = (typeof CARRIED)[number];

/** What the charge is counted by. Hours and months are in the price; this says how many of them run. */
export const CHARGED_PER = [
  /** Each address in use, for as long as it is. */
  "public-ipv4",
  /** Each availability zone in which it is placed. */
  "az",
  /** Each availability zone in which there is something to serve. */
  "active-az",
  /** Each endpoint in each availability zone. */
  "endpoint-az",
  "instance",
  "attachment",
  "gbps",
  /** Each GB processed, in either direction. */
  "gb",
  /** Each GB that leaves its availability zone on the way, in each direction. */
  "cross-az-gb",
] as const;
export type ChargedPer = (typeof CHARGED_PER)[number];

export interface ListedCharge {
  readonly priceId: PriceId;
  readonly per: ChargedPer;
  /** How many of the unit of the price each counts for: GB of disk of an instance. Default 1. */
  readonly quantity: number;
}

/** A type of instance, and what of its bandwidth reaches the internet. */
export interface InstanceSize {
  readonly type: string;
  /** Of an hour, on demand. */
  readonly priceId: PriceId;
  /** What it carries for long. */
  readonly baselineMbitPerSecond: number;
  /** What it carries for minutes. */
  readonly burstMbitPerSecond: number;
  readonly memoryMib: number;
}

/** A public machine image, which is looked up by the account that publishes it and its name. */
export interface MachineImage {
  readonly product: string;
  readonly owner: string;
  /** A pattern, before the architecture. */
  readonly name: string;
  /** The same of those that translate IPv6 to IPv4, too. */
  readonly nat64Name: string;
  readonly notes: readonly string[];
  readonly nat64Notes: readonly string[];
  /** Where it is published; a copy of it does not leave the partition. */
  readonly regions: readonly string[];
  readonly regionsSource: string;
  readonly source: string;
  readonly asOf: string;
}

/** One egress option: what it carries, where to, and what AWS charges for it. */
export interface EgressOption extends Provenance {
  readonly id: EgressOptionId;
  readonly name: string;
  readonly carries: readonly Carried[];
  /** `internet`: any host; `aws-services`: services that offer such an endpoint; else CLI names. */
  readonly reaches: "internet" | "aws-services" | readonly string[];
  /** Of those CLI names, the ones that it carries IPv6 to; absent: whatever it carries, to all. */
  readonly reachesOverIpv6?: readonly string[] | undefined;
  readonly isManaged: boolean;
  /** Whether what leaves keeps private addresses: nothing can connect in. */
  readonly isPrivate: boolean;
  /** Of instances: the public machine image that does it; absent: it is AWS's own. */
  readonly image?: MachineImage | undefined;
  readonly charges: readonly ListedCharge[];
  /** Of instances, from the cheapest to the dearest; absent: it has no size to choose. */
  readonly sizes?: readonly InstanceSize[] | undefined;
  readonly constraints: readonly string[];
  /** What to know besides where one serves all zones. */
  readonly constraintsIfSingle?: readonly string[] | undefined;
  /** The day it became available; `null`: before 2024. */
  readonly since: string | null;
  readonly conflicts: readonly Conflict[];
}
