import type { Outcome, OutcomeKind } from "../observation/outcome.js";

export type Family = "ipv4" | "ipv6";
export type Support = "yes" | "no" | "unknown";

/**
 * What is known of one name for one address family.
 * Times are milliseconds since the epoch.
 */
export interface SupportState {
  /** The last value that conclusive outcomes established; `unknown` until the first one. */
  readonly known: Support;
  /** When `known` was first observed with its present value. */
  readonly since: number | null;
  /** When a conclusive outcome last agreed with `known`. */
  readonly lastConfirmed: number | null;
  /** How the most recent question ended, whatever it said. */
  readonly lastOutcome: OutcomeKind | null;
  readonly lastChecked: number | null;
  readonly lastResolver: string | null;
  /** A first "no" after "yes": counts only once another resolver says so later. */
  readonly unconfirmedNo: { readonly at: number; readonly resolver: string } | null;
}
