import { findComputeKind } from "../../facts/compute-kind.js";
import type { WorkloadCompute } from "../../workload/workload.js";
import type { PlanInput } from "../plan-input.js";

/** The kinds of subnets into which everything can be moved. */
export type MovedTo = "ipv6-only" | "dual-stack";

export interface MovedWorkload {
  readonly input: PlanInput;
  /** Compute that AWS does not run in such subnets, or of which no source says that it does. */
  readonly stuck: readonly WorkloadCompute[];
}

/**
 * The workload with all compute of its VPC in such subnets. IPv4 subnets become dual-stack ones in every design that
 * uses IPv6, so only compute in IPv6-only subnets moves to dual-stack ones.
 * @returns null where nothing would move
 */
export function movedTo(subnets: MovedTo, input: PlanInput): MovedWorkload | null {
  const { computeKinds } = input.facts;
  const stuck: WorkloadCompute[] = [];
  let isAnyMoved = false;
  const compute = input.workload.compute.map((each) => {
    const { kind } = each;
    const isMeant =
      subnets === "ipv6-only"
        ? kind.subnets === "ipv4" || kind.subnets === "dual-stack"
        : kind.subnets === "ipv6-only";
    if (!isMeant) return each;
    isAnyMoved = true;
    const there = findComputeKind(computeKinds, kind.platform, subnets);
    if (there?.runs === "yes") return { ...each, kind: there };
    stuck.push(each);
    return each;
  });
  if (!isAnyMoved) return null;
  return { input: { ...input, workload: { ...input.workload, compute } }, stuck };
}
