import { answerEndpoint, type EndpointAnswer } from "../../endpoint/answer-endpoint.js";
import {
  type Catalog,
  endpointOf,
  endpointUrl,
  partitionOfRegion,
} from "../../endpoint/catalog.js";
import { unknownService } from "../../endpoint/filter.js";
import { observableName } from "../../endpoint/placeholder.js";
import type { NotKnown } from "../../endpoint/rules-history.js";
import { type Scope, type Service, VARIANTS, type Variant } from "../../endpoint/types.js";
import { variantOf } from "../../endpoint/variant-of.js";
import { Egress6Error } from "../../errors.js";
import type { OwnEndpoint } from "../../facts/own-endpoint.js";
import { findService } from "../../identify/find-service.js";
import { type HandedOutHost, handedOutHost } from "../../verdict/handed-out.js";
import { formerHostnames } from "../choose/former-hosts.js";
import { commentHint } from "../read/aws-config.js";
import { type Reading, readingsOf } from "../read/reading.js";
import type { SettingsInput } from "../settings-input.js";
import type { EndpointSource } from "./endpoint-trail.js";
import { addressSupport, hostOfUrl, redactUrl } from "./endpoint-url.js";
import { fillParameters } from "./fill-parameters.js";
import { globalNameInUse } from "./global-name.js";
import { GLOBAL_REGION, globalSts, homeRegion, isGlobalSts } from "./global-sts.js";
import {
  type RegionWhenUnset,
  type Resolved,
  type ResolvedSettings,
  resolveSettings,
} from "./resolve-settings.js";

export interface EndpointQuestion {
  readonly catalog: Catalog;
  /** The service, or any name of it. */
  readonly service: string | Service;
  readonly input: SettingsInput;
  /** Further parameters of the rules: `Bucket`, `AccountId`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Evaluates AWS's full rules, where these are available; null: the catalog answers. */
  readonly evaluate:
    | ((service: string, parameters: Readonly<Record<string, string | boolean>>) => string)
    | null;
  /** Hosts that services were seen to hand out. */
  readonly handedOut?: readonly HandedOutHost[] | undefined;
}

/** What can be said without having looked at any name. */
export interface ResolvedEndpoint {
  readonly catalog: Catalog;
  readonly service: Service;
  readonly input: SettingsInput;
  readonly settings: ResolvedSettings;
  readonly answer: EndpointAnswer;
  readonly source: EndpointSource;
  readonly url: string | null;
  readonly hostname: string | null;
  readonly variant: Variant;
  readonly scope: Scope | null;
  /** The name whose observation holds for `hostname`: of a bucket's, the one with an example bucket. */
  readonly observedAs: string | null;
  readonly parameters: Readonly<Record<string, string | boolean>>;
  /** What requests are signed for, where that is not what the service's other names have; else null. */
  readonly signingName: string | null;
  /** Whether `hostname` is one that AWS's rules build for the service. */
  readonly isKnownName: boolean;
  /** Whether it is the one for all regions, where the rules have one for each. */
  readonly isGlobalName: boolean;
  /** Why it is not known which hostname this version of the SDK builds with such settings; null: it is known. */
  readonly whyNotKnown: NotKnown | null;
  /** Hosts that services were seen to hand out. */
  readonly handedOut: readonly HandedOutHost[];
  /** What else becomes of the same configuration, where clients take it differently; else empty. */
  readonly others: readonly OtherEndpoint[];
}

/** Where clients call that take the configuration in another way. */
export interface OtherEndpoint {
  /** The SDKs that do; empty: it is not known what the one that is named does. */
  readonly readBy: readonly string[];
  /** Or why they call nowhere. */
  readonly endpoint: ResolvedEndpoint | Egress6Error;
}

/**
 * Resolves which endpoint a client uses, in every way in which its configuration may be taken.
 * @throws Egress6Error SERVICE_UNKNOWN, REGION_UNKNOWN, PARAM_UNKNOWN, and those of `resolveSettings`, when
 * every way leads there
 */
