import { ipv6VerdictText } from "../blockers.js";
import { kindIn } from "../flows.js";
import { configTargetFor, isOfCompute } from "../plan-settings.js";
import type { Solution } from "../solve-design.js";
import { adds, reversed } from "./effects.js";
import { EGRESS_ONLY_GATEWAY, knownIds } from "./known-ids.js";
import { type ComputePlace, IPV6_DEFAULT, newPlaces } from "./known-network.js";
import { mayNeedSetting, settingKey } from "./network-state.js";
import {
  computeInVpc,
  destinationNames,
  type GroupOfCompute,
  idOfPlaces,
  isEver,
  namesOf,
  type PlannedStep,
  routesOfGroup,
  say,
  sharedNote,
  slug,
  someNames,
  type WayContext,
  whereTarget,
  zonesText,
} from "./planned-step.js";

const goesOverIpv6 = (network: Solution, group: number): boolean =>
  routesOfGroup(network, group).some(({ path }) => path === "egress-only-internet-gateway");

/** What the steps of IPv6 belong to, with the list of its hosts. */
export function ipv6Change({ targets }: WayContext): {
  readonly id: string;
  readonly what: string;
} {
  const flows = [targets.low, targets.high].flatMap(
    (network) =>
      network?.routes
        .filter(({ path }) => path === "egress-only-internet-gateway")
        .map(({ flow }) => flow) ?? [],
  );
  const named = flows.filter(({ destination }) => destination.kind !== "platform");
  return {
    id: "ipv6",
    what: `IPv6 and an egress-only internet gateway for ${someNames(destinationNames(named.length > 0 ? named : flows))}`,
  };
}

/** Filters, addresses and routes of IPv6, and the settings that make SDKs use it. */
export function ipv6Steps(context: WayContext): readonly PlannedStep[] {
  const groups = computeInVpc(context).filter(({ group }) =>
    isEver(whereTarget(context, (network) => goesOverIpv6(network, group))),
  );
  if (groups.length === 0) return [];
  const of = ipv6Change(context);
  const isDone = whereTarget(context, (network) =>
    groups.some(({ group }) => goesOverIpv6(network, group)),
  );
  return [
    ...filterSteps(context, of, isDone),
    ...addressSteps(context, groups, of),
    ...routeSteps(context, groups, of, isDone),
    ...settingSteps(context, groups, of),
  ];
}

type Common = Pick<PlannedStep, "of" | "isDone">;

function filterSteps(
  { world }: WayContext,
  of: Common["of"],
  isDone: Common["isDone"],
): readonly PlannedStep[] {
  const { region } = world.input.workload;
  const same = {
    of,
    isDone,
    phase: 1,
    effect: adds("parts", "filters"),
  } as const;
  return [
    {
      ...same,
      id: "filters",
      title: "Let IPv6 out of the security groups and network ACLs",
      requires: [],
      risk: "none",
      precondition: say("Nothing in these subnets uses IPv6 yet, so nothing can break."),
      change: say(
        "In each security group of the workload. Default network ACLs let IPv6 out already; others need the same rule, and one for the answers.",
        `aws ec2 authorize-security-group-egress --region ${region} --group-id SECURITY_GROUP_ID --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,Ipv6Ranges=[{CidrIpv6=::/0}]'`,
      ),
      check: say(
        "The group lists an egress rule for ::/0.",
        `aws ec2 describe-security-group-rules --region ${region} --filters Name=group-id,Values=SECURITY_GROUP_ID`,
      ),
      rollback: say(
        "Revoke the rule.",
        `aws ec2 revoke-security-group-egress --region ${region} --group-id SECURITY_GROUP_ID --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,Ipv6Ranges=[{CidrIpv6=::/0}]'`,
      ),
      evidence: [],
      about: null,
    },
  ];
}

