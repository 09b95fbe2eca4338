import type { FactBase } from "@egress6/core/facts/fact-base";
import { loadAwsIpv6Support } from "../../facts/aws-ipv6-support.js";
import { loadComputeKinds } from "../../facts/compute-kinds.js";
import { loadEgressOptions } from "../../facts/egress-options.js";
import { loadFacts } from "../../facts/facts.js";
import { loadShippedPrices } from "../../prices/price-file.js";

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
