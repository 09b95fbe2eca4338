import {
  FILE_DIALECT_VALUES,
  type FileDialectKey,
  KNOWN_BOOLEAN_SPELLINGS,
  type KnownBooleanSpelling,
  type SdkFacts,
  type SettingId,
} from "../../facts/sdk-facts.js";
import type { Environment, SettingsInput } from "../settings-input.js";
import {
  ANY_DIALECT,
  type AwsConfigFiles,
  countingSections,
  credentialSections,
  type FileDialect,
  profileSections,
  valueIn,
} from "./aws-config.js";
import type { ConfigEntry, ConfigSection } from "./parse-aws-ini.js";
import { settingOfKey, settingRow, variablesOfKind } from "./setting-table.js";

/** One way in which a client may take environment and files: what decides where it calls. */
export interface Reading {
  readonly dialect: FileDialect;
  /** Null: as most SDKs do, for texts that all take alike. */
  readonly booleans: {
    readonly env: KnownBooleanSpelling;
    readonly config: KnownBooleanSpelling;
  } | null;
  readonly regionVariables: readonly string[];
  readonly profileVariables: readonly string[];
  /** Settings that some sources say are read, and others not: here they are not. */
  readonly notRead: readonly SettingId[];
  /** The SDKs of the fact base that read so; empty where nobody knows who does. */
  readonly readBy: readonly string[];
  /** What is written there that clients take differently. */
  readonly differences: ReadonlySet<Difference>;
}

/** What clients take differently in this configuration. */
export type Difference =
  | FileDialectKey
  | "booleanSpelling"
  | "regionVariables"
  | "profileVariables"
  | "dualstack";

const FILE_KEYS = Object.keys(FILE_DIALECT_VALUES) as readonly FileDialectKey[];
const REGION_VARIABLES = ["AWS_REGION", "AWS_DEFAULT_REGION"];
const PROFILE_VARIABLES = variablesOfKind("profile");

/**
 * Every way in which the configuration may be taken, the likeliest first. One, where an SDK is named whose
 * ways are known, or where nothing is written that SDKs take differently.
 */
export function readingsOf(input: SettingsInput): readonly Reading[] {
  const differences = differencesIn(input);
  const { sdk } = input;
  if (sdk !== null) return readingsOfOne(sdk.sdk, input.env, differences);
  const isTakenAlike = [...differences].every((each) => each === "dualstack");
  return isTakenAlike ? [IN_COMMON] : readingsOfAll(input.sdks ?? [], differences);
}

function readingsOfOne(
  sdk: SdkFacts,
  env: Environment,
  differences: ReadonlySet<Difference>,
): readonly Reading[] {
  const booleans = booleansOf(sdk);
  const base: Reading = {
    dialect: dialectOf(sdk),
    booleans,
    regionVariables: readable(sdk.regionVariables, env),
    profileVariables: readable(sdk.profileVariables, env),
    notRead: [],
    readBy: [sdk.id],
    differences,
  };
  let readings: readonly Reading[] = [base];
  for (const key of FILE_KEYS) {
    if (sdk[key].value !== null || !differences.has(key)) continue;
    readings = readings.flatMap((reading) =>
      FILE_DIALECT_VALUES[key].map((value) => ({
        ...reading,
        dialect: { ...reading.dialect, [key]: value },
      })),
    );
  }
  if (booleans === null && differences.has("booleanSpelling")) {
    readings = readings.flatMap((reading) =>
      KNOWN_BOOLEAN_SPELLINGS.map((spelling) => ({
        ...reading,
        booleans: { env: spelling, config: spelling },
      })),
    );
  }
  if (sdk.settings.dualstack.value === "conflict" && differences.has("dualstack")) {
    readings = readings.flatMap((reading) => [{ ...reading, notRead: ["dualstack"] }, reading]);
  }
  return readings.length === 1 ? readings : readings.map((each) => ({ ...each, readBy: [] }));
}

