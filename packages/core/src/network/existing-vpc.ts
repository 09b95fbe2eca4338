import type {
  ExistingNetwork,
  ExistingRoute,
  ExistingSubnet,
  Workload,
  WorkloadCompute,
} from "../workload/workload.js";
import { firstFree, pascalCase } from "./distinct-names.js";
import type {
  AddedInZone,
  AddedRoute,
  AddedTarget,
  Addresses,
  Given,
  NetworkModel,
  Parameter,
  SubnetTier,
  TargetProperty,
  VpcAdditions,
} from "./network-parts.js";

/** Whether the workload says enough of a VPC to change it instead of making one. */
export const hasExistingVpc = ({ existing }: Workload): boolean =>
  existing !== null &&
  (existing.vpc !== null || existing.subnets.length > 0 || existing.routeTables.length > 0);

/**
 * @param computeOf the compute of each tier
 * @param usesIpv6 whether the design sends anything over IPv6
 */
export function vpcAdditions(
  existing: ExistingNetwork,
  model: Omit<NetworkModel, "additions">,
  computeOf: (tier: SubnetTier) => readonly WorkloadCompute[],
  usesIpv6: boolean,
): VpcAdditions {
  return new Additions(existing, model, computeOf, usesIpv6).all();
}

/** Of a VPC of which nothing is said. */
export const NOTHING_SAID: ExistingNetwork = {
  natGateways: 0,
  publicIpv4: 0,
  interfaceEndpoints: [],
  gatewayEndpoints: [],
  hasCentralEgress: false,
  vpc: null,
  subnets: [],
  routeTables: [],
  routes: [],
  evidence: [],
};

/** Just the NAT instances: routes lead to them later, one by one. */
export function natInstancesAlone(additions: VpcAdditions): VpcAdditions {
  const { vpc, natInstances } = additions;
  const asked = [vpc, ...natInstances.map(({ publicSubnet }) => publicSubnet)].flatMap((each) =>
    each.kind === "parameter" ? [each.parameter] : [],
  );
  return {
    ...additions,
    part: "nat-instances",
    parameters: additions.parameters.filter((parameter) => asked.includes(parameter)),
    hasNewIpv6Block: false,
    hasNewEgressOnlyGateway: false,
    natGateways: [],
    hasRegionalNat: false,
    attachment: null,
    routes: [],
    gatewayEndpoints: [],
    interfaceEndpoints: [],
    todo: [],
  };
}

/** What leads out of the subnets of one route table. */
interface TableNeeds {
  readonly table: Given;
  readonly number: number;
  /** `null`: not known. */
  readonly zone: string | null;
  readonly tiers: SubnetTier[];
}

const IPV4_DEFAULT = "0.0.0.0/0";
const IPV6_DEFAULT = "::/0";
const NAT64_PREFIX = "64:ff9b::/96";

class Additions {
  private readonly parameters = new Map<string, Parameter>();
  private readonly logicalIds = new Set<string>();
  private readonly todo: string[] = [];
  private readonly routes: AddedRoute[] = [];
  private readonly natGateways = new Map<string, AddedInZone>();
  private readonly natInstances = new Map<string, AddedInZone>();
  private readonly subnetsOf = new Map<SubnetTier, readonly ExistingSubnet[]>();
  private readonly zones: readonly string[];
  private hasNewEgressOnlyGateway = false;
  private hasRegionalNat = false;
  private attachment: VpcAdditions["attachment"] = null;
  private readonly existing: ExistingNetwork;
  private readonly model: Omit<NetworkModel, "additions">;
  private readonly computeOf: (tier: SubnetTier) => readonly WorkloadCompute[];
  private readonly usesIpv6: boolean;

  constructor(
    existing: ExistingNetwork,
    model: Omit<NetworkModel, "additions">,
    computeOf: (tier: SubnetTier) => readonly WorkloadCompute[],
    usesIpv6: boolean,
  ) {
    this.existing = existing;
    this.model = model;
    this.computeOf = computeOf;
    this.usesIpv6 = usesIpv6;
    const said = existing.subnets.flatMap(({ zone }) => zone ?? []);
    this.zones = [...new Set([...(model.zoneNames ?? []), ...said])];
  }

