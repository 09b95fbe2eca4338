import { CONTAINER_CREDENTIALS, TASK_CREDENTIALS } from "../settings/read/credentials-endpoint.js";
import { settingRow } from "../settings/read/setting-table.js";
import type { Environment } from "../settings/settings-input.js";
import type { MetadataSettings, Placed } from "./host-observations.js";

const MODE = settingRow("imds-mode").variable;
const ENDPOINT = settingRow("imds-endpoint").variable;
const DISABLED = "AWS_EC2_METADATA_DISABLED";
/** Only whether they are set is looked at. */
const CONTAINER = [TASK_CREDENTIALS, CONTAINER_CREDENTIALS];

/** What the profile in use says; null: nothing. */
export interface MetadataInConfig {
  readonly mode: Placed | null;
  readonly endpoint: Placed | null;
}

/**
 * What the environment tells SDKs about the metadata service, else the config file.
 * Credentials are not looked at.
 * @source https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html
 */
export function metadataSettings(env: Environment, inConfig: MetadataInConfig): MetadataSettings {
  const modeSetting = placed(env, MODE) ?? inConfig.mode;
  return {
    modeSetting,
    mode: modeSetting === null ? "IPv4" : modeOf(modeSetting.value),
    endpoint: placed(env, ENDPOINT) ?? inConfig.endpoint,
    disabledBy: env[DISABLED]?.toLowerCase() === "true" ? DISABLED : null,
    containerCredentials: CONTAINER.find((name) => (env[name] ?? "") !== "") ?? null,
  };
}

/** SDKs differ in whether they mind upper and lower case: the documented spelling works in all. */
function modeOf(text: string): MetadataSettings["mode"] {
  return text === "IPv4" || text === "IPv6" ? text : null;
}

function placed(env: Environment, name: string): Placed | null {
  const value = env[name];
  return value === undefined || value === "" ? null : { value, place: name };
}
