import type { TrapFinding } from "../finding/find-traps.js";

/** Something set on this host that changes where requests go. */
export interface SettingNote {
  /** `breaks`: what is set does not work · `caution`: it works, and has a side effect · `info`: it is set. */
  readonly severity: "breaks" | "caution" | "info";
  /** Null: it is no trap. */
  readonly finding: TrapFinding | null;
  /** The variable, or `file:line`; null when no single place is to blame. */
  readonly place: string | null;
  readonly text: string;
  readonly remedy: string | null;
}