  all(): VpcAdditions {
    const { existing, model } = this;
    const tiers = model.tiers.filter((tier) => this.computeOf(tier).length > 0);
    for (const tier of tiers) this.subnetsOf.set(tier, this.findSubnets(tier));
    const vpcId = existing.vpc?.id ?? null;
    const vpc =
      vpcId === null
        ? this.parameter("vpc-id", "vpc", "The VPC that is to be changed")
        : given(vpcId);
    const isIpv6There =
      (existing.vpc?.ipv6Cidr ?? null) !== null ||
      existing.subnets.some(({ kind }) => kind !== "ipv4");
    const tables = this.tables(tiers);
    for (const table of tables) this.addRoutes(table);
    const gatewayEndpoints = this.gatewayEndpoints(tables);
    const interfaceEndpoints = this.interfaceEndpoints();
    this.noteSubnets(tiers, isIpv6There);
    this.noteLeftovers(tables);
    return {
      part: null,
      vpc,
      cidr: existing.vpc?.cidr ?? null,
      ipv6Cidr: existing.vpc?.ipv6Cidr ?? null,
      parameters: [...this.parameters.values()],
      hasNewIpv6Block: model.hasIpv6 && !isIpv6There,
      hasNewEgressOnlyGateway: this.hasNewEgressOnlyGateway,
      natGateways: [...this.natGateways.values()],
      natInstances: [...this.natInstances.values()],
      hasRegionalNat: this.hasRegionalNat,
      attachment: this.attachment,
      routes: this.routes,
      gatewayEndpoints,
      interfaceEndpoints,
      todo: this.todo,
    };
  }

  private parameter(name: string, of: Parameter["of"], description: string): Given {
    const found = this.parameters.get(name);
    const parameter = found ?? {
      name,
      logicalId: firstFree(pascalCase(name), "x", this.logicalIds),
      of,
      description,
    };
    this.parameters.set(name, parameter);
    return { kind: "parameter", parameter };
  }

  /** Those that the workload says it is in; else private ones of its kind. */
  private findSubnets(tier: SubnetTier): readonly ExistingSubnet[] {
    const compute = this.computeOf(tier);
    const { subnets } = this.existing;
    const fitting = subnets.filter(({ kind }) => canBe(kind, tier.subnets));
    const named = fitting.filter((each) => compute.some(({ name }) => each.compute.includes(name)));
    if (named.length > 0) return named;
    const open = fitting.filter((each) => each.compute.length === 0);
    const isPublic = tier.ipv4Target === "internet-gateway";
    const apt = open.filter((each) => this.isPublic(each) === isPublic);
    const candidates = apt.length > 0 ? apt : open.filter((each) => !this.isPublic(each));
    const alike = candidates.filter(({ kind }) =>
      compute.some((each) => each.kind.subnets === kind),
    );
    return alike.length > 0 ? alike : candidates;
  }

  private tableOf({ id, routeTable }: ExistingSubnet): string | null {
    const { routeTables } = this.existing;
    return (
      routeTable ??
      routeTables.find(({ subnets }) => subnets.includes(id))?.id ??
      routeTables.find(({ isMain }) => isMain)?.id ??
      null
    );
  }

  private routesFrom(table: string | null): readonly ExistingRoute[] {
    return this.existing.routes.filter(({ routeTable }) => routeTable === table);
  }

  private routeTo(table: Given, destination: string): string | null {
    if (table.kind !== "id") return null;
    const found = this.routesFrom(table.id).find((route) => route.destination === destination);
    return found?.target ?? null;
  }

  private isPublic(subnet: ExistingSubnet): boolean {
    return this.routesFrom(this.tableOf(subnet)).some(
      ({ destination, target }) => destination === IPV4_DEFAULT && target.startsWith("igw-"),
    );
  }

