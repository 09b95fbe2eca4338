import { ipv4Octets, ipv6Octets } from "../address/ip-address.js";
import type { NameObservation, Outcome } from "../observation/outcome.js";

/** What DNS need not be asked: an address in the place of a name, and `localhost`; null for all others. */
export function literalObservation(hostname: string): NameObservation | null {
  if (hostname === "localhost") return observation(hostname, ["127.0.0.1"], ["::1"]);
  if (ipv4Octets(hostname) !== null) return observation(hostname, [hostname], []);
  return ipv6Octets(hostname) === null ? null : observation(hostname, [], [hostname]);
}

function observation(
  name: string,
  ipv4: readonly string[],
  ipv6: readonly string[],
): NameObservation {
  return { name, a: outcome(ipv4), aaaa: outcome(ipv6) };
}

function outcome(addresses: readonly string[]): Outcome {
  const kind = addresses.length > 0 ? "answer" : "nodata";
  return { kind, addresses, cname: [], attempts: 0, resolver: "no DNS needed", ms: 0 };
}
