import type { SupportState } from "./support.js";

/** The same, with each date later than `at` taken for `at`: nothing was seen later than that. */
export function datedAtMost(state: SupportState, at: number): SupportState {
  const doubt = state.unconfirmedNo;
  return {
    ...withDates(state, (date) => Math.min(date, at)),
    unconfirmedNo: doubt === null ? null : { ...doubt, at: Math.min(doubt.at, at) },
  };
}

/** The same, without the dates later than `now`, which a wrong clock has left: when that was is not known. */
export function withoutFutureDates(state: SupportState, now: number): SupportState {
  return withDates(state, (date) => (date > now ? null : date));
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
