import type { ChangeLog } from "@egress6/core/changes/change-log";
import type { MapData } from "@egress6/core/map/map-data";
import { dayText, momentText } from "@egress6/core/map/time-words";
import { isoDay } from "@egress6/core/observation/iso-time";
import { useEffect, useState } from "preact/hooks";
import {
  changeChangesQuery,
  changeLog,
  changesFault,
  changesQuery,
  comparedDays,
  feedPath,
  filterProblems,
  ignoredInChanges,
  loadChanges,
  loadOlderChanges,
  missingDay,
  olderFault,
} from "../state/changes-state.js";
import { map } from "../state/map-state.js";
import { savedList } from "../state/saved-list.js";
import { ChangesByDay } from "./changes-by-day.js";
import { DaysDifference } from "./days-difference.js";
import { lazy } from "./lazy.js";
import { IgnoredNotice, LoadNotice, StaleNotice } from "./load-notice.js";
import { RegionPicker } from "./region-picker.js";
import { SiteHeader } from "./site-header.js";

const ReachSection = lazy(() => import("./reach-section.js"), "ReachSection");

export function ChangesPage() {
  const log = changeLog.value;
  return (
    <>
      <SiteHeader current="changes.html" />
      <main class="page changes">
        <h1>Changes</h1>
        {log === null || map.value === null ? (
          <LoadNotice
            what="The changes"
            fault={changesFault.value}
            again={() => void loadChanges()}
          />
        ) : (
          <Content log={log} map={map.value} />
        )}
      </main>
    </>
  );
}

function Content({ log, map }: { readonly log: ChangeLog; readonly map: MapData }) {
  useEffect(() => {
    // A scan may go on while the page is in the background.
    const loadOnReturn = () => {
      if (document.visibilityState === "visible") void loadChanges();
    };
    document.addEventListener("visibilitychange", loadOnReturn);
    return () => document.removeEventListener("visibilitychange", loadOnReturn);
  }, []);
  if (log.recordedFrom === null) {
    return (
      <p class="notice" role="status">
        Nothing has been observed yet, so nothing can have changed. Changes show once a second scan
        has seen something else than the first.
      </p>
    );
  }
  return (
    <>
      <p class="lead">
        What became reachable, or stopped being so, from {dayText(log.recordedFrom)} to{" "}
        {momentText(log.recordedTo ?? log.recordedFrom)}. A first observation is no change, and a
        loss counts once a second resolver has confirmed it.
      </p>
      <Tools map={map} log={log} />
      <IgnoredNotice names={ignoredInChanges.value} />
      {filterProblems.value.length > 0 && (
        <p class="notice" role="status">
          Ignored in the filter: {filterProblems.value.join(" · ")}
        </p>
      )}
      <StaleNotice />
      {comparedDays.value === null ? (
        <>
          <ReachSection map={map} log={log} />
          <ChangesByDay map={map} log={log} />
        </>
      ) : missingDay.value === null ? (
        <DaysDifference map={map} days={comparedDays.value} />
      ) : (
        <OlderNotice day={missingDay.value} />
      )}
    </>
  );
}

/** While what was before is being loaded. */
function OlderNotice({ day }: { readonly day: string }) {
  useEffect(() => void loadOlderChanges(day), [day]);
  return (
    <LoadNotice
      what="The changes of those days"
      fault={olderFault.value}
      again={() => void loadOlderChanges(day)}
    />
  );
}

function Tools({ map, log }: { readonly map: MapData; readonly log: ChangeLog }) {
  const { text, regions, list } = changesQuery.value;
  const mine = savedList();
  return (
    <search class="tools" aria-label="Changes">
      <input
        type="search"
        aria-label="Filter services"
        placeholder="Filter: s3 region:eu-* …"
        title="Words of a service's names, region: and variant:"
        value={text}
        onInput={(event) => changeChangesQuery({ text: event.currentTarget.value })}
      />
      {(list.length > 0 || mine.length > 0) && (
        <button
          type="button"
          aria-pressed={list.length > 0}
          title={(list.length > 0 ? list : mine).join(", ")}
          onClick={() => changeChangesQuery({ list: list.length > 0 ? [] : mine })}
        >
          My services <small>{(list.length > 0 ? list : mine).length}</small>
        </button>
      )}
      <RegionPicker
        map={map}
        choice={regions}
        choose={(choice) => changeChangesQuery({ regions: choice })}
      />
      <Days log={log} />
      <a class="feed" href={feedPath.value} type="application/atom+xml">
        Atom feed
      </a>
    </search>
  );
}

/** The two days to compare. */
function Days({ log }: { readonly log: ChangeLog }) {
  const { from, to } = changesQuery.value;
  const [isOpen, setOpen] = useState(from !== null || to !== null);
  const first = log.recordedFrom === null ? undefined : isoDay(log.recordedFrom);
  const last = log.recordedTo === null ? undefined : isoDay(log.recordedTo);
  const input = (name: "from" | "to", label: string) => (
    <label>
      {label}
      <input
        type="date"
        min={first}
        max={last}
        value={changesQuery.value[name] ?? ""}
        onChange={(event) =>
          changeChangesQuery({ [name]: event.currentTarget.value || null }, true)
        }
      />
    </label>
  );
  if (!isOpen && from === null && to === null) {
    return (
      <button type="button" onClick={() => setOpen(true)}>
        Compare two days
      </button>
    );
  }
  return (
    <fieldset class="days">
      <legend class="visually-hidden">Compare two days</legend>
      {input("from", "Compare")}
      {input("to", "with")}
      {(from !== null || to !== null) && (
        <button
          type="button"
          onClick={() => {
            setOpen(false);
            changeChangesQuery({ from: null, to: null }, true);
          }}
        >
          By day
        </button>
      )}
    </fieldset>
  );
}
