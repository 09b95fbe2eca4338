/** A statement older than this may no longer hold: AWS changes what IPv6 reaches several times a year. */
export const STALE_AFTER_DAYS = 365;

export interface Age {
  readonly ageDays: number;
  readonly isStale: boolean;
}

const DAY_MS = 86_400_000;

/**
 * How old a statement is.
 * @param asOf `2026-09-17`, or `2026-09` or `2026`, which count from their first day
 * @param now ms since the epoch
 */
export function ageOf(asOf: string, now: number): Age {
  const [year = "", month = "01", day = "01"] = asOf.split("-");
  const ageDays = Math.floor((now - Date.parse(`${year}-${month}-${day}T00:00:00Z`)) / DAY_MS);
  return { ageDays, isStale: ageDays > STALE_AFTER_DAYS };
}
