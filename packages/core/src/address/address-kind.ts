import ipaddr from "ipaddr.js";
import { addressOctets, isInPrefix } from "./ip-address.js";

/**
 * Whether an address in a DNS answer can be a host on the internet.
 *
 * - `internet`: global unicast, outside all special-purpose ranges
 * - `private`: RFC 1918, RFC 6598, unique local (RFC 4193): a network's own host
 * - `special`: everything else: unspecified, loopback, link-local, mapped, documentation, 6to4, the
 *   NAT64 prefixes that are reserved for it, what is no address at all
 *
 * @source IANA IPv4 and IPv6 Special-Purpose Address Registries, read 2026-11-30
 */
export type AddressKind = "internet" | "private" | "special";

export function addressKind(text: string): AddressKind {
  const octets = addressOctets(text);
  if (octets === null) return "special";
  const ranges = octets.length === 4 ? IPV4 : IPV6;
  if (isInAny(octets, ranges.private)) return "private";
  if (ranges.unicast !== null && !isInAny(octets, ranges.unicast)) return "special";
  return isInAny(octets, ranges.special) ? "special" : "internet";
}

/** A prefix of addresses, ready to compare with. */
export interface AddressRange {
  readonly prefix: readonly number[];
  readonly bits: number;
}

export function rangesOf(...cidrs: readonly string[]): readonly AddressRange[] {
  return cidrs.map((cidr) => {
    const [address, bits] = ipaddr.parseCIDR(cidr);
    return { prefix: address.toByteArray(), bits };
  });
}

/** Whether an address lies in one of these ranges, which are of its family. */
export function isInAny(octets: readonly number[], ranges: readonly AddressRange[]): boolean {
  return ranges.some(({ prefix, bits }) => isInPrefix(octets, prefix, bits));
}

const IPV4 = {
  private: rangesOf("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
  unicast: null,
  special: rangesOf(
    "0.0.0.0/8",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/3",
  ),
};

const IPV6 = {
  private: rangesOf("fc00::/7"),
  unicast: rangesOf("2000::/3"),
  special: rangesOf("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
};
