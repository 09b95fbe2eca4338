import { Egress6Error } from "@egress6/core/errors";
import type { NameObservation, Outcome, RecordType } from "@egress6/core/observation/outcome";
import { isConclusive } from "@egress6/core/observation/outcome";
import { datedAtMost } from "@egress6/core/verdict/dates-of-support";
import {
  type Family,
  observeSupport,
  type SupportState,
  UNOBSERVED,
} from "@egress6/core/verdict/support";
import type { Clock, ScanRecord, ScanState, StoreWriter } from "../../ports.js";
import { count, selectText, text } from "./columns.js";
import { parsing } from "./parsing.js";
import type { Sqlite, SqlRow } from "./sqlite.js";
import { storeNotMerged } from "./store-fault.js";
import { storeReader } from "./store-reader.js";
import {
  heldIn,
  SELECT_HELD,
  SELECT_SCAN,
  STATE_COLUMNS,
  scanIn,
  selectState,
  stateIn,
} from "./stored-rows.js";

/** An interrupted scan older than this is begun anew: its first half would no longer fit its second. */
const RESUME_WITHIN_MS = 24 * 60 * 60 * 1000;

/** These got to their end: the next scan of the scope is another one. */
const HAS_ENDED: readonly ScanState[] = ["done", "held"];

/** Writes to a store whose schema is the newest and whose lock this process holds. */
export function storeWriter(
  sqlite: Sqlite,
  path: string,
  release: () => void,
  now?: Clock,
): StoreWriter {
  // A previous writer crashed: we hold the lock, so mark its scan interrupted.
  sqlite.prepare("UPDATE scans SET state = 'interrupted' WHERE state = 'running'").run();
  const recordName = nameRecorder(sqlite);
  let currentScan: number | null = null;

  return {
    ...storeReader(sqlite, path, now),

    beginScan: (scope, total, at) =>
      parsing(path, () =>
        sqlite.transaction(() => {
          const last = newestScan(sqlite, scope);
          const isResumed =
            last !== null &&
            !HAS_ENDED.includes(last.state) &&
            at - last.startedAt < RESUME_WITHIN_MS;
          if (isResumed) {
            sqlite
              .prepare(
                "UPDATE scans SET state = 'running', ended_at = NULL, reason = NULL, total = ? WHERE id = ?",
              )
              .run(total, last.id);
          } else {
            sqlite
              .prepare(
                "INSERT INTO scans (scope, started_at, state, total) VALUES (?, ?, 'running', ?)",
              )
              .run(scope, at, total);
          }
          const scan = newestScan(sqlite, scope);
          if (scan === null) throw new Error("the scan that was just begun is not in the store");
          currentScan = scan.id;
          return { ...scan, isResumed };
        }),
      ),

    namesDone: (scan) =>
      parsing(path, () => {
        const rows = sqlite
          .prepare(`SELECT ${selectText("name")} FROM names WHERE done_in_scan = ?`)
          .all(scan.id);
        return new Set(rows.map((row) => text(row[0])));
      }),

    record: (batch, at) =>
      parsing(path, () =>
        sqlite.transaction(() => {
          for (const observation of batch) recordName(observation, at, currentScan);
        }),
      ),

    readHeld: () =>
      parsing(path, () =>
        sqlite
          .prepare(
            `SELECT ${SELECT_HELD} FROM held JOIN names ON names.id = name_id ORDER BY name, family`,
          )
          .all()
          .map(heldIn),
      ),

    replaceHeld: (held) =>
      sqlite.transaction(() => {
        sqlite.exec("DELETE FROM held");
        const insert = sqlite.prepare(
          `INSERT INTO held (name_id, family, was, at)
           VALUES ((SELECT id FROM names WHERE name = ?), ?, ?, ?)`,
        );
        for (const { name, family, from, at } of held) insert.run(name, family, from, at);
      }),

    endScan: (id, state, at, reason) => {
      sqlite
        .prepare("UPDATE scans SET state = ?, ended_at = ?, reason = ? WHERE id = ?")
        .run(state, at, reason ?? null, id);
      if (id === currentScan) currentScan = null;
    },

    redateAfter: (at) =>
      sqlite.transaction(() => {
        for (const [table, columns] of Object.entries(TIMES)) {
          const earlier = columns.map((column) => `${column} = min(${column}, ?1)`).join(", ");
          const isLater = columns.map((column) => `${column} > ?1`).join(" OR ");
          sqlite.prepare(`UPDATE ${table} SET ${earlier} WHERE ${isLater}`).run(at);
        }
      }),

    close: () => {
      if (!sqlite.isOpen) return;
      try {
        // Leaves all in one file, so that a copy of it is a backup.
        sqlite.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      } catch (error) {
        throw isWriteFailed(error) ? storeNotMerged(path, error) : error;
      } finally {
        sqlite.close();
        release();
      }
    },
  };
}

