import type { ExistingSubnet } from "../../workload/workload.js";
import { type ComputePlace, type Ipv4RouteTo, natNumberOf } from "./known-network.js";
import type { World } from "./network-state.js";
import type { WayContext } from "./planned-step.js";

/** Ids of real resources where the workload has them, else words in upper case that a person replaces. */
export interface KnownIds {
  readonly vpc: string;
  readonly natGateway: (number: number) => string;
  /** Of each subnet of a place; a word for one where none is known. */
  readonly subnets: (place: ComputePlace) => readonly string[];
  readonly routeTable: (table: string, places: readonly ComputePlace[]) => string;
  /** In a zone, for gateways. */
  readonly publicSubnet: (zone: number) => string;
  /** For endpoints and attachments: one in each of so many zones. */
  readonly oneSubnetPerZone: (zones: number, isDualStack?: boolean) => string;
  /** Of all that the compute of the workload is behind. */
  readonly routeTables: string;
  readonly internetGateway: string;
  readonly transitGateway: string;
  /** `null`: none is known to exist. */
  readonly egressOnlyGateway: string | null;
  /** `--nat-gateway-id nat-0abc` */
  readonly target: (to: Ipv4RouteTo, zone: number) => string;
  /** Where `::/0` of a route table leads today: `--gateway-id igw-0abc` */
  readonly ipv6Target: (table: string) => string;
  /** `--availability-zone us-east-1a` */
  readonly zone: (zone: number) => string;
}

const word = (...parts: readonly (string | number)[]): string =>
  parts
    .join("_")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_");

const idsOfWorlds = new WeakMap<World, KnownIds>();

/** Read once for all steps. */
export function knownIds({ world }: Pick<WayContext, "world">): KnownIds {
  const ids = idsOfWorlds.get(world) ?? readIds(world);
  idsOfWorlds.set(world, ids);
  return ids;
}

function readIds(world: World): KnownIds {
  const { known } = world;
  const { compute, existing } = world.input.workload;
  const places = known.places.flat();
  const nameOf = ({ group }: ComputePlace): string => compute[group]?.name ?? "";
  const natGateway = (number: number): string =>
    known.natGateways.find((each) => each.number === number)?.id ??
    word("nat_gateway", number, "id");
  const internetGateway = known.internetGateway ?? "INTERNET_GATEWAY_ID";
  const transitGateway = known.transitGateway ?? "TRANSIT_GATEWAY_ID";
  const routeTable = (table: string, behind: readonly ComputePlace[]): string => {
    const id = known.tables.get(table)?.id;
    const [first] = behind;
    if (id !== undefined && id !== null) return id;
    if (first === undefined) return "ROUTE_TABLE_ID";
    const isNew = table.includes(" to ");
    const [, , number = "1"] = first.key.split("/");
    return word(
      nameOf(first),
      ...(isNew ? ["new"] : []),
      "route_table",
      first.zone + 1,
      ...(number === "1" ? [] : [number]),
      "id",
    );
  };
  const subnetFor = (zone: number, isDualStack: boolean): ExistingSubnet | undefined =>
    places
      .flatMap((place) => (place.zone === zone ? place.subnets : []))
      .find(({ kind }) => (isDualStack ? kind === "dual-stack" : kind !== "ipv6-only"));
  const tables = [...new Set(places.map(({ table }) => table))];
  return {
    vpc: existing?.vpc?.id ?? "VPC_ID",
    natGateway,
    subnets: (place) =>
      place.subnets.length > 0
        ? place.subnets.map(({ id }) => id)
        : [word(nameOf(place), "subnet", place.zone + 1, "id")],
    routeTable,
    publicSubnet: (zone) =>
      known.publicSubnets.get(zone)?.id ?? word("public_subnet", zone + 1, "id"),
    oneSubnetPerZone: (zones, isDualStack = false) => {
      const found = known.zones
        .map((_, zone) => subnetFor(zone, isDualStack)?.id)
        .filter((id) => id !== undefined);
      return found.length >= zones ? found.slice(0, zones).join(" ") : "SUBNET_IDS";
    },
    routeTables: tables.some((table) => known.tables.get(table)?.id != null)
      ? tables
          .map((table) =>
            routeTable(
              table,
              places.filter((place) => place.table === table),
            ),
          )
          .join(" ")
      : "ROUTE_TABLE_IDS",
    internetGateway,
    transitGateway,
    egressOnlyGateway: known.egressOnlyGateway,
    target: (to, zone) => {
      const number = natNumberOf(to);
      if (number !== null) return `--nat-gateway-id ${natGateway(number)}`;
      if (to.startsWith("other ")) return targetOption(to.slice("other ".length));
      switch (to) {
        case "public":
          return `--gateway-id ${internetGateway}`;
        case "nat-gateway-regional":
          return "--nat-gateway-id REGIONAL_NAT_GATEWAY_ID";
        case "nat-instance":
          return `--instance-id INSTANCE_${zone + 1}_ID`;
        case "nat-instance-single":
          return "--instance-id INSTANCE_1_ID";
        default:
          return `--transit-gateway-id ${transitGateway}`;
      }
    },
    ipv6Target: (table) => {
      const id = known.tables.get(table)?.ipv6Target ?? null;
      return targetOption(id ?? known.egressOnlyGateway ?? EGRESS_ONLY_GATEWAY);
    },
    zone: (zone) => {
      const name = known.zones[zone] ?? null;
      if (name === null) return `--availability-zone ZONE_${zone + 1}`;
      return `${/-az\d+$/.test(name) ? "--availability-zone-id" : "--availability-zone"} ${name}`;
    },
  };
}

