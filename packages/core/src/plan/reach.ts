import type { ComputeKind } from "../facts/compute-kind.js";
import type { Support } from "../verdict/support.js";
import type { WorkloadCompute } from "../workload/workload.js";
import type { Destination } from "./destination.js";
import { NAT_PATHS } from "./egress-paths.js";
import { kindIn, type PathId, reachOverIpv6 } from "./flows.js";
import type { PlanInput } from "./plan-input.js";

/** The paths over which one compute reaches a destination, whatever the design. */
export interface ComputeReach {
  readonly compute: WorkloadCompute;
  readonly yes: readonly PathId[];
  /** Those of which nobody has looked whether they do. */
  readonly unknown: readonly PathId[];
}

export function reachTo(destination: Destination, input: PlanInput): readonly ComputeReach[] {
  return destination.from.map((compute) => {
    const paths = pathsTo(destination, compute, input);
    const those = (wanted: Support): readonly PathId[] =>
      paths.flatMap(([path, reach]) => (reach === wanted ? path : []));
    return { compute, yes: those("yes"), unknown: those("unknown") };
  });
}

function pathsTo(
  destination: Destination,
  compute: WorkloadCompute,
  input: PlanInput,
): readonly (readonly [PathId, Support])[] {
  const kind = kindIn({ usesIpv6: true }, compute, input);
  const overIpv6 = reachOverIpv6(destination, kind);
  const overIpv4 = destination.ipv4 === "no" ? "no" : kind.sendsIpv4;
  if (kind.subnets === "none") {
    return [["outside-vpc", overIpv4 === "yes" ? "yes" : overIpv6]];
  }
  const endpoints: readonly (readonly [PathId, Support])[] = [
    [
      "gateway-endpoint",
      !destination.hasGateway
        ? "no"
        : either(kind.sendsIpv4, destination.hasGatewayIpv6 ? overIpv6 : "no"),
    ],
    [
      "interface-endpoint",
      destination.endpoints.length === 0 ? "no" : either(kind.sendsIpv4, destination.endpointsIpv6),
    ],
  ];
  const isPrivate = input.workload.constraints.privateServices.has(destination.service ?? "");
  if (isPrivate) return endpoints;
  return [
    ["egress-only-internet-gateway", overIpv6],
    ...endpoints,
    ["internet-gateway", overIpv4 === "yes" ? kind.publicIpv4 : overIpv4],
    ...NAT_PATHS.map((path) => [path, overIpv4] as const),
    ["nat64", translated(destination, kind, overIpv6)],
  ];
}

const either = (a: Support, b: Support): Support =>
  a === "yes" || b === "yes" ? "yes" : a === "unknown" || b === "unknown" ? "unknown" : "no";

/** DNS64 leaves names alone that have AAAA. */
function translated({ ipv4 }: Destination, kind: ComputeKind, overIpv6: Support): Support {
  if (kind.sendsIpv4 !== "no" || ipv4 === "no" || overIpv6 === "yes") return "no";
  return kind.nat64;
}
