import { endpointCharge } from "../components.js";
import { joinOverlapping } from "../priced-components.js";
import type { Solution } from "../solve-design.js";
import { adds, leavesOneZone, setsEndpointZones } from "./effects.js";
import { knownIds } from "./known-ids.js";
import {
  destinationNames,
  isEver,
  type PlannedStep,
  say,
  slug,
  someNames,
  type WayContext,
  whereTarget,
} from "./planned-step.js";

const regionOf = ({ world }: WayContext): string => world.input.workload.region;

/** Gateway endpoints that the design uses and that do not exist. */
export function gatewayEndpointSteps(context: WayContext): readonly PlannedStep[] {
  const { world, start, targets, design } = context;
  const region = regionOf(context);
  const ids = knownIds(context);
  const usedIn = (network: Solution): readonly string[] =>
    network.routes
      .filter(({ path }) => path === "gateway-endpoint")
      .flatMap(({ flow }) => flow.flows.flatMap(({ destination }) => destination.service ?? []));
  const services = [
    ...new Set([targets.low, targets.high].flatMap((each) => (each === null ? [] : usedIn(each)))),
  ].filter((service) => !start.gatewayEndpoints.has(service));
  return services.map((service) => {
    const destination = world.after.find((flow) => flow.destination.service === service);
    const mayUseIpv6 = design.design.usesIpv6 || destination?.compute.kind.sendsIpv4 === "no";
    const isDualStack = mayUseIpv6 && destination?.destination.hasGatewayIpv6 === true;
    const type = isDualStack
      ? " --ip-address-type dualstack --dns-options DnsRecordIpType=dualstack"
      : "";
    return {
      id: `gateway-endpoint-${service}`,
      of: { id: `gateway-endpoint-${service}`, what: `Gateway endpoint ${service}` },
      phase: 0,
      title: `Create the gateway endpoint of ${service}`,
      isDone: whereTarget(context, (network) => usedIn(network).includes(service)),
      effect: adds("gatewayEndpoints", service),
      requires: [],
      risk: "low",
      precondition: say(
        `Policies that name aws:SourceIp for ${service} also allow this VPC by aws:SourceVpce or aws:SourceVpc: calls no longer come from a public address. Open connections to ${service} break once; SDKs retry.`,
      ),
      change: say(
        "Add it to every route table of the private subnets. It costs nothing.",
        `aws ec2 create-vpc-endpoint --region ${region} --vpc-id ${ids.vpc} --vpc-endpoint-type Gateway --service-name com.amazonaws.${region}.${service} --route-table-ids ${ids.routeTables}${type}`,
      ),
      check: say(
        `On a host of the VPC, ${service} still answers. The route tables have a route to the prefix list of ${service}.`,
        `egress6 check --service ${service} --region ${region} --live`,
      ),
      rollback: say(
        "Delete the endpoint. Calls then take their former path; nothing else is left.",
        `aws ec2 delete-vpc-endpoints --region ${region} --vpc-endpoint-ids ENDPOINT_ID`,
      ),
      evidence: ["Gateway endpoints have no charge (AWS's price list has none)"],
      about: null,
    };
  });
}

/** `com.amazonaws.us-east-1.logs`, but for a few that have another name. */
function serviceNameOf(endpoint: string, { world }: WayContext): string {
  const { facts, workload } = world.input;
  for (const { serviceNames } of facts.privateLink.values()) {
    const name = serviceNames?.[endpoint];
    if (name !== undefined) return name.replaceAll("{Region}", workload.region);
  }
  return `com.amazonaws.${workload.region}.${endpoint}`;
}

/** Lists of endpoints that calls need together, out of some. */
function together(context: WayContext, names: readonly string[]): readonly (readonly string[])[] {
  const wanted = new Set(names);
  const lists = [...context.world.before, ...context.world.after]
    .map(({ destination }) => destination.endpoints.filter((name) => wanted.has(name)))
    .filter((list) => list.length > 0);
  const joined = joinOverlapping(lists);
  const rest = names.filter((name) => !joined.flat().includes(name));
  return [...joined, ...rest.map((name) => [name])];
}

const callsOver = (context: WayContext, endpoints: readonly string[]): readonly string[] =>
  destinationNames(
    [...context.world.before, ...context.world.after].filter(({ destination }) =>
      destination.endpoints.some((name) => endpoints.includes(name)),
    ),
  );

