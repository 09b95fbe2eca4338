import type { Confidence } from "./sdk-facts.js";

/** How far to trust it. `low`: look it up before relying on it. */
export const CERTAINTIES = ["high", "medium", "low"] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** Where a statement comes from. Every fact, price, kind and option carries one. */
export interface Provenance {
  /** At least one: an address, or the words that find the document. */
  readonly sources: readonly string[];
  /** The day (or month, or year) that the statement is of: `2026-09-17`, `2026-04`, `2020`. */
  readonly asOf: string;
  readonly confidence: Confidence;
  readonly certainty: Certainty;
  readonly note?: string | undefined;
}

/** Another source says otherwise. Shown beside the statement, never settled silently. */
export interface Conflict extends Provenance {
  readonly statement: string;
}

/** Whether something works. `unknown`: no source says; it is not "no". */
export const DOCUMENTED_SUPPORTS = ["yes", "no", "unknown"] as const;
export type DocumentedSupport = (typeof DOCUMENTED_SUPPORTS)[number];
