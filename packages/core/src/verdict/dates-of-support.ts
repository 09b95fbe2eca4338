import type { SupportState } from "./support.js";

/** The same, with each date later than `at` taken for `at`: nothing was seen later than that. */
export function datedAtMost(state: SupportState, at: number): SupportState {
  const doubt = state.unconfirmedNo;
  return {
    ...withDates(state, (date) => Math.min(date, at)),
    unconfirmedNo: doubt === null ? null : { ...doubt, at: Math.min(doubt.at, at) },
  };
}

/** The same, without the dates that are not yet, which a wrong clock has left: when that was is not known. */
export function withoutFutureDates(state: SupportState, now: number): SupportState {
  return withDates(state, (date) => (isFuture(date, now) ? null : date));
}

/** Before there was egress6. A clock that reads less was never set, and tells nothing about what is dated later. */
const UNSET_BEFORE = Date.UTC(2026, 0, 1);

/** Time services set clocks back by this much all the time. */
export const ORDINARY_CORRECTION_MS = 1000;

/** Whether something that was observed is dated to a time that is not yet. */
export function isFuture(date: number, now: number): boolean {
  return now >= UNSET_BEFORE && date > now + ORDINARY_CORRECTION_MS;
}

function withDates(state: SupportState, dated: (date: number) => number | null): SupportState {
  const { since, lastConfirmed, lastChecked } = state;
  return {
    ...state,
    since: since === null ? null : dated(since),
    lastConfirmed: lastConfirmed === null ? null : dated(lastConfirmed),
    lastChecked: lastChecked === null ? null : dated(lastChecked),
  };
}
