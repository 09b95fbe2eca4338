import type { Environment } from "@egress6/core/settings/settings-input";
import { loadPrices } from "../adapter/price-list/price-file.js";
import { runFlows } from "../app/run-flows.js";
import { type FlowsDocument, flowsDocument } from "../render/flows/json.js";
import { type FlowInputArguments, flowInput } from "./flow-input.js";
import { type KnownNamesArguments, knownNames } from "./known-names.js";

export interface FlowsArguments extends KnownNamesArguments, FlowInputArguments {
  /** A file that `egress6 prices` wrote; left out: the prices shipped. */
  readonly prices?: string | undefined;
  /** Left out: of this process. */
  readonly env?: Environment | undefined;
}

/**
 * Says which bytes of NAT gateways could move to IPv6, by which change, and what that saves.
 * @param paths flow logs: files, folders, patterns, or s3://BUCKET/PREFIX
 * @returns what `egress6 flows --json` prints
 * @throws Egress6Error FLOW_FILES_MISSING, FLOW_FORMAT_INCOMPLETE, FLOW_FILE_INVALID, FLOW_DUCKDB_MISSING, and those of
 * AWS's clients
 */
export async function flows(
  paths: readonly string[],
  options: FlowsArguments = {},
): Promise<FlowsDocument> {
  const { env = process.env, live = false, signal = new AbortController().signal } = options;
  const input = await flowInput(paths, options, {
    env,
    signal,
    onProgress: () => {},
    onNote: () => {},
  });
  const result = await runFlows({
    ...input,
    prices: loadPrices(options.prices ?? null),
    findSupport: knownNames(options),
    keepsAddresses: false,
    isLive: live,
    isInterrupted: () => signal.aborted,
  });
  return flowsDocument(result);
}
