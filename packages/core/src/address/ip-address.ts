import ipaddr from "ipaddr.js";

// ipaddr.js finds out by throwing, which takes long beside a look at the characters.
const LIKE_IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
/** Two colons at least, and none by itself at the end: `3.5.140.2:443` is none. */
const LIKE_IPV6 = /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*(?<!(?:^|[^:]):)(?:%.*)?$/i;
const LONGEST_IPV6 = 100;

/** The four octets of an IPv4 address in dotted text; null when it is none. */
export function ipv4Octets(text: string): readonly number[] | null {
  if (!LIKE_IPV4.test(text)) return null;
  return ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text).toByteArray() : null;
}

/** The sixteen octets of an IPv6 address in any of the text forms of RFC 4291; null when it is none. */
export function ipv6Octets(text: string): readonly number[] | null {
  if (text.length > LONGEST_IPV6 || !LIKE_IPV6.test(text)) return null;
  if (!ipaddr.IPv6.isValid(text)) return null;
  return ipaddr.IPv6.parse(text).toByteArray();
}

/** Octets of either family; null for what is no address. */
export function addressOctets(text: string): readonly number[] | null {
  return text.includes(":") ? ipv6Octets(text) : ipv4Octets(text);
}

/** Whether an address begins with these octets, and these bits of the next one. */
export function isInPrefix(
  octets: readonly number[],
  prefix: readonly number[],
  bits: number,
): boolean {
  const whole = bits >> 3;
  for (let index = 0; index < whole; index++) {
    if (octets[index] !== prefix[index]) return false;
  }
  const rest = bits & 7;
  if (rest === 0) return true;
  const mask = (0xff << (8 - rest)) & 0xff;
  return ((octets[whole] ?? 0) & mask) === ((prefix[whole] ?? 0) & mask);
}

/** Whether an address lies in a range of its family. @param cidr such as `64:ff9b::/96` */
export function isInCidr(address: string, cidr: string): boolean {
  const octets = addressOctets(address);
  const [network, bits] = ipaddr.parseCIDR(cidr);
  const prefix = network.toByteArray();
  return octets?.length === prefix.length && isInPrefix(octets, prefix, bits);
}

/**
 * How far an address reaches: `global`, also through a NAT for IPv4 · `unique-local` fc00::/7 ·
 * `link-local` fe80::/10, 169.254.0.0/16 · `loopback` · `unknown` for what is no address.
 */
export type AddressScope = "global" | "unique-local" | "link-local" | "loopback" | "unknown";

export function addressScope(text: string): AddressScope {
  const ipv4 = ipv4Octets(text);
  if (ipv4 !== null) {
    if (ipv4[0] === 127) return "loopback";
    return ipv4[0] === 169 && ipv4[1] === 254 ? "link-local" : "global";
  }
  const ipv6 = ipv6Octets(text);
  if (ipv6 === null) return "unknown";
  const [first = 0, second = 0] = ipv6;
  if ((first & 0xfe) === 0xfc) return "unique-local";
  if (first === 0xfe && (second & 0xc0) === 0x80) return "link-local";
  return ipv6.slice(0, 15).every((octet) => octet === 0) ? "loopback" : "global";
}
