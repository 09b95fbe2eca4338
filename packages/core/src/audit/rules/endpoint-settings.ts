import type { AuditReading, Call, EndpointSetting } from "../reading.js";

/** Whether a setting counts for a call: by who makes both, or by the file, or for all. */
export function countsFor(setting: EndpointSetting, call: Call): boolean {
  if (setting.service !== null && setting.service !== call.service) return false;
  if (setting.caller !== null && call.caller !== null) {
    return (
      setting.caller === call.caller &&
      (setting.scope === null || call.scope === null || setting.scope === call.scope)
    );
  }
  if (setting.where === "code") return setting.place.file === call.place.file;
  // An environment without a caller, or a call of which no file says who makes it.
  return true;
}

/** The settings of what kind that count for a call. */
export function settingsFor(
  call: Call,
  what: EndpointSetting["what"],
  { settings }: AuditReading,
): readonly EndpointSetting[] {
  return settings.filter((each) => each.what === what && countsFor(each, call));
}
