import type { WorkloadCompute } from "../workload/workload.js";
import type { Design } from "./designs.js";
import { type Flow, kindIn, reachOverIpv6 } from "./flows.js";
import type { PlanInput } from "./plan-input.js";
import type { Route, Solution } from "./solve-design.js";

/**
 * What has to be set for the network that is written, then what makes its low figure true: each marked with the
 * names that must have IPv6.
 */
export function settingsOfRange(
  design: Design,
  network: Solution,
  lowNetwork: Solution | null,
  input: PlanInput,
): readonly string[] {
  const always = settingsOf(design, network, input);
  if (lowNetwork === null) return always;
  const unknown = lowNetwork.routes
    .filter(isOverIpv6)
    .flatMap(({ flow }) => flow.flows)
    .filter(({ destination, compute }) => {
      const reach = reachOverIpv6(destination, kindIn(design, compute, input));
      return reach === "unknown";
    });
  if (unknown.length === 0) return always;
  const condition = conditionOf(unknown);
  const services = [
    ...new Set(
      unknown.flatMap(({ destination }) =>
        destination.kind === "service" && destination.region === input.workload.region
          ? (destination.service ?? [])
          : [],
      ),
    ),
  ];
  const target = input.workload.compute.find((each) =>
    unknown.some(({ compute }) => compute === each),
  );
  const sdk =
    services.length === 0 || target === undefined
      ? []
      : [
          `egress6 config --service ${services.sort().join(",")} --region ${input.workload.region} --for ${configTargetFor(target)}`,
        ];
  const onlyThen = [...sdk, ...settingsOf(design, lowNetwork, input)].filter(
    (setting) => !always.includes(setting),
  );
  const written =
    onlyThen.length > 0
      ? onlyThen
      : always.length > 0
        ? []
        : ["a route ::/0 to the egress-only internet gateway in each of its subnets"];
  return [...always, ...[...new Set(written)].map((setting) => `${condition}: ${setting}`)];
}

const MOST_NAMES = 3;

/** `if sqs or kms has IPv6` */
function conditionOf(unknown: readonly Flow[]): string {
  const all = unknown.filter(({ destination }) => destination.ipv6.support === "unknown");
  const named = all.filter(({ destination }) => destination.kind !== "platform");
  const unseen = named.length > 0 ? named : all;
  const names = [
    ...new Set(
      unseen.length > 0
        ? unseen.map(({ destination }) => destination.name)
        : unknown.map(({ compute }) => compute.name),
    ),
  ];
  const more = names.length > MOST_NAMES ? ` or ${names.length - MOST_NAMES} more` : "";
  const verb = unseen.length > 0 ? "has IPv6" : "can send IPv6";
  return `if ${names.slice(0, MOST_NAMES).join(" or ")}${more} ${verb}`;
}

/**
 * What has to be set so that the traffic takes the ways of the network.
 * @returns commands of egress6 that print SDK settings, then what to change on AWS, in words
 */