/** What IPv6-only and dual-stack subnets take their addresses from. */
function blockSteps(context: WayContext, of: Common["of"]): readonly PlannedStep[] {
  const { region } = context.world.input.workload;
  const ids = knownIds(context);
  const groups = computeInVpc(context);
  if (context.start.parts.has("ipv6-block")) return [];
  return [
    {
      id: "vpc-ipv6",
      of,
      isDone: whereTarget(
        context,
        (network) =>
          groups.some(({ isMoved }) => isMoved) ||
          groups.some(({ group }) => goesOverIpv6(network, group)),
      ),
      phase: 2,
      title: "Give the VPC an IPv6 block",
      effect: adds("parts", "ipv6-block"),
      requires: ["filters"],
      risk: "none",
      precondition: say(
        "The VPC has no IPv6 block yet; else skip this step.",
        `aws ec2 describe-vpcs --region ${region} --vpc-ids ${ids.vpc} --query 'Vpcs[].Ipv6CidrBlockAssociationSet'`,
      ),
      change: say(
        "A /56 of Amazon's. Subnets get parts of it in the next steps. DNS64 stays off.",
        `aws ec2 associate-vpc-cidr-block --region ${region} --vpc-id ${ids.vpc} --amazon-provided-ipv6-cidr-block`,
      ),
      check: say(
        "Its state is `associated`. Policies and allow-lists that name source addresses get this /56, too.",
        `aws ec2 describe-vpcs --region ${region} --vpc-ids ${ids.vpc} --query 'Vpcs[].Ipv6CidrBlockAssociationSet'`,
      ),
      rollback: say(
        "Take the block away. A new one has other addresses.",
        `aws ec2 disassociate-vpc-cidr-block --region ${region} --association-id ASSOCIATION_ID`,
      ),
      evidence: [],
      about: null,
    },
  ];
}

function addressSteps(
  context: WayContext,
  groups: readonly GroupOfCompute[],
  of: Common["of"],
): readonly PlannedStep[] {
  const { region } = context.world.input.workload;
  const isBlockThere = context.start.parts.has("ipv6-block");
  /** Subnets that an earlier step gives addresses, by the compute of that step. */
  const givenBy = new Map<string, string>();
  const addresses = groups
    .filter(
      ({ isMoved, today, group }) =>
        !isMoved && today.kind.subnets !== "ipv6-only" && !context.start.ipv6Addresses.has(group),
    )
    .map(({ group, compute, today }): PlannedStep => {
      const kind = kindIn(context.design.design, compute, context.design.input);
      const todo = kind.settings.filter(isOfCompute);
      const places = context.world.known.places[group] ?? [];
      const all = subnetsOf(context, places, today.kind.subnets);
      const shared = new Set(all.flatMap(({ id }) => givenBy.get(id) ?? []));
      const subnets = all.filter(({ id }) => !givenBy.has(id));
      for (const { id } of subnets) givenBy.set(id, compute.name);
      const isAnyNew = subnets.some(({ isIpv4 }) => isIpv4);
      const first = all[0]?.id ?? "SUBNET_1_ID";
      return {
        id: `addresses-${slug(compute.name)}`,
        of,
        isDone: whereTarget(context, (network) => goesOverIpv6(network, group)),
        phase: 2,
        title: `Give ${compute.name} IPv6 addresses`,
        effect: adds("ipv6Addresses", group),
        requires: [
          ...(isBlockThere ? [] : ["vpc-ipv6"]),
          ...[...shared].map((name) => `addresses-${slug(name)}`),
        ],
        risk: "medium",
        precondition: say(
          "The route of the next phase follows soon: until then, clients that prefer IPv6 fail fast and fall back to IPv4.",
        ),
        change: say(
          [
            ...(shared.size === 0
              ? []
              : [`It shares subnets with ${[...shared].join(", ")}, which have theirs by now.`]),
            ...(subnets.length === 0
              ? []
              : [
                  `Each of its ${shared.size === 0 ? "" : "other "}subnets ${isAnyNew ? "gets" : "has"} a /64 and gives addresses on creation.`,
                ]),
            ...todo.map((setting) => `${capital(setting)}.`),
            "Running instances and tasks get theirs when they are replaced.",
            ...(kind.withSetting === undefined ? [] : [`Mind: ${kind.withSetting.caveat}.`]),
          ].join(" "),
          ...subnets.flatMap(({ id, isIpv4 }, index) => [
            ...(isIpv4
              ? [
                  `aws ec2 associate-subnet-cidr-block --region ${region} --subnet-id ${id} --ipv6-cidr-block IPV6_BLOCK_${index + 1}`,
                ]
              : []),
            `aws ec2 modify-subnet-attribute --region ${region} --subnet-id ${id} --assign-ipv6-address-on-creation`,
          ]),
        ),
        ...(subnets.length === 0 && compute.kind.platform !== "lambda"
          ? {}
          : codeOfAddresses(compute, isAnyNew, subnets.length > 0)),
        check: say(
          `A new instance, task or interface of ${compute.name} has a global IPv6 address.`,
          `aws ec2 describe-network-interfaces --region ${region} --filters Name=subnet-id,Values=${first} --query 'NetworkInterfaces[].Ipv6Addresses'`,
        ),
        rollback: say(
          subnets.length === 0
            ? `Undo the settings. The subnets are given back with ${[...shared].join(", ")}; addresses that were given stay until their interfaces go.`
            : isAnyNew
              ? "Undo the settings and take the addresses off the interfaces, then the blocks off the subnets."
              : "Stop giving addresses on creation, and undo the settings. Addresses that were given stay until their interfaces go.",
          ...subnets.flatMap(({ id, isIpv4 }) => [
            `aws ec2 modify-subnet-attribute --region ${region} --subnet-id ${id} --no-assign-ipv6-address-on-creation`,
            ...(isIpv4
              ? [
                  `aws ec2 disassociate-subnet-cidr-block --region ${region} --association-id ASSOCIATION_ID # of ${id}`,
                ]
              : []),
          ]),
        ),
        evidence: [`${kind.name}: ${kind.sources[0] ?? "no source"} (${kind.asOf})`],
        about: compute,
      };
    });
  return [...blockSteps(context, of), ...addresses];
}

