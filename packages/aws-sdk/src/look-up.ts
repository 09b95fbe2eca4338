import type { OutcomeKind } from "@egress6/core/observation/outcome";

/** How the question for a name's AAAA records ended. */
export interface LookUpResult {
  readonly outcome: OutcomeKind;
  /** Of the records, when there are any. */
  readonly ttlSeconds?: number;
}

/**
 * Asks for the AAAA records of a name. What it throws counts as `servfail`; what takes longer than
 * `timeoutMs` counts as `timeout`.
 */
export type LookUp = (name: string, timeoutMs: number) => Promise<LookUpResult>;
