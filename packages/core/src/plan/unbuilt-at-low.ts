import { IPV4_GATEWAY_PATHS, pathWords } from "./egress-paths.js";
import type { Solution } from "./solve-design.js";

/** The parts of a network that are not built where all unchecked destinations have IPv6, in words. */
export function unbuiltAtLow(
  network: Solution | null,
  lowNetwork: Solution | null,
): readonly string[] {
  if (network === null || lowNetwork === null) return [];
  const left = new Set<string>([...lowNetwork.ipv4Gateways, ...lowNetwork.publicIpv4]);
  return [
    ...new Set([
      ...network.ipv4Gateways
        .filter((id) => !left.has(id))
        .map((id) => pathWords(IPV4_GATEWAY_PATHS[id])),
      ...network.publicIpv4
        .filter((name) => !left.has(name))
        .map((name) => `public IPv4 for ${name}`),
      ...network.endpoints
        .filter((name) => !lowNetwork.endpoints.includes(name))
        .map((name) => `endpoint ${name}`),
    ]),
  ];
}