  private tables(tiers: readonly SubnetTier[]): readonly TableNeeds[] {
    const tables = new Map<string, TableNeeds>();
    const need = (table: Given, zone: string | null, tier: SubnetTier): void => {
      const key = keyOf(table);
      const found = tables.get(key) ?? { table, number: tables.size + 1, zone, tiers: [] };
      if (!found.tiers.includes(tier)) found.tiers.push(tier);
      tables.set(key, found);
    };
    for (const tier of tiers) {
      const subnets = this.subnetsOf.get(tier) ?? [];
      const rival = subnets
        .flatMap((subnet) => tables.get(keyOf(this.givenTableOf(subnet)))?.tiers ?? [])
        .find((other) => isRoutedOtherwise(other, tier));
      if (rival !== undefined) {
        this.subnetsOf.set(tier, []);
        this.say(
          `${tier.name} cannot share route tables with ${rival.name}, since its IPv4 leaves by another gateway: the file asks for route tables of its own. Name the \`compute\` of each subnet in \`existing.subnets\` where it is in others.`,
        );
      } else if (subnets.length > 0) {
        for (const subnet of subnets) need(this.givenTableOf(subnet), subnet.zone, tier);
        continue;
      }
      for (let number = 1; number <= this.model.zones; number += 1) {
        const table = this.parameter(
          `${tier.name}-route-table-${number}`,
          "text",
          `The route table of the ${tier.subnets} subnet of ${tier.name} in ${this.zoneText(number)}`,
        );
        need(table, this.zones[number - 1] ?? String(number), tier);
      }
    }
    return [...tables.values()];
  }

  private givenTableOf(subnet: ExistingSubnet): Given {
    const id = this.tableOf(subnet);
    if (id !== null) return given(id);
    return this.parameter(
      `route-table-of-subnet-${this.existing.subnets.indexOf(subnet) + 1}`,
      "text",
      `The route table of ${subnet.id}`,
    );
  }

  private zoneText(number: number): string {
    return this.zones[number - 1] ?? `zone ${number}`;
  }

  private addRoutes(table: TableNeeds): void {
    const ipv4 = firstOf(table, ({ ipv4Target }) => ipv4Target);
    if (ipv4 !== null) this.addIpv4Route(table, ipv4);
    const nat64 = firstOf(table, ({ nat64Target }) => nat64Target);
    if (nat64 !== null && this.routeTo(table.table, NAT64_PREFIX) === null) {
      this.add(table, "nat64", NAT64_PREFIX, this.natTarget(table, nat64));
    }
    if (!this.usesIpv6 || !table.tiers.some(({ hasIpv6Route }) => hasIpv6Route)) return;
    if (this.routeTo(table.table, IPV6_DEFAULT) !== null) return;
    const known = this.anyTarget("eigw-");
    if (known === null) this.hasNewEgressOnlyGateway = true;
    this.add(
      table,
      "ipv6",
      IPV6_DEFAULT,
      known === null ? { kind: "egress-only-gateway" } : toGiven("egress-only-gateway", known),
    );
  }

  private addIpv4Route(table: TableNeeds, target: NonNullable<SubnetTier["ipv4Target"]>): void {
    const now = this.routeTo(table.table, IPV4_DEFAULT);
    if (now !== null && this.isKept(now, table, target)) return;
    if (now === null && this.areNatGatewaysUnnamed(target)) {
      this.say(
        `The ${this.existing.natGateways} NAT gateways that exist stay. Their routes are not known here: check that each route table leads to one.`,
      );
      return;
    }
    this.add(table, "ipv4", IPV4_DEFAULT, this.ipv4Target(table, target), now);
  }

  private isKept(now: string, { zone }: TableNeeds, target: string): boolean {
    if (!isOf(now, target)) return false;
    const isPerZone = this.model.natGatewayZones > 1;
    if (target !== "nat-gateway" || (isPerZone && zone === null)) return true;
    return now === this.knownNatGateway(isPerZone ? zone : null);
  }

  private areNatGatewaysUnnamed(target: string): boolean {
    const { natGateways } = this.existing;
    return (
      target === "nat-gateway" &&
      natGateways >= this.model.natGatewayZones &&
      this.anyTarget("nat-") === null
    );
  }

