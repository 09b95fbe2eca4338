import type { AboutName } from "@egress6/core/identify/about-name";
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
  /** Told of each name, in the order of the input, also when it cannot be finished. */
  readonly onObservation: (observation: LookedUp) => void;
  /** What is to be known of a name without IPv6 address that is AWS's; null of any other. */
  readonly aboutName: (name: string) => AboutName | null;
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

/** What was seen of a name, and of the name that has IPv6 in its place. */
export interface LookedUp extends NameObservation {
  /** Its dual-stack name, where it has no AAAA itself and is AWS's; null: there is none, or nobody asked. */
  readonly sibling: NameObservation | null;
  /** What else is to be known of it; null: nothing. */
  readonly note: string | null;
}

/** Of longer lists, siblings are not looked up: their answers would have to wait for the whole list. */
const MOST_WITH_SIBLINGS = 1000;

/**
 * Asks A and AAAA of names of any number, a batch at a time.
 * @throws Egress6Error RESOLVER_UNREACHABLE (incomplete), and what reading the batches throws
 */
export async function runLookup(request: LookupRequest): Promise<LookupReport> {
  const { observe, options, onBatch, onWitnesses, drained } = request;
  const doubted = new Set<string>();
  let asked = 0;
  let reported = 0;
  let unknown = 0;
  for await (const names of request.batches) {
    if (names.length === 0) continue;
    asked += names.length;
    onBatch?.(names);
    const answers = new AnswersWithSiblings(request, names.length <= MOST_WITH_SIBLINGS);
    const results = new OrderedResults(names, (observation) => {
      reported += 1;
      answers.add(observation);
    });
    try {
      const progress = await observe(results.distinctNames, options, (found) => results.add(found));
      unknown += progress.unknown;
      const witnesses = progress.witnesses.filter(({ address }) => !doubted.has(address));
      onWitnesses(witnesses);
      for (const { address, state } of witnesses) if (state !== "vetted") doubted.add(address);
    } finally {
      results.giveUpWaiting();
      await answers.end();
    }
    await drained?.();
  }
  return { asked, reported, unknown };
}

/** Passes answers on as they come; from the first that wants a sibling looked up, once all are there. */
class AnswersWithSiblings {
  private readonly request: LookupRequest;
  private readonly isAsked: boolean;
  private readonly held: { readonly seen: NameObservation; readonly about: AboutName | null }[] =
    [];

  constructor(request: LookupRequest, isAsked: boolean) {
    this.request = request;
    this.isAsked = isAsked;
  }

  add(seen: NameObservation): void {
    const about = this.isAsked && hasNoIpv6(seen) ? this.request.aboutName(seen.name) : null;
    if (this.held.length > 0 || about?.sibling != null) this.held.push({ seen, about });
    else this.request.onObservation({ ...seen, sibling: null, note: about?.note ?? null });
  }

  async end(): Promise<void> {
    if (this.held.length === 0) return;
    const { onObservation } = this.request;
    const siblings = await this.siblings();
    for (const { seen, about } of this.held) {
      const sibling = about?.sibling == null ? null : (siblings.get(about.sibling) ?? null);
      onObservation({ ...seen, sibling, note: about?.note ?? null });
    }
  }

  private async siblings(): Promise<ReadonlyMap<string, NameObservation>> {
    const { observe, options } = this.request;
    const found = new Map<string, NameObservation>();
    if (options.signal?.aborted) return found;
    const names = new Set(this.held.flatMap(({ about }) => about?.sibling ?? []));
    const { onProgress: _, ...quietly } = options;
    await observe([...names], quietly, (seen) => found.set(seen.name, seen));
    return found;
  }
}

/** The resolver said so, and it counts. */
function hasNoIpv6({ aaaa }: NameObservation): boolean {
  return aaaa.kind === "nodata" || aaaa.kind === "nxdomain";
}
