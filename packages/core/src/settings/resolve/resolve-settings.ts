import { Egress6Error } from "../../errors.js";
import type { OwnEndpoint } from "../../facts/own-endpoint.js";
import type { SettingId, SettingPlace, VariablesFact } from "../../facts/sdk-facts.js";
import {
  type AwsConfigFiles,
  findProfile,
  type PlacedEntries,
  type PlacedValue,
  profileSections,
  requireProfile,
} from "../read/aws-config.js";
import type { SdkChoice } from "../read/find-sdk.js";
import { isSettingRead } from "../read/is-setting-read.js";
import { type Reading, readingsOf } from "../read/reading.js";
import { settingRow, variablesOfKind } from "../read/setting-table.js";
import { readSwitch } from "../read/switch-value.js";
import type { CodeSettings, Environment, SettingsInput } from "../settings-input.js";
import { endpointTrail, type TrailStep } from "./endpoint-trail.js";

/** A setting, and what set it. */
export interface Resolved<T> {
  readonly value: T;
  readonly source: "code" | "environment" | "config" | "default";
  /** The flag, the variable or the key; null when nothing was said. */
  readonly name: string | null;
  /** `file:line`, for what a file says. */
  readonly place: string | null;
}

/** A switch also keeps what was written, for its spelling. */
export interface ResolvedFlag extends Resolved<boolean> {
  /** Everything that was looked at and was there, the one that counts first. */
  readonly written: readonly WrittenSwitch[];
}

export interface WrittenSwitch {
  readonly name: string;
  readonly text: string;
  readonly place: string | null;
  readonly reading: "true" | "false" | "not set" | "refused" | "not read";
}

export interface ResolvedSettings {
  readonly profile: Resolved<string>;
  /** How environment and files are taken here. */
  readonly reading: Reading;
  /** Of the chosen profile, for traps; never of another one, whatever role it takes. */
  readonly profileEntries: PlacedEntries;
  readonly region: Resolved<string>;
  readonly dualstack: ResolvedFlag;
  readonly fips: ResolvedFlag;
  readonly ignoreUrls: ResolvedFlag;
  /** Where the client goes by a list of its own; null: by none, or code decides. */
  readonly own: OwnEndpoint | null;
  /** As written, secrets included; null: AWS's rules decide. */
  readonly endpointUrl: string | null;
  /** Every place that could name an endpoint URL, in the order in which SDKs look. */
  readonly trail: readonly TrailStep[];
}

/** What is more to know than the settings. */
interface ResolveOptions {
  /** Null: the likeliest. */
  readonly reading?: Reading | undefined;
  /** What an SDK that needs no region for this service calls it in; null: it needs one. */
  readonly regionWhenUnset?: RegionWhenUnset | null;
  /** What the SDK calls for this service by a list of its own, by region; null: it has none. */
  readonly ownEndpoints?: ReadonlyMap<string, OwnEndpoint> | null;
}

export interface RegionWhenUnset {
  readonly region: string;
  /** Whether a profile with an empty region is one without. */
  readonly isEmptyUnset: boolean;
}

/**
 * Resolves every setting as AWS SDKs do: code, then environment, then the chosen profile.
 * @param serviceId as in the API model: `CloudWatch Logs`
 * @throws Egress6Error REGION_MISSING, PROFILE_UNKNOWN, SERVICES_SECTION_UNKNOWN, ENDPOINT_URL_INVALID,
 * CONFIG_INVALID when the SDK refuses what is there twice
 */
