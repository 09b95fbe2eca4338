import { loadPrices } from "../adapter/price-list/price-file.js";
import { readPlanPromise, readProvedDocument } from "../adapter/proof-file/read-proved-document.js";
import { runProve } from "../app/run-prove.js";
import { type ProofDocument, proofDocument } from "../render/proof/json.js";

export interface ProveArguments {
  /** A file of `egress6 plan --json`, whose promises are held against the two. */
  readonly plan?: string | undefined;
  /** The design of it that was built. */
  readonly design?: string | undefined;
  /** A file that `egress6 prices` wrote; left out: the prices shipped. */
  readonly prices?: string | undefined;
}

/**
 * Compares what one command wrote before and after a change.
 * @returns what `egress6 prove --json` prints
 * @throws Egress6Error DOCUMENT_UNREADABLE, DOCUMENT_INVALID, NOT_COMPARABLE, PRICES_UNREADABLE, PRICES_INVALID
 */
export function prove(before: string, after: string, options: ProveArguments = {}): ProofDocument {
  const { plan, design, prices } = options;
  const proof = runProve({
    before: readProvedDocument(before),
    after: readProvedDocument(after),
    plan: plan === undefined ? null : readPlanPromise(plan, design),
    prices: loadPrices(prices ?? null),
  });
  return proofDocument(proof);
}
