import type { Catalog } from "../../endpoint/catalog.js";
import { catalogOfRelease } from "../../endpoint/catalog-of-release.js";
import {
  clientVersionOf,
  DATE_MARGIN_DAYS,
  type RulesChange,
  type RulesHistory,
  shiftedDay,
} from "../../endpoint/rules-history.js";
import { firstVersionWith, releaseSpan, type SdkReleases } from "../../facts/sdk-releases.js";
import type { SdkChoice } from "./find-sdk.js";

/** What tells which hostnames a version of an SDK builds. */
export interface VersionFacts {
  readonly history: RulesHistory;
  readonly releases: readonly SdkReleases[];
}

/** The SDK whose clients carry numbers that the history of the rules names. */
const CLIENTS_OF = "js-v3";

/** The catalog as this SDK has it: today's, unless a version is named, or the SDK stands still. */
export function catalogOfSdk(
  catalog: Catalog,
  choice: SdkChoice | null,
  { history, releases }: VersionFacts,
): Catalog {
  const version = choice === null ? null : (choice.version ?? currentOf(choice, releases));
  if (choice === null || version === null) return { ...catalog, history };
  return catalogOfRelease(catalog, history, {
    client: sdkWords(choice),
    span: releaseSpan(releases, choice.sdk.id, version),
    clientVersion: choice.sdk.id === CLIENTS_OF ? version : null,
    versionWith: (change) => versionWith(choice, releases, change),
  });
}

function versionWith(
  { sdk }: SdkChoice,
  releases: readonly SdkReleases[],
  change: RulesChange,
): string | null {
  const { since, client } = change;
  if (sdk.id === CLIENTS_OF && client !== undefined) return clientVersionOf(client);
  const date = shiftedDay(change.date, DATE_MARGIN_DAYS);
  return firstVersionWith(releases, sdk.id, { since, date });
}

function currentOf({ sdk }: SdkChoice, releases: readonly SdkReleases[]): string | null {
  return releases.find((each) => each.sdk === sdk.id)?.current ?? null;
}

/** `SDK for Python (Boto3) 1.37.0`. */
export function sdkWords({ sdk, version }: SdkChoice): string {
  return version === null ? sdk.name : `${sdk.name} ${version}`;
}
