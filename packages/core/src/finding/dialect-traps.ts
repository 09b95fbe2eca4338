import type { FileDialectKey, FileDialectValue } from "../facts/sdk-facts.js";
import { findServices, profileSections } from "../settings/read/aws-config.js";
import type { ConfigEntry, ConfigSection, ConfigValue } from "../settings/read/parse-aws-ini.js";
import { settingOfKey } from "../settings/read/setting-table.js";
import { type Situation, sdkNames } from "./situation.js";
import type { Trap, TrapFinding, TrapId, TrapSeverity } from "./trap.js";

const GUIDE = "https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html";

/** One thing on which clients disagree, in words. */
interface Disagreement<Key extends FileDialectKey> {
  readonly id: TrapId;
  readonly key: Key;
  /** What each of them does, after the name of an SDK. */
  readonly does: { readonly [Value in FileDialectValue<Key>]: string };
  /** How bad it is for an SDK that does so. */
  readonly severity: { readonly [Value in FileDialectValue<Key>]: TrapSeverity };
  readonly remedy: string;
}

/** Who reads what, for the SDK that is named or for all that are known. */
function finding<Key extends FileDialectKey>(
  { sdk, sdks }: Situation,
  { id, key, does, severity, remedy }: Disagreement<Key>,
  place: string,
  what: string,
): TrapFinding {
  const own = sdk === null ? null : sdk.sdk[key];
  const value: FileDialectValue<Key> | null = own?.value ?? null;
  const others = (Object.keys(does) as readonly FileDialectValue<Key>[])
    .filter((each) => each !== value && sdks.some((one) => one[key].value === each))
    .map((each) => `${sdkNames(sdks, (one) => one[key].value === each)}: ${does[each]}`)
    .join("; ");
  const mine =
    own === null
      ? ""
      : value === null
        ? NOT_KNOWN(sdk?.sdk.name)
        : `${sdk?.sdk.name}: ${does[value]}. `;
  const rest = value === null && own === null ? "; of other SDKs it is not known" : "";
  return {
    id,
    severity: value === null ? worst(Object.values(severity)) : severity[value],
    message: `${what}. ${mine}${others}${rest}.`.replace(/\. \.$/, "."),
    remedy,
    place,
    source: value === null ? GUIDE : (own?.source ?? GUIDE),
  };
}

const NOT_KNOWN = (name: string | undefined) => `How ${name} takes that is not known. `;

function worst(severities: readonly TrapSeverity[]): TrapSeverity {
  const order: readonly TrapSeverity[] = ["breaks", "no-effect", "caution"];
  return order.find((each) => severities.includes(each)) ?? "caution";
}

const COMMENTS: Disagreement<"inlineComments"> = {
  id: "inline-comment",
  key: "inlineComments",
  does: { kept: "it is part of the value", cut: "it is cut off" },
  severity: { kept: "breaks", cut: "caution" },
  remedy: "Move the comment to a line of its own.",
};