  private ipv4Target(
    table: TableNeeds,
    target: NonNullable<SubnetTier["ipv4Target"]>,
  ): AddedTarget {
    switch (target) {
      case "internet-gateway": {
        const known = this.anyTarget("igw-");
        const to =
          known === null
            ? this.parameter("internet-gateway-id", "text", "The internet gateway of the VPC")
            : given(known);
        return { kind: "given", property: "internet-gateway", to };
      }
      case "regional-nat-gateway":
        this.hasRegionalNat = true;
        return { kind: "regional-nat-gateway" };
      case "transit-gateway":
        return this.transitGateway();
      default:
        return this.natTarget(table, target);
    }
  }

  private transitGateway(): AddedTarget {
    const known = this.anyTarget("tgw-");
    if (known !== null) return toGiven("transit-gateway", known);
    const to = this.parameter(
      "transit-gateway-id",
      "text",
      "The transit gateway that leads to the central egress",
    );
    this.attachment = {
      transitGateway: to,
      subnets: Array.from({ length: this.model.zones }, (_, index) =>
        this.parameter(
          `attachment-subnet-${index + 1}`,
          "subnet",
          `A small subnet for the attachment in ${this.zoneText(index + 1)}`,
        ),
      ),
    };
    return { kind: "given", property: "transit-gateway", to };
  }

  /** One that is in the zone already, or for all; else a new one. */
  private natTarget(table: TableNeeds, target: "nat-gateway" | "nat-instance"): AddedTarget {
    const { natGatewayZones, natInstanceZones } = this.model;
    if (target === "nat-gateway") {
      const known = this.knownNatGateway(natGatewayZones > 1 ? table.zone : null);
      if (known !== null) return toGiven("nat-gateway", known);
      return { kind: target, number: this.inZone(this.natGateways, table, natGatewayZones) };
    }
    return { kind: target, number: this.inZone(this.natInstances, table, natInstanceZones) };
  }

  /** @param zone `null`: one for all zones will do */
  private knownNatGateway(zone: string | null): string | null {
    if (zone === null) return this.anyTarget("nat-");
    const owners = new Map<string, string | null>();
    for (const subnet of this.existing.subnets) {
      for (const { target } of this.routesFrom(this.tableOf(subnet))) {
        if (target.startsWith("nat-") && !owners.has(target)) owners.set(target, subnet.zone);
      }
    }
    return [...owners].find(([, of]) => of === zone)?.[0] ?? null;
  }

  private inZone(made: Map<string, AddedInZone>, table: TableNeeds, zones: number): number {
    const zone = zones < 2 ? (this.zones[0] ?? "1") : (table.zone ?? "1");
    const found = made.get(zone);
    if (found !== undefined) return found.number;
    const number = made.size + 1;
    const known = this.existing.subnets.find(
      (subnet) => this.isPublic(subnet) && (subnet.zone === zone || subnet.zone === null),
    );
    const publicSubnet =
      known === undefined
        ? this.parameter(
            `public-subnet-${number}`,
            "subnet",
            `A public subnet in ${zone === String(number) ? `zone ${zone}` : zone}: its route table leads to the internet gateway`,
          )
        : given(known.id);
    made.set(zone, { number, zone, publicSubnet });
    return number;
  }

  /** The first route of the VPC to something of that kind. */
  private anyTarget(prefix: string): string | null {
    return this.existing.routes.find(({ target }) => target.startsWith(prefix))?.target ?? null;
  }

  private add(
    { table, number }: TableNeeds,
    kind: string,
    destination: string,
    target: AddedTarget,
    replaces: string | null = null,
  ): void {
    this.routes.push({ name: `${number}-${kind}`, table, destination, target, replaces });
  }

