import type { AdditionalName, EndpointAnswer } from "../endpoint/answer-endpoint.js";
import type { Environment, SettingsInput, SettledSettings } from "./settle-settings.js";

/** How a service is told to leave its name for all regions. */
interface GlobalNameSetting {
  readonly fact: "stsGlobalName" | "s3GlobalName";
  readonly variable: string;
  readonly inProfile: (settled: SettledSettings) => string | undefined;
}

const SETTINGS: Readonly<Record<string, GlobalNameSetting>> = {
  s3: {
    fact: "s3GlobalName",
    variable: "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
    inProfile: ({ profileEntries }) =>
      profileEntries.get("s3")?.nested.get("us_east_1_regional_endpoint")?.value,
  },
  sts: {
    fact: "stsGlobalName",
    variable: "AWS_STS_REGIONAL_ENDPOINTS",
    inProfile: ({ profileEntries }) => profileEntries.get("sts_regional_endpoints")?.value,
  },
};

/**
 * The one name for all regions, where an SDK still calls it: S3 from us-east-1, STS in legacy mode.
 * Other than the regional name it will hardly get IPv6.
 * @returns null when it is not called, or no SDK in particular is meant
 */
export function globalNameInUse(
  { service, additional, variant }: EndpointAnswer,
  { env, sdk }: SettingsInput,
  settled: SettledSettings,
): AdditionalName | null {
  const setting = SETTINGS[service];
  if (setting === undefined || sdk === null || variant !== "default") return null;
  const use = sdk.sdk[setting.fact].value;
  if (use === "never" || use === "unknown") return null;
  const mode = modeOf(setting, env, settled) ?? (use === "by-default" ? "legacy" : "regional");
  if (mode.toLowerCase() !== "legacy") return null;
  return additional.find(({ purpose }) => purpose.startsWith("global endpoint")) ?? null;
}

function modeOf(
  { variable, inProfile }: GlobalNameSetting,
  env: Environment,
  settled: SettledSettings,
) {
  return env[variable] || inProfile(settled) || undefined;
}

/** The variable that leads away from the name for all regions. */
export function regionalNameVariable(service: string): string {
  return SETTINGS[service]?.variable ?? "";
}
