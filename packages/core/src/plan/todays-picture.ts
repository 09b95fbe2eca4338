import type { NetworkPicture } from "./network-picture.js";
import type { Plan } from "./plan-workload.js";
import { knownNetwork } from "./way/known-network.js";

/** The network that exists, as far as the workload says; null: it says nothing of it. */
export function todaysPicture({ input: { workload } }: Plan): NetworkPicture | null {
  const { existing, compute, zones, zoneNames } = workload;
  if (existing === null) return null;
  const known = knownNetwork(workload);
  const tables = compute.map((_, group) =>
    (known.places[group] ?? []).flatMap(({ table }) => known.tables.get(table) ?? []),
  );
  const all = tables.flat();
  const { natGateways, publicIpv4, hasCentralEgress } = existing;
  const isOpen = known.internetGateway !== null || all.some(({ ipv4 }) => ipv4 === "public");
  return {
    zones,
    zoneNames,
    subnets: compute.flatMap(({ name, kind }, group) => {
      if (kind.subnets === "none") return [];
      const own = tables[group] ?? [];
      return [
        {
          name,
          subnets: kind.subnets,
          sendsIpv4: kind.subnets !== "ipv6-only" && own.some(({ ipv4 }) => ipv4 !== null),
          sendsIpv6: kind.subnets !== "ipv4" && own.some(({ hasIpv6 }) => hasIpv6),
          hasPublicIpv4: own.some(({ ipv4 }) => ipv4 === "public"),
        },
      ];
    }),
    outside: compute.flatMap(({ name, kind }) => (kind.subnets === "none" ? [name] : [])),
    nat: natGateways > 0 ? { words: "NAT gateway", count: Math.min(natGateways, zones) } : null,
    hasRegionalNat: false,
    hasTransitGateway: hasCentralEgress || known.transitGateway !== null,
    hasInternetGateway: natGateways > 0 || publicIpv4 > 0 || isOpen,
    hasEgressOnlyGateway: known.egressOnlyGateway !== null || all.some(({ hasIpv6 }) => hasIpv6),
    interfaceEndpoints: existing.interfaceEndpoints,
    gatewayEndpoints: existing.gatewayEndpoints,
  };
}
