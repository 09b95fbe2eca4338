import { asArray, asNumber, invalidMapData } from "./json-reader.js";
import { isStatusCode } from "./name-status.js";

/** Places of the status matrix that got a new code. */
export type StatusChanges = readonly (readonly [place: number, code: number])[];

/** What a live server sends while it scans. */
export const statusChangesJson = (changes: StatusChanges): readonly number[] => changes.flat();

/** @param places number of places in the status matrix @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseStatusChanges(json: unknown, places: number): StatusChanges {
  const numbers = asArray(json, "changes").map((value) => asNumber(value, "changes"));
  const changes: [number, number][] = [];
  for (let index = 0; index < numbers.length; index += 2) {
    const place = numbers[index] ?? -1;
    const code = numbers[index + 1] ?? -1;
    if (!Number.isInteger(place) || place < 0 || place >= places || !isStatusCode(code)) {
      throw invalidMapData("changes", "places with their codes");
    }
    changes.push([place, code]);
  }
  return changes;
}