/** A comment behind a value belongs to the value for some SDKs, and not for others. */
export const inlineComment: Trap = (situation) => {
  if (!isMet(situation, "inlineComments")) return null;
  const found = linesInUse(situation).find(({ value }) => /(^|\s)[#;]/.test(value));
  if (found === undefined) return null;
  return finding(
    situation,
    COMMENTS,
    found.place,
    `There is a comment behind the value of ${found.key}`,
  );
};

const KEY_CASE: Disagreement<"configKeyCase"> = {
  id: "key-case",
  key: "configKeyCase",
  does: { any: "it is read", exact: "it is another key, which nobody reads" },
  severity: { any: "caution", exact: "no-effect" },
  remedy: "Write the key in lower case.",
};

/** `Use_DualStack_Endpoint` is the key for some SDKs, and none for others. */
export const keyCase: Trap = (situation) => {
  if (!isMet(situation, "configKeyCase")) return null;
  const found = linesInUse(situation).find(({ key }) => key !== key.toLowerCase());
  if (found === undefined) return null;
  const what = `The key ${found.key} has upper-case letters`;
  if (!found.isNested) return finding(situation, KEY_CASE, found.place, what);
  return {
    id: "key-case",
    severity: "no-effect",
    message: `${what}, and below another key that is taken to the letter: ${sdkNames(situation.sdks, ({ configKeyCase }) => configKeyCase.value !== null)} do not read it.`,
    remedy: KEY_CASE.remedy,
    place: found.place,
    source: GUIDE,
  };
};

const DEFAULTS: Disagreement<"defaultSection"> = {
  id: "two-default-sections",
  key: "defaultSection",
  does: {
    "profile-default-wins": "[profile default] alone counts",
    "last-wins": "the later of the two alone counts",
    merged: "both count",
  },
  severity: { "profile-default-wins": "no-effect", "last-wins": "no-effect", merged: "caution" },
  remedy: "Put all settings of the default profile into one section, [default].",
};

/** `[default]` and `[profile default]` in one file: most likely one of them counts for nothing. */
export const twoDefaultSections: Trap = (situation) => {
  if (!isMet(situation, "defaultSection")) return null;
  const { files, settled } = situation;
  const sections = profileSections(files, settled.profile.value);
  const short = sections.find(({ header }) => header === "default");
  const long = sections.find(({ header }) => header !== "default");
  if (short === undefined || long === undefined) return null;
  const later = short.line > long.line ? short : long;
  return finding(
    situation,
    DEFAULTS,
    `${files.config?.path}:${later.line}`,
    `There are two sections of the default profile, [default] on line ${short.line} and [${long.header}] on line ${long.line}`,
  );
};

const SEPARATORS: Disagreement<"keySeparator"> = {
  id: "file-dialect",
  key: "keySeparator",
  does: { "equals-or-colon": "the line is read", equals: "the line is passed over" },
  severity: { "equals-or-colon": "caution", equals: "no-effect" },
  remedy: "Write `key = value`.",
};

const INDENTED: Disagreement<"indentedLines"> = {
  id: "file-dialect",
  key: "indentedLines",
  does: { value: "they are more of its value", entry: "they are entries by themselves" },
  severity: { value: "breaks", entry: "caution" },
  remedy: "Begin all keys of a section in the same column.",
};

const REPEATED: Disagreement<"repeatedEntries"> = {
  id: "file-dialect",
  key: "repeatedEntries",
  does: { merged: "the later counts", refused: "the whole file is refused" },
  severity: { merged: "caution", refused: "breaks" },
  remedy: "Keep one of the two.",
};

const TWO_FILES: Disagreement<"fileThatWins"> = {
  id: "file-dialect",
  key: "fileThatWins",
  does: { credentials: "the credentials file counts", config: "the config file counts" },
  severity: { credentials: "caution", config: "caution" },
  remedy: "Set it in the config file only.",
};

/** Other things in the two files that clients take differently. */
export const fileDialect: Trap = (situation) => {
  if (!OTHERS.some((key) => isMet(situation, key))) return null;
  const { files, settled } = situation;
  const entries = linesInUse(situation);
  for (const file of [files.config, files.credentials]) {
    if (!file?.repeated) continue;
    const { what, line } = file.repeated;
    return finding(situation, REPEATED, `${file.path}:${line}`, `${what} is there twice`);
  }
  const further = entries.find(({ value, hasMoreLines }) => hasMoreLines && value !== "");
  if (further !== undefined) {
    const what = `There are indented lines below ${further.key}, which has a value`;
    return finding(situation, INDENTED, further.place, what);
  }
  const colon = entries.find(({ separator }) => separator === ":");
  if (colon !== undefined) {
    return finding(situation, SEPARATORS, colon.place, `A colon stands behind ${colon.key}`);
  }
  const inBoth = keyInBoth(situation);
  if (inBoth === null) return null;
  const what = `${inBoth.key} is in both files of the profile ${settled.profile.value}, with two values`;
  return finding(situation, TWO_FILES, inBoth.place, what);
};

const OTHERS: readonly FileDialectKey[] = [
  "repeatedEntries",
  "indentedLines",
  "keySeparator",
  "fileThatWins",
];

function isMet({ settled }: Situation, key: FileDialectKey): boolean {
  return settled.reading.differences.has(key);
}

interface LineInUse extends ConfigValue {
  readonly place: string;
  readonly isNested: boolean;
  readonly hasMoreLines: boolean;
}

/** What stands in the files for the chosen profile, and in the services section that it names. */
function linesInUse({ files, settled }: Situation): readonly LineInUse[] {
  const { config, credentials } = files;
  const named = settled.profileEntries.get("services")?.value;
  const services =
    named === undefined || findServices(files, named) === null
      ? []
      : (config?.services.get(named) ?? []);
  return [
    ...[...profileSections(files, settled.profile.value), ...services].flatMap((section) =>
      linesOf(section, config?.path ?? ""),
    ),
    ...(credentials?.byHeader.get(settled.profile.value) ?? []).flatMap((section) =>
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

function keyInBoth({ files, settled }: Situation): { key: string; place: string } | null {
  const { config, credentials } = files;
  const inConfig = profileSections(files, settled.profile.value).flatMap(({ entries }) => entries);
  for (const section of credentials?.byHeader.get(settled.profile.value) ?? []) {
    for (const { key, value, line } of section.entries) {
      const other = inConfig.find((each) => each.key.toLowerCase() === key.toLowerCase());
      const isRegion = settingOfKey(key)?.id === "region";
      if (other === undefined || isRegion || other.value === value) continue;
      return { key, place: `${credentials?.path ?? config?.path}:${line}` };
    }
  }
  return null;
}
