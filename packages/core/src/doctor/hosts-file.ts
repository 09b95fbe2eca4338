import { ipv4Octets, ipv6Octets } from "../address/ip-address.js";
import type { NameObservation, Outcome } from "../observation/outcome.js";

/** What a line of the hosts file says of one name. */
export interface HostsEntry {
  /** Lower case. */
  readonly name: string;
  readonly address: string;
  /** `/etc/hosts:7`. */
  readonly place: string;
}

/**
 * Reads a hosts file: address, then names, `#` begins a comment. Lines that are nothing of the kind are left
 * out, as the system does.
 * @source hosts(5)
 */
export function parseHostsFile(file: string, text: string): readonly HostsEntry[] {
  return text.split("\n").flatMap((line, index) => {
    const [address = "", ...names] = (line.split("#")[0] ?? "").trim().split(/\s+/);
    if (ipv4Octets(address) === null && ipv6Octets(address) === null) return [];
    const place = `${file}:${index + 1}`;
    return names.map((name) => ({ name: name.toLowerCase(), address, place }));
  });
}

/**
 * What programs get for a name that is in the hosts file: its addresses there, and DNS is not asked.
 * @returns null when it is not in it
 */
export function hostsObservation(
  entries: readonly HostsEntry[],
  name: string,
): NameObservation | null {
  const found = entries.filter((entry) => entry.name === name);
  const [first] = found;
  if (first === undefined) return null;
  const outcome = (isOfFamily: (address: string) => boolean): Outcome => {
    const addresses = found.map(({ address }) => address).filter(isOfFamily);
    const kind = addresses.length > 0 ? "answer" : "nodata";
    return { kind, addresses, cname: [], attempts: 0, resolver: first.place, ms: 0 };
  };
  const isIpv6 = (address: string) => address.includes(":");
  return { name, a: outcome((address) => !isIpv6(address)), aaaa: outcome(isIpv6) };
}
