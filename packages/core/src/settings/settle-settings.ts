import { Egress6Error } from "../errors.js";
import {
  type AwsConfigFiles,
  findProfile,
  type PlacedEntries,
  type PlacedValue,
  requireProfile,
} from "./aws-config/aws-config.js";
import { endpointTrail, type TrailStep } from "./endpoint-trail.js";
import type { SdkChoice } from "./find-sdk.js";
import { isSettingRead } from "./is-setting-read.js";
import type { OwnEndpoint } from "./own-endpoints.js";
import type { SettingId, SettingPlace } from "./sdk-facts.js";
import { readSwitch } from "./switch-value.js";

/** What is given on the command line, as an application would in code. */
export interface CodeSettings {
  readonly endpointUrl?: string | undefined;
  readonly dualstack?: boolean | undefined;
  readonly fips?: boolean | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly ignoreConfiguredUrls?: boolean | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that decides which endpoint a client of a service uses. */
export interface SettingsInput {
  readonly code: CodeSettings;
  readonly env: Environment;
  readonly files: AwsConfigFiles;
  /** Null: what SDKs have in common. */
  readonly sdk: SdkChoice | null;
}

/** A setting, and what said so. */
export interface Settled<T> {
  readonly value: T;
  readonly source: "code" | "environment" | "config" | "default";
  /** The flag, the variable or the key; null when nothing was said. */
  readonly name: string | null;
  /** `file:line`, for what a file says. */
  readonly place: string | null;
}

/** A switch also keeps what was written, for its spelling. */
export interface SettledSwitch extends Settled<boolean> {
  /** Everything that was looked at and was there, the one that counts first. */
  readonly written: readonly WrittenSwitch[];
}

export interface WrittenSwitch {
  readonly name: string;
  readonly text: string;
  readonly place: string | null;
  readonly reading: "true" | "false" | "not set" | "refused" | "not read";
}

export interface SettledSettings {
  readonly profile: Settled<string>;
  /** Of the chosen profile, for traps; never of another one, whatever role it takes. */
  readonly profileEntries: PlacedEntries;
  readonly region: Settled<string>;
  readonly dualstack: SettledSwitch;
  readonly fips: SettledSwitch;
  readonly ignoreUrls: SettledSwitch;
  /** As written, secrets included; null: AWS's rules decide. */
  readonly endpointUrl: string | null;
  /** Every place that could name an endpoint URL, in the order in which SDKs look. */
  readonly trail: readonly TrailStep[];
}

/**
 * Settles every setting as AWS SDKs do: code, then environment, then the chosen profile.
 * @param serviceId as in the API model: `CloudWatch Logs`
 * @param own what the client calls by a list of its own, whatever is configured
 * @throws Egress6Error REGION_MISSING, PROFILE_UNKNOWN, SERVICES_SECTION_UNKNOWN, ENDPOINT_URL_INVALID
 */
export function settleSettings(
  input: SettingsInput,
  serviceId: string,
  own: OwnEndpoint | null = null,
): SettledSettings {
  const profile = settleProfile(input);
  const entries = profileEntries(input.files, profile);
  const ignoreUrls = settleSwitch(
    input,
    entries,
    "endpoint-url",
    {
      flag: "--ignore-configured-endpoint-urls",
      variable: "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
      key: "ignore_configured_endpoint_urls",
    },
    input.code.ignoreConfiguredUrls,
  );
  const { endpointUrl, trail } = endpointTrail({
    input,
    entries,
    serviceId,
    isIgnored: ignoreUrls.value,
    own,
  });
  return {
    profile,
    profileEntries: entries,
    region: settleRegion(input, entries),
    dualstack: settleSwitch(
      input,
      entries,
      "dualstack",
      {
        flag: "--dualstack",
        variable: "AWS_USE_DUALSTACK_ENDPOINT",
        key: "use_dualstack_endpoint",
      },
      input.code.dualstack,
      s3Switch(input, entries, serviceId),
    ),
    fips: settleFips(input, entries),
    ignoreUrls,
    endpointUrl,
    trail,
  };
}

const PROFILE_VARIABLES = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"];
const REGION_VARIABLES = ["AWS_REGION", "AWS_DEFAULT_REGION"];

function settleProfile({ code, env, sdk }: SettingsInput): Settled<string> {
  if (code.profile !== undefined && code.profile !== "") {
    return { value: code.profile, source: "code", name: "--profile", place: null };
  }
  const variables = sdk?.sdk.profileVariables.value ?? PROFILE_VARIABLES;
  return (
    firstVariable(env, variables) ?? {
      value: "default",
      source: "default",
      name: null,
      place: null,
    }
  );
}

function profileEntries(files: AwsConfigFiles, { value, source, name }: Settled<string>) {
  if (source !== "default") return requireProfile(files, value, `named by ${name}`);
  const none: PlacedEntries = new Map();
  return findProfile(files, value) ?? none;
}

function firstVariable(env: Environment, variables: readonly string[]): Settled<string> | null {
  const name = variables.find((variable) => isSet(env[variable]));
  if (name === undefined) return null;
  return { value: env[name] ?? "", source: "environment", name, place: null };
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}

/**
 * The region by itself, for what is about several services.
 * @throws Egress6Error REGION_MISSING, PROFILE_UNKNOWN
 */
export function settleRegion(
  input: SettingsInput,
  entries: PlacedEntries = profileEntries(input.files, settleProfile(input)),
): Settled<string> {
  const { code, env, sdk } = input;
  const found = regionIn(code, env, sdk?.sdk.regionVariables.value ?? REGION_VARIABLES, entries);
  if (found !== null) return { ...found, value: found.value.trim().toLowerCase() };
  const unread = sdk === null ? null : firstVariable(env, REGION_VARIABLES);
  throw new Egress6Error(
    "REGION_MISSING",
    "input",
    `No region is set. Give --region, such as --region eu-central-1, or set ${(sdk?.sdk.regionVariables.value ?? REGION_VARIABLES).join(" or ")}, or \`region\` in the profile.${
      unread === null ? "" : ` ${unread.name} is set, and ${sdk?.sdk.name} does not read it.`
    }`,
  );
}

function regionIn(
  code: CodeSettings,
  env: Environment,
  variables: readonly string[],
  entries: PlacedEntries,
): Settled<string> | null {
  if (isSet(code.region)) {
    return { value: code.region, source: "code", name: "--region", place: null };
  }
  const inEnvironment = firstVariable(env, variables);
  if (inEnvironment !== null) return inEnvironment;
  const entry = entries.get("region");
  if (!isSet(entry?.value)) return null;
  return {
    value: entry?.value ?? "",
    source: "config",
    name: "region",
    place: entry?.place ?? null,
  };
}

/**
 * The FIPS switch by itself, for what is about several services.
 * @throws Egress6Error PROFILE_UNKNOWN
 */
export function settleFips(
  input: SettingsInput,
  entries: PlacedEntries = profileEntries(input.files, settleProfile(input)),
): SettledSwitch {
  return settleSwitch(
    input,
    entries,
    "fips",
    { flag: "--fips", variable: "AWS_USE_FIPS_ENDPOINT", key: "use_fips_endpoint" },
    input.code.fips,
  );
}

interface SwitchNames {
  readonly flag: string;
  readonly variable: string;
  readonly key: string;
}

/** The S3 switch of the AWS CLI and boto3 that is older than the general one, and beats it. */
function s3Switch(
  { sdk }: SettingsInput,
  entries: PlacedEntries,
  serviceId: string,
): PlacedValue | undefined {
  const isRead = sdk === null || /^(boto3|cli-)/.test(sdk.sdk.id);
  if (!isRead || !/^S3( Control)?$/.test(serviceId)) return undefined;
  return entries.get("s3")?.nested.get("use_dualstack_endpoint");
}

function settleSwitch(
  { env, sdk }: SettingsInput,
  entries: PlacedEntries,
  setting: SettingId,
  names: SwitchNames,
  inCode?: boolean,
  before?: PlacedValue,
): SettledSwitch {
  const spelling = sdk?.sdk.booleanSpelling.value ?? null;
  const written: WrittenSwitch[] = [];
  const add = (name: string, from: SettingPlace, found: Partial<PlacedValue>) => {
    if (found.value === undefined) return;
    const reading = isSettingRead(sdk, setting, from)
      ? readSwitch(found.value, spelling)
      : "not read";
    written.push({ name, text: found.value, place: found.place ?? null, reading });
  };
  if (before !== undefined && /^true$/i.test(before.value)) {
    const { value, place } = before;
    written.push({ name: `s3.${names.key}`, text: value, place, reading: "true" });
  }
  const variable = env[names.variable];
  if (variable !== undefined) add(names.variable, "env", { value: variable });
  add(names.key, "config", entries.get(names.key) ?? {});
  if (inCode !== undefined) {
    return { value: inCode, source: "code", name: names.flag, place: null, written };
  }
  const deciding = written.find(({ reading }) => reading === "true" || reading === "false");
  if (deciding === undefined) {
    return { value: false, source: "default", name: null, place: null, written };
  }
  return {
    value: deciding.reading === "true",
    source: deciding.place === null ? "environment" : "config",
    name: deciding.name,
    place: deciding.place,
    written,
  };
}
