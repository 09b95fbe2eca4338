import type { SdkFacts, SettingId, SettingNames } from "./sdk-facts.js";

/** A setting that SDKs share, with those that do not know it. */
export interface SharedSettingFacts extends SettingNames {
  /** Names of SDKs: `SDK for Java 1.x`. */
  readonly notReadBy: readonly string[];
  /** Clients that do not read it for some services and regions. */
  readonly passedOverBy: readonly PassedOver[];
  /** Names of SDKs in which the host of an SQS queue's URL beats it. */
  readonly beatenByQueueUrlIn: readonly string[];
}

/** A client with a list of its own, where a setting has no effect. */
export interface PassedOver {
  readonly client: string;
  /** By CLI name. */
  readonly regions: Readonly<Record<string, readonly string[]>>;
  readonly source: string;
}

/** The settings that decide about endpoints, which such a list beats. */
const BEATEN_BY_LIST: readonly SettingId[] = ["dualstack", "fips", "endpoint-url"];

export function sharedSettingFacts(
  settings: readonly SettingNames[],
  sdks: readonly SdkFacts[],
): readonly SharedSettingFacts[] {
  return settings.map((setting) => ({
    ...setting,
    notReadBy: sdks
      .filter((sdk) => sdk.settings[setting.id].value === "no")
      .map(({ name }) => name),
    passedOverBy: BEATEN_BY_LIST.includes(setting.id) ? sdks.flatMap(passedOverBy) : [],
    beatenByQueueUrlIn: sdks
      .filter(
        ({ sqsQueueUrl }) => setting.id === "endpoint-url" && sqsQueueUrl.value === "host-wins",
      )
      .map(({ name }) => name),
  }));
}

function passedOverBy({ name, ownEndpoints }: SdkFacts): readonly PassedOver[] {
  if (ownEndpoints === undefined) return [];
  const { services, source } = ownEndpoints;
  const regions = Array.from(services, ([cliName, hosts]) => [cliName, [...hosts.keys()]]);
  return [{ client: name, regions: Object.fromEntries(regions), source }];
}

export function settingOf(
  settings: readonly SharedSettingFacts[],
  id: SettingId,
): SharedSettingFacts {
  const found = settings.find((each) => each.id === id);
  if (found === undefined) throw new Error(`data/sdks.json has no setting ${id}`);
  return found;
}
