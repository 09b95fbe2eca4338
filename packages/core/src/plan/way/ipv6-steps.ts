import { ipv6VerdictText } from "../blockers.js";
import { kindIn } from "../flows.js";
import { configTargetFor, isOfCompute } from "../plan-settings.js";
import type { Solution } from "../solve-design.js";
import { adds, NO_EFFECT } from "./effects.js";
import { knownIds } from "./known-ids.js";
import { mayNeedSetting, settingKey, subnetKey } from "./network-state.js";
import {
  computeInVpc,
  destinationNames,
  type GroupOfCompute,
  isEver,
  type PlannedStep,
  routesOfGroup,
  say,
  slug,
  someNames,
  type WayContext,
  whereTarget,
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

export const zoneName = ({ world }: WayContext, zone: number): string =>
  world.input.workload.zoneNames?.[zone] ?? `zone ${zone + 1}`;

/** Filters, addresses and routes of IPv6, and the settings that make SDKs use it. */
export function ipv6Steps(context: WayContext): readonly PlannedStep[] {
  const groups = computeInVpc(context).filter(({ group }) =>
    isEver(whereTarget(context, (network) => goesOverIpv6(network, group))),
  );
  const first = groups[0];
  if (first === undefined) return [];
  const of = ipv6Change(context);
  const isDone = whereTarget(context, (network) =>
    groups.some(({ group }) => goesOverIpv6(network, group)),
  );
  return [
    ...filterSteps(context, of, isDone),
    ...addressSteps(context, groups, of, isDone),
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
    effect: NO_EFFECT,
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

function addressSteps(
  context: WayContext,
  groups: readonly GroupOfCompute[],
  of: Common["of"],
  isDone: Common["isDone"],
): readonly PlannedStep[] {
  const { world } = context;
  const { region, existing } = world.input.workload;
  const ids = knownIds(context);
  const hasBlock = (existing?.subnets ?? []).some(({ kind }) => kind !== "ipv4");
  const isBlockThere =
    hasBlock || groups.every(({ today }) => today.kind.subnets !== "ipv4" && existing === null);
  const block: readonly PlannedStep[] = isBlockThere
    ? []
    : [
        {
          id: "vpc-ipv6",
          of,
          isDone,
          phase: 2,
          title: "Give the VPC an IPv6 block",
          effect: NO_EFFECT,
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
  const addresses = groups
    .filter(({ isMoved, today }) => !isMoved && today.kind.subnets !== "ipv6-only")
    .map(({ group, compute, today }): PlannedStep => {
      const kind = kindIn(context.design.design, compute, context.design.input);
      const todo = kind.settings.filter(isOfCompute);
      const before = today.kind.subnets;
      const { zones } = world.input.workload;
      return {
        id: `addresses-${slug(compute.name)}`,
        of,
        isDone: whereTarget(context, (network) => goesOverIpv6(network, group)),
        phase: 2,
        title: `Give ${compute.name} IPv6 addresses`,
        effect: adds("ipv6Addresses", group),
        requires: isBlockThere ? [] : ["vpc-ipv6"],
        risk: "medium",
        precondition: say(
          "The route of the next phase follows soon: until then, clients that prefer IPv6 fail fast and fall back to IPv4.",
        ),
        change: say(
          [
            before === "ipv4"
              ? "Each of its subnets gets a /64 and gives addresses on creation."
              : "Each of its subnets has a /64 and gives addresses on creation.",
            ...todo.map((setting) => `${capital(setting)}.`),
            "Running instances and tasks get theirs when they are replaced.",
            ...(kind.withSetting === undefined ? [] : [`Mind: ${kind.withSetting.caveat}.`]),
          ].join(" "),
          ...Array.from({ length: zones }, (_, zone) => {
            const subnet = ids.subnet(before, zone, compute.name);
            return before === "ipv4"
              ? `aws ec2 associate-subnet-cidr-block --region ${region} --subnet-id ${subnet} --ipv6-cidr-block IPV6_BLOCK_${zone + 1}`
              : `aws ec2 modify-subnet-attribute --region ${region} --subnet-id ${subnet} --assign-ipv6-address-on-creation`;
          }),
        ),
        ...terraformOfAddresses(compute, before === "ipv4"),
        check: say(
          `A new instance, task or interface of ${compute.name} has a global IPv6 address.`,
          `aws ec2 describe-network-interfaces --region ${region} --filters Name=subnet-id,Values=${ids.subnet(before, 0, compute.name)} --query 'NetworkInterfaces[].Ipv6Addresses'`,
        ),
        rollback: say(
          before === "ipv4"
            ? "Take the addresses off the interfaces, then the blocks off the subnets, and undo the settings."
            : "Stop giving addresses on creation, and undo the settings. Addresses that were given stay until their interfaces go.",
          ...Array.from({ length: zones }, (_, zone) => {
            const subnet = ids.subnet(before, zone, compute.name);
            return before === "ipv4"
              ? `aws ec2 disassociate-subnet-cidr-block --region ${region} --association-id ASSOCIATION_ID # of ${subnet}`
              : `aws ec2 modify-subnet-attribute --region ${region} --subnet-id ${subnet} --no-assign-ipv6-address-on-creation`;
          }),
        ),
        evidence: [`${kind.name}: ${kind.sources[0] ?? "no source"} (${kind.asOf})`],
        about: compute,
      };
    });
  return [...block, ...addresses];
}

function terraformOfAddresses(
  { kind }: GroupOfCompute["compute"],
  isNew: boolean,
): Pick<PlannedStep, "terraform"> {
  const isFunction = kind.platform === "lambda";
  return {
    terraform: [
      "# in each aws_subnet of it",
      ...(isNew ? ['ipv6_cidr_block                 = "IPV6_BLOCK"'] : []),
      "assign_ipv6_address_on_creation = true",
      ...(isFunction
        ? ["# in vpc_config of the aws_lambda_function", "ipv6_allowed_for_dual_stack = true"]
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
  const { world } = context;
  const { region, zones } = world.input.workload;
  const ids = knownIds(context);
  const gatewayId = ids.egressOnlyGateway ?? "EGRESS_ONLY_GATEWAY_ID";
  const gateway: readonly PlannedStep[] =
    ids.egressOnlyGateway !== null
      ? []
      : [
          {
            id: "egress-only-gateway",
            of,
            isDone,
            phase: 3,
            title: "Create the egress-only internet gateway",
            effect: NO_EFFECT,
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
  const routes = groups.flatMap(({ group, compute, today, isMoved }) => {
    const own = context.start.ipv6Routes.has(subnetKey(group, 0, false));
    if (own && !isMoved) return [];
    return Array.from({ length: zones }, (_, zone): PlannedStep => {
      const table = ids.routeTable(isMoved ? "new" : today.kind.subnets, zone, compute.name);
      return {
        id: `route-${slug(compute.name)}-${zone + 1}`,
        of,
        isDone: whereTarget(context, (network) => goesOverIpv6(network, group)),
        phase: 3,
        title: `Route IPv6 of ${compute.name} in ${zoneName(context, zone)} to the gateway`,
        effect: adds("ipv6Routes", subnetKey(group, zone, isMoved)),
        requires: [
          ...(ids.egressOnlyGateway === null ? ["egress-only-gateway"] : []),
          `${isMoved ? "subnets" : today.kind.subnets === "ipv6-only" ? "filters" : "addresses"}${isMoved || today.kind.subnets !== "ipv6-only" ? `-${slug(compute.name)}` : ""}`,
        ],
        risk: isMoved ? "none" : "medium",
        precondition: say(
          zone === 0
            ? "One subnet is enough to begin with; the others follow once its check has passed."
            : `The check has passed in ${zoneName(context, zone - 1)}.`,
        ),
        change: say(
          "From here on IPv6 is used for all that has AAAA records by its default name.",
          `aws ec2 create-route --region ${region} --route-table-id ${table} --destination-ipv6-cidr-block ::/0 --egress-only-internet-gateway-id ${gatewayId}`,
        ),
        terraform: [
          `resource "aws_route" "${slug(compute.name).replaceAll(/[-.]/g, "_")}_ipv6_${zone + 1}" {`,
          `  route_table_id              = "${table}"`,
          '  destination_ipv6_cidr_block = "::/0"',
          `  egress_only_gateway_id      = "${gatewayId}"`,
          "}",
        ],
        check: say("On a host of this subnet:", `egress6 doctor --region ${region}`),
        rollback: say(
          "Delete the route. Clients fall back to IPv4; connections over IPv6 break once.",
          `aws ec2 delete-route --region ${region} --route-table-id ${table} --destination-ipv6-cidr-block ::/0`,
        ),
        evidence: [],
        about: compute,
      };
    });
  });
  return [...gateway, ...routes];
}

/** The dual-stack setting, one service at a time. */
function settingSteps(
  context: WayContext,
  groups: readonly GroupOfCompute[],
  of: Common["of"],
): readonly PlannedStep[] {
  const { targets, world } = context;
  return groups.flatMap(({ group, compute }) => {
    const flowsIn = (network: Solution) =>
      routesOfGroup(network, group)
        .filter(({ path }) => path === "egress-only-internet-gateway")
        .flatMap(({ flow }) => flow.flows)
        .filter(({ destination }) => mayNeedSetting(destination));
    const all = [targets.low, targets.high].flatMap((each) => (each === null ? [] : flowsIn(each)));
    const services = [
      ...new Set(all.flatMap(({ destination }) => destination.service ?? [])),
    ].sort();
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
        requires: [`route-${slug(compute.name)}-${world.input.workload.zones}`].filter(
          () => !context.start.ipv6Routes.has(subnetKey(group, 0, false)),
        ),
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

/** New subnets for compute that the design moves, then the move. */
export function moveSteps(context: WayContext): readonly PlannedStep[] {
  const { world, design } = context;
  const { region, zones } = world.input.workload;
  const where = design.design.subnets === "ipv6-only" ? "IPv6-only" : "dual-stack";
  const of = { id: "subnets", what: `Compute in ${where} subnets` };
  const isDone = whereTarget(context, () => true);
  return computeInVpc(context)
    .filter(({ isMoved }) => isMoved)
    .flatMap(({ group, compute, today }): readonly PlannedStep[] => {
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
          effect: NO_EFFECT,
          requires: [],
          risk: "none",
          precondition: say("The VPC has an IPv6 block, and nothing runs in the new subnets yet."),
          change: say(
            "One in each zone, each with a route table of its own.",
            ...Array.from(
              { length: zones },
              (_, zone) =>
                `aws ec2 create-subnet --region ${region} --vpc-id VPC_ID --availability-zone ZONE_${zone + 1} ${block.replace("_N_", `_${zone + 1}_`)} --ipv6-cidr-block IPV6_BLOCK_${zone + 1}`,
            ),
          ),
          check: say(
            "They are available.",
            `aws ec2 describe-subnets --region ${region} --filters Name=vpc-id,Values=VPC_ID`,
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
}
