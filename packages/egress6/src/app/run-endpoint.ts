import { type Catalog, partitionOfRegion } from "@egress6/core/endpoint/catalog";
import type { SdkFacts } from "@egress6/core/facts/sdk-facts";
import { serviceCalled } from "@egress6/core/identify/find-service";
import type { IdentifiedMatch } from "@egress6/core/identify/identified";
import { isFips } from "@egress6/core/identify/is-fips";
import type { MatchQuestion } from "@egress6/core/identify/judge-match";
import type { MeantService } from "@egress6/core/identify/meant-service";
import type { IdentifyNames } from "@egress6/core/identify/names";
import { placedIn, regionOfMatch } from "@egress6/core/identify/place-match";
import type { Witness } from "@egress6/core/observation/witness";
import { witnessLines } from "@egress6/core/observation/witness-words";
import {
  type EndpointExplanation,
  explainEndpoint,
} from "@egress6/core/settings/resolve/explain-endpoint";
import { regionOrNull } from "@egress6/core/settings/resolve/region-or-null";
import {
  type EndpointQuestion,
  namesToObserve,
  type ResolvedEndpoint,
  resolveEndpointSettings,
} from "@egress6/core/settings/resolve/resolve-endpoint-settings";
import type { CodeSettings } from "@egress6/core/settings/settings-input";
import type { FindSupport } from "../ports.js";
import { catalogForSdk, type LoadVersions } from "./catalog-for-sdk.js";
import { type Configured, sdkFactsFor } from "./sdk-facts-for.js";

export interface EndpointRequest extends Pick<EndpointQuestion, "parameters" | "evaluate"> {
  readonly catalog: Catalog;
  /** As typed: any name of the service, or a text that names one of its hosts. */
  readonly service: string;
  /** Called only when the text is no plain name of a service. */
  readonly loadNames: () => Promise<IdentifyNames>;
  readonly configured: Configured;
  /** As typed, such as `js-v3@3.700.0`; left out: as the SDKs known agree. */
  readonly sdk: string | undefined;
  /** What those who read the configuration have to say. */
  readonly warnings: readonly string[];
  /** Called only when what SDKs do differently matters. */
  readonly loadSdks: () => Promise<readonly SdkFacts[]>;
  /** Called only when a version of an SDK, or the dual-stack setting, is in play. */
  readonly loadVersions: LoadVersions;
  readonly findSupport: FindSupport;
}

export interface EndpointResult {
  readonly explanation: EndpointExplanation;
  /** The resolvers that were asked now. */
  readonly witnesses: readonly Witness[];
}

/**
 * Says which endpoint an SDK uses for a service, why, and whether IPv6 reaches it.
 * @throws Egress6Error SERVICE_UNKNOWN, SDK_UNKNOWN, REGION_MISSING, and what finding support throws
 */
export async function runEndpoint(request: EndpointRequest): Promise<EndpointResult> {
  const { parameters, evaluate } = request;
  const meant = await meantService(request);
  const { service } = meant;
  const configured = { ...request.configured, code: codeFor(meant, request) };
  const { choice, sdks } = await sdkFactsFor(request.sdk, configured, service, request.loadSdks);
  // Loading takes long beside all else.
  const isVersionInPlay = sdks.length > 0 || configured.code.dualstack === true;
  const catalog = isVersionInPlay
    ? await catalogForSdk(request.catalog, choice, request.loadVersions)
    : request.catalog;
  const input = { ...configured, sdk: choice, sdks };
  const resolved = resolveEndpointSettings({ catalog, service, input, parameters, evaluate });
  const other = meant.match?.purpose == null ? null : meant.match;
  const explainAll = other === null ? null : await otherNames(catalog, other, resolved);
  const { support, witnesses } = await request.findSupport([
    ...namesToObserve(resolved),
    ...(explainAll?.names ?? []),
  ]);
  const plain = explainEndpoint(resolved, support, sdks);
  const explained =
    explainAll?.explain(plain, { catalog, observed: support, sdk: choice, sdks }) ?? plain;
  const warnings = [
    ...witnessLines(witnesses),
    ...request.warnings,
    ...(await wordsOn(meant, request.configured.code.region)),
    ...explained.warnings,
  ];
  return { explanation: { ...explained, warnings }, witnesses };
}

async function meantService({
  catalog,
  service: text,
  loadNames,
}: EndpointRequest): Promise<MeantService> {
  const service = serviceCalled(catalog, text);
  if (service !== undefined) return { text, service, match: null };
  const [{ meantServices, nothingKnown }, names] = await Promise.all([
    import("@egress6/core/identify/meant-service"),
    loadNames(),
  ]);
  const { known, unknown } = meantServices(catalog, [{ text, place: null }], () => names);
  const [meant] = known;
  if (meant === undefined) throw nothingKnown(unknown);
  return meant;
}

/** A host fixes region and variant, whatever is set. */
function codeFor({ match }: MeantService, { catalog, configured }: EndpointRequest): CodeSettings {
  const { code } = configured;
  if (match === null) return code;
  const { variant } = match;
  const region = match.region ?? regionOfShared(match, catalog, configured);
  return {
    ...code,
    ...(region === null ? {} : { region }),
    ...(variant === "dualstack" || variant === "fips-dualstack" ? { dualstack: true } : {}),
    ...(isFips(variant) ? { fips: true } : {}),
  };
}

/** Of a name that serves a whole partition: the region that is set, if it is in there, else the partition's home. */
function regionOfShared(
  match: IdentifiedMatch,
  catalog: Catalog,
  { code, env, files }: Configured,
): string | null {
  const home = regionOfMatch(catalog, match);
  if (home === null) return null;
  const set = regionOrNull(code.region, env, files);
  const isThere = set !== null && partitionOfRegion(catalog, set)?.id === match.partition;
  return isThere ? null : home;
}

/** For a text that means another name of the service than its own endpoint. */
async function otherNames(
  catalog: Catalog,
  match: IdentifiedMatch,
  { service, settings }: ResolvedEndpoint,
) {
  const [{ judgeMatch, namesOfMatch }, { explainOtherName }] = await Promise.all([
    import("@egress6/core/identify/judge-match"),
    import("@egress6/core/identify/explain-other-name"),
  ]);
  const placed = placedIn(catalog, match, settings.region.value);
  return {
    names: namesOfMatch(catalog, placed),
    explain: (explained: EndpointExplanation, question: MatchQuestion) =>
      explainOtherName(catalog, service, explained, judgeMatch(question, placed)),
  };
}

// Loaded only for what is no plain name of a service.
async function wordsOn(meant: MeantService, asked: string | undefined): Promise<readonly string[]> {
  if (meant.match === null) return [];
  const { meantWords } = await import("@egress6/core/identify/meant-service");
  return meantWords(meant, asked === undefined ? [] : [asked], "host");
}