/** Interface endpoints that the design has and that do not exist. */
export function interfaceEndpointSteps(context: WayContext): readonly PlannedStep[] {
  const { world, start, targets } = context;
  const { region, zones, constraints } = world.input.workload;
  const ids = knownIds(context);
  const inZones = constraints.redundancy === "per-az" ? zones : 1;
  const bought = [targets.low, targets.high].flatMap((network) => network?.endpoints ?? []);
  const missing = [...new Set(bought)].filter((name) => !start.endpoints.has(name)).sort();
  const { asOf } = world.input.facts.privateLinkSource;
  return together(context, missing).map((names) => {
    const id = `endpoint-${names.map(slug).join("-")}`;
    const what = `Interface ${names.length === 1 ? "endpoint" : "endpoints"} ${names.join(", ")}`;
    const overIpv6 = [targets.low, targets.high].some((network) =>
      network?.routes.some(
        ({ flow, path }) =>
          path === "interface-endpoint" &&
          flow.compute.kind.sendsIpv4 === "no" &&
          flow.destination.endpoints.some((name) => names.includes(name)),
      ),
    );
    return {
      id,
      of: { id, what },
      phase: 4,
      title: `Create the interface ${names.length === 1 ? "endpoint" : "endpoints"} ${names.join(", ")}`,
      isDone: whereTarget(context, (network) =>
        names.some((name) => network.endpoints.includes(name)),
      ),
      effect: setsEndpointZones(names, inZones, start.endpoints),
      dependsOn: callsOver(context, names),
      requires: [],
      risk: "medium",
      precondition: say(
        "Its security group lets TCP 443 in from all subnets that call it: private DNS moves all callers in the VPC at once.",
        `aws ec2 describe-vpc-endpoint-services --region ${region} --service-names ${names.map((name) => `${serviceNameOf(name, context)}`).join(" ")}`,
      ),
      change: say(
        `In ${inZones === 1 ? "one zone" : `${inZones} zones`}, with private DNS.`,
        ...names.map(
          (name) =>
            `aws ec2 create-vpc-endpoint --region ${region} --vpc-id ${ids.vpc} --vpc-endpoint-type Interface --service-name ${serviceNameOf(name, context)} --subnet-ids ${ids.oneSubnetPerZone(inZones, overIpv6)} --security-group-ids SECURITY_GROUP_ID --private-dns-enabled${overIpv6 ? " --ip-address-type dualstack" : ""}`,
        ),
      ),
      check: say(
        `${someNames(callsOver(context, names))}: the names resolve to addresses of the VPC, and calls succeed.`,
        `egress6 doctor --region ${region}`,
      ),
      rollback: say(
        "Delete it. Its names then resolve to public addresses again, and calls take their former path.",
        `aws ec2 delete-vpc-endpoints --region ${region} --vpc-endpoint-ids ENDPOINT_ID`,
      ),
      evidence: [
        `${endpointCharge(names, inZones).item}: AWS's list of PrivateLink services, ${asOf}`,
      ],
      about: null,
    };
  });
}

/** Interface endpoints that exist and that the design has not, or has in fewer zones. */
export function endpointRemovalSteps(context: WayContext): readonly PlannedStep[] {
  const { world, start } = context;
  const { region, zones, constraints } = world.input.workload;
  const ids = knownIds(context);
  const keepIn = (name: string) => (network: Solution) => network.endpoints.includes(name);
  const existing = [...start.endpoints.keys()].sort();
  const leaving = existing.filter((name) => {
    const isKept = whereTarget(context, keepIn(name));
    const isTarget = whereTarget(context, () => true);
    return (["low", "high"] as const).some((scenario) => isTarget(scenario) && !isKept(scenario));
  });
  const removals = together(context, leaving).map((names): PlannedStep => {
    const id = `remove-endpoint-${names.map(slug).join("-")}`;
    const callers = callsOver(context, names);
    const label = `interface ${names.length === 1 ? "endpoint" : "endpoints"} ${names.join(", ")}`;
    return {
      id,
      of: { id, what: `Remove the ${label}` },
      phase: 5,
      title: `Delete the ${label}`,
      isDone: whereTarget(context, (network) => names.some((name) => !keepIn(name)(network))),
      effect: setsEndpointZones(names, 0, start.endpoints),
      dependsOn: callers,
      requires: [],
      risk: callers.length === 0 ? "low" : "medium",
      precondition: say(
        callers.length === 0
          ? "Nothing of this workload calls over it. Its bytes (CloudWatch, AWS/PrivateLinkEndpoints, BytesProcessed) are 0."
          : `${someNames(callers)}: reached without it, as \`egress6 flows\` or the endpoint's BytesProcessed shows. Policies that name its aws:SourceVpce allow the new source, too.`,
      ),
      change: say(
        "Note its subnets, security groups and policy for the way back. Then delete it.",
        ...names.map(
          () => `aws ec2 delete-vpc-endpoints --region ${region} --vpc-endpoint-ids ENDPOINT_ID`,
        ),
      ),
      check: say(
        callers.length === 0
          ? "No alarm of this workload fires within a day."
          : `${someNames(callers)}: calls still succeed from each subnet.`,
        `egress6 doctor --region ${region}`,
      ),
      rollback: say(
        "Create it again, in the same subnets and with the same security groups and policy. It has a new id: policies that name the old one need it.",
        ...names.map(
          (name) =>
            `aws ec2 create-vpc-endpoint --region ${region} --vpc-id ${ids.vpc} --vpc-endpoint-type Interface --service-name ${serviceNameOf(name, context)} --subnet-ids SUBNET_IDS --security-group-ids SECURITY_GROUP_ID --private-dns-enabled`,
        ),
      ),
      evidence: [],
      about: null,
    };
  });
  const kept = existing.filter((name) => isEver(whereTarget(context, keepIn(name))));
  if (constraints.redundancy === "per-az" || zones === 1 || kept.length === 0) return removals;
  const id = "endpoints-in-one-zone";
  return [
    ...removals,
    {
      id,
      of: { id, what: "Interface endpoints in one zone" },
      phase: 5,
      title: "Keep the interface endpoints in one zone only",
      isDone: whereTarget(context, () => true),
      effect: leavesOneZone(start.endpoints),
      requires: [],
      risk: "medium",
      precondition: say(
        "`redundancy: single-az` of the workload is meant: if that zone fails, the endpoints fail for all.",
      ),
      change: say(
        `${kept.join(", ")}: remove the subnets of all zones but one.`,
        `aws ec2 modify-vpc-endpoint --region ${region} --vpc-endpoint-id ENDPOINT_ID --remove-subnet-ids SUBNET_IDS`,
      ),
      check: say("Calls succeed from every zone.", `egress6 doctor --region ${region}`),
      rollback: say(
        "Add the subnets again.",
        `aws ec2 modify-vpc-endpoint --region ${region} --vpc-endpoint-id ENDPOINT_ID --add-subnet-ids SUBNET_IDS`,
      ),
      evidence: [],
      about: null,
    },
  ];
}
