import type { Catalog } from "@egress6/core/endpoint/catalog";
import { serviceCalled } from "@egress6/core/identify/find-service";
import type { DocumentedIpv6, PlanFacts } from "@egress6/core/plan/plan-input";
import { loadAwsIpv6Support } from "./aws-ipv6-support.js";
import { loadComputeKinds } from "./compute-kinds.js";
import { loadEgressOptions } from "./egress-options.js";
import { loadInVpcServices } from "./in-vpc-services.js";
import { loadPrivateLinkServices } from "./privatelink-services.js";
import { loadThirdPartyHosts } from "./third-party-hosts.js";

/**
 * The facts that a plan rests on, as shipped.
 * @throws Egress6Error FACTS_INVALID
 */
export function loadPlanFacts(catalog: Catalog, folder?: URL): PlanFacts {
  const { services, asOf, sources } = loadPrivateLinkServices(folder);
  return {
    computeKinds: loadComputeKinds(folder),
    options: loadEgressOptions(folder),
    documentedServices: documentedServices(catalog, folder),
    privateLink: new Map(
      Array.from(services, ([cliName, { endpoints, ipv6, serviceNames }]) => [
        cliName,
        { endpoints, ipv6, serviceNames },
      ]),
    ),
    inVpc: loadInVpcServices(folder),
    privateLinkSource: { asOf, source: sources.join(", ") },
    documentedHosts: new Map(
      loadThirdPartyHosts(folder).flatMap(({ host, documented }) => {
        if (documented === undefined) return [];
        const { ipv6, asOf, source } = documented;
        return [[host, { ipv6, asOf, source }]];
      }),
    ),
  };
}

/** AWS's table names services as people do; a row that the catalog knows by no name says nothing here. */
function documentedServices(catalog: Catalog, folder?: URL): ReadonlyMap<string, DocumentedIpv6> {
  const { services, asOf } = loadAwsIpv6Support(folder);
  const source = "AWS's list of services that support IPv6";
  return new Map(
    services.flatMap(({ service, publicEndpoints }) => {
      if (publicEndpoints !== "yes" && publicEndpoints !== "no") return [];
      const name = service.replace(/ \(.*\)$/, "");
      const found =
        serviceCalled(catalog, name) ?? serviceCalled(catalog, name.replace(/^(AWS|Amazon) /, ""));
      return found === undefined ? [] : [[found.cliName, { ipv6: publicEndpoints, asOf, source }]];
    }),
  );
}
