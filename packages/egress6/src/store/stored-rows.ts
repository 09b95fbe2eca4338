import type { HeldTurn } from "@egress6/core/verdict/brake";
import type { SupportState } from "@egress6/core/verdict/support";
import type { OutcomeInterval, ScanRecord, SupportChange } from "../ports.js";
import {
  family,
  number,
  orNull,
  outcomeKind,
  recordType,
  scanState,
  support,
  text,
  textList,
  turnedFrom,
} from "./columns.js";
import type { SqlRow } from "./sqlite.js";

const numberOrNull = orNull(number);
const textOrNull = orNull(text);

export const SCAN_COLUMNS = "id, scope, started_at, ended_at, state, total, reason";

export function scanIn(row: SqlRow): ScanRecord {
  return {
    id: number(row[0]),
    scope: text(row[1]),
    startedAt: number(row[2]),
    endedAt: numberOrNull(row[3]),
    state: scanState(row[4]),
    total: number(row[5]),
    reason: textOrNull(row[6]),
  };
}

export const STATE_COLUMNS =
  "known, since, last_confirmed, last_outcome, last_checked, last_resolver, doubt_at, doubt_resolver";

/** STATE_COLUMNS of a table that has an alias in the query. */
export function stateColumns(alias: string): string {
  return STATE_COLUMNS.replace(/\w+/g, `${alias}.$&`);
}

/** @param first index of the first of STATE_COLUMNS in the row */
export function stateIn(row: SqlRow, first: number): SupportState {
  const doubtAt = numberOrNull(row[first + 6]);
  return {
    known: support(row[first]),
    since: numberOrNull(row[first + 1]),
    lastConfirmed: numberOrNull(row[first + 2]),
    lastOutcome: outcomeKind(row[first + 3]),
    lastChecked: number(row[first + 4]),
    lastResolver: text(row[first + 5]),
    unconfirmedNo: doubtAt === null ? null : { at: doubtAt, resolver: text(row[first + 7]) },
  };
}

export const INTERVAL_COLUMNS =
  "type, kind, from_at, to_at, addresses, cname, attempts, resolver, ms";

export function intervalIn(row: SqlRow): OutcomeInterval {
  return {
    type: recordType(row[0]),
    kind: outcomeKind(row[1]),
    from: number(row[2]),
    to: number(row[3]),
    addresses: textList(row[4]),
    cname: textList(row[5]),
    attempts: number(row[6]),
    resolver: text(row[7]),
    ms: number(row[8]),
  };
}

export const CHANGE_COLUMNS = "name, family, was, became, at";

export function changeIn(row: SqlRow): SupportChange {
  return {
    name: text(row[0]),
    family: family(row[1]),
    from: support(row[2]),
    to: support(row[3]),
    at: number(row[4]),
  };
}

export const HELD_COLUMNS = "name, family, was, at";

export function heldIn(row: SqlRow): HeldTurn {
  return {
    name: text(row[0]),
    family: family(row[1]),
    from: turnedFrom(row[2]),
    at: number(row[3]),
  };
}
