import type { WayContext } from "./planned-step.js";

/** Ids of real resources where the workload has them, else words in upper case that a person replaces. */
export interface KnownIds {
  readonly vpc: string;
  readonly natGateway: (index: number) => string;
  readonly subnet: (kind: string, zone: number, name: string) => string;
  readonly routeTable: (kind: string, zone: number, name: string) => string;
  /** `null`: none is known to exist. */
  readonly egressOnlyGateway: string | null;
}

const word = (...parts: readonly (string | number)[]): string =>
  parts
    .join("_")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_");

export function knownIds({ world }: WayContext): KnownIds {
  const { existing, zones, compute } = world.input.workload;
  const routes = existing?.routes ?? [];
  const subnets = existing?.subnets ?? [];
  const zoneIds = [
    ...new Set(subnets.map(({ zone }) => zone).filter((zone) => zone !== null)),
  ].sort();
  const targets = (prefix: string): readonly string[] =>
    [...new Set(routes.map(({ target }) => target).filter((id) => id.startsWith(prefix)))].sort();
  const nats = targets("nat-");
  const isOnlyOne = (kind: string): boolean =>
    compute.filter((each) => each.kind.subnets === kind).length === 1;
  const found = (kind: string, zone: number) => {
    if (!isOnlyOne(kind) || zoneIds.length !== zones) return undefined;
    const those = subnets.filter((each) => each.kind === kind && each.zone === zoneIds[zone]);
    return those.length === 1 ? those[0] : undefined;
  };
  return {
    vpc: "VPC_ID",
    natGateway: (index) => nats[index] ?? word("nat_gateway", index + 1, "id"),
    subnet: (kind, zone, name) => found(kind, zone)?.id ?? word(name, "subnet", zone + 1, "id"),
    routeTable: (kind, zone, name) =>
      found(kind, zone)?.routeTable ?? word(name, "route_table", zone + 1, "id"),
    egressOnlyGateway: targets("eigw-")[0] ?? null,
  };
}

const READ_THERE: readonly (readonly [pattern: RegExp, where: string])[] = [
  [/VPC_ID/, "aws ec2 describe-vpcs"],
  [/SUBNET_\d+_ID|SUBNET_IDS|SUBNET_\d+_CIDR/, "aws ec2 describe-subnets"],
  [/ROUTE_TABLE_\d+_ID|ROUTE_TABLE_IDS/, "aws ec2 describe-route-tables"],
  [/NAT_GATEWAY_\d+_ID|ALLOCATION_\d+_ID/, "aws ec2 describe-nat-gateways"],
  [/EGRESS_ONLY_GATEWAY_ID/, "aws ec2 describe-egress-only-internet-gateways"],
  [/ENDPOINT_ID/, "aws ec2 describe-vpc-endpoints"],
  [/SECURITY_GROUP_ID/, "aws ec2 describe-security-groups"],
  [/ALLOCATION_ID|ASSOCIATION_ID/, "aws ec2 describe-addresses"],
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
