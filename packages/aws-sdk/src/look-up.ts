import { OUTCOME_KINDS, type OutcomeKind } from "./vocabulary.js";

/** How the question for a name's AAAA records ended, and what else was learnt of it. */
export interface LookUpResult {
  readonly outcome: OutcomeKind;
  /** Of the records, when there are any. Less than 5 counts as 5, more than an hour as an hour. */
  readonly ttlSeconds?: number;
  /**
   * Whether its IPv4 addresses are private ones, and this host has IPv4: then an interface endpoint of
   * PrivateLink answers for the name, on purpose. Default false.
   */
  readonly isPrivate?: boolean;
}

/**
 * Asks for the AAAA records of a name. What it throws counts as `servfail`; what takes longer than
 * `timeoutMs` counts as `timeout`, and an answer of another shape as `malformed`.
 */
export type LookUp = (name: string, timeoutMs: number) => Promise<LookUpResult>;

/** A resolver is anybody's code: what it gives is not taken on trust. */
export function readLookUpResult(given: unknown): LookUpResult {
  const { outcome, ttlSeconds, isPrivate } = (given ?? {}) as Partial<Record<string, unknown>>;
  const kind = OUTCOME_KINDS.find((known) => known === outcome) ?? "malformed";
  const isTtl = typeof ttlSeconds === "number" && Number.isFinite(ttlSeconds);
  return { outcome: kind, isPrivate: isPrivate === true, ...(isTtl ? { ttlSeconds } : {}) };
}
