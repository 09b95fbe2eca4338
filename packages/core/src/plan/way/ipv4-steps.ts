import { type Ipv4GatewayId, isNatInstances } from "../components.js";
import { IPV4_GATEWAY_PATHS, pathWords } from "../egress-paths.js";
import type { Scenario } from "../flows.js";
import type { Solution } from "../solve-design.js";
import { adds, builds, counts, DETACHES_CENTRAL, leadsIpv4, setsAddresses } from "./effects.js";
import { zoneName } from "./ipv6-steps.js";
import { knownIds } from "./known-ids.js";
import { type Ipv4RouteTo, subnetKey } from "./network-state.js";
import {
  computeInVpc,
  type GroupOfCompute,
  isEver,
  type PlannedStep,
  routesOfGroup,
  SCENARIOS,
  say,
  slug,
  type WayContext,
  whereTarget,
} from "./planned-step.js";

/** Where the design routes the IPv4 of a compute; `null`: nowhere. */
function routeIn(context: WayContext, network: Solution, group: number): Ipv4RouteTo | null {
  for (const { path } of routesOfGroup(network, group)) {
    if (path === "internet-gateway") return "public";
    if (path === "nat-gateway-zonal") return "nat";
    if (path === "nat64" && natGatewaysIn(context, network) > 0) return "nat";
    if (path === "nat-gateway-regional") return "nat-gateway-regional";
    if (path === "transit-gateway") return context.start.hasCentral ? "central" : "transit-gateway";
    if (path === "nat-instance" || path === "nat64") {
      return network.ipv4Gateways.includes("nat-instance") ? "nat-instance" : "nat-instance-single";
    }
  }
  return null;
}

/** How many zonal NAT gateways a network has. */
function natGatewaysIn(context: WayContext, network: Solution): number {
  if (network.ipv4Gateways.includes("nat-gateway-zonal")) return context.world.input.workload.zones;
  return network.ipv4Gateways.includes("nat-gateway-zonal-single") ? 1 : 0;
}

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
  const today = [
    ...(start.natGateways > 0
      ? [`${start.natGateways} NAT ${start.natGateways === 1 ? "gateway" : "gateways"}`]
      : []),
    ...(start.hasCentral ? ["the central egress"] : []),
  ].join(" and ");
  const kept = network === null ? 0 : natGatewaysIn(context, network);
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
  return [
    ...natGatewaySteps(context),
    ...otherGatewaySteps(context),
    ...addressSteps(context),
    ...nat64Steps(context),
    ...computeInVpc(context).flatMap((each) => switchSteps(context, each)),
  ];
}

function natGatewaySteps(context: WayContext): readonly PlannedStep[] {
  const { start, world } = context;
  const { region } = world.input.workload;
  const wanted = byScenario(context, (network) => natGatewaysIn(context, network));
  const most = Math.max(...SCENARIOS.map((scenario) => wanted(scenario) ?? 0));
  const steps: PlannedStep[] = [];
  for (let index = start.natGateways; index < most; index += 1) {
    steps.push({
      id: `nat-gateway-${index + 1}`,
      of: gatewayChange(context),
      phase: 4,
      title: `Create a NAT gateway in ${zoneName(context, index)}`,
      isDone: (scenario) => (wanted(scenario) ?? 0) > index,
      effect: counts({ natGateways: 1, natAddresses: 1 }),
      requires: [],
      risk: "none",
      precondition: say("The zone has a public subnet with a route to an internet gateway."),
      change: say(
        "With an Elastic IP address. No route leads to it yet.",
        `aws ec2 allocate-address --region ${region} --domain vpc`,
        `aws ec2 create-nat-gateway --region ${region} --subnet-id PUBLIC_SUBNET_${index + 1}_ID --allocation-id ALLOCATION_ID`,
      ),
      check: say("Its state is `available`.", `aws ec2 describe-nat-gateways --region ${region}`),
      rollback: say(
        "Delete it, then release its address. The address is gone then.",
        `aws ec2 delete-nat-gateway --region ${region} --nat-gateway-id NAT_GATEWAY_${index + 1}_ID`,
        `aws ec2 release-address --region ${region} --allocation-id ALLOCATION_ID`,
      ),
      evidence: [],
      about: null,
    });
  }
  return steps;
}

