import type { AuditAnswer, AuditSubnet, AuditVpc, Network } from "../network.js";
import { idOf } from "../resource.js";

export const subnetsById = ({ subnets }: Network): ReadonlyMap<string, AuditSubnet> =>
  new Map(subnets.map((each) => [idOf(each.resource), each]));

const YES: AuditAnswer = { is: "yes" };
const NO: AuditAnswer = { is: "no" };

/** The private subnets of a VPC that have IPv6 and no way to the internet over it. */
export function privateIpv6Subnets({ subnets }: AuditVpc): readonly AuditSubnet[] {
  return subnets.filter(({ ipv6, isPublic }) => ipv6.is === "yes" && isPublic.is !== "yes");
}

/**
 * Whether private subnets of a VPC with IPv6 send IPv4 out, or run something, and there is no egress-only gateway.
 * Subnets that nothing leads out of are closed on purpose.
 */
export function needsEgressOnlyGateway(vpc: AuditVpc, network: Network): AuditAnswer {
  if (vpc.ipv6.is !== "yes" || vpc.egressOnlyGateways.length > 0) return NO;
  if (vpc.hasCentralEgress.is === "yes") return NO;
  const subnets = privateIpv6Subnets(vpc);
  if (subnets.length === 0) return NO;
  const isOpen = subnets.some((each) => isMeantToSend(each, network));
  if (!isOpen) return NO;
  if (vpc.hasCentralEgress.is === "unknown") return vpc.hasCentralEgress;
  const sure = subnets.some(
    (each) => each.isPublic.is === "no" && isMeantToSend(each, network) && !hasIpv6Default(each),
  );
  if (sure) return YES;
  const [doubt] = subnets.flatMap(({ isPublic }) => (isPublic.is === "unknown" ? isPublic : []));
  return doubt ?? NO;
}

function hasIpv6Default({ routeTable }: AuditSubnet): boolean {
  return (
    routeTable?.routes.some(
      ({ family, isDefault }) => family === "ipv6" && isDefault.is !== "no",
    ) ?? false
  );
}

function isMeantToSend(subnet: AuditSubnet, { computes }: Network): boolean {
  const { routeTable } = subnet;
  if (routeTable === null || routeTable.mayHaveMore.is !== "no") return true;
  if (
    routeTable.routes.some(({ family, isDefault }) => family === "ipv4" && isDefault.is === "yes")
  )
    return true;
  const id = idOf(subnet.resource);
  return computes.some(({ subnets }) => subnets.some(({ resource }) => idOf(resource) === id));
}
