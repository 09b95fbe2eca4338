import type { FileDialectKey, FileDialectValue } from "../facts/sdk-facts.js";
import { findServices, profileSections } from "../settings/read/aws-config.js";
import type { ConfigEntry, ConfigSection, ConfigValue } from "../settings/read/parse-aws-ini.js";
import { settingOfKey } from "../settings/read/setting-table.js";
import { LEVELS, type Level } from "./finding.js";
import { placeOf } from "./place.js";
import { type Situation, sdkIds } from "./situation.js";
import { type Hit, trap } from "./trap.js";
import type { Taken } from "./trap-words.js";

const GUIDE = "https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html";

/** How bad it is for an SDK that takes it so. */
const LEVELS_BY_VALUE: {
  readonly [Key in FileDialectKey]: { readonly [Value in FileDialectValue<Key>]: Level };
} = {
  inlineComments: { kept: "error", cut: "note" },
  configKeyCase: { any: "note", exact: "warning" },
  defaultSection: { "profile-default-wins": "warning", "last-wins": "warning", merged: "note" },
  keySeparator: { "equals-or-colon": "note", equals: "warning" },
  indentedLines: { value: "error", entry: "note" },
  repeatedEntries: { merged: "note", refused: "error" },
  fileThatWins: { credentials: "note", config: "note" },
};

/** Who takes it how: the SDK that is named, and all that are known. */
function takenBy<Key extends FileDialectKey>({ sdk, sdks }: Situation, key: Key): Taken<Key> {
  const levels: Readonly<Record<FileDialectValue<Key>, Level>> = LEVELS_BY_VALUE[key];
  const values = Object.keys(levels) as readonly FileDialectValue<Key>[];
  const own = sdk?.sdk[key].value ?? null;
  return {
    key,
    sdk: sdk?.sdk.name ?? null,
    own,
    others: values
      .filter((value) => value !== own)
      .map((value) => ({ sdks: sdkIds(sdks, (each) => each[key].value === value), value }))
      .filter((other) => other.sdks.length > 0),
  };
}

/** Where it is not known how the SDK takes it, the worst that may be. */
function judged<Key extends FileDialectKey>(
  { sdk }: Situation,
  { key, own }: Taken<Key>,
): Pick<Hit, "level" | "source"> {
  const levels: Readonly<Record<FileDialectValue<Key>, Level>> = LEVELS_BY_VALUE[key];
  if (own !== null) return { level: levels[own], source: sdk?.sdk[key].source };
  const all: readonly Level[] = Object.values(levels);
  return { level: LEVELS.find((level) => all.includes(level)) ?? "note" };
}

