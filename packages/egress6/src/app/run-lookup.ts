import type { NameObservation } from "@egress6/core/observation/outcome";
import type { Witness } from "@egress6/core/observation/witness";
import type { ObserveNames, ObserveOptions } from "../ports.js";
import { OrderedResults } from "./ordered-results.js";

export interface LookupRequest {
  /** Names are repeated as they are in the input; each batch is asked for before the next is taken. */
  readonly batches: AsyncIterable<readonly string[]>;
  readonly observe: ObserveNames;
  readonly options: ObserveOptions;
  /** Told of the names of a batch before they are asked for. */
  readonly onBatch?: (names: readonly string[]) => void;
  /** In the order of the input, also when it cannot be finished. */
  readonly onObservation: (observation: NameObservation) => void;
  /** Told, after each batch, how far the word of each resolver went; of one that is in doubt, once. */
  readonly onWitnesses: (witnesses: readonly Witness[]) => void;
  /** Resolves when whoever takes the observations has kept up. */
  readonly drained?: () => Promise<void>;
}

export interface LookupReport {
  /** Names read so far, repeats included. */
  readonly asked: number;
  /** Of these: reported. */
  readonly reported: number;
  /** Names with an inconclusive outcome. */
  readonly unknown: number;
}

/**
 * Asks A and AAAA of names of any number, a batch at a time.
 * @throws Egress6Error RESOLVER_UNREACHABLE (incomplete), and what reading the batches throws
 */
export async function runLookup(request: LookupRequest): Promise<LookupReport> {
  const { observe, options, onBatch, onObservation, onWitnesses, drained } = request;
  const doubted = new Set<string>();
  let asked = 0;
  let reported = 0;
  let unknown = 0;
  for await (const names of request.batches) {
    if (names.length === 0) continue;
    asked += names.length;
    onBatch?.(names);
    const results = new OrderedResults(names, (observation) => {
      reported += 1;
      onObservation(observation);
    });
    try {
      const progress = await observe(results.distinctNames, options, (found) => results.add(found));
      unknown += progress.unknown;
      const witnesses = progress.witnesses.filter(({ address }) => !doubted.has(address));
      onWitnesses(witnesses);
      for (const { address, state } of witnesses) if (state !== "vetted") doubted.add(address);
    } finally {
      results.giveUpWaiting();
    }
    await drained?.();
  }
  return { asked, reported, unknown };
}
