import type { SdkFacts, SettingId, SettingNames } from "./sdk-facts.js";

/** A setting that SDKs share, with those that do not know it. */
export interface SharedSettingFacts extends SettingNames {
  /** Names of SDKs: `SDK for Java 1.x`. */
  readonly notReadBy: readonly string[];
}

export function sharedSettingFacts(
  settings: readonly SettingNames[],
  sdks: readonly SdkFacts[],
): readonly SharedSettingFacts[] {
  return settings.map((setting) => ({
    ...setting,
    notReadBy: sdks
      .filter((sdk) => sdk.settings[setting.id].value === "no")
      .map(({ name }) => name),
  }));
}

export function settingOf(
  settings: readonly SharedSettingFacts[],
  id: SettingId,
): SharedSettingFacts {
  const found = settings.find((each) => each.id === id);
  if (found === undefined) throw new Error(`data/sdks.json has no setting ${id}`);
  return found;
}