const BUILD: Readonly<
  Partial<Record<Ipv4GatewayId, { title: string; change: string; back: string }>>
> = {
  "nat-gateway-regional": {
    title: "Create a regional NAT gateway",
    change:
      "aws ec2 create-nat-gateway --region REGION --vpc-id VPC_ID --availability-mode regional",
    back: "aws ec2 delete-nat-gateway --region REGION --nat-gateway-id NAT_GATEWAY_1_ID",
  },
  "nat-instance": {
    title: "Start a NAT instance in each zone",
    change: "egress6 plan FILE --emit terraform --design DESIGN",
    back: "aws ec2 terminate-instances --region REGION --instance-ids INSTANCE_1_ID",
  },
  "nat-instance-single": {
    title: "Start one NAT instance",
    change: "egress6 plan FILE --emit terraform --design DESIGN",
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
  const ids = [
    ...new Set([targets.low, targets.high].flatMap((network) => network?.ipv4Gateways ?? [])),
  ].filter(
    (id) => !id.startsWith("nat-gateway-zonal") && !(id === "transit-gateway" && start.hasCentral),
  );
  return ids.map((id) => {
    const words = BUILD[id];
    const filled = (text: string): string =>
      text.replaceAll("REGION", region).replaceAll("DESIGN", design.design.id);
    const isInstance = id.startsWith("nat-instance");
    return {
      id: `build-${id}`,
      of: gatewayChange(context),
      phase: 4,
      title: words?.title ?? `Build ${pathWords(IPV4_GATEWAY_PATHS[id])}`,
      isDone: whereTarget(context, (network) => network.ipv4Gateways.includes(id)),
      effect: builds(id),
      requires: [],
      risk: "none",
      precondition: say(
        isInstance
          ? "Somebody owns its patches and its failures. Its size carries the peak, not only the average."
          : "Partners whose allow-lists name the addresses of today know the new ones.",
      ),
      change: say(
        isInstance
          ? "With the source and destination check off. This writes the whole network: take the instances from it, and leave out its routes, which follow one by one."
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

function addressSteps(context: WayContext): readonly PlannedStep[] {
  const { start, world } = context;
  const { region } = world.input.workload;
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
      requires: [],
      risk: "medium",
      precondition: say(
        "Security groups let nothing in that is not meant: these hosts can be reached from the internet. Allow-lists of partners know that source addresses change.",
      ),
      change: say(
        "Subnets give public addresses; instances and tasks get theirs when they are replaced. Tasks on Fargate need assignPublicIp: ENABLED.",
        `aws ec2 modify-subnet-attribute --region ${region} --subnet-id SUBNET_1_ID --map-public-ip-on-launch`,
      ),
      check: say(
        "Each has a public address.",
        `aws ec2 describe-network-interfaces --region ${region} --query 'NetworkInterfaces[].Association.PublicIp'`,
      ),
      rollback: say(
        "Stop giving them, and replace what runs. Addresses that were given are gone then.",
        `aws ec2 modify-subnet-attribute --region ${region} --subnet-id SUBNET_1_ID --no-map-public-ip-on-launch`,
      ),
      evidence: [],
      about: null,
    }));
}

function nat64Steps(context: WayContext): readonly PlannedStep[] {
  const { world, start, targets } = context;
  const isOnGateway = [targets.low, targets.high].some(
    (network) => network !== null && natGatewaysIn(context, network) > 0,
  );
  const { region } = world.input.workload;
  return computeInVpc(context).flatMap(({ group, compute }): readonly PlannedStep[] => {
    const isDone = whereTarget(context, (network) =>
      routesOfGroup(network, group).some(({ path }) => path === "nat64"),
    );
    if (!isEver(isDone) || start.nat64.has(group)) return [];
    const target = isOnGateway
      ? "--nat-gateway-id NAT_GATEWAY_1_ID"
      : "--network-interface-id INTERFACE_OF_INSTANCE_1_ID";
    return [
      {
        id: `nat64-${slug(compute.name)}`,
        of: { id: "nat64", what: "DNS64 and NAT64 for what has no IPv6" },
        phase: 4,
        title: `Turn on NAT64 and DNS64 for ${compute.name}`,
        isDone,
        effect: adds("nat64", group),
        requires: [],
        risk: "medium",
        precondition: say(
          "The route comes before DNS64: without it, names that have no AAAA lead nowhere. Never on dual-stack subnets.",
        ),
        change: say(
          "In each of its IPv6-only subnets, in this order.",
          `aws ec2 create-route --region ${region} --route-table-id ROUTE_TABLE_1_ID --destination-ipv6-cidr-block 64:ff9b::/96 ${target}`,
          `aws ec2 modify-subnet-attribute --region ${region} --subnet-id SUBNET_1_ID --enable-dns64`,
        ),
        check: say(
          "On a host there, a name without AAAA answers over a synthesized address.",
          `egress6 doctor --region ${region}`,
        ),
        rollback: say(
          "DNS64 off first, then the route away.",
          `aws ec2 modify-subnet-attribute --region ${region} --subnet-id SUBNET_1_ID --no-enable-dns64`,
          `aws ec2 delete-route --region ${region} --route-table-id ROUTE_TABLE_1_ID --destination-ipv6-cidr-block 64:ff9b::/96`,
        ),
        evidence: [],
        about: compute,
      },
    ];
  });
}

const ROUTE_OPTION: Readonly<Record<Ipv4RouteTo, string>> = {
  nat: "--nat-gateway-id NAT_GATEWAY_N_ID",
  "nat-gateway-regional": "--nat-gateway-id NAT_GATEWAY_N_ID",
  "nat-instance": "--instance-id INSTANCE_N_ID",
  "nat-instance-single": "--instance-id INSTANCE_1_ID",
  "transit-gateway": "--transit-gateway-id TRANSIT_GATEWAY_ID",
  central: "--transit-gateway-id TRANSIT_GATEWAY_ID",
  public: "--gateway-id INTERNET_GATEWAY_ID",
};

/** The default IPv4 route of each subnet, where the design leads it elsewhere. */
function switchSteps(
  context: WayContext,
  { group, compute, today, isMoved }: GroupOfCompute,
): readonly PlannedStep[] {
  const { world, start } = context;
  const { region, zones } = world.input.workload;
  const ids = knownIds(context);
  const steps: PlannedStep[] = [];
  const routeFor = (scenario: Scenario): Ipv4RouteTo | null => {
    const network = context.targets[scenario];
    return network === null ? null : routeIn(context, network, group);
  };
  const routes = [...new Set(SCENARIOS.map(routeFor))].filter((to) => to !== null);
  for (const to of routes) {
    for (let zone = 0; zone < zones; zone += 1) {
      const subnet = subnetKey(group, zone, isMoved);
      const before = start.ipv4Routes.get(subnet) ?? null;
      if (before === to) continue;
      const table = ids.routeTable(isMoved ? "new" : today.kind.subnets, zone, compute.name);
      const option = (route: Ipv4RouteTo): string =>
        ROUTE_OPTION[route]
          .replace("NAT_GATEWAY_N_ID", route === "nat" ? ids.natGateway(zone) : "NAT_GATEWAY_1_ID")
          .replace("INSTANCE_N_ID", `INSTANCE_${zone + 1}_ID`);
      steps.push({
        id: `switch-${slug(compute.name)}-${zone + 1}-${to}`,
        of:
          to === "public"
            ? { id: "public-ipv4", what: "Public IPv4 addresses" }
            : gatewayChange(context),
        phase: 4,
        title: `Lead IPv4 of ${compute.name} in ${zoneName(context, zone)} to the new ${pathWords(WORDS[to])}`,
        isDone: (scenario) => routeFor(scenario) === to,
        effect: leadsIpv4(subnet, to, before),
        requires: to === "public" ? ["public-ipv4"] : [],
        risk: before === null ? "low" : "medium",
        precondition: say(
          before === null
            ? "Nothing leaves this subnet over IPv4 yet."
            : before === "public"
              ? "Nothing is reached from outside at addresses of this subnet: this route cuts them off. The new gateway stands in another subnet, which is public and has a route table of its own."
              : "A quiet hour: open connections of this subnet break once, and come from other addresses afterwards.",
        ),
        change: say(
          "One subnet at a time.",
          `aws ec2 ${before === null ? "create-route" : "replace-route"} --region ${region} --route-table-id ${table} --destination-cidr-block 0.0.0.0/0 ${option(to)}`,
        ),
        check: say("On a host of this subnet:", `egress6 doctor --region ${region}`),
        rollback: say(
          before === null ? "Delete the route." : "Lead the route back.",
          before === null
            ? `aws ec2 delete-route --region ${region} --route-table-id ${table} --destination-cidr-block 0.0.0.0/0`
            : `aws ec2 replace-route --region ${region} --route-table-id ${table} --destination-cidr-block 0.0.0.0/0 ${option(before)}`,
        ),
        evidence: [],
        about: compute,
      });
    }
  }
  return steps;
}

const WORDS = {
  nat: "nat-gateway-zonal",
  public: "internet-gateway",
  central: "transit-gateway",
  "transit-gateway": "transit-gateway",
  "nat-gateway-regional": "nat-gateway-regional",
  "nat-instance": "nat-instance",
  "nat-instance-single": "nat-instance",
} as const;

/** Default routes, NAT gateways and addresses that the design has not. */
export function ipv4RemovalSteps(context: WayContext): readonly PlannedStep[] {
  return [
    ...computeInVpc(context).flatMap((each) => unrouteSteps(context, each)),
    ...natRemovalSteps(context),
    ...addressRemovalSteps(context),
  ];
}

function unrouteSteps(
  context: WayContext,
  { group, today, isMoved }: GroupOfCompute,
): readonly PlannedStep[] {
  const { world, start } = context;
  const { region, zones } = world.input.workload;
  const ids = knownIds(context);
  if (isMoved) return [];
  return Array.from({ length: zones }, (_, zone) => zone).flatMap(
    (zone): readonly PlannedStep[] => {
      const subnet = subnetKey(group, zone, false);
      const before = start.ipv4Routes.get(subnet);
      const isDone = whereTarget(context, (network) => routeIn(context, network, group) === null);
      if (before === undefined || !isEver(isDone)) return [];
      const table = ids.routeTable(today.kind.subnets, zone, today.name);
      const option = ROUTE_OPTION[before].replace("NAT_GATEWAY_N_ID", ids.natGateway(zone));
      const isNat64 = start.nat64.has(group);
      const destination = isNat64
        ? "--destination-ipv6-cidr-block 64:ff9b::/96"
        : "--destination-cidr-block 0.0.0.0/0";
      return [
        {
          id: `unroute-${slug(today.name)}-${zone + 1}`,
          of:
            before === "public"
              ? { id: "public-ipv4", what: "No public IPv4 addresses" }
              : gatewayChange(context),
          phase: 5,
          title: `Take the default IPv4 route of ${today.name} in ${zoneName(context, zone)} away`,
          isDone,
          effect: leadsIpv4(subnet, null, before),
          requires: [],
          risk: "medium",
          precondition: say(
            "`egress6 flows` shows no bytes of this subnet over IPv4 any more, or what is left is accepted.",
          ),
          change: say(
            `The gateway stays for now, so that the way back is short.${isNat64 ? " DNS64 goes off first." : ""}`,
            `aws ec2 delete-route --region ${region} --route-table-id ${table} ${destination}`,
          ),
          check: say(
            "On a host of this subnet, every destination answers.",
            `egress6 doctor --region ${region}`,
          ),
          rollback: say(
            "Set the route again.",
            `aws ec2 create-route --region ${region} --route-table-id ${table} ${destination} ${option}`,
          ),
          evidence: [],
          about: today,
        },
      ];
    },
  );
}

function natRemovalSteps(context: WayContext): readonly PlannedStep[] {
  const { start, world } = context;
  const { region } = world.input.workload;
  const ids = knownIds(context);
  const of = gatewayChange(context);
  const wanted = byScenario(context, (network) => natGatewaysIn(context, network));
  const isGone =
    (index: number) =>
    (scenario: Scenario): boolean => {
      const left = wanted(scenario);
      return left !== null && index >= left;
    };
  const gone = Array.from({ length: start.natGateways }, (_, index) => index)
    .filter((index) => isEver(isGone(index)))
    .reverse();
  const deletions = gone.map((index): PlannedStep => {
    const id = ids.natGateway(index);
    const isAnyLeft = SCENARIOS.some(
      (scenario) => (wanted(scenario) ?? 0) > 0 && isGone(index)(scenario),
    );
    return {
      id: `delete-nat-gateway-${index + 1}`,
      of,
      phase: 5,
      title: `Delete NAT gateway ${index + 1}`,
      isDone: isGone(index),
      effect: counts({ natGateways: -1 }),
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
        `aws ec2 create-nat-gateway --region ${region} --subnet-id PUBLIC_SUBNET_${index + 1}_ID --allocation-id ALLOCATION_${index + 1}_ID`,
      ),
      evidence: [],
      about: null,
    };
  });
  const releases = gone.map(
    (index): PlannedStep => ({
      id: `release-nat-address-${index + 1}`,
      of,
      phase: 5,
      title: `Release the address of NAT gateway ${index + 1}`,
      isDone: isGone(index),
      effect: counts({ natAddresses: -1 }),
      requires: [`delete-nat-gateway-${index + 1}`],
      risk: "high",
      precondition: say(
        "No allow-list of a partner names it any more, and the gateway has been gone long enough that nobody will want it back.",
      ),
      change: say(
        "This cannot be undone.",
        `aws ec2 release-address --region ${region} --allocation-id ALLOCATION_${index + 1}_ID`,
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
              `aws ec2 describe-route-tables --region ${region} --filters Name=route.transit-gateway-id,Values=TRANSIT_GATEWAY_ID`,
            ),
            change: say(
              "The transit gateway itself stays with its owner.",
              `aws ec2 delete-transit-gateway-vpc-attachment --region ${region} --transit-gateway-attachment-id ATTACHMENT_ID`,
            ),
            check: say("Every destination answers.", `egress6 doctor --region ${region}`),
            rollback: say(
              "Attach the VPC again. The attachment has a new id, which the route tables of the transit gateway need.",
              `aws ec2 create-transit-gateway-vpc-attachment --region ${region} --transit-gateway-id TRANSIT_GATEWAY_ID --vpc-id VPC_ID --subnet-ids SUBNET_IDS`,
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
        `aws ec2 modify-subnet-attribute --region ${region} --subnet-id SUBNET_1_ID --no-map-public-ip-on-launch`,
        `aws ec2 release-address --region ${region} --allocation-id ALLOCATION_ID`,
      ),
      check: say(
        "No interface has a public address.",
        `aws ec2 describe-network-interfaces --region ${region} --query 'NetworkInterfaces[].Association.PublicIp'`,
      ),
      rollback: say(
        "Give public addresses again, and replace what runs. They are other addresses: those released are gone.",
        `aws ec2 modify-subnet-attribute --region ${region} --subnet-id SUBNET_1_ID --map-public-ip-on-launch`,
      ),
      evidence: [],
      about: null,
    }));
}
