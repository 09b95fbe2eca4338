import { answerEndpoint, type EndpointAnswer } from "../endpoint/answer-endpoint.js";
import { type Catalog, endpointUrl, partitionOfRegion } from "../endpoint/catalog.js";
import { unknownService } from "../endpoint/filter.js";
import { findService } from "../endpoint/find-service.js";
import { observableName } from "../endpoint/placeholder.js";
import { type Scope, type Service, VARIANTS, type Variant } from "../endpoint/types.js";
import { variantOf } from "../endpoint/variant-of.js";
import { Egress6Error } from "../errors.js";
import { commentHint } from "./comment-hint.js";
import type { EndpointSource } from "./endpoint-trail.js";
import { addressSupport, hostOfUrl, redactUrl } from "./endpoint-url.js";
import { fillParameters } from "./fill-parameters.js";
import { globalNameInUse } from "./global-name.js";
import { globalSts, isGlobalSts } from "./global-sts.js";
import { type OwnEndpoint, ownEndpointOf } from "./own-endpoints.js";
import {
  type SettingsInput,
  type Settled,
  type SettledSettings,
  settleRegion,
  settleSettings,
} from "./settle-settings.js";

export interface EndpointQuestion {
  readonly catalog: Catalog;
  /** Any name of the service. */
  readonly service: string;
  readonly input: SettingsInput;
  /** Further parameters of the rules: `Bucket`, `AccountId`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Evaluates AWS's full rules, where these are at hand; null: the catalog answers. */
  readonly evaluate:
    | ((service: string, parameters: Readonly<Record<string, string | boolean>>) => string)
    | null;
}

/** What can be said without having looked at any name. */
export interface ResolvedEndpoint {
  readonly catalog: Catalog;
  readonly service: Service;
  readonly input: SettingsInput;
  readonly settled: SettledSettings;
  readonly answer: EndpointAnswer;
  readonly source: EndpointSource;
  readonly url: string | null;
  readonly hostname: string | null;
  readonly variant: Variant;
  readonly scope: Scope | null;
  /** The name whose observation holds for `hostname`: of a bucket's, the one with an example bucket. */
  readonly observedAs: string | null;
  readonly parameters: Readonly<Record<string, string | boolean>>;
  /** Whether `hostname` is one that AWS's rules build for the service. */
  readonly isKnownName: boolean;
  /** Whether it is the one for all regions, where the rules have one for each. */
  readonly isGlobalName: boolean;
  /** Where the client goes by a list of its own; null: by none, or code decides. */
  readonly own: OwnEndpoint | null;
}

/**
 * Settles which endpoint a client uses.
 * @throws Egress6Error SERVICE_UNKNOWN, REGION_UNKNOWN, PARAM_UNKNOWN, and those of `settleSettings`
 */
