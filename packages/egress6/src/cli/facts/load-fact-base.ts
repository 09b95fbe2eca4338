import type { FactBase } from "@egress6/core/facts/fact-base";
import { loadAwsIpv6Support } from "../../adapter/fact-files/aws-ipv6-support.js";
import { loadComputeKinds } from "../../adapter/fact-files/compute-kinds.js";
import { loadEgressOptions } from "../../adapter/fact-files/egress-options.js";
import { loadFacts } from "../../adapter/fact-files/facts.js";
import { loadShippedPrices } from "../../adapter/price-list/price-file.js";

/**
 * All that is known of egress, as shipped.
 * @throws Egress6Error FACTS_INVALID, PRICES_INVALID
 */
export const loadFactBase = (folder?: URL): FactBase => ({
  facts: loadFacts(folder),
  kinds: loadComputeKinds(folder),
  options: loadEgressOptions(folder),
  table: loadAwsIpv6Support(folder),
  prices: loadShippedPrices(folder),
});
