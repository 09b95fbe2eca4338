import type { ComputeKind } from "../../facts/compute-kind.js";
import { isOfCompute } from "../plan-settings.js";
import type { NetworkState, World } from "./network-state.js";

/** The network that the workload says exists; without one, an empty VPC. */
export function startingState({ input, known }: Pick<World, "input" | "known">): NetworkState {
  const { existing, zones, compute } = input.workload;
  const tables = [...known.tables];
  const routed = <T>(read: (table: (typeof tables)[number][1]) => T | null): Map<string, T> =>
    new Map(
      tables.flatMap(([key, table]) => {
        const to = read(table);
        return to === null ? [] : [[key, to]];
      }),
    );
  const ipv4Routes = routed(({ ipv4 }) => ipv4);
  const nat64Routes = routed(({ nat64 }) => nat64);
  const ipv6Routes = new Set(tables.flatMap(([key, { hasIpv6 }]) => (hasIpv6 ? [key] : [])));
  const groups = [...compute.entries()].map(([group, each]) => ({ group, kind: each.kind }));
  const isAny = (group: number, keys: { has: (key: string) => boolean }): boolean =>
    (known.places[group] ?? []).some(({ table }) => keys.has(table));
  const addresses = existing?.publicIpv4 ?? 0;
  const isOpen =
    known.internetGateway !== null ||
    known.natGateways.length > 0 ||
    addresses > 0 ||
    [...ipv4Routes.values()].includes("public");
  const isBlockThere =
    (existing?.vpc?.ipv6Cidr ?? null) !== null ||
    (existing?.subnets ?? []).some(({ kind }) => kind !== "ipv4") ||
    groups.some(({ kind }) => kind.subnets === "dual-stack" || kind.subnets === "ipv6-only");
  return {
    moved: new Set(),
    ownTables: new Map(),
    gatewayEndpoints: new Set(existing?.gatewayEndpoints ?? []),
    endpoints: new Map((existing?.interfaceEndpoints ?? []).map((name) => [name, zones])),
    natGateways: new Map(known.natGateways.map(({ number, zone }) => [number, zone])),
    natAddresses: new Set(known.natGateways.map(({ number }) => number)),
    publicSubnets: new Set([
      ...known.publicSubnets.keys(),
      ...known.natGateways.flatMap(({ zone }) => zone ?? []),
    ]),
    parts: new Set([
      ...(isOpen ? ["internet-gateway"] : []),
      ...(known.egressOnlyGateway !== null || ipv6Routes.size > 0 ? ["egress-only-gateway"] : []),
      ...(isBlockThere ? ["ipv6-block"] : []),
    ]),
    hasCentral: existing?.hasCentralEgress ?? false,
    built: new Set(),
    addresses,
    ipv4Routes,
    ipv6Routes,
    nat64Routes,
    ipv6Addresses: new Set(
      groups.flatMap(({ group, kind }) =>
        kind.subnets === "dual-stack" && isAny(group, ipv6Routes) && !needsSetting(kind)
          ? [group]
          : [],
      ),
    ),
    dns64: new Set(
      groups.flatMap(({ group, kind }) =>
        kind.subnets === "ipv6-only" && isAny(group, nat64Routes) ? [group] : [],
      ),
    ),
    settings: new Set(),
  };
}

/** Whether it sends IPv6 only with a setting that is off by default: nobody says whether it is on. */
const needsSetting = ({ settings }: ComputeKind): boolean =>
  settings.some(
    (setting) => isOfCompute(setting) && !/\bon by default\b|\bthe default of\b/.test(setting),
  );
