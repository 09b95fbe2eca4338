import { VARIANTS } from "../endpoint/types.js";
import {
  asArray,
  asFlag,
  asNumber,
  asObject,
  asOneOf,
  asText,
  asTimeOrNull,
  invalidMapData,
} from "../map/json-reader.js";
import { isoDay, isoTimeOrNull } from "../observation/iso-time.js";
import { FAMILIES } from "../verdict/support.js";
import { type ChangeGroup, groupChanges } from "./change-groups.js";
import type { ChangesDocument } from "./changes-document.js";
import type { DatedChange } from "./net-changes.js";

/** Grows when a page of an older build could misread the data. */
const FORMATS = { whole: 1, newest: 2 } as const;
const MONTH_FORMAT = 1;

/** The changes that the changes page loads, and no other page. */
export interface ChangeLog {
  /** When observing began; null: nothing was observed. Milliseconds since the epoch. */
  readonly recordedFrom: number | null;
  /** When it was last gone on with. */
  readonly recordedTo: number | null;
  /** Newest day first, as `groupChanges` orders them. */
  readonly changes: readonly DatedChange[];
  /** The day from whose beginning on `changes` has all; null: since observing began. */
  readonly completeFrom: string | null;
  /** The months before or at that day that have changes, as `2026-11`, newest first: each is a file. */
  readonly months: readonly string[];
}

interface ChangeLogSource extends Omit<ChangeLog, "changes" | "completeFrom" | "months"> {
  /** Newest day first. */
  readonly changes: Iterable<ChangeGroup>;
}

/** What a page shows at first, and what somebody reads of it. */
const FIRST_CHANGES = 1_000;

/**
 * The newest days, up to some thousand changes, and which months have more. Without hostnames: the page builds
 * them from the catalog it has.
 */
export function changeLogJson({ recordedFrom, recordedTo, changes }: ChangeLogSource): object {
  const newest: ChangeGroup[] = [];
  let completeFrom: string | null = null;
  const months = new Set<string>();
  for (const group of changes) {
    if (newest.length < FIRST_CHANGES || group.day === completeFrom) {
      newest.push(group);
      completeFrom = group.day;
    } else {
      months.add(monthOf(group.day));
    }
  }
  const isWhole = months.size === 0;
  return {
    format: isWhole ? FORMATS.whole : FORMATS.newest,
    recordedFrom: isoTimeOrNull(recordedFrom),
    recordedTo: isoTimeOrNull(recordedTo),
    changes: newest.map(changeJson),
    ...(isWhole ? {} : { completeFrom, months: [...months] }),
  };
}

/** All changes of one month, also those that the log has. @param month as `2026-11` */
export function changeMonthJson(document: ChangesDocument, month: string): object {
  const isIn = ({ at }: { readonly at: number }) => monthOf(isoDay(at)) === month;
  const changes = groupChanges({
    changes: document.changes.filter(isIn),
    hosts: document.hosts.filter(isIn),
  });
  return { format: MONTH_FORMAT, month, changes: changes.map(changeJson) };
}

/** `2026-11` of `2026-11-23`. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

function changeJson(change: ChangeGroup): object {
  const { day, turn, subject, variant, purpose, family, isReachable, regions } = change;
  return {
    day,
    ...(turn === 0 ? {} : { turn }),
    subject,
    variant,
    ...(purpose === null ? {} : { purpose }),
    family,
    isReachable,
    regions,
  };
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseChangeLog(json: unknown): ChangeLog {
  const log = asObject(json, "changes");
  const isWhole = log["format"] === FORMATS.whole;
  if (!isWhole && log["format"] !== FORMATS.newest) {
    throw invalidMapData("changes.format", `${FORMATS.whole} or ${FORMATS.newest}`);
  }
  return {
    recordedFrom: asTimeOrNull(log["recordedFrom"], "changes.recordedFrom"),
    recordedTo: asTimeOrNull(log["recordedTo"], "changes.recordedTo"),
    changes: asArray(log["changes"], "changes.changes").map(parseChange),
    completeFrom: isWhole ? null : asDay(log["completeFrom"], "changes.completeFrom"),
    months: isWhole ? [] : asArray(log["months"], "changes.months").map(parseMonth),
  };
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseChangeMonth(json: unknown): readonly DatedChange[] {
  const month = asObject(json, "changes");
  if (month["format"] !== MONTH_FORMAT) throw invalidMapData("changes.format", `${MONTH_FORMAT}`);
  return asArray(month["changes"], "changes.changes").map(parseChange);
}

/** The log with the newest month that it lacks. */
export function withOlderMonth(log: ChangeLog, changes: readonly DatedChange[]): ChangeLog {
  const [month, ...months] = log.months;
  if (month === undefined) return log;
  return {
    ...log,
    changes: [...log.changes.filter(({ day }) => monthOf(day) !== month), ...changes],
    completeFrom: months.length === 0 ? null : `${month}-01`,
    months,
  };
}

/** Whether all changes after the end of a day are in the log. */
export function reachesBackTo({ completeFrom, months }: ChangeLog, day: string): boolean {
  if (completeFrom === null || day >= completeFrom) return true;
  return !months.some((month) => month >= monthOf(day));
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MONTH = /^\d{4}-\d{2}$/;

function asDay(json: unknown, place: string): string {
  const day = asText(json, place);
  if (!DAY.test(day)) throw invalidMapData(place, "a day such as 2026-11-23");
  return day;
}

function parseMonth(json: unknown, index: number): string {
  const place = `changes.months[${index}]`;
  const month = asText(json, place);
  if (!MONTH.test(month)) throw invalidMapData(place, "a month such as 2026-11");
  return month;
}

function parseChange(json: unknown, index: number): DatedChange {
  const place = `changes.changes[${index}]`;
  const change = asObject(json, place);
  return {
    day: asDay(change["day"], `${place}.day`),
    turn: asNumber(change["turn"] ?? 0, `${place}.turn`),
    subject: asText(change["subject"], `${place}.subject`),
    variant:
      change["variant"] === null ? null : asOneOf(change["variant"], VARIANTS, `${place}.variant`),
    purpose: change["purpose"] === undefined ? null : asText(change["purpose"], `${place}.purpose`),
    family: asOneOf(change["family"], FAMILIES, `${place}.family`),
    isReachable: asFlag(change["isReachable"], `${place}.isReachable`),
    regions: asArray(change["regions"], `${place}.regions`).map((id) =>
      asText(id, `${place}.regions`),
    ),
  };
}
