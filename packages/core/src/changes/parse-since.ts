import { Egress6Error } from "../errors.js";

const UNIT_MS: Readonly<Record<string, number>> = {
  h: 60 * 60 * 1000,
  d: 24 * 60 * 60 * 1000,
  w: 7 * 24 * 60 * 60 * 1000,
};

const DATE =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/i;

/**
 * `2026-11-01`, `2026-11-01T10:00Z` (without a zone: UTC), or back from now: `12h`, `7d`, `2w`.
 * @returns milliseconds since the epoch
 * @throws Egress6Error SINCE_INVALID (input)
 */
export function parseSince(text: string, now: number): number {
  const back = /^(\d{1,5})([hdw])$/i.exec(text.trim());
  if (back !== null) return now - Number(back[1]) * (UNIT_MS[String(back[2]).toLowerCase()] ?? 0);
  const [, day = "", time = "00:00", zone = "Z"] = DATE.exec(text.trim()) ?? [];
  const at = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(at) || !isCalendarDay(day)) {
    throw new Egress6Error(
      "SINCE_INVALID",
      "input",
      `"${text}" is no date that --since takes. Give a day (2026-11-01), a time (2026-11-01T10:00Z) or days back from now (7d).`,
    );
  }
  return at;
}

/** February 30th would otherwise be taken for March 2nd. */
function isCalendarDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
