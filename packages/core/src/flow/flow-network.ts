import { addressKind } from "../address/address-kind.js";
import type { NotCountedReason } from "./flow-group.js";
import type {
  FlowNat,
  FlowRouteTable,
  FlowSource,
  FlowSubnet,
  FlowTopology,
} from "./flow-topology.js";
import type { IpRange } from "./ip-range.js";
import { PrefixTable, parsePrefix } from "./prefix-table.js";

/** Whether a workload could send IPv6 as its subnet is now. */
export type SendsIpv6 = "yes" | "no" | "unknown";

/** Where a route leads. */
export type FlowRoute = { readonly nat: string } | { readonly reason: NotCountedReason };

/** Interfaces of these types carry what others send. */
const WORKLOAD_TYPES = new Set([
  "interface",
  "lambda",
  "efa",
  "efa-only",
  "trunk",
  "branch",
  "quicksight",
]);
const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** Answers questions about a topology: zones, routes, gateways. */
export class FlowNetwork {
  readonly topology: FlowTopology;
  private readonly subnets: ReadonlyMap<string, FlowSubnet>;
  private readonly subnetByAddress: PrefixTable<FlowSubnet>;
  private readonly tables: ReadonlyMap<string, FlowRouteTable>;
  private readonly interfaceByAddress = new Map<string, FlowTopology["interfaces"][number]>();
  private readonly sources: ReadonlyMap<string, FlowSource>;
  private readonly nats = new Map<string, FlowNat>();
  private readonly vpcs: PrefixTable<string>;
  private readonly routes = new Map<FlowRouteTable, PrefixTable<string>>();
  private readonly ranges: PrefixTable<IpRange> | null;

  constructor(topology: FlowTopology, ranges: PrefixTable<IpRange> | null) {
    this.topology = topology;
    this.ranges = ranges;
    this.subnets = new Map(topology.subnets.map((subnet) => [subnet.id, subnet]));
    this.subnetByAddress = new PrefixTable(
      topology.subnets.flatMap((value) =>
        [value.cidr, value.ipv6Cidr].flatMap((prefix) =>
          prefix === null ? [] : [{ prefix, value }],
        ),
      ),
    );
    this.tables = tablesBySubnet(topology);
    this.sources = new Map(topology.sources.map((source) => [source.ip, source]));
    this.vpcs = new PrefixTable(
      topology.vpcs.flatMap(({ id, cidrs }) => cidrs.map((prefix) => ({ prefix, value: id }))),
    );
    for (const each of topology.interfaces) {
      for (const ip of [...each.ipv4, ...each.ipv6]) this.interfaceByAddress.set(ip, each);
    }
    for (const nat of topology.nats) {
      for (const id of [nat.id, nat.eni]) if (id !== null) this.nats.set(id, nat);
    }
  }

  /** By its id or its interface. */
  natOf(key: string): FlowNat | null {
    return this.nats.get(key) ?? null;
  }

  /** What groups call a gateway: its interface, or its own id where it has none. */
  keyOf({ eni, id }: FlowNat): string {
    return eni ?? id ?? "";
  }

  zoneOf(address: string): string | null {
    return this.sources.get(address)?.az ?? this.subnetOf(address)?.az ?? null;
  }

  /** The instance, task or interface that has the address; null: not known. */
  ownerOf(address: string): string | null {
    const found = this.interfaceByAddress.get(address);
    return found?.owner ?? found?.id ?? null;
  }

  /** The compute that has the address, by the name that a workload has for it; null: not known. */
  computeOf(address: string): string | null {
    return this.interfaceByAddress.get(address)?.compute ?? null;
  }

  vpcOf(address: string): string | null {
    return this.vpcs.find(address);
  }

  sendsIpv6(address: string): SendsIpv6 {
    if (address.includes(":")) return "yes";
    const subnet = this.subnetOf(address);
    if (subnet === null) return "unknown";
    if ((this.interfaceByAddress.get(address)?.ipv6 ?? []).length > 0) {
      const routes = this.tables.get(subnet.id)?.routes ?? [];
      return routes.some(({ destination }) => destination === "::/0") ? "yes" : "no";
    }
    return "no";
  }

  /** Of topology mode: the gateway that a destination is reached through. */
  route(src: string, dst: string): FlowRoute {
    const written = this.sources.get(src)?.nat ?? null;
    if (written !== null) {
      const nat = this.natOf(written);
      return { nat: nat === null ? written : this.keyOf(nat) };
    }
    const subnet = this.subnetOf(src);
    const table = subnet === null ? null : (this.tables.get(subnet.id) ?? null);
    if (table === null) return { reason: "no-route-known" };
    if (this.isThroughGatewayEndpoint(table, dst)) return { reason: "gateway-endpoint" };
    const target = this.routesOf(table).find(dst);
    if (target === null) return { reason: dst.includes(":") ? "ipv6" : "no-route-known" };
    if (target.startsWith("nat-")) {
      const nat = this.natOf(target);
      return { nat: nat === null ? target : this.keyOf(nat) };
    }
    if (target.startsWith("igw-")) return { reason: "internet-gateway" };
    if (target === "local") return { reason: "east-west" };
    return { reason: target.startsWith("eigw-") ? "ipv6" : "other-route" };
  }

