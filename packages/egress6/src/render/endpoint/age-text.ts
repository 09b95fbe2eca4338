const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `3 days ago`. @param iso as in our JSON @param now milliseconds since the epoch */
export function ageText(iso: string, now: number): string {
  const ms = now - Date.parse(iso);
  if (ms < 2 * MINUTE_MS) return "just now";
  if (ms < 2 * HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} minutes ago`;
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / HOUR_MS)} hours ago`;
  return `${Math.floor(ms / DAY_MS)} days ago`;
}