/** Stands for one that a step makes. */
export const EGRESS_ONLY_GATEWAY = "EGRESS_ONLY_GATEWAY_ID";

/** `--destination-ipv6-cidr-block ::/0` */
export function destinationOption(destination: string): string {
  if (destination.startsWith("pl-")) return `--destination-prefix-list-id ${destination}`;
  return `--destination-${destination.includes(":") ? "ipv6-" : ""}cidr-block ${destination}`;
}

const OPTIONS: Readonly<Record<string, string>> = {
  nat: "--nat-gateway-id",
  tgw: "--transit-gateway-id",
  eni: "--network-interface-id",
  i: "--instance-id",
  vpce: "--vpc-endpoint-id",
  pcx: "--vpc-peering-connection-id",
  lgw: "--local-gateway-id",
  cagw: "--carrier-gateway-id",
};

/** Of a target of a route that is no gateway of this plan: `--vpc-endpoint-id vpce-0abc`. */
export function targetOption(target: string): string {
  const [kind = ""] = target.split("-");
  if (kind === "eigw" || target === EGRESS_ONLY_GATEWAY) {
    return `--egress-only-internet-gateway-id ${target}`;
  }
  return `${OPTIONS[kind] ?? "--gateway-id"} ${target}`;
}

const READ_THERE: readonly (readonly [pattern: RegExp, where: string])[] = [
  [/\bVPC_ID/, "aws ec2 describe-vpcs"],
  [/SUBNET_\d+_ID|SUBNET_IDS|SUBNET_\d+_CIDR/, "aws ec2 describe-subnets"],
  [/\bZONE_\d+/, "aws ec2 describe-availability-zones"],
  [/ROUTE_TABLE_\d+(?:_\d+)?_ID|ROUTE_TABLE_IDS/, "aws ec2 describe-route-tables"],
  [/NAT_GATEWAY_\d+_ID|REGIONAL_NAT_GATEWAY_ID/, "aws ec2 describe-nat-gateways"],
  [/\bINTERNET_GATEWAY_ID/, "aws ec2 describe-internet-gateways"],
  [/EGRESS_ONLY_GATEWAY_ID/, "aws ec2 describe-egress-only-internet-gateways"],
  [/ENDPOINT_ID/, "aws ec2 describe-vpc-endpoints"],
  [/SECURITY_GROUP_ID/, "aws ec2 describe-security-groups"],
  [/ALLOCATION_(?:\d+_)?ID|\bASSOCIATION_ID/, "aws ec2 describe-addresses"],
  [/TABLE_ASSOCIATION_\d+_ID/, "aws ec2 describe-route-tables"],
  [/INSTANCE_\d+_ID/, "aws ec2 describe-instances"],
  [/TRANSIT_GATEWAY_ID|ATTACHMENT_ID/, "aws ec2 describe-transit-gateway-attachments"],
];

/** Where the words in upper case are read: a comment line for each kind of them. */
export function whereToRead(commands: readonly string[]): readonly string[] {
  const all = commands.join("\n");
  return READ_THERE.flatMap(([pattern, where]) => {
    const word = pattern.exec(all)?.[0];
    return word === undefined ? [] : [`# ${word.replace(/_\d+_/, "_N_")}: read it with ${where}`];
  });
}
