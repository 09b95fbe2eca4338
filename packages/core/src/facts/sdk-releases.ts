import type { SettingFact } from "./sdk-facts.js";
import { compareVersions } from "./version-interval.js";

/** A version of an SDK, and what it was released with or when. */
export interface SdkRelease {
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date?: string | undefined;
  /** The botocore inside it. */
  readonly botocore?: string | undefined;
}

/** What dates the versions of one SDK. */
export interface SdkReleases {
  readonly sdk: string;
  /** `botocore`: the version is botocore's own · `samples`: see `releases`. */
  readonly versions: "botocore" | "samples";
  /** The version that is meant when none is named; absent: today's. */
  readonly current?: string | undefined;
  /** Oldest first. Between two of them, a version lies somewhere in between. */
  readonly releases: readonly SdkRelease[];
}

/** With where the table comes from. */
export type SourcedSdkReleases = SdkReleases & Omit<SettingFact<unknown>, "value">;

/**
 * Where a version stands in the history of AWS's rules: between two botocore versions or two days, both
 * included. One that is known exactly begins and ends alike.
 */
export type ReleaseSpan =
  | { readonly by: "botocore"; readonly from: string; readonly to: string }
  | { readonly by: "date"; readonly from: string; readonly to: string };

/** @returns null when the table says nothing of the version */
export function releaseSpan(
  tables: readonly SdkReleases[],
  sdk: string,
  version: string,
): ReleaseSpan | null {
  const table = tables.find((each) => each.sdk === sdk);
  if (table === undefined) return null;
  if (table.versions === "botocore") {
    // Without all its numbers, `1.37` is any of them.
    return IS_WHOLE.test(version) ? { by: "botocore", from: version, to: version } : null;
  }
  if (!IS_WHOLE.test(version)) return null;
  const before = table.releases.findLast((each) => compareVersions(each.version, version) <= 0);
  const after = table.releases.find((each) => compareVersions(each.version, version) >= 0);
  if (before === undefined || after === undefined) return null;
  if (before.botocore !== undefined && after.botocore !== undefined) {
    return { by: "botocore", from: before.botocore, to: after.botocore };
  }
  if (before.date === undefined || after.date === undefined) return null;
  return { by: "date", from: before.date, to: after.date };
}

/**
 * The first version of an SDK that surely has a change of AWS's rules.
 * @param change `since` of botocore, null: not known; `date` with the margin in which models reach SDKs
 * @returns null when the table lists none
 */
export function firstVersionWith(
  tables: readonly SdkReleases[],
  sdk: string,
  { since, date }: { readonly since: string | null; readonly date: string },
): string | null {
  const table = tables.find((each) => each.sdk === sdk);
  if (table?.versions === "botocore") return since;
  const first = table?.releases.find((each) =>
    each.botocore === undefined
      ? each.date !== undefined && each.date >= date
      : since !== null && compareVersions(each.botocore, since) >= 0,
  );
  return first?.version ?? null;
}

/** `1.37.0`, `v3.700.0`; not `1.37`, nor a pre-release. */
const IS_WHOLE = /^v?\d+\.\d+\.\d+$/;