/** The subnets of places, and whether each has no IPv6 block yet. */
function subnetsOf(
  context: WayContext,
  places: readonly ComputePlace[],
  today: string,
): readonly { readonly id: string; readonly isIpv4: boolean }[] {
  const ids = knownIds(context);
  const found = new Map<string, boolean>();
  for (const place of places) {
    for (const id of ids.subnets(place)) {
      const kind = place.subnets.find((subnet) => subnet.id === id)?.kind ?? today;
      found.set(id, kind === "ipv4");
    }
  }
  return [...found].map(([id, isIpv4]) => ({ id, isIpv4 }));
}

function codeOfAddresses(
  { kind }: GroupOfCompute["compute"],
  isNew: boolean,
  hasSubnets: boolean,
): Pick<PlannedStep, "terraform" | "cloudformation"> {
  const isFunction = kind.platform === "lambda";
  return {
    terraform: [
      ...(hasSubnets
        ? [
            "# in each aws_subnet of it",
            ...(isNew ? ['ipv6_cidr_block                 = "IPV6_BLOCK"'] : []),
            "assign_ipv6_address_on_creation = true",
          ]
        : []),
      ...(isFunction
        ? ["# in vpc_config of the aws_lambda_function", "ipv6_allowed_for_dual_stack = true"]
        : []),
    ],
    cloudformation: [
      ...(hasSubnets
        ? [
            "# in the Properties of each AWS::EC2::Subnet of it",
            ...(isNew ? ["Ipv6CidrBlock: IPV6_BLOCK"] : []),
            "AssignIpv6AddressOnCreation: true",
          ]
        : []),
      ...(isFunction
        ? ["# in VpcConfig of the AWS::Lambda::Function", "Ipv6AllowedForDualStack: true"]
        : []),
    ],
  };
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function routeSteps(
  context: WayContext,
  groups: readonly GroupOfCompute[],
  of: Common["of"],
  isDone: Common["isDone"],
): readonly PlannedStep[] {
  const { world, start } = context;
  const { region, zones } = world.input.workload;
  const ids = knownIds(context);
  const gatewayId = ids.egressOnlyGateway ?? EGRESS_ONLY_GATEWAY;
  const gateway: readonly PlannedStep[] = start.parts.has("egress-only-gateway")
    ? []
    : [
        {
          id: "egress-only-gateway",
          of,
          isDone,
          phase: 3,
          title: "Create the egress-only internet gateway",
          effect: adds("parts", "egress-only-gateway"),
          requires: ["filters"],
          risk: "none",
          precondition: say("The VPC has an IPv6 block."),
          change: say(
            "It costs nothing, lets IPv6 out and nothing in. No route leads to it yet.",
            `aws ec2 create-egress-only-internet-gateway --region ${region} --vpc-id ${ids.vpc}`,
          ),
          check: say(
            "Its state is `attached`.",
            `aws ec2 describe-egress-only-internet-gateways --region ${region}`,
          ),
          rollback: say(
            "Delete it.",
            `aws ec2 delete-egress-only-internet-gateway --region ${region} --egress-only-internet-gateway-id EGRESS_ONLY_GATEWAY_ID`,
          ),
          evidence: [],
          about: null,
        },
      ];
  const byTable = new Map<string, ComputePlace[]>();
  for (const { group, isMoved } of groups) {
    for (const place of isMoved ? newPlaces(group, zones) : (world.known.places[group] ?? [])) {
      const own = byTable.get(place.table);
      if (own === undefined) byTable.set(place.table, [place]);
      else own.push(place);
    }
  }
  const tables = [...byTable].filter(([table]) => !start.ipv6Routes.has(table));
  const routes = tables.map(([table, places], index): PlannedStep => {
    const behind = groups.filter(({ group }) => places.some((place) => place.group === group));
    const name = ids.routeTable(table, places);
    const id = idOfPlaces(context, places);
    const before = tables[index - 1]?.[1];
    return {
      id: `route-${id}`,
      of,
      isDone: whereTarget(context, (network) =>
        behind.some(({ group }) => goesOverIpv6(network, group)),
      ),
      phase: 3,
      title: `Route IPv6 of ${namesOf(context, places)} in ${zonesText(context, places)} to the gateway`,
      effect: adds("ipv6Routes", table),
      requires: [
        ...(start.parts.has("egress-only-gateway") ? [] : ["egress-only-gateway"]),
        ...behind.flatMap(({ compute, today, isMoved, group }) =>
          isMoved
            ? [`subnets-${slug(compute.name)}`]
            : today.kind.subnets === "ipv6-only" || start.ipv6Addresses.has(group)
              ? ["filters"]
              : [`addresses-${slug(compute.name)}`],
        ),
      ],
      risk: behind.every(({ isMoved }) => isMoved) ? "none" : "medium",
      precondition: say(
        `${
          before === undefined || namesOf(context, before) !== namesOf(context, places)
            ? "One subnet is enough to begin with; the others follow once its check has passed."
            : `The check has passed in ${zonesText(context, before)}.`
        }${sharedNote(context, table, places)}`,
      ),
      change: say(
        "From here on IPv6 is used for all that has AAAA records by its default name.",
        `aws ec2 create-route --region ${region} --route-table-id ${name} --destination-ipv6-cidr-block ${IPV6_DEFAULT} --egress-only-internet-gateway-id ${gatewayId}`,
      ),
      terraform: [
        `resource "aws_route" "${id.replaceAll(/[-.]/g, "_").replace(/_(\d+)$/, "_ipv6_$1")}" {`,
        `  route_table_id              = "${name}"`,
        `  destination_ipv6_cidr_block = "${IPV6_DEFAULT}"`,
        `  egress_only_gateway_id      = "${gatewayId}"`,
        "}",
      ],
      cloudformation: [
        `${logicalId(id)}:`,
        "  Type: AWS::EC2::Route",
        "  Properties:",
        `    RouteTableId: ${name}`,
        `    DestinationIpv6CidrBlock: ${IPV6_DEFAULT}`,
        `    EgressOnlyInternetGatewayId: ${gatewayId}`,
      ],
      check: say("On a host of this subnet:", `egress6 doctor --region ${region}`),
      rollback: say(
        "Delete the route. Clients fall back to IPv4; connections over IPv6 break once.",
        `aws ec2 delete-route --region ${region} --route-table-id ${name} --destination-ipv6-cidr-block ${IPV6_DEFAULT}`,
      ),
      evidence: [],
      about: behind[0]?.compute ?? null,
    };
  });
  return [...gateway, ...routes];
}

/** `Ipv6RouteBatch1` */
const logicalId = (id: string): string =>
  `Ipv6Route${id
    .split(/[^a-z0-9]+/)
    .map(capital)
    .join("")}`;

/** IPv6 routes that are there, where the design sends nothing over IPv6. */
export function ipv6RemovalSteps(context: WayContext): readonly PlannedStep[] {
  const { world, start, design } = context;
  if (design.design.usesIpv6) return [];
  const { region } = world.input.workload;
  const ids = knownIds(context);
  const dualStack = computeInVpc(context).filter(({ today }) => today.kind.subnets !== "ipv6-only");
  return [...start.ipv6Routes].flatMap((table): readonly PlannedStep[] => {
    const places = world.known.places.flat().filter((place) => place.table === table);
    if (!dualStack.some(({ group }) => places.some((place) => place.group === group))) return [];
    const where = `--region ${region} --route-table-id ${ids.routeTable(table, places)} --destination-ipv6-cidr-block ${IPV6_DEFAULT}`;
    const [first] = places;
    return [
      {
        id: `unroute-ipv6-${idOfPlaces(context, places)}`,
        of: { id: "ipv6", what: "No IPv6" },
        phase: 5,
        title: `Take the IPv6 route of ${namesOf(context, places)} in ${zonesText(context, places)} away`,
        isDone: whereTarget(context, () => true),
        effect: reversed(adds("ipv6Routes", table)),
        requires: [],
        risk: "medium",
        precondition: say(
          `This design sends nothing over IPv6. Leave this step out if IPv6 may stay: the route costs nothing, and data over it costs less.${sharedNote(context, table, places)}`,
        ),
        change: say(
          "Connections over IPv6 break once, and clients fall back to IPv4.",
          `aws ec2 delete-route ${where}`,
        ),
        check: say("On a host of this subnet:", `egress6 doctor --region ${region}`),
        rollback: say(
          "Set the route again.",
          `aws ec2 create-route ${where} ${ids.ipv6Target(table)}`,
        ),
        evidence: [],
        about: world.input.workload.compute[first?.group ?? 0] ?? null,
      },
    ];
  });
}

/** The dual-stack setting, one service at a time. */
function settingSteps(
  context: WayContext,
  groups: readonly GroupOfCompute[],
  of: Common["of"],
): readonly PlannedStep[] {
  const { targets, world } = context;
  return groups.flatMap(({ group, compute, isMoved }) => {
    const flowsIn = (network: Solution) =>
      routesOfGroup(network, group)
        .filter(({ path }) => path === "egress-only-internet-gateway")
        .flatMap(({ flow }) => flow.flows)
        .filter(({ destination }) => mayNeedSetting(destination));
    const all = [targets.low, targets.high].flatMap((each) => (each === null ? [] : flowsIn(each)));
    const services = [
      ...new Set(all.flatMap(({ destination }) => destination.service ?? [])),
    ].sort();
    if (services.length === 0) return [];
    const requires = isMoved
      ? [`route-${slug(compute.name)}-${world.input.workload.zones}`]
      : (world.known.places[group] ?? [])
          .filter(({ table }) => !context.start.ipv6Routes.has(table))
          .slice(-1)
          .map((place) => `route-${idOfPlaces(context, tableOf(context, groups, place))}`);
    return services.map((service): PlannedStep => {
      const about = all.filter(({ destination }) => destination.service === service);
      const region = about[0]?.destination.region ?? world.input.workload.region;
      const target = configTargetFor(compute);
      return {
        id: `setting-${slug(compute.name)}-${service}`,
        of,
        isDone: whereTarget(context, (network) =>
          flowsIn(network).some(({ destination }) => destination.service === service),
        ),
        dependsOn: [...new Set(about.map(({ destination }) => destination.name))],
        phase: 4,
        title: `Have ${compute.name} call ${service} by its dual-stack name`,
        effect: adds("settings", settingKey(group, service)),
        requires,
        risk: "low",
        precondition: say(
          "The name answers over IPv6, seen from a host there.",
          `egress6 check --service ${service} --region ${region} --live`,
        ),
        change: say(
          "Set what this prints, for this service only. Calls that find no IPv6 fall back to IPv4, which the name has as well.",
          `egress6 config --service ${service} --region ${region} --for ${target}`,
        ),
        check: say(
          "On a host there the setting wins, and the name answers over IPv6. The bytes over the IPv4 gateway fall.",
          `egress6 check --service ${service} --region ${region}`,
        ),
        rollback: say("Take the setting away again, and restart. Calls use the default name."),
        evidence: [...new Set(about.map(({ destination }) => ipv6VerdictText(destination)))],
        about: compute,
      };
    });
  });
}

/** The places of such compute behind the route table of one of them. */
const tableOf = (
  { world }: WayContext,
  groups: readonly GroupOfCompute[],
  { table }: ComputePlace,
): readonly ComputePlace[] =>
  groups
    .filter(({ isMoved }) => !isMoved)
    .flatMap(({ group }) => world.known.places[group] ?? [])
    .filter((place) => place.table === table);

/** New subnets for compute that the design moves, then the move. */
export function moveSteps(context: WayContext): readonly PlannedStep[] {
  const { world, design } = context;
  const { region, zones } = world.input.workload;
  const ids = knownIds(context);
  const where = design.design.subnets === "ipv6-only" ? "IPv6-only" : "dual-stack";
  const of = { id: "subnets", what: `Compute in ${where} subnets` };
  const isDone = whereTarget(context, () => true);
  const all = computeInVpc(context);
  const isAnyOverIpv6 = all.some(({ group }) =>
    isEver(whereTarget(context, (network) => goesOverIpv6(network, group))),
  );
  const moving = all.filter(({ isMoved }) => isMoved);
  const block = isAnyOverIpv6 || moving.length === 0 ? [] : blockSteps(context, of);
  const moves = moving.flatMap(({ group, compute, today }): readonly PlannedStep[] => {
    const name = slug(compute.name);
    const block = where === "IPv6-only" ? "--ipv6-native" : "--cidr-block SUBNET_N_CIDR";
    const todo = compute.kind.settings.filter(isOfCompute);
    return [
      {
        id: `subnets-${name}`,
        of,
        isDone,
        phase: 2,
        title: `Create ${where} subnets for ${compute.name}`,
        effect: adds("parts", `subnets ${group}`),
        requires: ["vpc-ipv6"],
        risk: "none",
        precondition: say("The VPC has an IPv6 block, and nothing runs in the new subnets yet."),
        change: say(
          "One in each zone, each with a route table of its own.",
          ...Array.from(
            { length: zones },
            (_, zone) =>
              `aws ec2 create-subnet --region ${region} --vpc-id ${ids.vpc} ${ids.zone(zone)} ${block.replace("_N_", `_${zone + 1}_`)} --ipv6-cidr-block IPV6_BLOCK_${zone + 1}`,
          ),
        ),
        check: say(
          "They are available.",
          `aws ec2 describe-subnets --region ${region} --filters Name=vpc-id,Values=${ids.vpc}`,
        ),
        rollback: say(
          "Delete them, and their route tables.",
          `aws ec2 delete-subnet --region ${region} --subnet-id SUBNET_1_ID`,
        ),
        evidence: [],
        about: compute,
      },
      {
        id: `move-${name}`,
        of,
        isDone,
        phase: 4,
        title: `Run ${compute.name} in the ${where} subnets`,
        effect: adds("moved", group),
        requires: [`subnets-${name}`],
        risk: "high",
        precondition: say(
          "Every destination answers from a test instance or task in the new subnets.",
          `egress6 doctor --region ${region}`,
        ),
        change: say(
          [
            `Change the subnets of ${compute.name}, and replace what runs: ${compute.kind.name}.`,
            ...todo.map((setting) => `${capital(setting)}.`),
          ].join(" "),
        ),
        check: say(
          `All of ${compute.name} runs in the new subnets, and its destinations answer.`,
          `egress6 doctor --region ${region}`,
        ),
        rollback: say(
          `Run ${compute.name} in its former subnets again (${today.kind.name}). They stay until the last step is done.`,
        ),
        evidence: [
          `${compute.kind.name}: ${compute.kind.sources[0] ?? "no source"} (${compute.kind.asOf})`,
        ],
        about: compute,
      },
    ];
  });
  return [...block, ...moves];
}
