import type { NetworkState, World } from "./network-state.js";
import { type Ipv4RouteTo, subnetKey } from "./network-state.js";

/** The network that the workload says exists; without one, an empty VPC. */
export function startingState({ input, before }: World): NetworkState {
  const { existing, zones, compute } = input.workload;
  const natGateways = existing?.natGateways ?? 0;
  const hasCentral = existing?.hasCentralEgress ?? false;
  const addresses = existing?.publicIpv4 ?? 0;
  const ipv4Routes = new Map<string, Ipv4RouteTo>();
  const ipv6Routes = new Set<string>();
  const nat64 = new Set<number>();
  for (const [group] of compute.entries()) {
    const kind = before.find((flow) => flow.group === group)?.compute.kind;
    if (kind === undefined || kind.subnets === "none") continue;
    const to: Ipv4RouteTo | null = hasCentral
      ? "central"
      : natGateways > 0
        ? "nat"
        : addresses > 0 && kind.publicIpv4 === "yes"
          ? "public"
          : null;
    for (let zone = 0; zone < zones; zone += 1) {
      const subnet = subnetKey(group, zone, false);
      if (to !== null) ipv4Routes.set(subnet, to);
      // What is in IPv6-only subnets leaves somehow: over NAT64 where there is NAT, else over IPv6.
      if (kind.subnets === "ipv6-only" && to !== "nat") ipv6Routes.add(subnet);
    }
    if (kind.subnets === "ipv6-only" && to === "nat") nat64.add(group);
  }
  return {
    moved: new Set(),
    gatewayEndpoints: new Set(existing?.gatewayEndpoints ?? []),
    endpoints: new Map((existing?.interfaceEndpoints ?? []).map((name) => [name, zones])),
    natGateways,
    natAddresses: natGateways,
    hasCentral,
    built: new Set(),
    addresses,
    ipv4Routes,
    ipv6Routes,
    ipv6Addresses: new Set(),
    nat64,
    settings: new Set(),
  };
}
