import type { FactBase } from "@egress6/core/facts/fact-base";
import type { PriceBook } from "@egress6/core/price/price-book";
import { loadAwsIpv6Support } from "./aws-ipv6-support.js";
import { loadComputeKinds, loadPlatformAliases } from "./compute-kinds.js";
import { loadEgressOptions } from "./egress-options.js";
import { loadFacts } from "./facts.js";
import { loadSdkReleases } from "./rules-history.js";
import { loadSdkFacts } from "./sdk-facts.js";
import { loadToolFacts } from "./tool-facts.js";

/**
 * All that is known of egress, as shipped, beside its prices.
 * @throws Egress6Error FACTS_INVALID
 */
export const loadFactBase = (prices: PriceBook, folder?: URL): FactBase => ({
  ...loadSdkFacts(folder),
  releases: loadSdkReleases(folder),
  facts: loadFacts(folder),
  kinds: loadComputeKinds(folder),
  platformAliases: loadPlatformAliases(folder),
  options: loadEgressOptions(folder),
  table: loadAwsIpv6Support(folder),
  tools: loadToolFacts(folder),
  prices,
});
