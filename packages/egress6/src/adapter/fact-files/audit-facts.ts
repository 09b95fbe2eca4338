import type { AgentFacts, CapabilityFacts } from "@egress6/core/audit/capability";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { PriceBook } from "@egress6/core/price/price-book";
import { loadAuditRules } from "./audit-rules.js";
import { loadComputeKinds } from "./compute-kinds.js";
import { loadEgressOptions } from "./egress-options.js";
import { loadIdentifyNames } from "./identify-names.js";
import { loadRulesHistory, loadSdkReleases } from "./rules-history.js";
import { loadSdkFacts } from "./sdk-facts.js";
import { loadThirdPartyHosts } from "./third-party-hosts.js";
import { loadToolFacts } from "./tool-facts.js";

/**
 * What the rules of `audit` rest on, as shipped; what was observed comes from the store.
 * @throws Egress6Error FACTS_INVALID
 */
export function loadAuditFacts(
  catalog: Catalog,
  prices: PriceBook,
  folder?: URL,
): Omit<CapabilityFacts, "observed"> {
  const { reaches = [] } =
    loadEgressOptions(folder).find(({ id }) => id === "gateway-endpoint") ?? {};
  return {
    catalog,
    prices,
    names: loadIdentifyNames(folder),
    kinds: loadComputeKinds(folder),
    agents: loadToolFacts(folder).map(agentFacts),
    sdks: loadSdkFacts(folder).sdks,
    versions: { history: loadRulesHistory(folder), releases: loadSdkReleases(folder) },
    gatewayServices: typeof reaches === "string" ? [] : reaches,
    retired: loadAuditRules(folder).retired,
    hosts: loadThirdPartyHosts(folder),
  };
}

function agentFacts({
  id,
  name,
  setting,
  versions,
  sources,
  date,
}: ReturnType<typeof loadToolFacts>[number]): AgentFacts {
  return { id, name, setting, since: versions[0]?.from ?? null, source: sources[0] ?? "", date };
}
