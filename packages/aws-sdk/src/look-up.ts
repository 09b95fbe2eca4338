import type { OutcomeKind } from "./vocabulary.js";

/** How the question for a name's AAAA records ended, and what else was learnt of it. */
export interface LookUpResult {
  readonly outcome: OutcomeKind;
  /** Of the records, when there are any. */
  readonly ttlSeconds?: number;
  /**
   * Whether its IPv4 addresses are private ones, and this host has IPv4: then an interface endpoint of
   * PrivateLink answers for the name, on purpose. Default false.
   */
  readonly isPrivate?: boolean;
}

/**
 * Asks for the AAAA records of a name. What it throws counts as `servfail`; what takes longer than
 * `timeoutMs` counts as `timeout`.
 */
export type LookUp = (name: string, timeoutMs: number) => Promise<LookUpResult>;