  private gatewayEndpoints(tables: readonly TableNeeds[]): VpcAdditions["gatewayEndpoints"] {
    const { gatewayEndpoints, gatewayTiers } = this.model;
    const routed = tables
      .filter(({ tiers }) => tiers.some(({ name }) => gatewayTiers.includes(name)))
      .map(({ table }) => table);
    return gatewayEndpoints.flatMap(({ service, addresses }) => {
      if (!this.existing.gatewayEndpoints.includes(service))
        return [{ service, addresses, tables: routed }];
      if (addresses !== "ipv4") {
        this.say(
          `The ${service} gateway endpoint that exists: address type ${addresses}, unless it has it: aws ec2 modify-vpc-endpoint --vpc-endpoint-id ID --ip-address-type ${addresses} --dns-options DnsRecordIpType=${addresses}`,
        );
      }
      return [];
    });
  }

  private interfaceEndpoints(): VpcAdditions["interfaceEndpoints"] {
    return this.model.interfaceEndpoints.flatMap(({ tier, ...endpoint }) => {
      if (!this.existing.interfaceEndpoints.includes(endpoint.name)) {
        return [{ ...endpoint, subnets: this.endpointSubnets(endpoint.addresses, tier) }];
      }
      if (endpoint.addresses !== "ipv4") {
        this.say(
          `The interface endpoint ${endpoint.name} that exists: address type ${endpoint.addresses}, unless it has it.`,
        );
      }
      return [];
    });
  }

  /** One in each zone, of those that take the addresses: the sender's first. */
  private endpointSubnets(addresses: Addresses, tierName: string): readonly Given[] {
    const own = [...this.subnetsOf].flatMap(([tier, subnets]) =>
      tier.name === tierName ? subnets : [],
    );
    const others = this.existing.subnets.filter((subnet) => !this.isPublic(subnet));
    const byZone = new Map<string, ExistingSubnet>();
    for (const subnet of [...own, ...others]) {
      const zone = subnet.zone ?? subnet.id;
      if (takes(this.kindOf(subnet), addresses) && !byZone.has(zone)) byZone.set(zone, subnet);
    }
    const found = [...byZone.values()].slice(0, this.model.endpointZones);
    if (found.length > 0) return found.map(({ id }) => given(id));
    const kind = { ipv4: "IPv4", ipv6: "IPv6-only", dualstack: "dual-stack" }[addresses];
    return Array.from({ length: this.model.endpointZones }, (_, index) =>
      this.parameter(
        `${addresses}-endpoint-subnet-${index + 1}`,
        "subnet",
        `A subnet for endpoints in ${this.zoneText(index + 1)}, ${kind}`,
      ),
    );
  }

  /** As it is once the design is built. */
  private kindOf(subnet: ExistingSubnet): ExistingSubnet["kind"] {
    const isGivenIpv6 = [...this.subnetsOf].some(
      ([tier, subnets]) => tier.subnets === "dual-stack" && subnets.includes(subnet),
    );
    return subnet.kind === "ipv4" && isGivenIpv6 ? "dual-stack" : subnet.kind;
  }

  private noteSubnets(tiers: readonly SubnetTier[], isIpv6There: boolean): void {
    for (const tier of tiers) {
      const subnets = this.subnetsOf.get(tier) ?? [];
      for (const { id, kind } of subnets) {
        if (kind === "ipv4" && tier.subnets === "dual-stack") {
          this.say(
            `${id}: an IPv6 block${isIpv6There ? "" : ", once the VPC has its own"}, where the subnet is managed, or: aws ec2 associate-subnet-cidr-block --subnet-id ${id} --ipv6-cidr-block BLOCK/64 && aws ec2 modify-subnet-attribute --subnet-id ${id} --assign-ipv6-address-on-creation`,
          );
        }
        if (tier.ipv4Target === "internet-gateway") {
          this.say(
            `${tier.name}: runs in ${id}, with a public IPv4 address: aws ec2 modify-subnet-attribute --subnet-id ${id} --map-public-ip-on-launch`,
          );
        }
        if (tier.hasNat64) {
          this.say(
            `${id}: DNS64, once its route ${NAT64_PREFIX} is there: aws ec2 modify-subnet-attribute --subnet-id ${id} --enable-dns64`,
          );
        }
      }
      if (subnets.length > 0 || this.todo.some((each) => each.startsWith(`${tier.name} cannot`))) {
        continue;
      }
      this.say(
        `${tier.name}: no ${tier.subnets} subnets of it are known, so the file asks for their route tables.${tier.subnets === "ipv6-only" ? " AWS makes no subnet IPv6-only afterwards: such subnets are new." : ""}${tier.hasNat64 ? " Turn DNS64 on in them after the file is applied." : ""}`,
      );
    }
    if (this.usesIpv6 && tiers.some(({ hasIpv6Route }) => hasIpv6Route)) {
      this.say(
        "Security groups of compute that sends IPv6 need a rule that lets ::/0 out: IPv6 rules are the ones forgotten.",
      );
    }
  }

