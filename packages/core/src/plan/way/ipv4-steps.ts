import { type Ipv4GatewayId, isNatInstances } from "../components.js";
import { IPV4_GATEWAY_PATHS, pathWords } from "../egress-paths.js";
import type { Scenario } from "../flows.js";
import type { Solution } from "../solve-design.js";
import {
  adds,
  both,
  builds,
  DETACHES_CENTRAL,
  leads,
  reversed,
  separates,
  setsAddresses,
  standsNatGateway,
} from "./effects.js";
import {
  destinationOption,
  EGRESS_ONLY_GATEWAY,
  type KnownIds,
  knownIds,
  targetOption,
} from "./known-ids.js";
import {
  type ComputePlace,
  IPV4_DEFAULT,
  IPV6_DEFAULT,
  type Ipv4RouteTo,
  NAT64_PREFIX,
  natNumberOf,
} from "./known-network.js";
import { pathOf } from "./network-state.js";
import {
  computeInVpc,
  idOfPlaces,
  isEver,
  namesOf,
  type PlannedStep,
  routesOfGroup,
  SCENARIOS,
  say,
  sharedNote,
  slug,
  type WayContext,
  whereTarget,
  zoneName,
  zonesText,
} from "./planned-step.js";
import {
  byOutcome,
  natGatewaysIn,
  natNumbersIn,
  type Separation,
  type Target,
  type TargetTable,
  targetsOf,
  zonesOfNewGateways,
} from "./targets.js";

const addressesIn = ({ world }: WayContext, network: Solution): number =>
  world.input.workload.compute.reduce(
    (total, { name, count }) => total + (network.publicIpv4.includes(name) ? count : 0),
    0,
  );

/** By outcome, a number of the target; `null`: it has no network. */
function byScenario(
  { targets }: WayContext,
  numberOf: (network: Solution) => number,
): (scenario: Scenario) => number | null {
  return (scenario) => {
    const network = targets[scenario];
    return network === null ? null : numberOf(network);
  };
}

