import { readFileSync } from "node:fs";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { EvidenceBase } from "@egress6/core/evidence/evidence";
import type { EgressOption } from "@egress6/core/facts/egress-option";
import type { ListedHost } from "@egress6/core/map/host-details";
import type { DocumentedPrivateLink } from "@egress6/core/map/service-details";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadEgressOptions } from "../../adapter/fact-files/egress-options.js";
import { loadEvidence } from "../../adapter/fact-files/evidence.js";
import { loadPopularServices } from "../../adapter/fact-files/popular-services.js";
import { loadPrivateLinkServices } from "../../adapter/fact-files/privatelink-services.js";
import { loadRulesHistory } from "../../adapter/fact-files/rules-history.js";
import { loadThirdPartyHosts } from "../../adapter/fact-files/third-party-hosts.js";
import { DATA_FOLDER } from "../../data-folder.js";
import type { StoreReader } from "../../ports.js";
import { ObservedNames } from "../../site/observed-names.js";
import { createSiteData, type SiteData } from "../../site/site-data.js";

/** What the pages are made of: the shipped catalog and hosts over one store. */
export interface MapSite {
  readonly catalog: Catalog;
  readonly hosts: readonly ListedHost[];
  /** What others say: shown where nothing was observed. */
  readonly evidence: EvidenceBase;
  /** CLI names of the services that are used most, the most first. */
  readonly popular: readonly string[];
  readonly observed: ObservedNames;
  readonly data: SiteData;
}

export function openMapSite(store: StoreReader): MapSite {
  const catalog = loadCatalog();
  const catalogJson: unknown = JSON.parse(
    readFileSync(new URL("catalog.json", DATA_FOLDER), "utf8"),
  );
  const hosts = loadThirdPartyHosts();
  const evidence = loadEvidence();
  const popular = loadPopularServices();
  const observed = new ObservedNames(catalog, store);
  const data = createSiteData({
    catalog,
    catalogJson,
    history: loadRulesHistory(),
    hosts,
    evidence,
    popular,
    privateLinkOf: documentedPrivateLink(),
    observed,
    store,
  });
  return { catalog, hosts, evidence, popular, observed, data };
}

function documentedPrivateLink(): (cliName: string) => DocumentedPrivateLink {
  const { services, ...list } = loadPrivateLinkServices();
  const gateway = loadEgressOptions().find(({ id }) => id === "gateway-endpoint");
  return (cliName) => {
    const listed = services.get(cliName);
    return {
      endpoints: listed?.endpoints ?? [],
      ipv6: listed?.ipv6 ?? "unknown",
      gatewayIpv6: gatewayIpv6Of(cliName, gateway),
      asOf: listed?.asOf ?? list.asOf,
      source: listed?.source ?? list.sources[0] ?? "",
    };
  };
}

function gatewayIpv6Of(
  cliName: string,
  gateway: EgressOption | undefined,
): DocumentedPrivateLink["gatewayIpv6"] {
  if (gateway === undefined || !gateway.reaches.includes(cliName)) return null;
  return gateway.reachesOverIpv6?.includes(cliName) ? "yes" : "unknown";
}
