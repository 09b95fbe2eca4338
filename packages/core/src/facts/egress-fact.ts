import type { Conflict, Provenance } from "./provenance.js";

/** Since when the statement holds; `null`: not known, or from before 2024. */
export interface ValidAs {
  readonly statement: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** Whether what the article of 2024-05-20 said still holds. */
export const CHANGES = ["no", "partly", "yes", "new", "unknown"] as const;
export type Change = (typeof CHANGES)[number];

/**
 * One thing that holds of egress on AWS: what it was in 2024, what it is now. `N…` came later: such a fact
 * may correct another entry, which stays as it was written.
 */
export interface EgressFact extends Provenance {
  /** `F13`, `N01`, `C01`. Stable. */
  readonly id: string;
  /** A few words, by which it is found: `Regional NAT gateway`. */
  readonly topic: string;
  /** Other words by which it is found: `kafka`. */
  readonly aliases?: readonly string[] | undefined;
  /** `null`: not held against the article. */
  readonly article2024: string | null;
  readonly now: string;
  /** `null`: not held against the article. */
  readonly changed: Change | null;
  /** What `now` comes down to, for programs. */
  readonly value?: string | readonly string[] | undefined;
  /** The entry that it corrects, as `entryOf` names it. */
  readonly replaces?: string | undefined;
  /** What held when, oldest first; where nothing changed, none. */
  readonly validAs: readonly ValidAs[];
  readonly conflicts: readonly Conflict[];
}
