import type { WorkloadCompute } from "../workload/workload.js";
import type { Design } from "./designs.js";
import { kindIn } from "./flows.js";
import type { PlanInput } from "./plan-input.js";
import type { Route, Solution } from "./solve-design.js";

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
        `egress6 config --service ${[...services].sort().join(",")} --region ${region} --for ${targetFor(sender)}`,
    );
  });
  const senders = compute.filter((each) => overIpv6.some(({ flow }) => flow.compute === each));
  return [
    ...new Set(commands),
    ...addresses,
    ...endpoints,
    ...senders.flatMap((each) => {
      const kind = kindIn(design, each, input);
      const becomes =
        kind === each.kind ? [] : [`${each.name}: give the subnets IPv6 (free): ${kind.name}`];
      return [...becomes, ...kind.settings.map((setting) => `${each.name}: ${setting}`)];
    }),
  ];
}

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
function targetFor({ kind: { platform } }: WorkloadCompute): string {
  if (platform === "lambda") return "lambda";
  if (platform.startsWith("ecs-")) return "ecs-task";
  return platform.startsWith("eks-") ? "kubernetes" : "env";
}
