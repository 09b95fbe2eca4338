const STALE_DAYS = 3;
const DAY_MS = 86_400_000;

/**
 * How old what is shown is, once that is too old to be passed over; null before.
 * @param now milliseconds since the epoch
 */
export function staleDays(observedTo: number | null, now: number): number | null {
  if (observedTo === null) return null;
  const days = Math.floor((now - observedTo) / DAY_MS);
  return days < STALE_DAYS ? null : days;
}