/** A comment behind a value belongs to the value for some SDKs, and not for others. */
export const inlineComment = trap({
  id: "inline-comment",
  title: "A comment behind a value",
  source: GUIDE,
  applies: (situation) => isMet(situation, "inlineComments"),
  find: (situation) => {
    const found = linesInUse(situation).find(({ value }) => /(^|\s)[#;]/.test(value));
    if (found === undefined) return null;
    const taken = takenBy(situation, "inlineComments");
    return {
      ...judged(situation, taken),
      message: { code: "inline-comment", args: { key: found.key, taken } },
      fix: { code: "inline-comment", args: {} },
      place: placeOf({ name: found.key, place: found.place }),
    };
  },
});

/** `Use_DualStack_Endpoint` is the key for some SDKs, and none for others. */
export const keyCase = trap({
  id: "key-case",
  title: "A key with upper-case letters",
  source: GUIDE,
  applies: (situation) => isMet(situation, "configKeyCase"),
  find: (situation) => {
    const found = linesInUse(situation).find(({ key }) => key !== key.toLowerCase());
    if (found === undefined) return null;
    const { key } = found;
    const hit = {
      fix: { code: "key-case", args: {} },
      place: placeOf({ name: key, place: found.place }),
    } as const;
    if (found.isNested) {
      const sdks = sdkIds(situation.sdks, ({ configKeyCase }) => configKeyCase.value !== null);
      return {
        ...hit,
        level: "warning",
        message: { code: "key-case.nested", args: { key, sdks } },
      };
    }
    const taken = takenBy(situation, "configKeyCase");
    return {
      ...hit,
      ...judged(situation, taken),
      message: { code: "key-case", args: { key, taken } },
    };
  },
});

/** `[default]` and `[profile default]` in one file: most likely one of them counts for nothing. */
export const twoDefaultSections = trap({
  id: "two-default-sections",
  title: "Two sections of the default profile",
  source: GUIDE,
  applies: (situation) => isMet(situation, "defaultSection"),
  find: (situation) => {
    const { files, resolved } = situation;
    const sections = profileSections(files, resolved.profile.value);
    const short = sections.find(({ header }) => header === "default");
    const long = sections.find(({ header }) => header !== "default");
    if (short === undefined || long === undefined) return null;
    const taken = takenBy(situation, "defaultSection");
    const [earlier, later] = short.line > long.line ? [long, short] : [short, long];
    const placeOfSection = ({ header, line }: typeof short) =>
      placeOf({ name: `[${header}]`, place: `${files.config?.path}:${line}` });
    const other = placeOfSection(earlier);
    return {
      ...judged(situation, taken),
      message: {
        code: "two-default-sections",
        args: { line: short.line, otherHeader: long.header, otherLine: long.line, taken },
      },
      fix: { code: "two-default-sections", args: {} },
      place: placeOfSection(later),
      related: other === null ? [] : [other],
    };
  },
});

/** Other things in the two files that clients take differently. */
export const fileDialect = trap({
  id: "file-dialect",
  title: "Something in the files that SDKs read differently",
  source: GUIDE,
  applies: (situation) => OTHERS.some((key) => isMet(situation, key)),
  find: (situation) =>
    repeatedEntry(situation) ??
    indentedLines(situation) ??
    colonSeparator(situation) ??
    keyInBoth(situation),
});

function repeatedEntry(situation: Situation): Hit | null {
  const { config, credentials } = situation.files;
  const file = [config, credentials].find((each) => each?.repeated);
  if (!file?.repeated) return null;
  const { what, line } = file.repeated;
  const taken = takenBy(situation, "repeatedEntries");
  return {
    ...judged(situation, taken),
    message: { code: "file-dialect.repeated", args: { what, taken } },
    fix: { code: "file-dialect.repeated", args: {} },
    place: placeOf({ name: what, place: `${file.path}:${line}` }),
  };
}

function indentedLines(situation: Situation): Hit | null {
  const found = linesInUse(situation).find((each) => each.hasMoreLines && each.value !== "");
  if (found === undefined) return null;
  const taken = takenBy(situation, "indentedLines");
  return {
    ...judged(situation, taken),
    message: { code: "file-dialect.indented", args: { key: found.key, taken } },
    fix: { code: "file-dialect.indented", args: {} },
    place: placeOf({ name: found.key, place: found.place }),
  };
}

function colonSeparator(situation: Situation): Hit | null {
  const found = linesInUse(situation).find(({ separator }) => separator === ":");
  if (found === undefined) return null;
  const taken = takenBy(situation, "keySeparator");
  return {
    ...judged(situation, taken),
    message: { code: "file-dialect.colon", args: { key: found.key, taken } },
    fix: { code: "file-dialect.colon", args: {} },
    place: placeOf({ name: found.key, place: found.place }),
  };
}

function keyInBoth(situation: Situation): Hit | null {
  const { files, resolved } = situation;
  const { config, credentials } = files;
  const profile = resolved.profile.value;
  const inConfig = profileSections(files, profile).flatMap(({ entries }) => entries);
  for (const section of credentials?.byHeader.get(profile) ?? []) {
    for (const { key, value, line } of section.entries) {
      const other = inConfig.find((each) => each.key.toLowerCase() === key.toLowerCase());
      const isRegion = settingOfKey(key)?.id === "region";
      if (other === undefined || isRegion || other.value === value) continue;
      const taken = takenBy(situation, "fileThatWins");
      const inOther = placeOf({ name: other.key, place: `${config?.path}:${other.line}` });
      return {
        ...judged(situation, taken),
        message: { code: "file-dialect.in-both-files", args: { key, profile, taken } },
        fix: { code: "file-dialect.in-both-files", args: {} },
        place: placeOf({ name: key, place: `${credentials?.path ?? config?.path}:${line}` }),
        related: inOther === null ? [] : [inOther],
      };
    }
  }
  return null;
}

const OTHERS: readonly FileDialectKey[] = [
  "repeatedEntries",
  "indentedLines",
  "keySeparator",
  "fileThatWins",
];

function isMet({ resolved }: Situation, key: FileDialectKey): boolean {
  return resolved.reading.differences.has(key);
}

interface LineInUse extends ConfigValue {
  readonly place: string;
  readonly isNested: boolean;
  readonly hasMoreLines: boolean;
}

/** What stands in the files for the chosen profile, and in the services section that it names. */
function linesInUse({ files, resolved }: Situation): readonly LineInUse[] {
  const { config, credentials } = files;
  const named = resolved.profileEntries.get("services")?.value;
  const services =
    named === undefined || findServices(files, named) === null
      ? []
      : (config?.services.get(named) ?? []);
  return [
    ...[...profileSections(files, resolved.profile.value), ...services].flatMap((section) =>
      linesOf(section, config?.path ?? ""),
    ),
    ...(credentials?.byHeader.get(resolved.profile.value) ?? []).flatMap((section) =>
      linesOf(section, credentials?.path ?? ""),
    ),
  ];
}

function linesOf({ entries }: ConfigSection, path: string): readonly LineInUse[] {
  const placed = (entry: ConfigValue, isNested: boolean, hasMoreLines: boolean): LineInUse => ({
    ...entry,
    isNested,
    hasMoreLines,
    place: `${path}:${entry.line}`,
  });
  return entries.flatMap((entry: ConfigEntry) => [
    placed(entry, false, entry.hasMoreLines),
    ...entry.nested.map((inner) => placed(inner, true, false)),
  ]);
}