export function settingsOf(
  design: Design,
  { routes, publicIpv4 }: Solution,
  input: PlanInput,
): readonly string[] {
  const addresses = input.workload.compute
    .filter(({ name, kind }) => publicIpv4.includes(name) && kind.platform === "ecs-fargate")
    .map(({ name }) => `${name}: ${FARGATE_PUBLIC_IPV4}`);
  const endpoints = gatewayEndpointSettings(design, routes, input);
  const overIpv6 = routes.filter(isOverIpv6);
  if (overIpv6.length === 0) return [...addresses, ...endpoints];
  const { compute } = input.workload;
  const commands = compute.flatMap((sender) => {
    const byRegion = new Map<string, Set<string>>();
    for (const { flow, path } of overIpv6) {
      if (flow.compute !== sender || path === "nat64") continue;
      for (const { destination } of flow.flows) {
        const { kind, ipv6, service, region } = destination;
        if (kind !== "service" || !ipv6.needsSetting || service === null || region === null)
          continue;
        byRegion.set(region, (byRegion.get(region) ?? new Set()).add(service));
      }
    }
    return [...byRegion].map(
      ([region, services]) =>
        `egress6 config --service ${[...services].sort().join(",")} --region ${region} --for ${configTargetFor(sender)}`,
    );
  });
  const senders = compute.filter((each) => overIpv6.some(({ flow }) => flow.compute === each));
  return [
    ...new Set(commands),
    ...addresses,
    ...endpoints,
    ...senders.flatMap((each) => {
      const kind = kindIn(design, each, input);
      const where = design.subnets === "ipv6-only" ? "IPv6-only" : "dual-stack";
      const becomes =
        design.subnets !== undefined && kind.subnets === design.subnets
          ? [`${each.name}: run it in ${where} subnets: ${kind.name}`]
          : kind === each.kind
            ? []
            : [`${each.name}: give the subnets IPv6 (free): ${kind.name}`];
      const caveat =
        kind.withSetting === undefined ? [] : [`${each.name}: ${kind.withSetting.caveat}`];
      return [
        ...becomes,
        ...kind.settings.filter(isLeftToSet).map((setting) => `${each.name}: ${setting}`),
        ...caveat,
      ];
    }),
  ];
}

/** What other steps do, or what the network is made of, needs no setting of the compute. */
export const isOfCompute = (setting: string): boolean =>
  !/^DNS64 on the subnet|^a route ::\/0|egress rules in the security group|^auto-assign/.test(
    setting,
  );

/** DNS64 and its route are part of the network: where a design needs them, it has them. */
const isLeftToSet = (setting: string): boolean => !setting.startsWith("DNS64 on the subnet");

/** Whether packets leave the workload as IPv6. A gateway endpoint carries what its senders have: IPv4 first. */
export const isOverIpv6 = ({ path, flow }: Route): boolean =>
  path === "egress-only-internet-gateway" ||
  path === "nat64" ||
  (path === "gateway-endpoint" && flow.compute.kind.sendsIpv4 === "no");

/** A gateway endpoint is IPv4 unless told otherwise, and dual-stack names then lead past it. */
function gatewayEndpointSettings(
  design: Design,
  routes: readonly Route[],
  input: PlanInput,
): readonly string[] {
  const isMeant = ({ path, flow }: Route): boolean => {
    const kind = kindIn(design, flow.compute, input);
    const mayUseIpv6 = design.usesIpv6 || kind.sendsIpv4 === "no";
    return path === "gateway-endpoint" && mayUseIpv6 && kind.sendsIpv6 !== "no";
  };
  const services = routes
    .filter(isMeant)
    .flatMap(({ flow }) => flow.flows.map(({ destination }) => destination))
    .flatMap(({ service, hasGatewayIpv6 }) => (hasGatewayIpv6 ? (service ?? []) : []));
  const { gatewayEndpoints = [] } = input.workload.existing ?? {};
  return [...new Set(services)].map((service) => {
    const which = gatewayEndpoints.some((name) => name === service)
      ? `the ${service} gateway endpoint that exists, unless it has it already`
      : `the ${service} gateway endpoint`;
    return `${which}: address type dualstack (default ipv4), before any SDK calls dual-stack names, which would leave the endpoint: aws ec2 modify-vpc-endpoint --vpc-endpoint-id ID --ip-address-type dualstack --dns-options DnsRecordIpType=dualstack`;
  });
}

/**
 * Tasks on Fargate do not follow what the subnet says of public addresses.
 * @source https://docs.aws.amazon.com/batch/latest/APIReference/API_NetworkConfiguration.html
 */
const FARGATE_PUBLIC_IPV4 = "assignPublicIp: ENABLED for the task or service (default DISABLED)";

/** The target of `egress6 config` in which the settings of such compute are kept. */
export function configTargetFor({ kind: { platform } }: WorkloadCompute): string {
  if (platform === "lambda") return "lambda";
  if (platform.startsWith("ecs-")) return "ecs-task";
  return platform.startsWith("eks-") ? "kubernetes" : "env";
}