  /** Prefixes of VPCs, and within them of what may be routed to a gateway. */
  segments(): readonly { readonly prefix: string; readonly kind: "vpc" | "routed" }[] {
    const { topology } = this;
    const cidrs = topology.vpcs.flatMap(({ cidrs }) => cidrs);
    const around = cidrs.length > 0 ? cidrs : PRIVATE_RANGES;
    return [
      ...around.map((prefix) => ({ prefix, kind: "vpc" as const })),
      ...topology.subnets.flatMap(({ id, cidr }) => {
        const isRouted = this.tables
          .get(id)
          ?.routes.some(({ target }) => target.startsWith("nat-"));
        if (cidr === null) return [];
        return [{ prefix: cidr, kind: isRouted ? ("routed" as const) : ("vpc" as const) }];
      }),
      ...topology.sources
        .filter(({ nat }) => nat !== null)
        .map(({ ip }) => ({ prefix: ip, kind: "routed" as const })),
      ...topology.nats.flatMap(({ ips }) =>
        ips.map((ip) => ({ prefix: ip, kind: "vpc" as const })),
      ),
    ].filter(({ prefix }) => parsePrefix(prefix)?.family === 4);
  }

  /** IPv4 addresses in subnets that may be routed to a gateway; with `%` at the end, all that begin so. */
  routedAddresses(): readonly string[] {
    const { interfaces, sources } = this.topology;
    const isRouted = (subnet: string | null) =>
      this.tables.get(subnet ?? "")?.routes.some(({ target }) => target.startsWith("nat-")) ??
      false;
    const { subnets } = this.topology;
    return [
      ...new Set([
        ...subnets.flatMap(({ id, cidr }) =>
          isRouted(id) && cidr !== null ? beginnings(cidr) : [],
        ),
        ...interfaces.flatMap(({ subnet, ipv4 }) => (isRouted(subnet) ? ipv4 : [])),
        ...sources.flatMap(({ ip, nat }) => (nat === null ? [] : [ip])),
      ]),
    ];
  }

  /** Interfaces that carry what others send. */
  carriers(): readonly string[] {
    const { interfaces, nats } = this.topology;
    const others = interfaces.filter(({ type }) => type !== null && !WORKLOAD_TYPES.has(type));
    return [...new Set([...nats.flatMap(({ eni }) => eni ?? []), ...others.map(({ id }) => id)])];
  }

  private subnetOf(address: string): FlowSubnet | null {
    const named = this.sources.get(address)?.subnet ?? this.interfaceByAddress.get(address)?.subnet;
    const subnet = named == null ? undefined : this.subnets.get(named);
    return subnet ?? this.subnetByAddress.find(address);
  }

  private routesOf(table: FlowRouteTable): PrefixTable<string> {
    const known = this.routes.get(table);
    if (known !== undefined) return known;
    const made = new PrefixTable(
      table.routes.map(({ destination, target }) => ({ prefix: destination, value: target })),
    );
    this.routes.set(table, made);
    return made;
  }

  private isThroughGatewayEndpoint({ id }: FlowRouteTable, dst: string): boolean {
    const endpoints = this.topology.gatewayEndpoints.filter(({ routeTables }) =>
      routeTables.includes(id),
    );
    if (endpoints.length === 0 || this.ranges === null) return false;
    const range = this.ranges.find(dst);
    return (
      range !== null &&
      range.region === this.topology.region &&
      endpoints.some(({ service }) => service === range.service.toLowerCase())
    );
  }
}

/** Also the main table of subnets that name none. */
function tablesBySubnet({
  routeTables,
  subnets,
}: FlowTopology): ReadonlyMap<string, FlowRouteTable> {
  const found = new Map<string, FlowRouteTable>();
  for (const table of routeTables) for (const subnet of table.subnets) found.set(subnet, table);
  for (const { id, vpc } of subnets) {
    const main = routeTables.find((table) => table.isMain && table.vpc === vpc);
    if (!found.has(id) && main !== undefined) found.set(id, main);
  }
  return found;
}

/** How the addresses of a prefix begin, as SQL can tell: `10.0.16.%`. */
function beginnings(cidr: string): readonly string[] {
  const prefix = parsePrefix(cidr);
  if (prefix?.family !== 4 || prefix.bits < 8) return [];
  const whole = Math.ceil(prefix.bits / 8);
  const step = 2 ** (32 - 8 * whole);
  const found: string[] = [];
  for (let at = prefix.first; at <= prefix.last; at += step) {
    const octets = [24, 16, 8, 0].map((shift) => (at >>> shift) & 255).slice(0, whole);
    found.push(`${octets.join(".")}${whole < 4 ? ".%" : ""}`);
  }
  return found;
}

/** First octets of IPv4 under which there are addresses that are not of the internet; from 224 on all are none. */
const MIXED_OCTETS = new Set(["0", "10", "100", "127", "169", "172", "192", "198", "203"]);

/** As `isInternetAddress`, of IPv4 as a number; null: the text has to be asked. */
export const isInternetWord = (word: number): boolean | null =>
  MIXED_OCTETS.has(String(word >>> 24)) ? null : word >>> 24 < 224;

/** Whether an address is of the internet; nothing else can be reached over public IPv6. Asked for every pair. */
export function isInternetAddress(address: string): boolean {
  const dot = address.indexOf(".");
  const first = dot > 0 && dot < 4 ? address.slice(0, dot) : "";
  if (first !== "" && !MIXED_OCTETS.has(first) && Number(first) < 224) return true;
  return addressKind(address) === "internet";
}
