import type { AuditContext } from "../code-rule.js";
import type { AuditCompute, AuditVpc, Network } from "../network.js";
import type { Call } from "../reading.js";
import { idOf } from "../resource.js";

/** Calls that something makes which runs: not those of builds, scripts and AWS itself. */
export function runtimeCalls({ reading }: Pick<AuditContext, "reading">): readonly Call[] {
  return reading.calls.filter(
    ({ callerKind, source, confidence }) =>
      (callerKind === "compute" || callerKind === "code") &&
      source !== "policy" &&
      confidence !== "low",
  );
}

/** What makes the call; null: no file says. */
export function computeOf(
  { caller, scope }: Pick<Call, "caller" | "scope">,
  { computes }: Network,
): AuditCompute | null {
  if (caller === null) return null;
  return (
    computes.find(
      ({ resource }) =>
        (scope === null || resource.scope === scope) &&
        (resource.address === caller || resource.subject === caller),
    ) ?? null
  );
}

/** Whether the call is made in that VPC: where no file says in which, it is if there is no other. */
export function isCalledIn(call: Call, vpc: AuditVpc, network: Network): boolean {
  const compute = computeOf(call, network);
  if (compute?.vpc?.kind === "vpc") return idOf(compute.vpc.vpc) === idOf(vpc.resource);
  if (compute?.isInVpc.is === "no") return false;
  return network.vpcs.length === 1;
}

/** Whether what calls is known to be in no VPC: what it sends passes none of its routes. */
export const isOutsideVpc = (call: Pick<Call, "caller" | "scope">, network: Network): boolean =>
  computeOf(call, network)?.isInVpc.is === "no";
