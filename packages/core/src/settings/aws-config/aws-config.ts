import { nearest } from "../../endpoint/nearest.js";
import { Egress6Error } from "../../errors.js";
import type { AwsIniFile, ConfigSection } from "./parse-aws-ini.js";

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

/**
 * The settings of one profile, of both files together: where both say something, the credentials file counts.
 * @source https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 * @returns null when neither file has the profile
 */
export function findProfile(files: AwsConfigFiles, name: string): PlacedEntries | null {
  const inConfig = sectionsOf(files.config, "profile", name);
  const inCredentials = credentialSections(files.credentials, name);
  if (inConfig === null && inCredentials === null) return null;
  return new Map([...(inConfig ?? []), ...(inCredentials ?? [])]);
}

/** A `[services NAME]` section; null when there is none. */
export function findServices({ config }: AwsConfigFiles, name: string): PlacedEntries | null {
  return sectionsOf(config, "services", name);
}

/** @throws Egress6Error PROFILE_UNKNOWN naming the nearest, and the files that were read */
export function requireProfile(
  files: AwsConfigFiles,
  name: string,
  namedBy: string,
): PlacedEntries {
  const found = findProfile(files, name);
  if (found !== null) return found;
  const known = [...namesOf(files.config, "profile"), ...credentialNames(files.credentials)];
  throw new Egress6Error(
    "PROFILE_UNKNOWN",
    "input",
    `There is no profile "${name}" (${namedBy}) in ${filesRead(files)}. ${bareSection(files, name) ?? suggestion(name, known)}`,
  );
}

function bareSection({ config }: AwsConfigFiles, name: string): string | null {
  const section = config?.sections.find(({ header }) => header === name);
  return section === undefined
    ? null
    : `${config?.path}:${section.line}: [${name}] is not read there: write it as [profile ${name}].`;
}

/** @throws Egress6Error SERVICES_SECTION_UNKNOWN with the place of the line that names it */
export function requireServices(files: AwsConfigFiles, named: PlacedValue): PlacedEntries {
  const found = findServices(files, named.value);
  if (found !== null) return found;
  throw new Egress6Error(
    "SERVICES_SECTION_UNKNOWN",
    "input",
    `${named.place}: the profile names the section [services ${named.value}], which is not in ${filesRead({ ...files, credentials: null })}. SDKs fail here, too: add the section, or remove the line. ${suggestion(named.value, namesOf(files.config, "services"))}`,
  );
}

/** Every profile of both files, in the order of the files. */
export function profileNames(files: AwsConfigFiles): readonly string[] {
  return [...new Set([...namesOf(files.config, "profile"), ...credentialNames(files.credentials)])];
}

function filesRead({ config, credentials }: AwsConfigFiles): string {
  const paths = [config, credentials].flatMap((file) => (file === null ? [] : [file.path]));
  return paths.length === 0 ? "the AWS config files, none of which exists" : paths.join(" or ");
}

function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, [...new Set(known)], (each) => [each], 3);
  return near.length === 0 ? "None is defined there." : `Nearest: ${near.join(", ")}.`;
}

type SectionKind = "profile" | "services";

const HEADER = /^(profile|services)\s+(?:"([^"]*)"|'([^']*)'|(\S+))$/;

function nameOf({ header }: ConfigSection, kind: SectionKind): string | null {
  if (kind === "profile" && header === "default") return "default";
  const [, found, ...names] = HEADER.exec(header) ?? [];
  return found === kind ? (names.find((name) => name !== undefined) ?? null) : null;
}

function namesOf(file: AwsIniFile | null, kind: SectionKind): readonly string[] {
  return (file?.sections ?? []).flatMap((section) => nameOf(section, kind) ?? []);
}

function sectionsOf(
  file: AwsIniFile | null,
  kind: SectionKind,
  name: string,
): PlacedEntries | null {
  const found = (file?.sections ?? []).filter((section) => nameOf(section, kind) === name);
  // `[profile default]` counts before `[default]`.
  found.sort((a, b) => a.header.length - b.header.length);
  return file === null ? null : entriesOf(file, found);
}

function credentialNames(file: AwsIniFile | null): readonly string[] {
  return (file?.sections ?? []).map(({ header }) => header);
}

function credentialSections(file: AwsIniFile | null, name: string): PlacedEntries | null {
  const found = (file?.sections ?? []).filter(({ header }) => header === name);
  return file === null ? null : entriesOf(file, found);
}

function entriesOf({ path }: AwsIniFile, sections: readonly ConfigSection[]): PlacedEntries | null {
  if (sections.length === 0) return null;
  const entries = sections.flatMap((section) => [...section.entries]);
  return new Map(
    entries.map(([key, { value, line, nested }]) => [
      key,
      {
        value,
        place: `${path}:${line}`,
        nested: new Map(
          Array.from(nested, ([name, inner]) => [
            name,
            { value: inner.value, place: `${path}:${inner.line}` },
          ]),
        ),
      },
    ]),
  );
}
