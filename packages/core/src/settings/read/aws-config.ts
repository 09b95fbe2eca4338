import { Egress6Error } from "../../errors.js";
import type { FileDialectKey, FileDialectValue } from "../../facts/sdk-facts.js";
import { nearest } from "../../identify/nearest.js";
import type { AwsIniFile, ConfigEntry, ConfigSection, ConfigValue } from "./parse-aws-ini.js";
import { settingOfKey, settingRow } from "./setting-table.js";

/** How a client takes what is written in the two files: one value for each thing they disagree on. */
export type FileDialect = { readonly [Key in FileDialectKey]: FileDialectValue<Key> };

/** Where nothing in the files is taken differently, any dialect gives the same; this one stands for all. */
export const ANY_DIALECT: FileDialect = {
  configKeyCase: "any",
  inlineComments: "kept",
  defaultSection: "profile-default-wins",
  repeatedEntries: "merged",
  keySeparator: "equals-or-colon",
  indentedLines: "value",
  fileThatWins: "credentials",
};

/** The two files that SDKs share; null: there is none. */
export interface AwsConfigFiles {
  readonly config: AwsIniFile | null;
  readonly credentials: AwsIniFile | null;
}

export const NO_CONFIG_FILES: AwsConfigFiles = { config: null, credentials: null };

/** A value and where it stands, as `file:line`. */
export interface PlacedValue {
  readonly value: string;
  readonly place: string;
}

export interface PlacedEntry extends PlacedValue {
  readonly nested: ReadonlyMap<string, PlacedValue>;
}

/** By key, or in a services section by service. */
export type PlacedEntries = ReadonlyMap<string, PlacedEntry>;

const REGION = settingRow("region").configKey;

/**
 * The settings of one profile, of both files together, as a client takes them.
 * @source https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 * @returns null when neither file has the profile
 */
export function findProfile(
  files: AwsConfigFiles,
  name: string,
  dialect: FileDialect = ANY_DIALECT,
): PlacedEntries | null {
  const { config, credentials } = files;
  const inConfig = entriesOf(
    config,
    countingSections(profileSections(files, name), dialect),
    dialect,
  );
  const inCredentials = entriesOf(credentials, credentialSections(files, name), dialect);
  if (inConfig === null) return inCredentials;
  if (inCredentials === null) return inConfig;
  if (dialect.fileThatWins === "credentials") return new Map([...inConfig, ...inCredentials]);
  const region = inCredentials.get(REGION);
  return new Map([
    ...inCredentials,
    ...inConfig,
    ...(region === undefined ? [] : [[REGION, region] as const]),
  ]);
}

/** A `[services NAME]` section; null when there is none, or nothing in it. */
export function findServices(
  { config }: AwsConfigFiles,
  name: string,
  dialect: FileDialect = ANY_DIALECT,
): PlacedEntries | null {
  const sections = (config?.services.get(name) ?? []).filter(({ isEmpty }) => !isEmpty);
  return entriesOf(config, sections, dialect);
}

/** How a profile signs in through IAM Identity Center. */
export interface SignIn {
  readonly region: string;
  readonly startUrl: PlacedValue | null;
}

/** What the profile says of it, or the session that it names; null: it does not sign in so. */
export function signInOf(
  { config }: AwsConfigFiles,
  profile: PlacedEntries,
  dialect: FileDialect = ANY_DIALECT,
): SignIn | null {
  const session = profile.get(settingRow("sso-session").configKey)?.value;
  const sections = session === undefined ? [] : (config?.ssoSessions.get(session) ?? []);
  const entries = session === undefined ? profile : entriesOf(config, sections, dialect);
  const region = entries?.get(settingRow("sso-region").configKey)?.value;
  if (region === undefined || region === "") return null;
  return { region, startUrl: entries?.get(settingRow("sso-start-url").configKey) ?? null };
}

/** The sections of the config file that may be a profile; of `default` those of both spellings. */
export function profileSections(
  { config }: AwsConfigFiles,
  name: string,
): readonly ConfigSection[] {
  return config?.profiles.get(name) ?? [];
}

export function credentialSections(
  { credentials }: AwsConfigFiles,
  name: string,
): readonly ConfigSection[] {
  return credentials?.byHeader.get(name) ?? [];
}

/** Of `[default]` and `[profile default]` those that count, the one whose entries win last. */
export function countingSections(
  sections: readonly ConfigSection[],
  { defaultSection }: FileDialect,
): readonly ConfigSection[] {
  const short = sections.filter(isShortDefault);
  const long = sections.filter((section) => !isShortDefault(section));
  if (short.length === 0 || long.length === 0) return sections;
  switch (defaultSection) {
    case "last-wins":
      return isShortDefault(sections.at(-1)) ? short : long;
    case "profile-default-wins":
      return long.every(({ isEmpty }) => isEmpty) ? short : long;
    case "merged":
      return [...short, ...long];
  }
}

