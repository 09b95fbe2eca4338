import type { PlanFacts } from "@egress6/core/egress/plan/plan-input";
import { loadComputeKinds } from "../../facts/compute-kinds.js";
import { loadPrivateLinkServices } from "../../facts/privatelink-services.js";
import { loadThirdPartyHosts } from "../../facts/third-party-hosts.js";

/**
 * The facts that a plan rests on, as shipped.
 * @throws Egress6Error FACTS_INVALID
 */
export function loadPlanFacts(folder?: URL): PlanFacts {
  const { services, asOf, sources } = loadPrivateLinkServices(folder);
  return {
    computeKinds: loadComputeKinds(folder),
    privateLink: services,
    privateLinkSource: { asOf, source: sources.join(", ") },
    documentedHosts: new Map(
      loadThirdPartyHosts(folder).flatMap(({ host, documented }) =>
        documented === undefined ? [] : [[host, documented]],
      ),
    ),
  };
}
