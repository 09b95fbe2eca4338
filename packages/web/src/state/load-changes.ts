import {
  type ChangeLog,
  parseChangeLog,
  parseChangeMonth,
  reachesBackTo,
  withOlderMonth,
} from "@egress6/core/changes/change-log";
import { loadJson } from "./load-json.js";

/** The newest changes, and as many months before as it takes to reach back to a day. */
export async function loadChangeLog(day: string | null): Promise<ChangeLog> {
  const log = parseChangeLog(await loadJson("data/changes.json"));
  return day === null ? log : loadBackTo(log, day);
}

/** @param day as `2026-11-23` */
export async function loadBackTo(log: ChangeLog, day: string): Promise<ChangeLog> {
  let reached = log;
  while (!reachesBackTo(reached, day)) reached = await loadOlderMonth(reached);
  return reached;
}

export async function loadOlderMonth(log: ChangeLog): Promise<ChangeLog> {
  const [month] = log.months;
  if (month === undefined) return log;
  return withOlderMonth(log, parseChangeMonth(await loadJson(`data/changes/${month}.json`)));
}