function isShortDefault(section: ConfigSection | undefined): boolean {
  return section?.header === "default";
}

/** @throws Egress6Error PROFILE_UNKNOWN naming the nearest, and the files that were read */
export function requireProfile(
  files: AwsConfigFiles,
  name: string,
  namedBy: string,
  dialect: FileDialect = ANY_DIALECT,
): PlacedEntries {
  const found = findProfile(files, name, dialect);
  if (found !== null) return found;
  const known = [...(files.config?.profiles.keys() ?? []), ...credentialNames(files.credentials)];
  throw new Egress6Error(
    "PROFILE_UNKNOWN",
    "input",
    `There is no profile "${name}" (${namedBy}) in ${filesRead(files)}. ${bareSection(files, name) ?? suggestion(name, known)}`,
  );
}

function bareSection({ config }: AwsConfigFiles, name: string): string | null {
  const section = config?.byHeader.get(name)?.[0];
  return section === undefined
    ? null
    : `${config?.path}:${section.line}: [${name}] is not read there: write it as [profile ${name}].`;
}

/** SERVICES_SECTION_UNKNOWN, with the place of the line that names the section. */
export function servicesUnknown(files: AwsConfigFiles, named: PlacedValue): Egress6Error {
  return new Egress6Error(
    "SERVICES_SECTION_UNKNOWN",
    "input",
    `${named.place}: the profile names the section [services ${named.value}], which is not in ${filesRead({ ...files, credentials: null })}. SDKs fail here, too: add the section, or remove the line. ${suggestion(named.value, [...(files.config?.services.keys() ?? [])])}`,
  );
}

/** Every profile of both files, in the order of the files. */
export function profileNames(files: AwsConfigFiles): readonly string[] {
  return [
    ...new Set([...(files.config?.profiles.keys() ?? []), ...credentialNames(files.credentials)]),
  ];
}

function filesRead({ config, credentials }: AwsConfigFiles): string {
  const paths = [config, credentials].flatMap((file) => (file === null ? [] : [file.path]));
  return paths.length === 0 ? "the AWS config files, none of which exists" : paths.join(" or ");
}

function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, [...new Set(known)], (each) => [each], 3);
  return near.length === 0 ? "None is defined there." : `Nearest: ${near.join(", ")}.`;
}

function credentialNames(file: AwsIniFile | null): readonly string[] {
  return [...(file?.byHeader.keys() ?? [])];
}

function entriesOf(
  file: AwsIniFile | null,
  sections: readonly ConfigSection[],
  dialect: FileDialect,
): PlacedEntries | null {
  if (file === null || sections.length === 0) return null;
  const found = new Map<string, PlacedEntry>();
  for (const section of sections) {
    for (const entry of section.entries) addEntry(found, entry, file.path, dialect);
  }
  return found;
}

function addEntry(
  found: Map<string, PlacedEntry>,
  entry: ConfigEntry,
  path: string,
  dialect: FileDialect,
): void {
  if (entry.separator === ":" && dialect.keySeparator === "equals") return;
  const value = valueIn(dialect, entry.value);
  const isParent = value === "";
  const inner = entry.nested.flatMap((each): [string, PlacedValue][] => {
    const value = valueIn(dialect, each.value);
    return [[each.key, { value, place: `${path}:${each.line}` }]];
  });
  const key = keyIn(dialect, entry);
  if (isParent || settingOfKey(key) !== null) {
    const before = isParent ? (found.get(key)?.nested ?? []) : [];
    const more = !isParent && entry.hasMoreLines && dialect.indentedLines === "value";
    found.set(key, {
      value: more ? `${value}\n…` : value,
      place: `${path}:${entry.line}`,
      nested: new Map([...before, ...(isParent ? inner : [])]),
    });
  }
  if (isParent || dialect.indentedLines === "value") return;
  for (const [name, { value, place }] of inner)
    found.set(name, { value, place, nested: new Map() });
}

function keyIn({ configKeyCase }: FileDialect, { key }: ConfigValue): string {
  return configKeyCase === "any" ? key.toLowerCase() : key;
}

/** A comment begins with `#` or `;` behind a space, or right at the beginning. */
export function valueIn({ inlineComments }: Pick<FileDialect, "inlineComments">, value: string) {
  return inlineComments === "kept" ? value : value.replace(/(^|\s)[#;].*$/, "").trim();
}

/** What to add to the refusal of a value of a config file; empty when no comment stands behind it. */
export function commentHint(value: string): string {
  return /\s[#;]/.test(value)
    ? " A comment behind a value is part of it for the AWS CLI and boto3: move it to a line of its own."
    : "";
}
