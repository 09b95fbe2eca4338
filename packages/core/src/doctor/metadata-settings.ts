import type { MetadataSettings, Placed } from "./host-observations.js";

type Environment = Readonly<Record<string, string | undefined>>;

const MODE = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";
const ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
const DISABLED = "AWS_EC2_METADATA_DISABLED";
/** Only whether they are set is looked at. */
const CONTAINER = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];

/**
 * What the environment tells SDKs about the metadata service, and about the mode else the config file.
 * Credentials are not looked at.
 * @source https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html
 */
export function metadataSettings(env: Environment, modeInConfig: Placed | null): MetadataSettings {
  const modeSetting = placed(env, MODE) ?? modeInConfig;
  return {
    modeSetting,
    mode: modeSetting === null ? "IPv4" : modeOf(modeSetting.value),
    endpoint: placed(env, ENDPOINT),
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
