import type { SupportState } from "./support.js";

/** Oldest and newest confirmation of what is known, in milliseconds since the epoch; null: nothing is. */
export interface ObservedSpan {
  readonly from: number | null;
  readonly to: number | null;
}

/** Questions that ended without saying anything about their name do not count as observations. */
export function observedSpan(states: Iterable<SupportState>): ObservedSpan {
  let from: number | null = null;
  let to: number | null = null;
  for (const { lastConfirmed } of states) {
    if (lastConfirmed === null) continue;
    from = Math.min(from ?? lastConfirmed, lastConfirmed);
    to = Math.max(to ?? lastConfirmed, lastConfirmed);
  }
  return { from, to };
}
