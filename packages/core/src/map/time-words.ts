const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** In UTC: `12 Nov 2026`. */
export function dayText(ms: number): string {
  const date = new Date(ms);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** In UTC, to the minute: `12 Nov 2026, 16:20 UTC`. */
export function momentText(ms: number): string {
  return `${dayText(ms)}, ${new Date(ms).toISOString().slice(11, 16)} UTC`;
}
