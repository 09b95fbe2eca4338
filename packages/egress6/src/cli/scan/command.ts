import { parseFilter } from "@egress6/core/endpoint/filter";
import { resolverText } from "@egress6/core/observation/resolver-text";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { observeNames } from "../../adapter/dns/observe-names.js";
import { parseResolvers, systemResolvers } from "../../adapter/dns/resolver-address.js";
import { loadEvidence } from "../../adapter/fact-files/evidence.js";
import { loadThirdPartyHosts } from "../../adapter/fact-files/third-party-hosts.js";
import { openStore } from "../../adapter/store/open-store.js";
import { runScan } from "../../app/run-scan.js";
import type { ResolverAddress, ScanSummary } from "../../ports.js";
import { beginText, endText, summaryJson, summaryText } from "../../render/scan/text.js";
import type { CliContext, ExitCode } from "../context.js";
import type { FilterOptions, ResolverOptions } from "../options.js";
import { storePath } from "../options.js";
import { createProgress } from "../progress.js";

export interface ScanOptions extends FilterOptions, ResolverOptions {
  readonly db?: string;
  readonly json?: true;
  readonly trustClock?: true;
}

export async function scanCommand(options: ScanOptions, context: CliContext): Promise<ExitCode> {
  const { stdout, stderr, now, interrupt } = context;
  const catalog = loadCatalog();
  const filter = parseFilter(catalog, options);
  const resolvers =
    options.resolver === undefined
      ? await systemResolvers()
      : await parseResolvers(options.resolver);
  const store = openStore(storePath(options.db, context.env, context.platform), { now });
  try {
    const progress = createProgress(context, "Scanning");
    const summary = await runScan({
      catalog,
      thirdPartyHosts: loadThirdPartyHosts().map(({ host }) => host),
      filter,
      evidence: loadEvidence(),
      observe: observeNames,
      store,
      now,
      resolvers,
      rate: options.rate,
      trustClock: options.trustClock ?? false,
      trustResolver: options.trustResolver ?? false,
      signal: interrupt,
      onBegin: (begun) => stderr.write(beginText(begun, resolverTexts(resolvers), options.rate)),
      onProgress: (state) => progress.update(state),
    }).finally(() => progress.end());
    const text = options.json
      ? `${JSON.stringify(summaryJson(summary), null, 2)}\n`
      : summaryText(summary);
    stdout.write(text);
    stderr.write(endText(summary));
    return exitCodeOf(summary);
  } finally {
    store.close();
  }
}

function exitCodeOf({ state }: ScanSummary): ExitCode {
  return state === "done" ? 0 : 3;
}

function resolverTexts(resolvers: readonly ResolverAddress[]): string {
  return resolvers.map(resolverText).join(", ");
}