export function resolveSettings(
  input: SettingsInput,
  serviceId: string,
  options: ResolveOptions = {},
): ResolvedSettings {
  const reading = options.reading ?? likeliest(input);
  if (reading.dialect.repeatedEntries === "refused") refuseRepeated(input);
  const profile = resolveProfile(input, reading);
  const entries = profileEntries(input, profile, reading);
  const read = { input, entries, reading };
  const ignoreUrls = resolveFlag(
    read,
    "endpoint-url",
    { flag: "--ignore-configured-endpoint-urls", ...namesOf("ignore-urls") },
    input.code.ignoreConfiguredUrls,
  );
  const region = () => regionOf(read, options.regionWhenUnset ?? null);
  // Asked for the region only where there is a list, so that faults are found in their usual order.
  const own = isSet(input.code.endpointUrl)
    ? null
    : (options.ownEndpoints?.get(region().value) ?? null);
  const { endpointUrl, trail } = endpointTrail({
    ...read,
    serviceId,
    isIgnored: ignoreUrls.value,
    own,
  });
  return {
    reading,
    profile,
    profileEntries: entries,
    region: region(),
    dualstack: resolveFlag(
      read,
      "dualstack",
      { flag: "--dualstack", ...namesOf("dualstack") },
      input.code.dualstack,
      s3Switch(input, entries, serviceId),
    ),
    fips: fipsOf(read),
    ignoreUrls,
    own,
    endpointUrl,
    trail,
  };
}

function likeliest(input: SettingsInput): Reading {
  const [first] = readingsOf(input);
  if (first === undefined) throw new Error("there is a reading of every configuration");
  return first;
}

/** What one client reads: the profile that counts, as it takes it. */
interface ClientView {
  readonly input: SettingsInput;
  readonly entries: PlacedEntries;
  readonly reading: Reading;
}

function viewOf(input: SettingsInput): ClientView {
  const reading = likeliest(input);
  return {
    input,
    reading,
    entries: profileEntries(input, resolveProfile(input, reading), reading),
  };
}

function refuseRepeated({ files, sdk }: SettingsInput): void {
  for (const file of [files.config, files.credentials]) {
    if (!file?.repeated) continue;
    const { line, what } = file.repeated;
    throw new Egress6Error(
      "CONFIG_INVALID",
      "input",
      `${file.path}:${line}: ${what} is there twice, and ${sdk?.sdk.name ?? "the AWS CLI"} refuses the whole file for it. Keep one of the two.`,
    );
  }
}

function resolveProfile({ code, env, sdk }: SettingsInput, reading: Reading): Resolved<string> {
  if (code.profile !== undefined && code.profile !== "") {
    return { value: code.profile, source: "code", name: "--profile", place: null };
  }
  const empty = emptyVariable(env, sdk?.sdk.profileVariables);
  if (empty !== null) throw emptied("PROFILE_UNKNOWN", empty, sdk, "profile");
  return (
    firstVariable(env, reading.profileVariables) ?? {
      value: "default",
      source: "default",
      name: null,
      place: null,
    }
  );
}

const NO_ENTRIES: PlacedEntries = new Map();

function profileEntries(
  { files, sdk }: SettingsInput,
  { value, source, name }: Resolved<string>,
  { dialect }: Reading,
): PlacedEntries {
  const isRequired = source !== "default" && sdk?.sdk.missingProfile.value !== "as-empty";
  return isRequired
    ? requireProfile(files, value, `named by ${name}`, dialect)
    : (findProfile(files, value, dialect) ?? NO_ENTRIES);
}

/** The variable that counts, where that is one without a value; null: an SDK passes it over. */
function emptyVariable(env: Environment, variables: VariablesFact | undefined): string | null {
  if (variables?.emptyCounts !== true) return null;
  const first = variables.value.find((name) => env[name] !== undefined);
  return first !== undefined && env[first] === "" ? first : null;
}

function emptied(code: string, variable: string, sdk: SdkChoice | null, what: string) {
  return new Egress6Error(
    code,
    "input",
    `${variable} is set and empty, and ${sdk?.sdk.name} takes that for the name of the ${what}: every call fails. Remove the variable, or give it a value.`,
  );
}

