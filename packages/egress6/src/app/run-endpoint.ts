import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { SdkFacts, ToolFacts } from "@egress6/core/facts/sdk-facts";
import { findService } from "@egress6/core/identify/find-service";
import { parseHandedOut } from "@egress6/core/identify/parse-handed-out";
import type { Witness } from "@egress6/core/observation/witness";
import { witnessLines } from "@egress6/core/observation/witness-words";
import {
  type EndpointExplanation,
  explainEndpoint,
} from "@egress6/core/settings/resolve/explain-endpoint";
import {
  type EndpointQuestion,
  namesToObserve,
  resolveEndpointSettings,
} from "@egress6/core/settings/resolve/resolve-endpoint-settings";
import {
  hostsOf,
  namesBeside,
  toolNameAdvice,
} from "@egress6/core/settings/resolve/tool-name-advice";
import type { FindSupport } from "../ports.js";
import { catalogForSdk, type LoadVersions } from "./catalog-for-sdk.js";
import { type Configured, sdkFactsFor } from "./sdk-facts-for.js";

export interface EndpointRequest extends Pick<EndpointQuestion, "parameters" | "evaluate"> {
  readonly catalog: Catalog;
  /** As typed. */
  readonly service: string;
  readonly configured: Configured;
  /** As typed, such as `js-v3@3.700.0`; left out: as the SDKs known agree. */
  readonly sdk: string | undefined;
  /** What those who read the configuration have to say. */
  readonly warnings: readonly string[];
  /** Called only when what SDKs do differently matters. */
  readonly loadSdks: () => Promise<readonly SdkFacts[]>;
  /** Called only when a version of an SDK, or the dual-stack setting, is in play. */
  readonly loadVersions: LoadVersions;
  /** Called only for a service with names that tools call, and SDKs do not. */
  readonly loadTools: () => Promise<readonly ToolFacts[]>;
  readonly findSupport: FindSupport;
  /** Hosts that the service handed out, as typed. */
  readonly discovered?: readonly string[] | undefined;
}

export interface EndpointResult {
  readonly explanation: EndpointExplanation;
  /** As the SDK has it. */
  readonly catalog: Catalog;
  /** The resolvers that were asked now. */
  readonly witnesses: readonly Witness[];
}

/**
 * Says which endpoint an SDK uses for a service, why, and whether IPv6 reaches it.
 * @throws Egress6Error USAGE, SERVICE_UNKNOWN, SDK_UNKNOWN, REGION_MISSING, and what finding support throws
 */
export async function runEndpoint(request: EndpointRequest): Promise<EndpointResult> {
  const { service, configured, parameters, evaluate } = request;
  const match = findService(request.catalog, service);
  const named = "found" in match ? match.found : null;
  const { choice, sdks } = await sdkFactsFor(request.sdk, configured, named, request.loadSdks);
  // Loading takes long beside all else.
  const isVersionInPlay = sdks.length > 0 || configured.code.dualstack === true;
  const catalog = isVersionInPlay
    ? await catalogForSdk(request.catalog, choice, request.loadVersions)
    : request.catalog;
  const input = { ...configured, sdk: choice, sdks };
  const handedOut = parseHandedOut(request.discovered ?? [], named === null ? [] : [named]);
  const question = { catalog, service, input, parameters, evaluate, handedOut };
  const resolved = resolveEndpointSettings(question);
  const region = resolved.settings.region.value;
  const beside = namesBeside(catalog, resolved.service, region);
  const { support, witnesses } = await request.findSupport([
    ...namesToObserve(resolved),
    ...beside.flatMap((name) => hostsOf(catalog, name, region)),
  ]);
  const explained = explainEndpoint(resolved, support, sdks);
  const warnings = [...witnessLines(witnesses), ...request.warnings, ...explained.warnings];
  const tools = beside.length === 0 ? [] : await request.loadTools();
  const ofTools = beside.flatMap(
    (name) => toolNameAdvice({ catalog, region, observed: support }, name, tools) ?? [],
  );
  const advice = [...explained.advice, ...ofTools];
  return { explanation: { ...explained, warnings, advice }, catalog, witnesses };
}
