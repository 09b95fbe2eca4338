/** `2026-11-23T16:20:00Z`: to the second, which is as exact as a scan is. @param ms since the epoch */
export function isoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}

/** In UTC: `2026-11-23`. */
export function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
