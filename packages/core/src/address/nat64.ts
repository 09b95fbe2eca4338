import { ipv6Octets, isInCidr, isInPrefix } from "./ip-address.js";

/** Of `ipv4only.arpa`, whose AAAA therefore show the DNS64 that made them up (RFC 7050). */
const TEST_ADDRESSES = ["192.0.0.170", "192.0.0.171"];

/** The lengths of RFC 6052, longest first; octet 8 stays zero, so the IPv4 address goes around it. */
const PREFIX_OCTETS = [12, 8, 7, 6, 5, 4];

/** The octets that all addresses made by one DNS64 begin with. */
export type Nat64Prefix = readonly number[];

/** The prefix from which DNS64 made this address of `ipv4only.arpa`; null when it is not of that kind. */
export function nat64PrefixOf(testAddress: string): Nat64Prefix | null {
  return nat64PrefixEmbedding(testAddress, TEST_ADDRESSES);
}

/** The prefix with which DNS64 would make this address of one of these IPv4 addresses; null when it could not. */
export function nat64PrefixEmbedding(
  address: string,
  ipv4Addresses: readonly string[],
): Nat64Prefix | null {
  const octets = ipv6Octets(address);
  if (octets === null) return null;
  const length = PREFIX_OCTETS.find((candidate) => {
    const embedded = embeddedIpv4(octets, candidate);
    return embedded !== null && ipv4Addresses.includes(embedded);
  });
  return length === undefined ? null : octets.slice(0, length);
}

const WELL_KNOWN = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
const LOCAL_USE = [0, 0x64, 0xff, 0x9b, 0, 1];

/** Whether an address lies where NAT64 is: in 64:ff9b::/96, 64:ff9b:1::/48 (RFC 8215), or one of these prefixes. */
export function isNat64Address(address: string, prefixes: readonly Nat64Prefix[]): boolean {
  // Most addresses are those of hosts, and there are many.
  if (prefixes.length === 0 && /^[23]/.test(address)) return false;
  const octets = ipv6Octets(address);
  if (octets === null) return false;
  return [WELL_KNOWN, LOCAL_USE, ...prefixes].some((prefix) =>
    isInPrefix(octets, prefix, 8 * prefix.length),
  );
}

/** The only prefix from which the DNS64 of a VPC makes addresses. */
export const WELL_KNOWN_PREFIX = "64:ff9b::/96";
const LOCAL_USE_PREFIX = "64:ff9b:1::/48";

/**
 * The NAT64 prefix of an address that DNS64 synthesized.
 * @param found prefixes that resolvers were found to use, such as `2001:67c:2b0::/96`
 * @returns the first of these that it lies in, else one of those reserved for NAT64; null for any other address
 */
export function nat64PrefixAround(address: string, found: readonly string[]): string | null {
  const prefixes = [...found, WELL_KNOWN_PREFIX, LOCAL_USE_PREFIX];
  return prefixes.find((prefix) => isInCidr(address, prefix)) ?? null;
}

/** As RFC 6052, section 2.2, draws it. */
function embeddedIpv4(octets: readonly number[], prefixOctets: number): string | null {
  if (prefixOctets < 12 && octets[8] !== 0) return null;
  const after = octets.slice(prefixOctets).filter((_, index) => prefixOctets + index !== 8);
  const ipv4 = after.slice(0, 4);
  return ipv4.length === 4 ? ipv4.join(".") : null;
}

/** `64:ff9b::/96`. */
export function nat64PrefixText(prefix: Nat64Prefix): string {
  const groups = Array.from({ length: Math.ceil(prefix.length / 2) }, (_, index) =>
    (((prefix[2 * index] ?? 0) << 8) | (prefix[2 * index + 1] ?? 0)).toString(16),
  );
  while (groups.at(-1) === "0") groups.pop();
  return `${groups.join(":")}::/${8 * prefix.length}`;
}
