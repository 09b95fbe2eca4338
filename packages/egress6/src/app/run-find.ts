import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { SdkFacts, ToolFacts } from "@egress6/core/facts/sdk-facts";
import type { IdentifiedMatch } from "@egress6/core/identify/identified";
import { identify } from "@egress6/core/identify/identify";
import {
  type FoundList,
  judgeIdentified,
  namesOfEntry,
  placedEntry,
} from "@egress6/core/identify/judge-identified";
import { type JudgedMatch, judgeMatch } from "@egress6/core/identify/judge-match";
import type { IdentifyNames } from "@egress6/core/identify/names";
import { withSdk } from "@egress6/core/identify/sdk-entry";
import type { Witness } from "@egress6/core/observation/witness";
import type { SdkChoice } from "@egress6/core/settings/read/find-sdk";
import type { FindSupport } from "../ports.js";
import { catalogForSdk, type LoadVersions } from "./catalog-for-sdk.js";
import { knownRegion, type OnWarning } from "./known-region.js";

export interface FindRequest {
  readonly catalog: Catalog;
  readonly names: IdentifyNames;
  readonly tools: readonly ToolFacts[];
  /** What people hold, each of any number of lines. */
  readonly texts: readonly string[];
  /** Where a text names none; null: none is known. */
  readonly region: string | null;
  /** Null: no SDK in particular. */
  readonly sdk: SdkChoice | null;
  readonly sdks: readonly SdkFacts[];
  readonly loadVersions: LoadVersions;
  readonly findSupport: FindSupport;
  /** Told of each warning at once. */
  readonly onWarning?: OnWarning;
}

export interface FindResult extends FoundList {
  /** The resolvers that were asked now. */
  readonly witnesses: readonly Witness[];
}

/**
 * Says of whatever people hold what it is, whether IPv6 reaches it, and what to do.
 * @throws Egress6Error REGION_UNKNOWN, and what finding support throws
 */
export async function runFind(request: FindRequest): Promise<FindResult> {
  const { catalog: todays, names, texts, sdk, sdks, loadVersions, onWarning } = request;
  const region =
    request.region === null ? null : knownRegion(todays, request.region, onWarning ?? (() => {}));
  const catalog = sdk === null ? todays : await catalogForSdk(todays, sdk, loadVersions);
  const identified = texts
    .flatMap((text) => identify(text, todays, names))
    .map((entry) => placedEntry(catalog, entry, region));
  const wanted = new Set(identified.flatMap((entry) => namesOfEntry(catalog, entry)));
  const { support: observed, witnesses } =
    wanted.size === 0
      ? { support: new Map(), witnesses: [] }
      : await request.findSupport([...wanted]);
  const question = { catalog, observed, sdk, sdks };
  const judge = rememberingJudge();
  const facts = { ...names, tools: request.tools };
  return {
    entries: identified.map((entry) =>
      withSdk(judgeIdentified(question, entry, facts, judge), sdks),
    ),
    question,
    witnesses,
  };
}

/** Logs of thousands of lines name the same few hosts over and over. */
function rememberingJudge(): typeof judgeMatch {
  const known = new Map<string, JudgedMatch>();
  const keyOf = ({ service, region, variant, hostname, purpose }: IdentifiedMatch) =>
    JSON.stringify([service, region, variant, hostname, purpose]);
  return (question, match) => {
    const key = keyOf(match);
    const judged = known.get(key) ?? judgeMatch(question, match);
    known.set(key, judged);
    return judged;
  };
}
