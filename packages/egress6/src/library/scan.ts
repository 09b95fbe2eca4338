import { parseFilter, type TypedFilter } from "@egress6/core/endpoint/filter";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { observeNames } from "../adapter/dns/observe-names.js";
import { loadEvidence } from "../adapter/fact-files/evidence.js";
import { loadThirdPartyHosts } from "../adapter/fact-files/third-party-hosts.js";
import { openStore } from "../adapter/store/open-store.js";
import { runScan } from "../app/run-scan.js";
import type { Clock, ObserveProgress } from "../ports.js";
import { type ScanDocument, summaryJson } from "../render/scan/text.js";
import { observeOptions, type ResolverArguments } from "./resolver-arguments.js";

export interface ScanArguments extends ResolverArguments, TypedFilter {
  /** The path of the store; made when it is missing. */
  readonly db: string;
  /** Re-dates what the store holds from the future, instead of stopping with CLOCK_BEHIND. */
  readonly trustClock?: boolean | undefined;
  readonly now?: Clock | undefined;
  readonly onProgress?: ((progress: ObserveProgress) => void) | undefined;
}

/**
 * Observes the names of the catalog that the filter leaves, and stores what was found. Goes on with an earlier scan
 * of the same names that did not end.
 * @returns what `egress6 scan --json` prints; `state` says whether it is done
 * @throws Egress6Error of filter, resolvers and store; CLOCK_BEHIND (incomplete)
 */
export async function scan(options: ScanArguments): Promise<ScanDocument> {
  const { db, trustClock = false, now = Date.now, onProgress } = options;
  const catalog = loadCatalog();
  const filter = parseFilter(catalog, options);
  const asked = await observeOptions(options);
  const store = openStore(db, { now });
  try {
    const summary = await runScan({
      ...asked,
      catalog,
      thirdPartyHosts: loadThirdPartyHosts().map(({ host }) => host),
      filter,
      evidence: loadEvidence(),
      observe: observeNames,
      store,
      now,
      trustClock,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    return summaryJson(summary);
  } finally {
    store.close();
  }
}
