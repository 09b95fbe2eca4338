import type { AdditionalVariantName, EndpointAnswer } from "../../endpoint/answer-endpoint.js";
import { GLOBAL_NAME_PLACES, type GlobalNamePlace } from "../../facts/sdk-facts.js";
import { settingRow } from "../read/setting-table.js";
import type { Environment, SettingsInput } from "../settings-input.js";
import type { ResolvedSettings } from "./resolve-settings.js";

/** How a service is told to leave its name for all regions. */
interface GlobalNameSetting {
  readonly fact: "stsGlobalName" | "s3GlobalName";
  readonly variable: string;
  readonly profileKey: string;
}

const S3 = settingRow("s3-regional");
const STS = settingRow("sts-regional");
const DEFAULTS_MODE = settingRow("defaults-mode");

const SETTINGS: Readonly<Record<string, GlobalNameSetting>> = {
  s3: { fact: "s3GlobalName", variable: S3.variable, profileKey: S3.configKey },
  sts: { fact: "stsGlobalName", variable: STS.variable, profileKey: STS.configKey },
};

/** Where it is not said where an SDK reads it from. */
const USUAL_PLACES: readonly GlobalNamePlace[] = ["variable", "profile-key"];

/**
 * The one name for all regions, where an SDK still calls it: S3 from us-east-1, STS in legacy mode.
 * Other than the regional name it will hardly get IPv6.
 * @returns null when it is not called, or no SDK in particular is meant
 */
export function globalNameInUse(
  { service, additional, variant }: EndpointAnswer,
  { env, sdk }: SettingsInput,
  settings: ResolvedSettings,
): AdditionalVariantName | null {
  const setting = SETTINGS[service];
  if (setting === undefined || sdk === null || variant !== "default") return null;
  const { value: use, places = USUAL_PLACES } = sdk.sdk[setting.fact];
  if (use === "never" || use === "unknown") return null;
  const mode =
    modeOf(setting, places, env, settings) ?? (use === "by-default" ? "legacy" : "regional");
  if (mode.toLowerCase() !== "legacy") return null;
  return additional.find(({ purpose }) => purpose.startsWith("global endpoint")) ?? null;
}

function modeOf(
  { variable, profileKey }: GlobalNameSetting,
  places: readonly GlobalNamePlace[],
  env: Environment,
  { profileEntries }: ResolvedSettings,
): string | undefined {
  const inSection = profileEntries
    .get("s3")
    ?.nested.get(settingRow("s3-regional-of-section").configKey)?.value;
  const defaults =
    env[DEFAULTS_MODE.variable] || profileEntries.get(DEFAULTS_MODE.configKey)?.value;
  const found: Readonly<Record<GlobalNamePlace, string | undefined>> = {
    variable: env[variable],
    "profile-key": profileEntries.get(profileKey)?.value,
    "s3-section": profileKey === S3.configKey ? inSection : undefined,
    "defaults-mode": defaults && defaults.toLowerCase() !== "legacy" ? "regional" : undefined,
  };
  return GLOBAL_NAME_PLACES.filter((place) => places.includes(place))
    .map((place) => found[place])
    .find((mode) => mode !== undefined && mode !== "");
}

/** The variable that leads away from the name for all regions. */
export function regionalNameVariable(service: string): string {
  return SETTINGS[service]?.variable ?? "";
}
