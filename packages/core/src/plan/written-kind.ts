import { type ComputeKind, findComputeKind } from "../facts/compute-kind.js";
import type { WorkloadCompute } from "../workload/workload.js";
import type { DesignPlan } from "./design-plan.js";
import { kindIn } from "./flows.js";
import { isOverIpv6 } from "./plan-settings.js";

/**
 * The kind of the compute in the network that is written. Where a design leaves IPv6 out, or a combination has no use
 * for it, its subnets are IPv4 ones: dual-stack ones would send over IPv6 what the bill counts over IPv4.
 */
export function writtenKind(
  { design, input, network, lowNetwork }: DesignPlan,
  compute: WorkloadCompute,
): ComputeKind {
  const kind = kindIn(design, compute, input);
  if (kind.subnets !== "dual-stack") return kind;
  const isIpv6Optional = !design.usesIpv6 || design.id === "mixed";
  const sendsOverIpv6 = [network, lowNetwork].some((each) =>
    each?.routes.some((route) => route.flow.compute === compute && isOverIpv6(route)),
  );
  if (!isIpv6Optional || sendsOverIpv6) return kind;
  const ipv4 = findComputeKind(input.facts.computeKinds, kind.platform, "ipv4");
  return ipv4?.runs === "yes" && ipv4.sendsIpv4 === "yes" ? ipv4 : kind;
}
