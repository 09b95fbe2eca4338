import type { SupportChange } from "@egress6/core/changes/changes-document";
import type { HeldTurn } from "@egress6/core/verdict/brake";
import type { SupportState } from "@egress6/core/verdict/support";
import type { OutcomeInterval, ScanRecord } from "../../ports.js";
import {
  changedSupport,
  count,
  family,
  milliseconds,
  orNull,
  outcomeKind,
  recordType,
  scanState,
  selectText,
  support,
  text,
  textList,
  time,
  UnreadableColumn,
} from "./columns.js";
import type { SqlRow } from "./sqlite.js";

const timeOrNull = orNull(time);
const textOrNull = orNull(text);

export const SELECT_SCAN = [
  "id",
  selectText("scope"),
  "started_at",
  "ended_at",
  selectText("state"),
  "total",
  selectText("reason"),
].join(", ");

export function scanIn(row: SqlRow): ScanRecord {
  return {
    id: count(row[0]),
    scope: text(row[1]),
    startedAt: time(row[2]),
    endedAt: timeOrNull(row[3]),
    state: scanState(row[4]),
    total: count(row[5]),
    reason: textOrNull(row[6]),
  };
}

const STATE_TEXTS = new Set(["known", "last_outcome", "last_resolver", "doubt_resolver"]);

/** In the order in which `stateIn` reads them. */
export const STATE_COLUMNS = [
  "known",
  "since",
  "last_confirmed",
  "last_outcome",
  "last_checked",
  "last_resolver",
  "doubt_at",
  "doubt_resolver",
] as const;

/** @param alias of the table `support` in the query */
export function selectState(alias: string): string {
  return STATE_COLUMNS.map((name) => {
    const column = `${alias}.${name}`;
    return STATE_TEXTS.has(name) ? selectText(column) : column;
  }).join(", ");
}

/** For JSON that is selected as a text: it cannot hold bytes. */
export function jsonState(alias: string): string {
  return STATE_COLUMNS.map((name) => `${alias}.${name}`).join(", ");
}

/** @param first index of the first of STATE_COLUMNS in the row */
export function stateIn(row: SqlRow, first: number): SupportState {
  const doubtAt = timeOrNull(row[first + 6]);
  const known = support(row[first]);
  const since = timeOrNull(row[first + 1]);
  const lastConfirmed = timeOrNull(row[first + 2]);
  if ((known === "unknown") !== (since === null) || (since === null) !== (lastConfirmed === null)) {
    throw new UnreadableColumn(`known as ${known} since ${since}, confirmed ${lastConfirmed}`);
  }
  return {
    known,
    since,
    lastConfirmed,
    lastOutcome: outcomeKind(row[first + 3]),
    lastChecked: time(row[first + 4]),
    lastResolver: text(row[first + 5]),
    unconfirmedNo: doubtAt === null ? null : { at: doubtAt, resolver: text(row[first + 7]) },
  };
}

export const SELECT_INTERVAL = [
  selectText("type"),
  selectText("kind"),
  "from_at",
  "to_at",
  selectText("addresses"),
  selectText("cname"),
  "attempts",
  selectText("resolver"),
  "ms",
].join(", ");

export function intervalIn(row: SqlRow): OutcomeInterval {
  return {
    type: recordType(row[0]),
    kind: outcomeKind(row[1]),
    from: time(row[2]),
    to: time(row[3]),
    addresses: textList(row[4]),
    cname: textList(row[5]),
    attempts: count(row[6]),
    resolver: text(row[7]),
    ms: milliseconds(row[8]),
  };
}

export const SELECT_CHANGE = [
  selectText("name"),
  selectText("family"),
  selectText("was"),
  selectText("became"),
  "at",
].join(", ");

export function changeIn(row: SqlRow): SupportChange {
  return {
    name: text(row[0]),
    family: family(row[1]),
    from: changedSupport(row[2]),
    to: changedSupport(row[3]),
    at: time(row[4]),
  };
}

/** The columns that `heldIn` reads. */
export const SELECT_HELD = `${selectText("name")}, ${selectText("family")}, ${selectText("was")}, at`;

export function heldIn(row: SqlRow): HeldTurn {
  return {
    name: text(row[0]),
    family: family(row[1]),
    from: changedSupport(row[2]),
    at: time(row[3]),
  };
}
