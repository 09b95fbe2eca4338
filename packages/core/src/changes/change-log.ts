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
import { isoTimeOrNull } from "../observation/iso-time.js";
import { FAMILIES } from "../verdict/support.js";
import type { ChangeGroup } from "./change-groups.js";
import type { DatedChange } from "./net-changes.js";

/** Grows when a page of an older build could misread the data. */
const FORMAT = 1;

/** All changes since observing began: what the changes page loads, and no other page. */
export interface ChangeLog {
  /** When observing began; null: nothing was observed. Milliseconds since the epoch. */
  readonly recordedFrom: number | null;
  /** When it was last gone on with. */
  readonly recordedTo: number | null;
  /** Newest day first, as `groupChanges` orders them. */
  readonly changes: readonly DatedChange[];
}

interface ChangeLogSource extends Omit<ChangeLog, "changes"> {
  readonly changes: readonly ChangeGroup[];
}

/** Without hostnames: the page builds them from the catalog it has. */
export function changeLogJson({ recordedFrom, recordedTo, changes }: ChangeLogSource): object {
  return {
    format: FORMAT,
    recordedFrom: isoTimeOrNull(recordedFrom),
    recordedTo: isoTimeOrNull(recordedTo),
    changes: changes.map(
      ({ day, turn, subject, variant, purpose, family, isReachable, regions }) => ({
        day,
        ...(turn === 0 ? {} : { turn }),
        subject,
        variant,
        ...(purpose === null ? {} : { purpose }),
        family,
        isReachable,
        regions,
      }),
    ),
  };
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseChangeLog(json: unknown): ChangeLog {
  const log = asObject(json, "changes");
  if (log["format"] !== FORMAT) throw invalidMapData("changes.format", `${FORMAT}`);
  return {
    recordedFrom: asTimeOrNull(log["recordedFrom"], "changes.recordedFrom"),
    recordedTo: asTimeOrNull(log["recordedTo"], "changes.recordedTo"),
    changes: asArray(log["changes"], "changes.changes").map(parseChange),
  };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function parseChange(json: unknown, index: number): DatedChange {
  const place = `changes.changes[${index}]`;
  const change = asObject(json, place);
  const day = asText(change["day"], `${place}.day`);
  if (!DAY.test(day)) throw invalidMapData(`${place}.day`, "a day such as 2026-11-23");
  return {
    day,
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
