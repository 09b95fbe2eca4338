import type { Ipv4GatewayId } from "./components.js";
import type { PathId } from "./flows.js";

interface EgressPath {
  readonly words: string;
  /** For lists: the kinds of NAT are one word. */
  readonly short: string;
  /** Whether whatever is sent over IPv4 can go there. */
  readonly isNat?: true;
}

/** What is called what, in the order in which a destination's paths are listed. */
const EGRESS_PATHS: Readonly<Record<PathId, EgressPath>> = {
  "internet-gateway": { words: "internet gateway, public IPv4", short: "public IPv4" },
  "nat-gateway-zonal": { words: "NAT gateway", short: "NAT", isNat: true },
  "nat-gateway-regional": { words: "regional NAT gateway", short: "NAT", isNat: true },
  "nat-provisioned-bandwidth": { words: "NAT gateway, provisioned bandwidth", short: "NAT" },
  "nat-instance": { words: "NAT instance", short: "NAT", isNat: true },
  "transit-gateway": { words: "transit gateway, central egress", short: "NAT", isNat: true },
  "egress-only-internet-gateway": { words: "egress-only internet gateway, IPv6", short: "IPv6" },
  "gateway-endpoint": { words: "gateway endpoint", short: "a gateway endpoint" },
  "interface-endpoint": { words: "interface endpoint", short: "an interface endpoint" },
  nat64: { words: "NAT64", short: "NAT64" },
  "outside-vpc": { words: "outside the VPC, by AWS", short: "AWS's own network" },
};

export const pathWords = (path: PathId): string => EGRESS_PATHS[path].words;
export const shortPathWords = (path: PathId): string => EGRESS_PATHS[path].short;

/** The paths that a shared IPv4 gateway makes, but for NAT64. */
export const NAT_PATHS: readonly PathId[] = (Object.keys(EGRESS_PATHS) as PathId[]).filter(
  (path) => EGRESS_PATHS[path].isNat,
);

/** The path that goes through each shared gateway. */
export const IPV4_GATEWAY_PATHS: Readonly<Record<Ipv4GatewayId, PathId>> = {
  "nat-gateway-zonal": "nat-gateway-zonal",
  "nat-gateway-zonal-single": "nat-gateway-zonal",
  "nat-gateway-regional": "nat-gateway-regional",
  "nat-instance": "nat-instance",
  "nat-instance-single": "nat-instance",
  "transit-gateway": "transit-gateway",
};