export function resolveEndpointSettings(question: EndpointQuestion): ResolvedEndpoint {
  const { catalog, input } = question;
  const service = requireService(catalog, question.service);
  const own = ownEndpoint(input, service);
  const settled = settleSettings(input, service.serviceId, own);
  const region = settled.region.value;
  const asked = variantOf(settled.dualstack.value, settled.fips.value);
  const answer = isGlobalSts(service, region)
    ? globalSts(catalog, asked)
    : placingRegion(settled.region, () => answerRegion(catalog, service, region, asked, own));
  const parameters = {
    Region: own?.signingRegion ?? region,
    UseDualStack: own === null && settled.dualstack.value,
    UseFIPS: own === null && settled.fips.value,
    ...(settled.endpointUrl === null ? {} : { Endpoint: redactUrl(settled.endpointUrl) }),
    ...question.parameters,
  };
  const base = { catalog, service, input, settled, answer, parameters, own };
  if (settled.endpointUrl === null) {
    const isPlain = question.evaluate === null && Object.keys(question.parameters).length === 0;
    const global = isPlain ? globalNameInUse(answer, input, settled) : null;
    if (global !== null) {
      return {
        ...base,
        source: "rules",
        url: `https://${global.hostname}`,
        hostname: global.hostname,
        observedAs: global.hostname,
        variant: asked,
        scope: "partition",
        isKnownName: true,
        isGlobalName: true,
      };
    }
    const evaluated = question.evaluate?.(service.cliName, parameters) ?? null;
    const name =
      question.evaluate === null ? fillParameters(answer, asked, question.parameters) : null;
    return {
      ...base,
      source: "rules",
      url:
        evaluated ??
        (name && endpointUrl(catalog, { ...answer, variant: asked, hostname: name.hostname })),
      hostname: evaluated === null ? (name?.hostname ?? null) : hostOfUrl(evaluated),
      variant: asked,
      scope: (name ?? answer.variants[asked])?.scope ?? null,
      observedAs: name?.observedAs ?? (evaluated && hostOfUrl(evaluated)),
      isKnownName: true,
      isGlobalName: false,
    };
  }
  const hostname = hostOfUrl(settled.endpointUrl);
  const variant = variantOfHost(answer, hostname);
  return {
    ...base,
    source: settled.trail.find(({ outcome }) => outcome === "used")?.source ?? "code",
    url: redactUrl(settled.endpointUrl),
    hostname,
    variant: variant ?? (own === null ? asked : "default"),
    scope: variant === null ? null : (answer.variants[variant]?.scope ?? null),
    observedAs: hostname,
    isKnownName: variant !== null,
    isGlobalName: false,
  };
}

/** Looked up only for clients that carry a list, so that faults in settings are found in their usual order. */
function ownEndpoint(input: SettingsInput, { cliName }: Service): OwnEndpoint | null {
  if (input.sdk?.sdk.ownEndpoints?.services.has(cliName) !== true) return null;
  if (input.code.endpointUrl !== undefined && input.code.endpointUrl !== "") return null;
  return ownEndpointOf(input.sdk.sdk, cliName, settleRegion(input).value);
}

/** A client's own list may name `aws-global`, for which the rules have no names. */
function answerRegion(
  catalog: Catalog,
  { cliName }: Service,
  region: string,
  variant: Variant,
  own: OwnEndpoint | null,
): EndpointAnswer {
  const isPseudo = own?.signingRegion != null && partitionOfRegion(catalog, region) === null;
  if (!isPseudo) return answerEndpoint(catalog, cliName, { region, variant });
  return { ...answerEndpoint(catalog, cliName, { region: own.signingRegion, variant }), region };
}

/** The names to look up before the endpoint can be judged. */
export function namesToJudge({ answer, observedAs, settled }: ResolvedEndpoint): readonly string[] {
  const variants: readonly Variant[] = settled.fips.value
    ? ["fips", "fips-dualstack"]
    : ["default", "dualstack"];
  const hosts = [observedAs, ...variants.map((variant) => answer.variants[variant]?.hostname)];
  return [...new Set(hosts.flatMap((host) => host ?? []))]
    .filter((host) => addressSupport(host) === null)
    .map(observableName);
}

/** Says where a region that is none was written; one in code was just typed. */
function placingRegion<T>({ source, place, name, value }: Settled<string>, answer: () => T): T {
  try {
    return answer();
  } catch (cause) {
    if (!(cause instanceof Egress6Error) || source === "code") throw cause;
    const message = `${place ?? name}: ${cause.message}${commentHint(value)}`;
    throw new Egress6Error(cause.code, cause.kind, message, { cause });
  }
}

function requireService(catalog: Catalog, text: string): Service {
  const match = findService(catalog, text);
  if ("found" in match) return match.found;
  throw unknownService(text, match.nearest);
}

/** The variant whose name the host is; also where a bucket or an account stands before it. */
function variantOfHost({ variants }: EndpointAnswer, host: string | null): Variant | null {
  if (host === null) return null;
  const isName = (variant: Variant) => {
    const name = variants[variant]?.hostname;
    return name !== undefined && (host === name || host.endsWith(`.${name}`));
  };
  return VARIANTS.find(isName) ?? null;
}