/** Those of SDKs whose ways are known; what they all take alike is taken once. */
function readingsOfAll(
  sdks: readonly SdkFacts[],
  differences: ReadonlySet<Difference>,
): readonly Reading[] {
  const fileKeys = FILE_KEYS.filter((key) => differences.has(key));
  const found = new Map<string, Reading>();
  for (const sdk of sdks) {
    const booleans = booleansOf(sdk);
    const isKnown =
      fileKeys.every((key) => sdk[key].value !== null) &&
      (booleans !== null || !differences.has("booleanSpelling"));
    if (!isKnown) continue;
    const reading: Reading = {
      dialect: dialectOf(sdk),
      booleans: differences.has("booleanSpelling") ? booleans : null,
      // Without an SDK, the region counts from wherever it is set.
      regionVariables: differences.has("regionVariables")
        ? withOthers(sdk.regionVariables.value, REGION_VARIABLES)
        : REGION_VARIABLES,
      profileVariables: differences.has("profileVariables")
        ? withOthers(sdk.profileVariables.value, PROFILE_VARIABLES)
        : PROFILE_VARIABLES,
      notRead: [],
      readBy: [sdk.id],
      differences,
    };
    const { booleans: taken, regionVariables, profileVariables } = reading;
    const dialect = fileKeys.map((key) => reading.dialect[key]);
    const key = JSON.stringify([dialect, taken, regionVariables, profileVariables]);
    const known = found.get(key);
    found.set(key, known === undefined ? reading : { ...known, readBy: [...known.readBy, sdk.id] });
  }
  const readings = [...found.values()].sort((a, b) => b.readBy.length - a.readBy.length);
  return readings.length > 0 ? readings : [{ ...IN_COMMON, differences }];
}

const IN_COMMON: Reading = {
  dialect: ANY_DIALECT,
  booleans: null,
  regionVariables: REGION_VARIABLES,
  profileVariables: PROFILE_VARIABLES,
  notRead: [],
  readBy: [],
  differences: new Set(),
};

function dialectOf(sdk: SdkFacts): FileDialect {
  return {
    configKeyCase: sdk.configKeyCase.value ?? ANY_DIALECT.configKeyCase,
    inlineComments: sdk.inlineComments.value ?? ANY_DIALECT.inlineComments,
    defaultSection: sdk.defaultSection.value ?? ANY_DIALECT.defaultSection,
    repeatedEntries: sdk.repeatedEntries.value ?? ANY_DIALECT.repeatedEntries,
    keySeparator: sdk.keySeparator.value ?? ANY_DIALECT.keySeparator,
    indentedLines: sdk.indentedLines.value ?? ANY_DIALECT.indentedLines,
    fileThatWins: sdk.fileThatWins.value ?? ANY_DIALECT.fileThatWins,
  };
}

function booleansOf({ booleanSpelling }: SdkFacts): Reading["booleans"] {
  const { value, inConfig } = booleanSpelling;
  return value === "unknown" ? null : { env: value, config: inConfig ?? value };
}

function withOthers(own: readonly string[], all: readonly string[]): readonly string[] {
  return [...own, ...all.filter((name) => !own.includes(name))];
}

function readable(
  { value, onlyWith }: SdkFacts["regionVariables"],
  env: Environment,
): readonly string[] {
  return value.filter((name) => {
    const condition = onlyWith?.[name];
    return condition === undefined || isOn(env[condition]);
  });
}

// As Go's strconv.ParseBool, whose SDK is the one with such a condition.
function isOn(text: string | undefined): boolean {
  return ["1", "t", "T", "true", "TRUE", "True"].includes(text ?? "");
}

/** Whether this text is taken alike by all SDKs. */
function isPlainBoolean(text: string): boolean {
  return text === "" || text === "true" || text === "false";
}

const SWITCH_VARIABLES = variablesOfKind("switch");

