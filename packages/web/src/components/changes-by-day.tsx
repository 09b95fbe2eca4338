import type { ChangeLog } from "@egress6/core/changes/change-log";
import type { DatedChange } from "@egress6/core/changes/net-changes";
import type { MapData } from "@egress6/core/map/map-data";
import { dayText } from "@egress6/core/map/time-words";
import { useEffect, useState } from "preact/hooks";
import {
  changesQuery,
  loadOlderChanges,
  olderFault,
  shownChanges,
} from "../state/changes-state.js";
import { ChangedSubjects } from "./changed-subjects.js";

/** A page of years would take long to draw, and nobody reads it at once. */
const ROWS_AT_ONCE = 100;

/** Newest day first; of each day its services, of each service what changed, with the regions. */
export function ChangesByDay({ map, log }: { readonly map: MapData; readonly log: ChangeLog }) {
  const changes = shownChanges.value;
  const [limit, setLimit] = useState(() => rowsUntil(changes, location.hash.slice(1)));
  useEffect(() => {
    if (location.hash !== "") document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, []);
  const days = byDay(changes.slice(0, limit));
  const isFiltered = changesQuery.value.text !== "" || changesQuery.value.list.length > 0;
  const since = log.completeFrom === null ? "" : ` since ${dayText(Date.parse(log.completeFrom))}`;
  const [older] = log.months;
  return (
    <>
      <p role="status" class="count">
        {changes.length === 0
          ? `No changes ${isFiltered ? "of these services " : ""}in these regions${since}.`
          : changes.length === 1
            ? `1 change${since}`
            : `${changes.length} changes${since}`}
      </p>
      {days.map(({ day, changes }) => (
        <section key={day} id={day} class="day" aria-labelledby={`title-${day}`}>
          <h2 id={`title-${day}`}>
            <a href={`#${day}`}>{dayText(Date.parse(day))}</a>
          </h2>
          <ChangedSubjects map={map} changes={changes} />
        </section>
      ))}
      {limit < changes.length && (
        <button type="button" onClick={() => setLimit(limit + ROWS_AT_ONCE)}>
          Show {Math.min(ROWS_AT_ONCE, changes.length - limit)} older
        </button>
      )}
      {limit >= changes.length && older !== undefined && (
        <button
          type="button"
          onClick={() => {
            setLimit(changes.length + ROWS_AT_ONCE);
            void loadOlderChanges();
          }}
        >
          Show those of {monthText(older)}
        </button>
      )}
      {olderFault.value !== null && (
        <p class="notice" role="alert">
          Older changes could not be loaded. {olderFault.value}
        </p>
      )}
    </>
  );
}

/** Enough rows to show the day that the address points at. */
function rowsUntil(changes: readonly DatedChange[], day: string): number {
  return Math.max(ROWS_AT_ONCE, changes.findLastIndex((change) => change.day === day) + 1);
}

const MONTHS = new Intl.DateTimeFormat("en-GB", {
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** `November 2026` for `2026-11`. */
function monthText(month: string): string {
  return MONTHS.format(new Date(`${month}-01`));
}

interface Day {
  readonly day: string;
  readonly changes: readonly DatedChange[];
}

function byDay(changes: readonly DatedChange[]): readonly Day[] {
  const days = new Map<string, DatedChange[]>();
  for (const change of changes) {
    const before = days.get(change.day);
    if (before === undefined) days.set(change.day, [change]);
    else before.push(change);
  }
  return [...days].map(([day, changes]) => ({ day, changes }));
}
