import { endpointOf } from "../endpoint/catalog.js";
import { observableName } from "../endpoint/placeholder.js";
import type { PlanInput } from "./plan-input.js";

/** All names whose observation decides something in the plan of a workload, as they are looked up. */
export function namesOfPlan({
  workload,
  catalog,
}: Pick<PlanInput, "workload" | "catalog">): readonly string[] {
  const { region } = workload;
  const ofServices = workload.services.flatMap(({ service, region: called }) =>
    (["default", "dualstack"] as const).flatMap(
      (variant) => endpointOf(catalog, service, called ?? region, variant)?.hostname ?? [],
    ),
  );
  const ofPlatforms = workload.compute.flatMap(({ kind, uses }) =>
    kind.startupCalls
      .filter(({ when }) => uses.has(when))
      .flatMap(({ hosts }) => hosts.map((host) => host.replaceAll("{Region}", region))),
  );
  const ofHosts = workload.hosts.flatMap(({ to }) => (to.kind === "host" ? to.host : []));
  return [...new Set([...ofServices, ...ofPlatforms, ...ofHosts].map(observableName))];
}