/** What is written in environment and files that clients are known to take differently. */
export function differencesIn({
  code,
  env,
  files,
}: Pick<SettingsInput, "code" | "env" | "files">): ReadonlySet<Difference> {
  const found = new Set<Difference>();
  if (areDifferent(env, REGION_VARIABLES)) found.add("regionVariables");
  if (!code.profile && areDifferent(env, PROFILE_VARIABLES)) found.add("profileVariables");
  for (const variable of SWITCH_VARIABLES) {
    const text = env[variable];
    // An empty one is false for some, and as if not set for others, who then look into the file.
    if (text === "" || !isPlainBoolean(text ?? "")) found.add("booleanSpelling");
  }
  if (env[settingRow("dualstack").variable]) found.add("dualstack");
  const names = code.profile
    ? [code.profile]
    : [...new Set(["default", ...PROFILE_VARIABLES.flatMap((name) => env[name] || [])])];
  for (const name of names) {
    for (const difference of profileDifferences(files, name)) found.add(difference);
  }
  if (files.config?.repeated || files.credentials?.repeated) found.add("repeatedEntries");
  return found;
}

/** What clients are known to take differently in one profile and the services section that it names. */
export function profileDifferences(
  files: AwsConfigFiles,
  name: string,
): ReadonlySet<FileDialectKey | "booleanSpelling" | "dualstack"> {
  const inConfig = profileSections(files, name);
  const inCredentials = credentialSections(files, name);
  const services = inConfig.flatMap(({ entries }) =>
    entries.filter(({ key }) => key.toLowerCase() === "services"),
  );
  const named = services.flatMap(({ value }) => [value, valueIn({ inlineComments: "cut" }, value)]);
  const all = [
    ...inConfig,
    ...inCredentials,
    ...named.flatMap((each) => files.config?.services.get(each) ?? []),
  ];
  const found = new Set<FileDialectKey | "booleanSpelling" | "dualstack">();
  for (const section of all) {
    for (const entry of section.entries) addEntryDifferences(found, entry);
  }
  const isTwofold =
    countingSections(inConfig, { ...ANY_DIALECT, defaultSection: "merged" }) !== inConfig;
  if (isTwofold) found.add("defaultSection");
  if (isInBoth(inConfig, inCredentials)) found.add("fileThatWins");
  return found;
}

function addEntryDifferences(
  found: Set<FileDialectKey | "booleanSpelling" | "dualstack">,
  entry: ConfigEntry,
): void {
  const row = settingOfKey(entry.key);
  for (const { key, value } of [entry, ...entry.nested]) {
    if (/(^|\s)[#;]/.test(value)) found.add("inlineComments");
    if (key !== key.toLowerCase()) found.add("configKeyCase");
  }
  if (entry.separator === ":") found.add("keySeparator");
  if (entry.value !== "" && entry.hasMoreLines) found.add("indentedLines");
  for (const { key, value } of [entry, ...entry.nested]) {
    const kind = settingOfKey(key)?.kind;
    const text = valueIn({ inlineComments: "cut" }, value);
    if (kind === "switch" && !isPlainBoolean(text)) found.add("booleanSpelling");
  }
  if (row?.id === "dualstack") found.add("dualstack");
}

function isInBoth(
  inConfig: readonly ConfigSection[],
  inCredentials: readonly ConfigSection[],
): boolean {
  if (inCredentials.length === 0) return false;
  const values = (sections: readonly ConfigSection[]) =>
    new Map(
      sections.flatMap(({ entries }) =>
        entries.map(({ key, value }) => [key.toLowerCase(), value] as const),
      ),
    );
  const first = values(inConfig);
  return [...values(inCredentials)].some(
    ([key, value]) => key !== "region" && first.has(key) && first.get(key) !== value,
  );
}

function areDifferent(env: Environment, variables: readonly string[]): boolean {
  return new Set(variables.flatMap((name) => env[name] || [])).size > 1;
}
