import {
  CREDENTIAL_HOSTS,
  factsOfSdk,
  type SdkFacts,
  SETTING_IDS,
  type SettingFact,
  type SettingNames,
  type ToolFacts,
  type VersionInterval,
} from "@egress6/core/facts/sdk-facts";
import { compareVersions } from "@egress6/core/facts/version-interval";
import { isSettingVariable, settingOfKey } from "@egress6/core/settings/read/setting-table";

/**
 * @param today `YYYY-MM-DD`
 * @returns one sentence for each thing wrong, led by the fact's id; empty when clean
 */
export function lintSettings(
  sdks: readonly SdkFacts[],
  tools: readonly ToolFacts[],
  today: string,
  settings: readonly SettingNames[] = [],
): readonly string[] {
  return [
    ...settings.flatMap(unreadNames),
    ...sdks.flatMap(unreadVariables),
    ...unsorted(sdks),
    ...unsorted(tools),
    ...sharedNames(sdks),
    ...sdks.flatMap(factsOf).flatMap(([id, { date }]) => futureDate(id, date, today)),
    ...tools.flatMap(({ id, date }) => futureDate(id, date, today)),
    ...sdks.flatMap(wrongVersions),
    ...tools.flatMap(({ id, setting, versions }) => [
      ...badIntervals(id, versions),
      ...(setting === null && versions.length > 0 ? [`${id}: no setting, yet versions of it`] : []),
    ]),
  ];
}

/** A setting that is not in the one table is dropped at parsing, without a word. */
function unreadNames({ id, env, configKey }: SettingNames): readonly string[] {
  return [
    ...(isSettingVariable(env) ? [] : [`${id}: ${env} is not in SETTINGS`]),
    ...(settingOfKey(configKey) === null ? [`${id}: ${configKey} is not in SETTINGS`] : []),
  ];
}

function unreadVariables(sdk: SdkFacts): readonly string[] {
  return [sdk.regionVariables, sdk.profileVariables].flatMap(({ value, onlyWith = {} }) =>
    [...value, ...Object.values(onlyWith)].flatMap((name) =>
      isSettingVariable(name) ? [] : [`${sdk.id}: ${name} is not in SETTINGS`],
    ),
  );
}

function unsorted(entries: readonly { readonly id: string }[]): readonly string[] {
  return entries.flatMap(({ id }, index) => {
    const previous = entries[index - 1]?.id;
    if (previous === undefined || previous < id) return [];
    return [
      previous === id ? `${id} is listed twice` : `${id} comes after ${previous}: sort by id`,
    ];
  });
}

function sharedNames(sdks: readonly SdkFacts[]): readonly string[] {
  const owners = new Map<string, string>();
  return sdks.flatMap(({ id, aliases }) =>
    [id, ...aliases].flatMap((name) => {
      const owner = owners.get(name);
      owners.set(name, id);
      return owner === undefined ? [] : [`${id}: the name ${name} is taken by ${owner}`];
    }),
  );
}

function factsOf(sdk: SdkFacts): readonly (readonly [string, SettingFact<unknown>])[] {
  return Object.entries(factsOfSdk(sdk)).map(([key, fact]) => [`${sdk.id}.${key}`, fact]);
}

function futureDate(id: string, date: string, today: string): readonly string[] {
  return date > today ? [`${id}: the date ${date} is after today, ${today}`] : [];
}

function wrongVersions(sdk: SdkFacts): readonly string[] {
  const ofHosts = CREDENTIAL_HOSTS.flatMap((host) =>
    badIntervals(`${sdk.id}.${host}`, sdk.credentialHosts[host].versions ?? []),
  );
  const ofSettings = SETTING_IDS.flatMap((setting) => {
    const { value, readFrom, versions } = sdk.settings[setting];
    const id = `${sdk.id}.${setting}`;
    const isHonoured = value === "yes" || value === "partial";
    const isInCodeOnly = value === "partial" && readFrom.length === 0;
    return [
      ...(isHonoured === versions.length > 0
        ? []
        : [`${id}: ${value}, with ${versions.length} version intervals`]),
      ...(isHonoured === readFrom.length > 0 || isInCodeOnly
        ? []
        : [`${id}: ${value}, read from ${readFrom.join(", ") || "nowhere"}`]),
      ...badIntervals(id, versions),
    ];
  });
  return [...ofHosts, ...ofSettings];
}

function badIntervals(id: string, intervals: readonly VersionInterval[]): readonly string[] {
  return intervals.flatMap(({ from, to }, index) => {
    const before = intervals[index - 1];
    const isEmpty = from !== null && to !== null && compareVersions(from, to) >= 0;
    const overlaps =
      before !== undefined &&
      (before.to === null || from === null || compareVersions(before.to, from) > 0);
    return [
      ...(isEmpty ? [`${id}: from ${from} to ${to} is no interval`] : []),
      ...(overlaps ? [`${id}: the interval from ${from} overlaps the one before`] : []),
    ];
  });
}