/** The change that all steps of IPv4 gateways belong to. */
function gatewayChange(context: WayContext): { readonly id: string; readonly what: string } {
  const { start, targets } = context;
  const network = targets.high ?? targets.low;
  const standing = start.natGateways.size;
  const today = [
    ...(standing > 0 ? [`${standing} NAT ${standing === 1 ? "gateway" : "gateways"}`] : []),
    ...(start.hasCentral ? ["the central egress"] : []),
  ].join(" and ");
  const kept = network === null ? 0 : natNumbersIn(context, network).size;
  const others = (network?.ipv4Gateways ?? []).filter(
    (id) => !id.startsWith("nat-gateway-zonal") && !isNatInstances(id),
  );
  const instances = network?.natInstances ?? null;
  const target = [
    ...(kept > 0 ? [`${kept} NAT ${kept === 1 ? "gateway" : "gateways"}`] : []),
    ...(instances === null
      ? []
      : [
          `${instances.count} NAT ${instances.count === 1 ? "instance" : "instances"} (${instances.type})`,
        ]),
    ...new Set(others.map((id) => pathWords(IPV4_GATEWAY_PATHS[id]))),
    ...((network?.publicIpv4.length ?? 0) > 0 ? ["public IPv4 addresses"] : []),
  ].join(" and ");
  if (today === "")
    return { id: "ipv4-gateways", what: target === "" ? "IPv4 gateways" : capital(target) };
  if (target === today) return { id: "ipv4-gateways", what: `Remove ${today} if all have IPv6` };
  if (target === "") return { id: "ipv4-gateways", what: `Remove ${today}` };
  return { id: "ipv4-gateways", what: `${capital(target)} instead of ${today}` };
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** New IPv4 gateways and addresses, and the default routes to them. */
export function newIpv4Steps(context: WayContext): readonly PlannedStep[] {
  const targets = targetsOf(context);
  return [
    ...internetGatewaySteps(context),
    ...publicSubnetSteps(context),
    ...natGatewaySteps(context),
    ...otherGatewaySteps(context),
    ...addressSteps(context),
    ...separationSteps(context, targets),
    ...switchSteps(context, targets),
    ...dns64Steps(context),
  ];
}

type Targets = Readonly<Record<Scenario, Target | null>>;

const UNLESS_THERE = "Skip this step where it is there already: the workload does not say.";

/** What gateways stand in, and public addresses leave by. */
function internetGatewaySteps(context: WayContext): readonly PlannedStep[] {
  const { start, world } = context;
  const { region } = world.input.workload;
  const ids = knownIds(context);
  const isDone = whereTarget(
    context,
    (network) =>
      network.publicIpv4.length > 0 ||
      network.ipv4Gateways.includes("nat-gateway-regional") ||
      zonesOfNewGateways(context, network).size > 0,
  );
  if (start.parts.has("internet-gateway") || !isEver(isDone)) return [];
  return [
    {
      id: "internet-gateway",
      of: gatewayChange(context),
      phase: 4,
      title: "Create an internet gateway",
      isDone,
      effect: adds("parts", "internet-gateway"),
      requires: [],
      risk: "none",
      precondition: say(
        `The VPC has none. ${UNLESS_THERE}`,
        `aws ec2 describe-internet-gateways --region ${region} --filters Name=attachment.vpc-id,Values=${ids.vpc}`,
      ),
      change: say(
        "It costs nothing. No route leads to it yet.",
        `aws ec2 create-internet-gateway --region ${region}`,
        `aws ec2 attach-internet-gateway --region ${region} --vpc-id ${ids.vpc} --internet-gateway-id ${ids.internetGateway}`,
      ),
      check: say(
        "Its state is `available`.",
        `aws ec2 describe-internet-gateways --region ${region} --filters Name=attachment.vpc-id,Values=${ids.vpc}`,
      ),
      rollback: say(
        "Only if this step made it: detach it, then delete it.",
        `aws ec2 detach-internet-gateway --region ${region} --vpc-id ${ids.vpc} --internet-gateway-id ${ids.internetGateway}`,
        `aws ec2 delete-internet-gateway --region ${region} --internet-gateway-id ${ids.internetGateway}`,
      ),
      evidence: [],
      about: null,
    },
  ];
}

/** Subnets for gateways: those that compute leaves become private, and a gateway in them would lead to itself. */
function publicSubnetSteps(context: WayContext): readonly PlannedStep[] {
  const { start, world } = context;
  const { region, zones } = world.input.workload;
  const ids = knownIds(context);
  return Array.from({ length: zones }, (_, zone) => zone).flatMap(
    (zone): readonly PlannedStep[] => {
      const isDone = whereTarget(context, (network) =>
        zonesOfNewGateways(context, network).has(zone),
      );
      if (start.publicSubnets.has(zone) || !isEver(isDone)) return [];
      const subnet = ids.publicSubnet(zone);
      const table = `PUBLIC_ROUTE_TABLE_${zone + 1}_ID`;
      return [
        {
          id: publicSubnetId(zone),
          of: gatewayChange(context),
          phase: 4,
          title: `Create a public subnet for gateways in ${zoneName(context, zone)}`,
          isDone,
          effect: adds("publicSubnets", zone),
          requires: ["internet-gateway"],
          risk: "none",
          precondition: say(
            `The zone has no public subnet without compute of this workload: those that the compute leaves become private.${world.known.areSubnetsSaid ? "" : ` ${UNLESS_THERE}`}`,
          ),
          change: say(
            "A /28 is enough. It has a route table of its own, which leads to the internet gateway.",
            `aws ec2 create-subnet --region ${region} --vpc-id ${ids.vpc} ${ids.zone(zone)} --cidr-block PUBLIC_SUBNET_${zone + 1}_CIDR`,
            `aws ec2 create-route-table --region ${region} --vpc-id ${ids.vpc}`,
            `aws ec2 associate-route-table --region ${region} --route-table-id ${table} --subnet-id ${subnet}`,
            `aws ec2 create-route --region ${region} --route-table-id ${table} --destination-cidr-block ${IPV4_DEFAULT} --gateway-id ${ids.internetGateway}`,
          ),
          check: say(
            "Its route table leads to the internet gateway.",
            `aws ec2 describe-route-tables --region ${region} --route-table-ids ${table}`,
          ),
          rollback: say(
            "Delete it, then its route table.",
            `aws ec2 delete-subnet --region ${region} --subnet-id ${subnet}`,
            `aws ec2 delete-route-table --region ${region} --route-table-id ${table}`,
          ),
          evidence: [],
          about: null,
        },
      ];
    },
  );
}

const publicSubnetId = (zone: number): string => `public-subnet-${zone + 1}`;

function natGatewaySteps(context: WayContext): readonly PlannedStep[] {
  const { start, world } = context;
  const { region } = world.input.workload;
  const ids = knownIds(context);
  const numbers = new Set(
    SCENARIOS.flatMap((scenario) => {
      const network = context.targets[scenario];
      return network === null ? [] : [...natNumbersIn(context, network)];
    }),
  );
  return [...numbers]
    .filter((number) => !start.natGateways.has(number))
    .sort((a, b) => a - b)
    .map((number): PlannedStep => {
      const zone = number - 1;
      return {
        id: `nat-gateway-${number}`,
        of: gatewayChange(context),
        phase: 4,
        title: `Create a NAT gateway in ${zoneName(context, zone)}`,
        isDone: whereTarget(context, (network) => natNumbersIn(context, network).has(number)),
        effect: both(adds("natAddresses", number), standsNatGateway(number, zone)),
        requires: [publicSubnetId(zone)],
        risk: "none",
        precondition: say("The zone has a public subnet with a route to an internet gateway."),
        change: say(
          "With an Elastic IP address. No route leads to it yet.",
          `aws ec2 allocate-address --region ${region} --domain vpc`,
          `aws ec2 create-nat-gateway --region ${region} --subnet-id ${ids.publicSubnet(zone)} --allocation-id ALLOCATION_${number}_ID`,
        ),
        check: say("Its state is `available`.", `aws ec2 describe-nat-gateways --region ${region}`),
        rollback: say(
          "Delete it, then release its address. The address is gone then.",
          `aws ec2 delete-nat-gateway --region ${region} --nat-gateway-id ${ids.natGateway(number)}`,
          `aws ec2 release-address --region ${region} --allocation-id ALLOCATION_${number}_ID`,
        ),
        evidence: [],
        about: null,
      };
    });
}

const BUILD: Readonly<
  Partial<Record<Ipv4GatewayId, { title: string; change: string; back: string }>>
> = {
  "nat-gateway-regional": {
    title: "Create a regional NAT gateway",
    change:
      "aws ec2 create-nat-gateway --region REGION --vpc-id VPC_ID --availability-mode regional",
    back: "aws ec2 delete-nat-gateway --region REGION --nat-gateway-id REGIONAL_NAT_GATEWAY_ID",
  },
  "nat-instance": {
    title: "Start a NAT instance in each zone",
    change: "egress6 plan FILE --emit terraform --design DESIGN --only nat-instances",
    back: "aws ec2 terminate-instances --region REGION --instance-ids INSTANCE_1_ID",
  },
  "nat-instance-single": {
    title: "Start one NAT instance",
    change: "egress6 plan FILE --emit terraform --design DESIGN --only nat-instances",
    back: "aws ec2 terminate-instances --region REGION --instance-ids INSTANCE_1_ID",
  },
  "transit-gateway": {
    title: "Attach the VPC to a transit gateway with a central egress",
    change:
      "aws ec2 create-transit-gateway-vpc-attachment --region REGION --transit-gateway-id TRANSIT_GATEWAY_ID --vpc-id VPC_ID --subnet-ids SUBNET_IDS",
    back: "aws ec2 delete-transit-gateway-vpc-attachment --region REGION --transit-gateway-attachment-id ATTACHMENT_ID",
  },
};

function otherGatewaySteps(context: WayContext): readonly PlannedStep[] {
  const { world, design, targets, start } = context;
  const { region } = world.input.workload;
  const known = knownIds(context);
  const ids = [
    ...new Set([targets.low, targets.high].flatMap((network) => network?.ipv4Gateways ?? [])),
  ].filter(
    (id) => !id.startsWith("nat-gateway-zonal") && !(id === "transit-gateway" && start.hasCentral),
  );
  return ids.map((id) => {
    const words = BUILD[id];
    const filled = (text: string): string =>
      text
        .replace(/\bREGION\b/g, region)
        .replace(/\bDESIGN\b/g, design.design.id)
        .replace(/\bVPC_ID\b/g, known.vpc)
        .replace(/\bTRANSIT_GATEWAY_ID\b/g, known.transitGateway)
        .replace(/\bSUBNET_IDS\b/g, known.oneSubnetPerZone(world.input.workload.zones));
    const isInstance = id.startsWith("nat-instance");
    return {
      id: `build-${id}`,
      of: gatewayChange(context),
      phase: 4,
      title: words?.title ?? `Build ${pathWords(IPV4_GATEWAY_PATHS[id])}`,
      isDone: whereTarget(context, (network) => network.ipv4Gateways.includes(id)),
      effect: builds(id),
      requires: isInstance
        ? Array.from(
            { length: id === "nat-instance" ? world.input.workload.zones : 1 },
            (_, zone) => publicSubnetId(zone),
          )
        : ["internet-gateway"],
      risk: "none",
      precondition: say(
        isInstance
          ? "Somebody owns its patches and its failures. Its size carries the peak, not only the average."
          : "Partners whose allow-lists name the addresses of today know the new ones.",
      ),
      change: say(
        isInstance
          ? "This writes the instances alone, with the source and destination check off. No route leads to them yet."
          : "No route leads to it yet.",
        filled(words?.change ?? ""),
      ),
      check: say(
        "It runs. A test instance whose default route leads to it reaches the internet.",
        "curl -4 -sI https://HOST_NAME",
      ),
      rollback: say("Remove it. Addresses that it had are gone then.", filled(words?.back ?? "")),
      evidence: [],
      about: null,
    };
  });
}

/** Of subnets, the command that makes them give public addresses, or stop. */
function givingCommands(
  { world }: WayContext,
  ids: KnownIds,
  places: readonly ComputePlace[],
  does: boolean,
): readonly string[] {
  const { region } = world.input.workload;
  const subnets = [...new Set(places.flatMap(ids.subnets))];
  return (subnets.length > 0 ? subnets : ["SUBNET_1_ID"]).map(
    (subnet) =>
      `aws ec2 modify-subnet-attribute --region ${region} --subnet-id ${subnet} --${does ? "" : "no-"}map-public-ip-on-launch`,
  );
}

function addressSteps(context: WayContext): readonly PlannedStep[] {
  const { start, world, targets } = context;
  const { region, compute } = world.input.workload;
  const ids = knownIds(context);
  const given = new Set(SCENARIOS.flatMap((scenario) => targets[scenario]?.publicIpv4 ?? []));
  const places = world.known.places.flatMap((own, group) =>
    given.has(compute[group]?.name ?? "") ? own : [],
  );
  const wanted = byScenario(context, (network) => addressesIn(context, network));
  const sizes = [...new Set(SCENARIOS.map((scenario) => wanted(scenario) ?? 0))];
  return sizes
    .filter((count) => count > start.addresses)
    .map((count, index) => ({
      id: index === 0 ? "public-ipv4" : `public-ipv4-${count}`,
      of: {
        id: "public-ipv4",
        what: `${count} public IPv4 addresses instead of ${start.addresses}`,
      },
      phase: 4,
      title: "Give compute public IPv4 addresses",
      isDone: (scenario) => wanted(scenario) === count,
      effect: setsAddresses(count, start.addresses),
      requires: ["internet-gateway"],
      risk: "medium",
      precondition: say(
        "Security groups let nothing in that is not meant: these hosts can be reached from the internet. Allow-lists of partners know that source addresses change.",
      ),
      change: say(
        "Subnets give public addresses; instances and tasks get theirs when they are replaced. Tasks on Fargate need assignPublicIp: ENABLED.",
        ...givingCommands(context, ids, places, true),
      ),
      check: say(
        "Each has a public address.",
        `aws ec2 describe-network-interfaces --region ${region} --query 'NetworkInterfaces[].Association.PublicIp'`,
      ),
      rollback: say(
        "Stop giving them, and replace what runs. Addresses that were given are gone then.",
        ...givingCommands(context, ids, places, false),
      ),
      evidence: [],
      about: null,
    }));
}

/** A route table of their own for places that the design leads elsewhere than others behind the same one. */
function separationSteps(context: WayContext, targets: Targets): readonly PlannedStep[] {
  const { world } = context;
  const { region } = world.input.workload;
  const ids = knownIds(context);
  return separationsOf(targets).map(({ item: { from, to, places }, isDone }): PlannedStep => {
    const shared = ids.routeTable(from, placesBehind(context, from));
    const own = ids.routeTable(to, places);
    const subnets = places.flatMap(ids.subnets);
    return {
      id: separationId(context, { from, to, places }),
      of: gatewayChange(context),
      phase: 4,
      title: `Give ${namesOf(context, places)} in ${zonesText(context, places)} a route table of its own`,
      isDone,
      effect: separates(places, from, to),
      requires: [],
      risk: "low",
      precondition: say(
        `${shared} also leads elsewhere: to another zone, other compute or a gateway. Where other compute is in the same subnets, move one of them to subnets of its own first.`,
      ),
      change: say(
        `First it gets the same routes as ${shared}, also those that earlier steps have added and those that the command shows. Then nothing changes yet. Subnets that have the main route table without saying so are associated anew (associate-route-table).`,
        `aws ec2 describe-route-tables --region ${region} --route-table-ids ${shared}`,
        `aws ec2 create-route-table --region ${region} --vpc-id ${ids.vpc} # its id is ${own}`,
        ...copiedRoutes(context, from, own),
        ...subnets.map(
          (subnet, index) =>
            `aws ec2 replace-route-table-association --region ${region} --association-id TABLE_ASSOCIATION_${index + 1}_ID --route-table-id ${own} # of ${subnet}`,
        ),
      ),
      check: say("On a host of this subnet:", `egress6 doctor --region ${region}`),
      rollback: say(
        "Associate the subnets with their former route table again, then delete the new one.",
        ...subnets.map(
          (subnet, index) =>
            `aws ec2 replace-route-table-association --region ${region} --association-id TABLE_ASSOCIATION_${index + 1}_ID --route-table-id ${shared} # of ${subnet}`,
        ),
        `aws ec2 delete-route-table --region ${region} --route-table-id ${own}`,
      ),
      evidence: [],
      about: null,
    };
  });
}

/** Commands that give a new route table the routes that are known of another one. */
function copiedRoutes(context: WayContext, from: string, own: string): readonly string[] {
  const { world, start, design } = context;
  const { region, existing } = world.input.workload;
  const ids = knownIds(context);
  const into = `aws ec2 create-route --region ${region} --route-table-id ${own}`;
  const known = (existing?.routes ?? []).filter(({ routeTable }) => routeTable === from);
  const isIpv6New =
    design.design.usesIpv6 &&
    !start.ipv6Routes.has(from) &&
    placesBehind(context, from).some(({ group }) =>
      isEver(
        whereTarget(context, (network) =>
          routesOfGroup(network, group).some(({ path }) => path === "egress-only-internet-gateway"),
        ),
      ),
    );
  return [
    ...known
      .filter(({ target }) => target !== "local")
      .map(({ destination, target }) =>
        destination.startsWith("pl-") && target.startsWith("vpce-")
          ? `aws ec2 modify-vpc-endpoint --region ${region} --vpc-endpoint-id ${target} --add-route-table-ids ${own}`
          : `${into} ${destinationOption(destination)} ${targetOption(target)}`,
      ),
    ...(isIpv6New
      ? [
          `${into} ${destinationOption(IPV6_DEFAULT)} ${targetOption(ids.egressOnlyGateway ?? EGRESS_ONLY_GATEWAY)} # if an earlier step has made it`,
        ]
      : []),
  ];
}

const separationsOf = (targets: Targets) =>
  byOutcome<Separation>(
    (scenario) => targets[scenario]?.separations ?? [],
    ({ to, places }) => [to, ...places.map(({ key }) => key)].join("\n"),
  );

const separationId = (context: WayContext, { to, places }: Separation): string =>
  `table-${idOfPlaces(context, places)}-${slug(to.slice(to.lastIndexOf(" to ") + " to ".length))}`;

const placesBehind = ({ world }: WayContext, table: string): readonly ComputePlace[] =>
  world.known.places.flat().filter((place) => place.table === table);

const DESTINATION = {
  ipv4Routes: destinationOption(IPV4_DEFAULT),
  nat64Routes: destinationOption(NAT64_PREFIX),
} as const;

/** `nat 2` stands in the title of its steps; ids name the kind. */
const kindOf = (to: Ipv4RouteTo): string => (natNumberOf(to) === null ? to : "nat");

/** The default IPv4 route of each route table, and that of NAT64, where the design leads them elsewhere. */
function switchSteps(context: WayContext, targets: Targets): readonly PlannedStep[] {
  const { world, start, design } = context;
  const { region } = world.input.workload;
  const ids = knownIds(context);
  const taken = new Set<string>();
  const separations = new Map(
    separationsOf(targets)
      .map((each) => [each.item.to, each] as const)
      .reverse(),
  );
  const all = byOutcome<TargetTable>(
    (scenario) => targets[scenario]?.tables.filter(({ wanted }) => wanted !== null) ?? [],
    ({ table, wanted }) => `${table}\n${wanted?.field}\n${wanted?.to}`,
  );
  return all.flatMap(({ item, isDone }): readonly PlannedStep[] => {
    const { table, places, wanted } = item;
    if (wanted === null) return [];
    const { field, to } = wanted;
    const before = item.before === null ? null : (start[field].get(item.before) ?? null);
    if (before === to) return [];
    const [first] = places;
    const compute = design.input.workload.compute[first?.group ?? 0] ?? null;
    const zone = first?.zone ?? 0;
    const name = ids.routeTable(table, places);
    const where = `--region ${region} --route-table-id ${name} ${DESTINATION[field]}`;
    const number = natNumberOf(to);
    const isNat64 = field === "nat64Routes";
    const isStanding =
      (number !== null && start.natGateways.has(number)) ||
      to === "central" ||
      (to === "public" && start.parts.has("internet-gateway"));
    const separation = separations.get(table);
    return [
      {
        id: freeId(taken, `switch-${idOfPlaces(context, places)}-${kindOf(to)}`),
        of:
          to === "public"
            ? { id: "public-ipv4", what: "Public IPv4 addresses" }
            : isNat64
              ? NAT64_CHANGE
              : gatewayChange(context),
        phase: 4,
        title: isNat64
          ? `Route NAT64 of ${namesOf(context, places)} in ${zonesText(context, places)} to the ${pathWords(pathOf(to))}`
          : `Lead IPv4 of ${namesOf(context, places)} in ${zonesText(context, places)} to the ${isStanding ? "" : "new "}${pathWords(pathOf(to))}${number === null || natNumbersOf(context).size < 2 ? "" : ` of ${zoneName(context, start.natGateways.get(number) ?? number - 1)}`}`,
        isDone,
        effect: leads(field, table, to, before),
        requires: [
          ...(to === "public" ? ["public-ipv4"] : []),
          ...(number === null ? [] : [`nat-gateway-${number}`]),
          ...(separation === undefined ? [] : [separationId(context, separation.item)]),
          ...places.flatMap(({ table: own, group }) =>
            own.startsWith("new ") && own === table
              ? [`subnets-${slug(design.input.workload.compute[group]?.name ?? "")}`]
              : [],
          ),
        ],
        risk: before === null ? "low" : "medium",
        precondition: say(
          before === null
            ? isNat64
              ? "The route comes before DNS64: without it, names that have no AAAA lead nowhere."
              : "Nothing leaves this subnet over IPv4 yet."
            : before === "public"
              ? "Nothing is reached from outside at addresses of this subnet: this route cuts them off. The new gateway stands in another subnet, which is public and has a route table of its own."
              : `A quiet hour: open connections of this subnet break once, and come from other addresses afterwards.${item.before === table ? sharedNote(context, table, places) : ""}`,
        ),
        change: say(
          "One route table at a time.",
          `aws ec2 ${before === null ? "create-route" : "replace-route"} ${where} ${ids.target(to, zone)}`,
        ),
        check: say("On a host of this subnet:", `egress6 doctor --region ${region}`),
        rollback: say(
          before === null ? "Delete the route." : "Lead the route back.",
          before === null
            ? `aws ec2 delete-route ${where}`
            : `aws ec2 replace-route ${where} ${ids.target(before, zone)}`,
        ),
        evidence: [],
        about: compute,
      },
    ];
  });
}

function natNumbersOf(context: WayContext): ReadonlySet<number> {
  const { low, high } = context.targets;
  return new Set(
    [low, high].flatMap((network) => (network === null ? [] : [...natNumbersIn(context, network)])),
  );
}

function freeId(taken: Set<string>, base: string): string {
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  taken.add(id);
  return id;
}

const NAT64_CHANGE = { id: "nat64", what: "DNS64 and NAT64 for what has no IPv6" };

function dns64Steps(context: WayContext): readonly PlannedStep[] {
  const { start } = context;
  return computeInVpc(context).flatMap(({ group, compute, isMoved }): readonly PlannedStep[] => {
    const isDone = whereTarget(context, (network) =>
      routesOfGroup(network, group).some(({ path }) => path === "nat64"),
    );
    if (!isEver(isDone) || (start.dns64.has(group) && !isMoved)) return [];
    const command = dns64Commands(context, group, isMoved);
    return [
      {
        id: `nat64-${slug(compute.name)}`,
        of: NAT64_CHANGE,
        phase: 4,
        title: `Turn on DNS64 for ${compute.name}`,
        isDone,
        effect: adds("dns64", group),
        requires: [],
        risk: "medium",
        precondition: say(
          `Each of its subnets has the route ${NAT64_PREFIX}: without it, names that have no AAAA lead nowhere. Never on dual-stack subnets.`,
        ),
        change: say("In each of its IPv6-only subnets.", ...command(true)),
        check: say(
          "On a host there, a name without AAAA answers over a synthesized address.",
          `egress6 doctor --region ${regionOf(context)}`,
        ),
        rollback: say("DNS64 off, before its route goes.", ...command(false)),
        evidence: [],
        about: compute,
      },
    ];
  });
}

const regionOf = ({ world }: WayContext): string => world.input.workload.region;

function dns64Commands(context: WayContext, group: number, isMoved: boolean) {
  const ids = knownIds(context);
  const { known, input } = context.world;
  const places = known.places[group] ?? [];
  const subnets = isMoved
    ? Array.from({ length: input.workload.zones }, (_, zone) => `SUBNET_${zone + 1}_ID`)
    : [...new Set(places.flatMap(ids.subnets))];
  return (isOn: boolean): readonly string[] =>
    subnets.map(
      (subnet) =>
        `aws ec2 modify-subnet-attribute --region ${regionOf(context)} --subnet-id ${subnet} --${isOn ? "" : "no-"}enable-dns64`,
    );
}

/** Default routes, NAT gateways and addresses that the design has not. */
export function ipv4RemovalSteps(context: WayContext): readonly PlannedStep[] {
  return [
    ...dns64RemovalSteps(context),
    ...unrouteSteps(context),
    ...natRemovalSteps(context),
    ...addressRemovalSteps(context),
  ];
}

function dns64RemovalSteps(context: WayContext): readonly PlannedStep[] {
  return computeInVpc(context).flatMap(({ group, today, isMoved }): readonly PlannedStep[] => {
    const isDone = whereTarget(
      context,
      (network) => !routesOfGroup(network, group).some(({ path }) => path === "nat64"),
    );
    if (isMoved || !context.start.dns64.has(group) || !isEver(isDone)) return [];
    const command = dns64Commands(context, group, false);
    return [
      {
        id: `dns64-off-${slug(today.name)}`,
        of: gatewayChange(context),
        phase: 5,
        title: `Turn off DNS64 for ${today.name}`,
        isDone,
        effect: reversed(adds("dns64", group)),
        requires: [],
        risk: "medium",
        precondition: say(
          "Every destination of it has IPv6, or an endpoint that has: those without are lost now.",
        ),
        change: say("Before the route of NAT64 goes.", ...command(false)),
        check: say(
          "On a host there, every destination answers.",
          `egress6 doctor --region ${regionOf(context)}`,
        ),
        rollback: say("Turn it on again.", ...command(true)),
        evidence: [],
        about: today,
      },
    ];
  });
}

/** Default routes of today that the design has no use for, one route table at a time. */
function unrouteSteps(context: WayContext): readonly PlannedStep[] {
  const { world, start } = context;
  const { region } = world.input.workload;
  const ids = knownIds(context);
  const targets = targetsOf(context);
  const taken = new Set<string>();
  const unused = byOutcome<TargetTable>(
    (scenario) =>
      targets[scenario]?.tables.filter(
        ({ table, before, wanted }) =>
          before === table && wanted === null && !world.known.publicTables.has(table),
      ) ?? [],
    ({ table }) => table,
  );
  return unused.flatMap(({ item: { table, places }, isDone }) =>
    (["nat64Routes", "ipv4Routes"] as const).flatMap((field): readonly PlannedStep[] => {
      const before = start[field].get(table);
      if (before === undefined) return [];
      const [first] = places;
      const about = world.input.workload.compute[first?.group ?? 0] ?? null;
      const where = `--region ${region} --route-table-id ${ids.routeTable(table, places)} ${DESTINATION[field]}`;
      return [
        {
          id: freeId(taken, `unroute-${idOfPlaces(context, places)}`),
          of:
            before === "public"
              ? { id: "public-ipv4", what: "No public IPv4 addresses" }
              : gatewayChange(context),
          phase: 5,
          title: `Take the ${field === "ipv4Routes" ? "default IPv4 route" : "route of NAT64"} of ${namesOf(context, places)} in ${zonesText(context, places)} away`,
          isDone,
          effect: leads(field, table, null, before),
          requires: [],
          risk: "medium",
          precondition: say(
            `\`egress6 flows\` shows no bytes of this subnet over IPv4 any more, or what is left is accepted.${sharedNote(context, table, places)}`,
          ),
          change: say(
            "The gateway stays for now, so that the way back is short.",
            `aws ec2 delete-route ${where}`,
          ),
          check: say(
            "On a host of this subnet, every destination answers.",
            `egress6 doctor --region ${region}`,
          ),
          rollback: say(
            "Set the route again.",
            `aws ec2 create-route ${where} ${ids.target(before, first?.zone ?? 0)}`,
          ),
          evidence: [],
          about,
        },
      ];
    }),
  );
}

function natRemovalSteps(context: WayContext): readonly PlannedStep[] {
  const { start, world } = context;
  const { region } = world.input.workload;
  const ids = knownIds(context);
  const of = gatewayChange(context);
  const isGone =
    (number: number) =>
    (scenario: Scenario): boolean => {
      const network = context.targets[scenario];
      return network !== null && !natNumbersIn(context, network).has(number);
    };
  const gone = [...start.natGateways.keys()]
    .filter((number) => isEver(isGone(number)))
    .sort((a, b) => b - a);
  const deletions = gone.map((number): PlannedStep => {
    const id = ids.natGateway(number);
    const isAnyLeft = SCENARIOS.some((scenario) => {
      const network = context.targets[scenario];
      return (
        network !== null && isGone(number)(scenario) && natGatewaysIn(context, network).size > 0
      );
    });
    const zone = start.natGateways.get(number) ?? null;
    const subnet = zone === null ? `PUBLIC_SUBNET_${number}_ID` : ids.publicSubnet(zone);
    return {
      id: `delete-nat-gateway-${number}`,
      of,
      phase: 5,
      title: `Delete NAT gateway ${number}`,
      isDone: isGone(number),
      effect: reversed(standsNatGateway(number, zone)),
      requires: [],
      risk: "medium",
      precondition: say(
        `No route leads to it${isAnyLeft ? "; subnets that used it lead to a NAT gateway that stays" : ""}, and its bytes are 0 for a day (CloudWatch, AWS/NATGateway, BytesOutToDestination).`,
        `aws ec2 describe-route-tables --region ${region} --filters Name=route.nat-gateway-id,Values=${id}`,
      ),
      change: say(
        "Its Elastic IP address stays allocated, and charged, until the last steps.",
        `aws ec2 delete-nat-gateway --region ${region} --nat-gateway-id ${id}`,
      ),
      check: say("Every destination answers.", `egress6 doctor --region ${region}`),
      rollback: say(
        "Create a NAT gateway with the same address, and set the routes again. It has a new id.",
        `aws ec2 create-nat-gateway --region ${region} --subnet-id ${subnet} --allocation-id ALLOCATION_${number}_ID`,
      ),
      evidence: [],
      about: null,
    };
  });
  const releases = gone.map(
    (number): PlannedStep => ({
      id: `release-nat-address-${number}`,
      of,
      phase: 5,
      title: `Release the address of NAT gateway ${number}`,
      isDone: isGone(number),
      effect: reversed(adds("natAddresses", number)),
      requires: [`delete-nat-gateway-${number}`],
      risk: "high",
      precondition: say(
        "No allow-list of a partner names it any more, and the gateway has been gone long enough that nobody will want it back.",
      ),
      change: say(
        "This cannot be undone.",
        `aws ec2 release-address --region ${region} --allocation-id ALLOCATION_${number}_ID`,
      ),
      check: say("It is not listed.", `aws ec2 describe-addresses --region ${region}`),
      rollback: say(
        "Allocate an address. It is another one: the address that was released is gone.",
        `aws ec2 allocate-address --region ${region} --domain vpc`,
      ),
      evidence: [],
      about: null,
    }),
  );
  const isCentralGone = whereTarget(
    context,
    (network) => !network.ipv4Gateways.includes("transit-gateway"),
  );
  const detach: readonly PlannedStep[] =
    start.hasCentral && isEver(isCentralGone)
      ? [
          {
            id: "detach-central-egress",
            of,
            phase: 5,
            title: "Delete the transit gateway attachment of the central egress",
            isDone: isCentralGone,
            effect: DETACHES_CENTRAL,
            requires: [],
            risk: "high",
            precondition: say(
              "No route leads to it: not to other VPCs or to a data centre either.",
              `aws ec2 describe-route-tables --region ${region} --filters Name=route.transit-gateway-id,Values=${ids.transitGateway}`,
            ),
            change: say(
              "The transit gateway itself stays with its owner.",
              `aws ec2 delete-transit-gateway-vpc-attachment --region ${region} --transit-gateway-attachment-id ATTACHMENT_ID`,
            ),
            check: say("Every destination answers.", `egress6 doctor --region ${region}`),
            rollback: say(
              "Attach the VPC again. The attachment has a new id, which the route tables of the transit gateway need.",
              `aws ec2 create-transit-gateway-vpc-attachment --region ${region} --transit-gateway-id ${ids.transitGateway} --vpc-id ${ids.vpc} --subnet-ids SUBNET_IDS`,
            ),
            evidence: [],
            about: null,
          },
        ]
      : [];
  return [...deletions, ...detach, ...releases];
}

/** Public IPv4 addresses of compute that the design has not: last, since they are gone for good. */
function addressRemovalSteps(context: WayContext): readonly PlannedStep[] {
  const { start, world } = context;
  const { region } = world.input.workload;
  const ids = knownIds(context);
  const all = world.known.places.flat();
  const open = all.filter(({ table }) => start.ipv4Routes.get(table) === "public");
  const places = open.length > 0 ? open : all;
  const wanted = byScenario(context, (network) => addressesIn(context, network));
  const lefts = [...new Set(SCENARIOS.map(wanted))].filter((left) => left !== null);
  return lefts
    .filter((left) => left < start.addresses)
    .map((left) => ({
      id: `release-public-ipv4${lefts.length > 1 ? `-to-${left}` : ""}`,
      of: {
        id: "public-ipv4",
        what: `${start.addresses - left} public IPv4 addresses less`,
      },
      phase: 5,
      title: `Take ${start.addresses - left} public IPv4 addresses off compute`,
      isDone: (scenario) => wanted(scenario) === left,
      effect: setsAddresses(left, start.addresses),
      requires: [],
      risk: "high",
      precondition: say(
        "Nothing is reached from outside at these addresses, and no allow-list of a partner names them.",
      ),
      change: say(
        "Subnets stop giving public addresses; instances and tasks lose theirs when they are replaced. Elastic IP addresses are released.",
        ...givingCommands(context, ids, places, false),
        `aws ec2 release-address --region ${region} --allocation-id ALLOCATION_ID`,
      ),
      check: say(
        "No interface has a public address.",
        `aws ec2 describe-network-interfaces --region ${region} --query 'NetworkInterfaces[].Association.PublicIp'`,
      ),
      rollback: say(
        "Give public addresses again, and replace what runs. They are other addresses: those released are gone.",
        ...givingCommands(context, ids, places, true),
      ),
      evidence: [],
      about: null,
    }));
}