  /** Default routes that nothing needs any more, and what nothing leads to any more. */
  private noteLeftovers(tables: readonly TableNeeds[]): void {
    const isGone = ({ routeTable, destination }: ExistingRoute): boolean =>
      gone.some((each) => each.routeTable === routeTable && each.destination === destination);
    const gone = this.routes.flatMap(({ table, destination, replaces }) =>
      replaces === null || table.kind !== "id" ? [] : [{ routeTable: table.id, destination }],
    );
    for (const { table, tiers } of tables) {
      const now = this.routeTo(table, IPV4_DEFAULT);
      if (now === null || table.kind !== "id") continue;
      if (tiers.some(({ ipv4Target }) => ipv4Target !== null)) continue;
      gone.push({ routeTable: table.id, destination: IPV4_DEFAULT });
      this.say(
        `${table.id}: remove the route ${IPV4_DEFAULT} to ${now}, where it is managed, when nothing uses it any more.`,
      );
    }
    const { routes } = this.existing;
    const kept = new Set([
      ...routes.filter((route) => !isGone(route)).map(({ target }) => target),
      ...this.routes.flatMap(({ target }) => targetId(target) ?? []),
    ]);
    for (const id of new Set(routes.map(({ target }) => target))) {
      if (!id.startsWith("nat-") || kept.has(id)) continue;
      this.say(`${id}: remove it last, where it is managed, when its metrics show no traffic.`);
    }
  }

  private say(sentence: string): void {
    if (!this.todo.includes(sentence)) this.todo.push(sentence);
  }
}

const keyOf = (table: Given): string =>
  table.kind === "id" ? table.id : `parameter ${table.parameter.name}`;

/** The same of all tiers that have any: others have tables of their own. */
function firstOf<T>({ tiers }: TableNeeds, read: (tier: SubnetTier) => T | null): T | null {
  for (const tier of tiers) {
    const found = read(tier);
    if (found !== null) return found;
  }
  return null;
}

const isRoutedOtherwise = (a: SubnetTier, b: SubnetTier): boolean =>
  areApart(a.ipv4Target, b.ipv4Target) || areApart(a.nat64Target, b.nat64Target);

const areApart = <T>(a: T | null, b: T | null): boolean => a !== null && b !== null && a !== b;

const given = (id: string): Given => ({ kind: "id", id });

const toGiven = (property: TargetProperty, id: string): AddedTarget => ({
  kind: "given",
  property,
  to: given(id),
});

const targetId = (target: AddedTarget): string | null =>
  target.kind === "given" && target.to.kind === "id" ? target.to.id : null;

function isOf(id: string, target: string): boolean {
  switch (target) {
    case "internet-gateway":
      return id.startsWith("igw-");
    case "nat-gateway":
      return id.startsWith("nat-");
    case "nat-instance":
      return id.startsWith("eni-") || id.startsWith("i-");
    case "transit-gateway":
      return id.startsWith("tgw-");
    default:
      return false;
  }
}

/** Whether a subnet is of that kind, or becomes so when it is given IPv6. */
const canBe = (kind: ExistingSubnet["kind"], wanted: SubnetTier["subnets"]): boolean =>
  kind === wanted || (kind !== "ipv6-only" && wanted !== "ipv6-only");

function takes(kind: ExistingSubnet["kind"], addresses: Addresses): boolean {
  if (addresses === "ipv4") return kind !== "ipv6-only";
  return kind === (addresses === "ipv6" ? "ipv6-only" : "dual-stack");
}