function firstVariable(env: Environment, variables: readonly string[]): Resolved<string> | null {
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
export function resolveRegion(input: SettingsInput): Resolved<string> {
  return regionOf(viewOf(input), null);
}

function regionOf({ input, entries, reading }: ClientView, whenUnset: RegionWhenUnset | null) {
  const { code, env, sdk, files } = input;
  const empty = isSet(code.region) ? null : emptyVariable(env, sdk?.sdk.regionVariables);
  if (empty !== null && whenUnset?.isEmptyUnset === true) {
    return { value: whenUnset.region, source: "default" as const, name: null, place: null };
  }
  if (empty !== null) throw emptied("REGION_MISSING", empty, sdk, "region");
  const found = regionIn(code, env, reading.regionVariables, entries);
  if (found !== null) return { ...found, value: found.value.trim().toLowerCase() };
  const isWritten = entries.has(settingRow("region").configKey);
  if (whenUnset !== null && (whenUnset.isEmptyUnset || !isWritten)) {
    return { value: whenUnset.region, source: "default" as const, name: null, place: null };
  }
  const unread = sdk === null ? null : firstVariable(env, variablesOfKind("region"));
  throw new Egress6Error(
    "REGION_MISSING",
    "input",
    `No region is set. Give --region, such as --region eu-central-1, or set ${reading.regionVariables.join(" or ")}, or \`region\` in the profile.${
      unread === null ? "" : ` ${unread.name} is set, and ${sdk?.sdk.name} does not read it.`
    }${unreadRegion(files, resolveProfile(input, reading).value)}`,
  );
}

/** A region that stands in the profile, for other clients than this one. */
function unreadRegion(files: AwsConfigFiles, profile: string): string {
  const { configKey } = settingRow("region");
  const entry = profileSections(files, profile)
    .flatMap(({ entries }) => entries)
    .find(({ key, value }) => key.toLowerCase() === configKey && value !== "");
  return entry === undefined
    ? ""
    : ` There is one on line ${entry.line} of ${files.config?.path}, which does not count: clients look for \`region\` in lower case, and in one of [default] and [profile default] only.`;
}

function regionIn(
  code: CodeSettings,
  env: Environment,
  variables: readonly string[],
  entries: PlacedEntries,
): Resolved<string> | null {
  if (isSet(code.region)) {
    return { value: code.region, source: "code", name: "--region", place: null };
  }
  const inEnvironment = firstVariable(env, variables);
  if (inEnvironment !== null) return inEnvironment;
  const { configKey } = settingRow("region");
  const entry = entries.get(configKey);
  if (entry === undefined || entry.value === "") return null;
  return { value: entry.value, source: "config", name: configKey, place: entry.place };
}

/**
 * The FIPS switch by itself, for what is about several services.
 * @throws Egress6Error PROFILE_UNKNOWN
 */
export function resolveFips(input: SettingsInput): ResolvedFlag {
  return fipsOf(viewOf(input));
}

function fipsOf(view: ClientView): ResolvedFlag {
  return resolveFlag(view, "fips", { flag: "--fips", ...namesOf("fips") }, view.input.code.fips);
}

interface SwitchNames {
  readonly flag: string;
  readonly variable: string;
  readonly key: string;
}

function namesOf(id: "dualstack" | "fips" | "ignore-urls"): Omit<SwitchNames, "flag"> {
  const { variable, configKey } = settingRow(id);
  return { variable, key: configKey };
}

/** The S3 switch of the AWS CLI and boto3 that is older than the general one, and beats it. */
function s3Switch(
  { sdk }: SettingsInput,
  entries: PlacedEntries,
  serviceId: string,
): PlacedValue | undefined {
  const isRead = sdk === null || /^(boto3|cli-)/.test(sdk.sdk.id);
  if (!isRead || !/^S3( Control)?$/.test(serviceId)) return undefined;
  return entries.get("s3")?.nested.get(settingRow("dualstack").configKey);
}

function resolveFlag(
  { input: { env, sdk }, entries, reading: how }: ClientView,
  setting: SettingId,
  names: SwitchNames,
  inCode?: boolean,
  before?: PlacedValue,
): ResolvedFlag {
  const written: WrittenSwitch[] = [];
  const add = (name: string, from: SettingPlace, found: Partial<PlacedValue>) => {
    if (found.value === undefined) return;
    const isRead = isSettingRead(sdk, setting, from) && !how.notRead.includes(setting);
    const reading = isRead ? readSwitch(found.value, how.booleans?.[from] ?? null) : "not read";
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
