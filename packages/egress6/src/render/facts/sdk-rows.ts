import {
  factsOfSdk,
  isSettingId,
  type SdkFacts,
  type SettingFact,
  type SettingNames,
  type SettingSupport,
  type VersionInterval,
} from "@egress6/core/facts/sdk-facts";
import type { SourcedSdkReleases } from "@egress6/core/facts/sdk-releases";
import { plural } from "../words.js";

export type Row = readonly [label: string, text: string];

/** What is known of an SDK, a statement a row, with its note and source below it. */
export function sdkRows(
  sdk: SdkFacts,
  releases: SourcedSdkReleases | null,
  settings: readonly SettingNames[],
): readonly Row[] {
  const { aliases, languages, packages, ownEndpoints } = sdk;
  const names = new Map(settings.map((each) => [each.id, each]));
  return [
    ["--sdk", [sdk.id, ...aliases].join(", ")],
    ...(languages.length === 0 ? [] : [["languages", languages.join(", ")] as const]),
    ["packages", packages.join(", ")],
    ...Object.entries(factsOfSdk(sdk)).flatMap(([key, fact]): readonly Row[] =>
      isSettingId(key)
        ? statement(key, settingText(sdk.settings[key], names.get(key)), fact)
        : statement(LABELS[key] ?? key, valueText(key, fact), fact),
    ),
    ...(ownEndpoints === undefined
      ? []
      : statement(
          "own endpoints",
          `${plural(ownEndpoints.services.size, "service")} by a list that ${ownEndpoints.version} carries`,
          { source: ownEndpoints.source },
        )),
    ...(releases === null
      ? [["old versions", "nothing dates them: which hostnames they build is not known"] as const]
      : statement("old versions", releasesText(releases), releases)),
  ];
}

type Origin = Pick<SettingFact<unknown>, "source" | "note"> &
  Partial<Pick<SettingFact<unknown>, "date" | "confidence">>;

function statement(label: string, text: string, { date, confidence, note, source }: Origin) {
  const origin = date === undefined ? "" : ` (${confidence} on ${date})`;
  return [
    [label, `${text}${origin}`],
    ...(note === undefined ? [] : [["", note] as const]),
    ["", source],
  ] as const;
}

function settingText(
  { value, readFrom, versions }: SettingSupport,
  names: SettingNames | undefined,
): string {
  if (value === "no") return "not read";
  if (value === "unknown") return "not known";
  if (value === "conflict") return "not known: sources contradict each other";
  const places = readFrom.map((place) => (place === "env" ? names?.env : names?.configKey));
  const where = places.length === 0 ? "known in code only" : `read from ${places.join(", ")}`;
  const limits = value === "partial" ? ", with limits" : "";
  return `${where}${limits}, ${versions.map(versionsText).join(", then ")}`;
}

export const versionsText = ({ from, to }: VersionInterval): string =>
  [
    from === null ? "first version not known" : `from ${from}`,
    ...(to === null ? [] : [`until ${to}`]),
  ].join(" ");

function releasesText({ versions, releases, current }: SourcedSdkReleases): string {
  const [first, last] = [releases[0], releases.at(-1)];
  const said = "`egress6 endpoint SERVICE --sdk NAME@VERSION` says what one calls";
  if (versions === "botocore" || first === undefined || last === undefined) {
    return `known by the number of botocore; ${said}`;
  }
  const stands = current === undefined ? "" : `, the last one ${current}`;
  return `dated from ${first.version} to ${last.version}${stands}; ${said}`;
}

function valueText(key: string, { value, ...more }: SettingFact<unknown>): string {
  if (value === null || value === "unknown") return "not known";
  const text = Array.isArray(value) ? value.join(", then ") : String(value);
  const words = VALUES[key]?.[text] ?? text.replaceAll(/(?<=[a-z])-(?=[a-z])/g, " ");
  return [words, ...EXTRAS.flatMap(([extra, label]) => extraText(more, extra, label))].join("; ");
}

/** What stands beside some values. */
const EXTRAS = [
  ["inConfig", "in config files:"],
  ["onlyWith", "only with another one:"],
  ["services", "of"],
  ["places", "set by"],
] as const;

function extraText(more: object, key: string, label: string): readonly string[] {
  const extra = Object.entries(more).find(([name]) => name === key)?.[1];
  if (extra === undefined || (Array.isArray(extra) && extra.length === 0)) return [];
  if (typeof extra === "string") return [`${label} ${extra.replaceAll("-", " ")}`];
  const parts = Array.isArray(extra)
    ? extra
    : Object.entries(extra).map(([name, other]) => `${name} (${other})`);
  return [`${label} ${parts.join(", ")}`];
}

const LABELS: Readonly<Record<string, string>> = {
  switchAndUrl: "switch and URL",
  booleanSpelling: "true and false",
  regionVariables: "region",
  unsetRegion: "no region",
  profileVariables: "profile",
  missingProfile: "no such profile",
  missingServices: "no services",
  configKeyCase: "keys in files",
  inlineComments: "comments",
  defaultSection: "two defaults",
  repeatedEntries: "twice in a file",
  keySeparator: "separator",
  indentedLines: "indented lines",
  fileThatWins: "file that wins",
  podIdentityOverIpv6: "pod identity",
  sqsQueueUrl: "SQS queue URL",
  imdsModeSpelling: "imds-mode words",
  stsGlobalName: "STS global name",
  s3GlobalName: "S3 global name",
  endOfSupport: "end of support",
};

const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  switchAndUrl: {
    "url-wins": "the URL wins, the switch is dropped without a word",
    refuses: "calls with both are refused",
  },
  booleanSpelling: {
    "any-case": "TRUE is true, all else is false",
    exact: "all but true and false is as if not set",
    "any-case-or-error": "TRUE is true, all but the two is an error",
    "any-case-or-ignored": "TRUE is true, all but the two is as if not set",
    "words-or-error": "true, on, 1 and false, off, 0; all else is an error",
  },
  unsetRegion: { "global-services": "calls go to one name for the partition, or are refused" },
  missingProfile: { "as-empty": "counts as a profile without settings" },
  missingServices: { "urls-ignored": "no endpoint URL of the files counts" },
  sqsQueueUrl: { "host-wins": "its host beats every endpoint setting" },
  podIdentityOverIpv6: {
    yes: "reached over IPv6",
    "with-imds-mode": "reached over IPv6 where imds-mode is IPv6",
  },
  imdsModeSpelling: { exact: "IPv4 and IPv6 only" },
};