/** The columns that hold a time, by table. */
const TIMES = {
  scans: ["started_at", "ended_at"],
  outcomes: ["from_at", "to_at"],
  support: ["since", "last_confirmed", "last_checked", "doubt_at"],
  changes: ["at"],
  held: ["at"],
} as const;

const isWriteFailed = (error: unknown): error is Egress6Error =>
  error instanceof Egress6Error && error.code === "STORE_WRITE_FAILED";

function newestScan(sqlite: Sqlite, scope: string): ScanRecord | null {
  const row = sqlite
    .prepare(`SELECT ${SELECT_SCAN} FROM scans WHERE scope = ? ORDER BY id DESC LIMIT 1`)
    .get(scope);
  return row === null ? null : scanIn(row);
}

interface Question {
  readonly type: RecordType;
  readonly family: Family;
  readonly outcome: Outcome;
  readonly before: SupportState;
  /** The interval that the outcome before belongs to. */
  readonly intervalId: number | null;
}

function nameRecorder(sqlite: Sqlite) {
  const selectName = sqlite.prepare(
    `SELECT id, v4.outcome_id, ${selectState("v4")}, v6.outcome_id, ${selectState("v6")} FROM names
     LEFT JOIN support v4 ON v4.name_id = id AND v4.family = 'ipv4'
     LEFT JOIN support v6 ON v6.name_id = id AND v6.family = 'ipv6'
     WHERE name = ?`,
  );
  const insertName = sqlite.prepare("INSERT INTO names (name) VALUES (?)");
  const setDone = sqlite.prepare("UPDATE names SET done_in_scan = ? WHERE id = ?");
  const insertInterval = sqlite.prepare(
    `INSERT INTO outcomes (name_id, type, kind, from_at, to_at, addresses, cname, attempts, resolver, ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const extendInterval = sqlite.prepare(
    `UPDATE outcomes SET from_at = min(from_at, ?1), to_at = ?1, addresses = ?, cname = ?, attempts = ?, resolver = ?, ms = ?
     WHERE id = ?`,
  );
  const replaceSupport = sqlite.prepare(
    `INSERT OR REPLACE INTO support (name_id, family, outcome_id, ${STATE_COLUMNS.join(", ")})
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertChange = sqlite.prepare(
    "INSERT INTO changes (name_id, family, was, became, at) VALUES (?, ?, ?, ?, ?)",
  );

  /** Extends the interval while questions end the same way; addresses rotate and do not end one. */
  function recordInterval(nameId: number, question: Question, at: number): number {
    const { type, outcome, before, intervalId } = question;
    const sample = [
      JSON.stringify(outcome.addresses),
      JSON.stringify(outcome.cname),
      outcome.attempts,
      outcome.resolver,
      outcome.ms,
    ] as const;
    if (intervalId === null || before.lastOutcome !== outcome.kind) {
      return insertInterval.run(nameId, type, outcome.kind, at, at, ...sample);
    }
    extendInterval.run(at, ...sample, intervalId);
    return intervalId;
  }

  function recordQuestion(nameId: number, question: Question, at: number): void {
    const { family, outcome, before } = question;
    const after = observeSupport(datedAtMost(before, at), outcome, at);
    replaceSupport.run(
      nameId,
      family,
      recordInterval(nameId, question, at),
      after.known,
      after.since,
      after.lastConfirmed,
      after.lastOutcome,
      after.lastChecked,
      after.lastResolver,
      after.unconfirmedNo?.at ?? null,
      after.unconfirmedNo?.resolver ?? null,
    );
    if (before.known !== "unknown" && before.known !== after.known) {
      insertChange.run(nameId, family, before.known, after.known, at);
    }
  }

  return ({ name, a, aaaa }: NameObservation, at: number, scan: number | null): void => {
    const row = selectName.get(name);
    const nameId = row === null ? insertName.run(name) : count(row[0]);
    const ipv4 = { type: "A", family: "ipv4", outcome: a, ...previous(row, 1) } as const;
    const ipv6 = { type: "AAAA", family: "ipv6", outcome: aaaa, ...previous(row, 10) } as const;
    recordQuestion(nameId, ipv4, at);
    recordQuestion(nameId, ipv6, at);
    // What rests on a resolver that could not be vetted is asked again, perhaps through another one.
    const isDone = [a, aaaa].every((each) => isConclusive(each.kind) && each.witness === undefined);
    if (scan !== null && isDone) setDone.run(scan, nameId);
  };
}

function previous(row: SqlRow | null, first: number): Pick<Question, "before" | "intervalId"> {
  if (row === null) return { before: UNOBSERVED, intervalId: null };
  return { before: stateIn(row, first + 1), intervalId: count(row[first]) };
}
