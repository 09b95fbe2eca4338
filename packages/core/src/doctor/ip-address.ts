/** The four octets of an IPv4 address in dotted text; null when it is none. */
export function ipv4Octets(text: string): readonly number[] | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return null;
  const octets = parts.map(Number);
  return octets.every((octet) => octet <= 255) ? octets : null;
}

/** The sixteen octets of an IPv6 address in any of the text forms of RFC 4291; null when it is none. */
export function ipv6Octets(text: string): readonly number[] | null {
  const [address = ""] = text.split("%");
  const halves = address.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === "" ? [] : groupsOf(half)));
  if (head === undefined || head === null || tail === null) return null;
  if (tail === undefined) return head.length === 16 ? head : null;
  const missing = 16 - head.length - tail.length;
  if (missing < 2) return null;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

function groupsOf(text: string): readonly number[] | null {
  const octets: number[] = [];
  const groups = text.split(":");
  for (const [index, group] of groups.entries()) {
    const ipv4 = index === groups.length - 1 ? ipv4Octets(group) : null;
    if (ipv4 !== null) octets.push(...ipv4);
    else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      octets.push(value >> 8, value & 0xff);
    } else return null;
  }
  return octets;
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