export function resolveEndpointSettings(question: EndpointQuestion): ResolvedEndpoint {
  const service = requireService(question.catalog, question.service);
  const readings = readingsOf(question.input);
  const [only] = readings;
  if (only !== undefined && readings.length === 1) return resolveReading(question, service, only);
  const attempts = distinct(
    readings.map((reading) => ({
      readBy: reading.readBy,
      endpoint: attempt(() => resolveReading(question, service, reading)),
    })),
  );
  const [fault] = question.input.sdk === null ? attempts.flatMap(faultOf) : [];
  if (fault !== undefined) throw fault;
  const first = attempts.find(({ endpoint }) => !(endpoint instanceof Egress6Error));
  if (first === undefined || first.endpoint instanceof Egress6Error) throw attempts[0]?.endpoint;
  return { ...first.endpoint, others: attempts.filter((each) => each !== first) };
}

// Where no SDK is named, what some refuse is refused. A file that has something twice is warned of.
function faultOf({ readBy, endpoint }: OtherEndpoint): readonly Egress6Error[] {
  if (!(endpoint instanceof Egress6Error) || endpoint.code === "CONFIG_INVALID") return [];
  const { code, kind, message } = endpoint;
  const who = `That is how ${readBy.join(", ")} take it; name your SDK with --sdk if it is another.`;
  return [new Egress6Error(code, kind, `${message} ${who}`, { cause: endpoint })];
}

function attempt(resolve: () => ResolvedEndpoint): ResolvedEndpoint | Egress6Error {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof Egress6Error) return error;
    throw error;
  }
}

/** Ways that lead to the same call are one. */
function distinct(all: readonly OtherEndpoint[]): readonly OtherEndpoint[] {
  const found = new Map<string, OtherEndpoint>();
  for (const each of all) {
    const key = callOf(each.endpoint);
    const known = found.get(key);
    found.set(key, known ? { ...known, readBy: [...known.readBy, ...each.readBy] } : each);
  }
  return [...found.values()].sort((a, b) => b.readBy.length - a.readBy.length);
}

function callOf(endpoint: OtherEndpoint["endpoint"]): string {
  if (endpoint instanceof Egress6Error) return JSON.stringify([endpoint.code]);
  const { url, source, settings } = endpoint;
  const { region, dualstack, fips } = settings;
  return JSON.stringify([url, source, region.value, dualstack.value, fips.value]);
}

/** As one client does that takes the configuration in one way. */
function resolveReading(
  question: EndpointQuestion,
  service: Service,
  reading: Reading,
): ResolvedEndpoint {
  const { catalog, input } = question;
  const settings = resolveSettings(input, service.serviceId, {
    reading,
    regionWhenUnset: regionWhenUnset(catalog, service, input),
    ownEndpoints: input.sdk?.sdk.ownEndpoints?.services.get(service.cliName) ?? null,
  });
  const { own } = settings;
  const region = settings.region.value;
  const asked = variantOf(settings.dualstack.value, settings.fips.value);
  const answer = isGlobalSts(service, region)
    ? globalSts(catalog, asked)
    : placingRegion(settings.region, () => answerRegion(catalog, service, region, asked, own));
  const parameters = {
    Region: own?.signingRegion ?? region,
    UseDualStack: own === null && settings.dualstack.value,
    UseFIPS: own === null && settings.fips.value,
    ...(settings.endpointUrl === null ? {} : { Endpoint: redactUrl(settings.endpointUrl) }),
    ...question.parameters,
  };
  const isPlain = question.evaluate === null && Object.keys(question.parameters).length === 0;
  const whyNotKnown =
    question.evaluate === null ? notKnownName(catalog, answer, asked, isPlain) : null;
  const base = {
    catalog,
    service,
    input,
    settings,
    answer,
    parameters,
    whyNotKnown,
    handedOut: question.handedOut ?? [],
    signingName: null,
    others: [],
  };
  if (settings.endpointUrl === null) {
    const global = isPlain ? globalNameInUse(answer, input, settings) : null;
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
        whyNotKnown: null,
      };
    }
    const evaluated = question.evaluate?.(service.cliName, parameters) ?? null;
    const name =
      question.evaluate === null && whyNotKnown === null
        ? fillParameters(answer, asked, question.parameters)
        : null;
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
      signingName: name?.signingName ?? null,
      isKnownName: true,
      isGlobalName: false,
    };
  }
  const hostname = hostOfUrl(settings.endpointUrl);
  // A URL may well name what the SDK itself would not build.
  const named =
    catalog.release === undefined || isGlobalSts(service, region)
      ? answer
      : answerRegion(catalog.release.todays, service, region, asked, own);
  const variant = variantOfHost(named, hostname);
  return {
    ...base,
    source: settings.trail.find(({ outcome }) => outcome === "used")?.source ?? "code",
    url: redactUrl(settings.endpointUrl),
    hostname,
    variant: variant ?? (own === null ? asked : "default"),
    scope: variant === null ? null : (named.variants[variant]?.scope ?? null),
    observedAs: hostname,
    isKnownName: variant !== null,
    isGlobalName: false,
  };
}

