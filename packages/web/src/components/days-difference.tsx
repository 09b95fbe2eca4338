import type { ChangedSubject } from "@egress6/core/changes/change-groups";
import type { MapData } from "@egress6/core/map/map-data";
import { dayText } from "@egress6/core/map/time-words";
import {
  changeLog,
  comparedView,
  isBeforeRecords,
  shownChangedCells,
  shownDifference,
} from "../state/changes-state.js";
import { ChangedStates } from "./changed-states.js";
import { ChangedSubjects } from "./changed-subjects.js";

interface DaysDifferenceProps {
  readonly map: MapData;
  /** As `2026-11-23`. */
  readonly days: { readonly from: string; readonly to: string };
}

/** What is different on one day from another. What changed and changed back in between is left out. */
export function DaysDifference({ map, days }: DaysDifferenceProps) {
  const changes = shownDifference.value;
  const recordedFrom = changeLog.value?.recordedFrom ?? null;
  const [from, to] = [dayText(Date.parse(days.from)), dayText(Date.parse(days.to))];
  return (
    <>
      <p role="status" class="count">
        {changes.length === 0
          ? `Nothing is different at the end of ${to} from the end of ${from}.`
          : `Different at the end of ${to} from the end of ${from}:`}
      </p>
      {isBeforeRecords.value && recordedFrom !== null && (
        <p class="notice">
          Nothing is known of the time before {dayText(recordedFrom)}, when observing began.
        </p>
      )}
      <ChangedStates map={map} cells={shownChangedCells.value} view={comparedView.value} />
      <Part
        map={map}
        title="Became reachable"
        changes={changes.filter(({ isReachable }) => isReachable)}
      />
      <Part
        map={map}
        title="No longer reachable"
        changes={changes.filter(({ isReachable }) => !isReachable)}
      />
    </>
  );
}

interface PartProps {
  readonly map: MapData;
  readonly title: string;
  readonly changes: readonly ChangedSubject[];
}

function Part({ map, title, changes }: PartProps) {
  if (changes.length === 0) return null;
  return (
    <section class="day" aria-label={title}>
      <h2>{title}</h2>
      <ChangedSubjects map={map} changes={changes} />
    </section>
  );
}
