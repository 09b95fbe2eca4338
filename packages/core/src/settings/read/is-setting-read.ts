import type { SettingId, SettingPlace } from "../../facts/sdk-facts.js";
import { versionSupport } from "../../facts/version-interval.js";
import type { SdkChoice } from "./find-sdk.js";

/**
 * Whether an SDK takes a setting from there. What is not known counts as read, and so does what sources
 * disagree on: nobody is told that a setting does nothing unless all sources agree on it.
 * @param choice null: no SDK in particular
 */
export function isSettingRead(
  choice: SdkChoice | null,
  setting: SettingId,
  place: SettingPlace,
): boolean {
  if (choice === null) return true;
  const { value, readFrom, versions } = choice.sdk.settings[setting];
  if (value === "unknown" || value === "conflict") return true;
  if (value === "no" || !readFrom.includes(place)) return false;
  return choice.version === null || versionSupport(choice.version, versions) !== "no";
}
