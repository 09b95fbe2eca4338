import { readFileSync } from "node:fs";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { EvidenceBase } from "@egress6/core/evidence/evidence";
import type { ListedHost } from "@egress6/core/map/host-details";
import type { DocumentedPrivateLink } from "@egress6/core/map/service-details";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadEvidence } from "../../adapter/fact-files/evidence.js";
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
  const observed = new ObservedNames(catalog, store);
  const data = createSiteData({
    catalog,
    catalogJson,
    history: loadRulesHistory(),
    hosts,
    evidence,
    privateLinkOf: documentedPrivateLink(),
    observed,
    store,
  });
  return { catalog, hosts, evidence, observed, data };
}

function documentedPrivateLink(): (cliName: string) => DocumentedPrivateLink {
  const { services, asOf, sources } = loadPrivateLinkServices();
  const [source = ""] = sources;
  return (cliName) => {
    const { endpoints, ipv6 } = services.get(cliName) ?? { endpoints: [], ipv6: "unknown" };
    return { endpoints, ipv6, asOf, source };
  };
}
