import { Egress6Error } from "@egress6/core/errors";

/** `--now`: a day in UTC. @throws Egress6Error DATE_INVALID */
export function parseDay(text: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new Egress6Error("DATE_INVALID", "input", `--now ${text} is not a day such as 2026-11-25.`);
}
