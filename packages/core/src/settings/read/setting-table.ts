/** What a setting holds: `mode` is a word of a short list, `name` points to a section or a profile. */
export type SettingKind =
  | "switch"
  | "url"
  | "region"
  | "profile"
  | "mode"
  | "name"
  | "surroundings";

/** One setting, and what it is called in each place. */
export interface SettingRow {
  readonly id: string;
  /** Null: no variable of the environment stands for it. */
  readonly variable: string | null;
  /** Of a profile, or below a key of one, as `us_east_1_regional_endpoint` is below `s3`; null: none. */
  readonly configKey: string | null;
  readonly kind: SettingKind;
}

/**
 * Every setting outside of code that has to do with endpoints. The parsers of files and variables, the
 * search for an endpoint, the traps and the lint of facts take names from here and nowhere else: what is
 * missing here is read by nobody.
 */
export const SETTINGS = [
  {
    id: "dualstack",
    variable: "AWS_USE_DUALSTACK_ENDPOINT",
    configKey: "use_dualstack_endpoint",
    kind: "switch",
  },
  { id: "fips", variable: "AWS_USE_FIPS_ENDPOINT", configKey: "use_fips_endpoint", kind: "switch" },
  { id: "endpoint-url", variable: "AWS_ENDPOINT_URL", configKey: "endpoint_url", kind: "url" },
  {
    id: "ignore-urls",
    variable: "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    configKey: "ignore_configured_endpoint_urls",
    kind: "switch",
  },
  { id: "services", variable: null, configKey: "services", kind: "name" },
  { id: "region", variable: "AWS_REGION", configKey: "region", kind: "region" },
  { id: "default-region", variable: "AWS_DEFAULT_REGION", configKey: null, kind: "region" },
  { id: "amazon-region", variable: "AMAZON_REGION", configKey: null, kind: "region" },
  { id: "profile", variable: "AWS_PROFILE", configKey: null, kind: "profile" },
  { id: "default-profile", variable: "AWS_DEFAULT_PROFILE", configKey: null, kind: "profile" },
  { id: "source-profile", variable: null, configKey: "source_profile", kind: "name" },
  {
    id: "account-id-mode",
    variable: "AWS_ACCOUNT_ID_ENDPOINT_MODE",
    configKey: "account_id_endpoint_mode",
    kind: "mode",
  },
  {
    id: "imds-mode",
    variable: "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
    configKey: "ec2_metadata_service_endpoint_mode",
    kind: "mode",
  },
  {
    id: "imds-endpoint",
    variable: "AWS_EC2_METADATA_SERVICE_ENDPOINT",
    configKey: "ec2_metadata_service_endpoint",
    kind: "url",
  },
  {
    id: "sts-regional",
    variable: "AWS_STS_REGIONAL_ENDPOINTS",
    configKey: "sts_regional_endpoints",
    kind: "mode",
  },
  {
    id: "s3-regional",
    variable: "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
    configKey: "s3_us_east_1_regional_endpoint",
    kind: "mode",
  },
  {
    id: "s3-regional-of-section",
    variable: null,
    configKey: "us_east_1_regional_endpoint",
    kind: "mode",
  },
  { id: "defaults-mode", variable: "AWS_DEFAULTS_MODE", configKey: "defaults_mode", kind: "mode" },
  { id: "load-config", variable: "AWS_SDK_LOAD_CONFIG", configKey: null, kind: "surroundings" },
  { id: "execution-env", variable: "AWS_EXECUTION_ENV", configKey: null, kind: "surroundings" },
  {
    id: "ecs-metadata",
    variable: "ECS_CONTAINER_METADATA_URI_V4",
    configKey: null,
    kind: "surroundings",
  },
  {
    id: "container-credentials",
    variable: "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    configKey: null,
    kind: "surroundings",
  },
  {
    id: "task-credentials",
    variable: "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    configKey: null,
    kind: "surroundings",
  },
  {
    id: "web-identity-token",
    variable: "AWS_WEB_IDENTITY_TOKEN_FILE",
    configKey: "web_identity_token_file",
    kind: "name",
  },
  { id: "role", variable: "AWS_ROLE_ARN", configKey: "role_arn", kind: "name" },
  { id: "credential-source", variable: null, configKey: "credential_source", kind: "mode" },
  { id: "sso-session", variable: null, configKey: "sso_session", kind: "name" },
  { id: "sso-region", variable: null, configKey: "sso_region", kind: "region" },
  { id: "sso-start-url", variable: null, configKey: "sso_start_url", kind: "url" },
] as const satisfies readonly SettingRow[];

type SettingRowId = (typeof SETTINGS)[number]["id"];

/** The row of a setting, typed by its id. */
export function settingRow<Id extends SettingRowId>(
  id: Id,
): Extract<(typeof SETTINGS)[number], { readonly id: Id }> {
  const found = SETTINGS.find((each): each is Extract<typeof each, { readonly id: Id }> => {
    return each.id === id;
  });
  if (found === undefined) throw new Error(`SETTINGS has no ${id}`);
  return found;
}

const ROWS: readonly SettingRow[] = SETTINGS;
const VARIABLES: ReadonlySet<string> = new Set(ROWS.flatMap(({ variable }) => variable ?? []));
const KEYS: ReadonlyMap<string, SettingRow> = new Map(
  ROWS.flatMap((each) => (each.configKey === null ? [] : [[each.configKey, each] as const])),
);
const SERVICE_URL = `${settingRow("endpoint-url").variable}_`;

/** Whether a variable has to do with endpoints, those of single services included. */
export function isSettingVariable(name: string): boolean {
  return VARIABLES.has(name) || /^[A-Z0-9_]+$/.test(nameBehind(SERVICE_URL, name));
}

function nameBehind(prefix: string, name: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : "";
}

/** The setting that a key of a config file stands for, in whatever case it is written; null: none of ours. */
export function settingOfKey(key: string): SettingRow | null {
  return KEYS.get(key.toLowerCase()) ?? null;
}

/** The variables of one kind, in the order in which most SDKs look at them. */
export function variablesOfKind(kind: SettingKind): readonly string[] {
  return ROWS.flatMap((each) => (each.kind === kind ? (each.variable ?? []) : []));
}