/** Names with parameters, such as a bucket's, are recorded of today's rules only. */
function notKnownName(
  { release }: Catalog,
  { service, region }: EndpointAnswer,
  variant: Variant,
  isPlain: boolean,
): NotKnown | null {
  if (release === undefined || region === GLOBAL_REGION) return null;
  if (!isPlain && !release.isOfCatalog) return "parameters";
  return release.whyNotKnown({ service, region, variant });
}

const answers = new WeakMap<Catalog, Map<string, EndpointAnswer>>();

/** A file of thousands of profiles asks the same few questions over and over. */
function answerOnce(
  catalog: Catalog,
  service: string,
  params: { readonly region: string; readonly variant: Variant },
): EndpointAnswer {
  const known = answers.get(catalog) ?? new Map<string, EndpointAnswer>();
  answers.set(catalog, known);
  const key = JSON.stringify([service, params.region, params.variant]);
  const answer = known.get(key) ?? answerEndpoint(catalog, service, params);
  known.set(key, answer);
  return answer;
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
  if (!isPseudo) return answerOnce(catalog, cliName, { region, variant });
  return { ...answerOnce(catalog, cliName, { region: own.signingRegion, variant }), region };
}

/** The region of services that an SDK calls without being told one; null: it must be told. */
function regionWhenUnset(
  catalog: Catalog,
  { cliName }: Service,
  { sdk }: SettingsInput,
): RegionWhenUnset | null {
  if (sdk?.sdk.unsetRegion.services?.includes(cliName) !== true) return null;
  return {
    region: cliName === "sts" ? GLOBAL_REGION : homeRegion(catalog),
    // The two with names for regions, too, make one with an empty part.
    isEmptyUnset: cliName !== "sts" && cliName !== "s3",
  };
}

/** The names to look up before the endpoint can be judged. */
export function namesToObserve(resolved: ResolvedEndpoint): readonly string[] {
  const { answer, observedAs, settings, others, catalog, service, handedOut } = resolved;
  const variants: readonly Variant[] = settings.fips.value
    ? ["fips", "fips-dualstack"]
    : ["default", "dualstack"];
  const hosts = [
    observedAs,
    ...variants.map((variant) => answer.variants[variant]?.hostname),
    ...otherVersionNames(resolved, variants),
    handedOutHost(catalog, handedOut, service, settings.region.value),
  ];
  const own = hosts
    .flatMap((host) => host ?? [])
    .filter((host) => addressSupport(host) === null)
    .map(observableName);
  const alsoAsked = others.flatMap(({ endpoint }) =>
    endpoint instanceof Egress6Error ? [] : namesToObserve(endpoint),
  );
  return [...new Set([...own, ...alsoAsked])];
}

/** What other versions of SDKs call: today's names beside those of a version, older ones beside today's. */
function otherVersionNames(
  { catalog, service, settings }: ResolvedEndpoint,
  variants: readonly Variant[],
): readonly string[] {
  const region = settings.region.value;
  if (catalog.release !== undefined) {
    const { todays } = catalog.release;
    return variants.flatMap(
      (variant) => endpointOf(todays, service, region, variant)?.hostname ?? [],
    );
  }
  if (!settings.dualstack.value) return [];
  return variants.flatMap((variant) => formerHostnames(catalog, { service, region, variant }));
}

/** Says where a region that is none was written; one in code was just typed. */
function placingRegion<T>({ source, place, name, value }: Resolved<string>, answer: () => T): T {
  try {
    return answer();
  } catch (cause) {
    if (!(cause instanceof Egress6Error) || source === "code") throw cause;
    const message = `${place ?? name}: ${cause.message}${commentHint(value)}`;
    throw new Egress6Error(cause.code, cause.kind, message, { cause });
  }
}

function requireService(catalog: Catalog, text: string | Service): Service {
  if (typeof text !== "string") return text;
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
