import type { ChangeLog } from "../changes/change-log.js";
import { isoDay } from "../observation/iso-time.js";
import type { MapData } from "./map-data.js";
import { cellPlace } from "./map-layout.js";
import { NO_NAME, statusCode, statusOfCode, UNOBSERVED_NAME } from "./name-status.js";

/**
 * The status matrix as it was at the end of a day: that of now, with the changes since taken back.
 * Before observing began every name is unobserved. First observations are not in the log, so a name that
 * was first looked up later stands as it was found then.
 * @param day in UTC, such as `2026-11-23`
 */
export function statusMatrixAt(
  { layout, statusMatrix }: Pick<MapData, "layout" | "statusMatrix">,
  { recordedFrom, changes }: Pick<ChangeLog, "recordedFrom" | "changes">,
  day: string,
): Uint8Array {
  if (recordedFrom === null || day < isoDay(recordedFrom)) {
    return statusMatrix.map((code) => (code === NO_NAME ? NO_NAME : UNOBSERVED_NAME));
  }
  const past = statusMatrix.slice();
  const later = changes
    .filter((change) => change.day > day && change.purpose === null)
    .sort((a, b) => (a.day === b.day ? b.turn - a.turn : a.day < b.day ? 1 : -1));
  for (const { subject, variant, family, isReachable, regions } of later) {
    const service = layout.serviceIndex.get(subject);
    if (service === undefined || variant === null) continue;
    for (const id of regions) {
      const region = layout.regionIndex.get(id);
      if (region === undefined) continue;
      const place = cellPlace(layout, variant, service, region);
      const status = statusOfCode(past[place] ?? NO_NAME);
      if (status === null) continue;
      past[place] = statusCode({ ...status, [family]: isReachable ? "no" : "yes" });
    }
  }
  return past;
}
