import {
  type AdditionalName,
  answerEndpoint,
  type EndpointAnswer,
  type VariantName,
} from "../endpoint/answer-endpoint.js";
import { type Catalog, type SigningScope, signingScopeOf } from "../endpoint/catalog.js";
import { unknownService } from "../endpoint/filter.js";
import { findService } from "../endpoint/find-service.js";
import { observableName } from "../endpoint/placeholder.js";
import { type Scope, type Service, VARIANTS, type Variant } from "../endpoint/types.js";
import { variantOf } from "../endpoint/variant-of.js";
import { Egress6Error } from "../errors.js";
import { isoTimeOrNull } from "../observation/iso-time.js";
import {
  CLIENT_FAMILIES,
  type ClientFamilies,
  type NameEvidence,
  type Readiness,
  reachOf,
  readinessOf,
} from "../verdict/readiness.js";
import { type NameSupport, type Support, supportOf } from "../verdict/support.js";
import { endpointAdvice } from "./endpoint-advice.js";
import type { EndpointSource, TrailStep } from "./endpoint-trail.js";
import { addressSupport, hostOfUrl, redactUrl } from "./endpoint-url.js";
import { fillParameters } from "./fill-parameters.js";
import { globalNameInUse } from "./global-name.js";
import type { SdkFacts } from "./sdk-facts.js";
import {
  type SettingsInput,
  type Settled,
  type SettledSettings,
  settleSettings,
} from "./settle-settings.js";
import { findTraps } from "./traps/find-traps.js";
import type { TrapFinding } from "./traps/trap.js";

/** What was observed of a name. Times are ISO 8601, UTC. */
interface ObservedName {
  readonly ipv4: Support;
  readonly ipv6: Support;
  /** Since when `ipv6` holds, as far as was looked. */
  readonly since: string | null;
  readonly checkedAt: string | null;
  /** When an answer last agreed with `ipv6`. */
  readonly confirmedAt: string | null;
}

export interface ExplainedName extends VariantName, ObservedName {
  readonly signing: SigningScope;
}

/** Which endpoint a client uses, why, whether it is reached over IPv6, and what to do about it. */
export interface EndpointExplanation extends Omit<EndpointAnswer, "variants"> {
  readonly source: EndpointSource;
  readonly variants: Readonly<Record<Variant, ExplainedName | null>>;
  /** What requests are signed for; with a URL, SDKs take the client's region. */
  readonly signing: SigningScope;
  /** As given to AWS's rules. */
  readonly parameters: Readonly<Record<string, string | boolean>>;
  readonly settings: {
    readonly profile: Settled<string>;
    readonly region: Settled<string>;
    readonly dualstack: Settled<boolean>;
    readonly fips: Settled<boolean>;
    readonly ignoreConfiguredEndpointUrls: Settled<boolean>;
  };
  readonly sdk: {
    readonly id: string;
    readonly name: string;
    readonly version: string | null;
  } | null;
  /** Each place where SDKs look, in their order. */
  readonly trail: readonly TrailStep[];
  /** Of `hostname`. */
  readonly observed: ObservedName | null;
  /** Whether a client with these address families reaches `hostname`. */
  readonly verdict: Readonly<Record<ClientFamilies, Support>>;
  readonly traps: readonly TrapFinding[];
  readonly advice: readonly string[];
}

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
}

/**
 * Settles which endpoint a client uses.
 * @throws Egress6Error SERVICE_UNKNOWN, REGION_UNKNOWN, PARAM_UNKNOWN, and those of `settleSettings`
 */
export function resolveEndpointSettings(question: EndpointQuestion): ResolvedEndpoint {
  const { catalog, input } = question;
  const service = requireService(catalog, question.service);
  const settled = settleSettings(input, service.serviceId);
  const region = settled.region.value;
  const asked = variantOf(settled.dualstack.value, settled.fips.value);
  const answer = isGlobalSts(service, region)
    ? globalSts(catalog, asked)
    : placingRegion(settled.region, () =>
        answerEndpoint(catalog, service.cliName, { region, variant: asked }),
      );
  const parameters = {
    Region: region,
    UseDualStack: settled.dualstack.value,
    UseFIPS: settled.fips.value,
    ...(settled.endpointUrl === null ? {} : { Endpoint: redactUrl(settled.endpointUrl) }),
    ...question.parameters,
  };
  const base = { catalog, service, input, settled, answer, parameters };
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
      url: evaluated ?? (name && `https://${name.hostname}`),
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
    variant: variant ?? asked,
    scope: variant === null ? null : (answer.variants[variant]?.scope ?? null),
    observedAs: hostname,
    isKnownName: variant !== null,
    isGlobalName: false,
  };
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

/**
 * Joins what SDKs do with what was observed.
 * @param observed by the name that was looked up
 * @param sdks of the fact base, for what traps say of other SDKs
 */
export function explainEndpoint(
  resolved: ResolvedEndpoint,
  observed: ReadonlyMap<string, NameSupport>,
  sdks: readonly SdkFacts[],
): EndpointExplanation {
  const { catalog, service, input, settled, answer, hostname, variant, source } = resolved;
  const region = settled.region.value;
  const readiness = readinessOf({
    catalog,
    service,
    region,
    observed,
    isFips: settled.fips.value,
  });
  const scope = signingScope(resolved, variant);
  const wanted = resolved.isGlobalName ? { ...scope, region: homeRegion(catalog) } : scope;
  const traps = findTraps({
    service,
    services: catalog.services,
    region,
    env: input.env,
    files: input.files,
    settled,
    readiness,
    source,
    hostname,
    variant: resolved.isKnownName ? variant : null,
    signing: wanted,
    isGlobalName: resolved.isGlobalName,
    sdk: input.sdk,
    sdks,
  });
  const seen = resolved.observedAs === null ? null : observedName(resolved.observedAs, observed);
  const isRefused =
    traps.some(({ id }) => id === "url-refused") ||
    (source !== "rules" &&
      (settled.dualstack.value || settled.fips.value) &&
      input.sdk?.sdk.switchAndUrl.value === "refuses");
  const reached = isRefused ? null : seen;
  return {
    ...answer,
    url: resolved.url,
    hostname,
    variant,
    source,
    scope: resolved.scope,
    signing: source === "rules" ? wanted : { ...wanted, region },
    variants: explainedNames(resolved, observed),
    parameters: resolved.parameters,
    settings: {
      profile: settled.profile,
      region: settled.region,
      dualstack: withoutWritten(settled.dualstack),
      fips: withoutWritten(settled.fips),
      ignoreConfiguredEndpointUrls: withoutWritten(settled.ignoreUrls),
    },
    sdk:
      input.sdk === null
        ? null
        : { id: input.sdk.sdk.id, name: input.sdk.sdk.name, version: input.sdk.version },
    trail: settled.trail.map((step) =>
      step.source === "rules" ? { ...step, value: rulesUrl(resolved) } : step,
    ),
    observed: seen,
    verdict: verdictOf(reached),
    traps,
    advice: endpointAdvice({
      readiness,
      settled,
      source,
      hostname,
      seen,
      name:
        resolved.isKnownName && !resolved.isGlobalName ? nameOfVariant(readiness, variant) : null,
      mendFirst: traps.find(isInTheWay)?.remedy ?? null,
    }),
  };
}

/** Whether calls fail whatever the name has; advice on names speaks of a missing one itself. */
function isInTheWay({ id, severity }: TrapFinding): boolean {
  return severity === "breaks" && id !== "dualstack-name-missing";
}

function nameOfVariant({ byDefault, byOptIn }: Readiness, variant: Variant): NameEvidence | null {
  return [byDefault, byOptIn].find((name) => name?.variant === variant) ?? null;
}

function rulesUrl({ source, url, answer, settled }: ResolvedEndpoint): string | null {
  if (source === "rules") return url;
  const name = answer.variants[variantOf(settled.dualstack.value, settled.fips.value)];
  return name === null ? null : `https://${name.hostname}`;
}

/** Says where a region that is none was written; one in code was just typed. */
function placingRegion<T>({ source, place, name, value }: Settled<string>, answer: () => T): T {
  try {
    return answer();
  } catch (cause) {
    if (!(cause instanceof Egress6Error) || source === "code") throw cause;
    const comment = /\s[#;]/.test(value)
      ? " A comment behind a value is part of it for the AWS CLI and boto3: move it to a line of its own."
      : "";
    const message = `${place ?? name}: ${cause.message}${comment}`;
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

/** `aws-global` is no region, but STS clients may be given it: it means the global name of the past. */
function isGlobalSts(service: Service, region: string): boolean {
  return service.cliName === "sts" && region === GLOBAL_REGION;
}

const GLOBAL_REGION = "aws-global";

/** @source botocore data/sts endpoint-rule-set-1.json: `aws-global` without switches is sts.amazonaws.com */
function globalSts(catalog: Catalog, variant: Variant): EndpointAnswer {
  const home = homeRegion(catalog);
  const answer = answerEndpoint(catalog, "sts", { region: home, variant });
  const rename = (name: VariantName | null, each: Variant): VariantName | null =>
    name && {
      hostname:
        each === "default" ? "sts.amazonaws.com" : name.hostname.replace(home, GLOBAL_REGION),
      scope: "partition",
    };
  const variants = {
    default: rename(answer.variants.default, "default"),
    dualstack: rename(answer.variants.dualstack, "dualstack"),
    fips: rename(answer.variants.fips, "fips"),
    "fips-dualstack": rename(answer.variants["fips-dualstack"], "fips-dualstack"),
  };
  const additional: readonly AdditionalName[] = [];
  const chosen = variants[variant];
  return {
    ...answer,
    region: GLOBAL_REGION,
    url: chosen && `https://${chosen.hostname}`,
    hostname: chosen?.hostname ?? null,
    variants,
    additional,
  };
}

/** Calls to the global name of STS are signed for the partition's home region. */
function signingScope({ catalog, service, answer }: ResolvedEndpoint, variant: Variant) {
  return signingScopeOf(
    catalog,
    service,
    answer.region === GLOBAL_REGION ? homeRegion(catalog) : answer.region,
    variant,
  );
}

function homeRegion(catalog: Catalog): string {
  return catalog.partitions.find(({ id }) => id === "aws")?.homeRegion ?? "us-east-1";
}

function explainedNames(
  resolved: ResolvedEndpoint,
  observed: ReadonlyMap<string, NameSupport>,
): Readonly<Record<Variant, ExplainedName | null>> {
  const explained = (variant: Variant): ExplainedName | null => {
    const name = resolved.answer.variants[variant];
    return (
      name && {
        hostname: name.hostname,
        scope: name.scope,
        signing: signingScope(resolved, variant),
        ...observedName(name.hostname, observed),
      }
    );
  };
  return {
    default: explained("default"),
    dualstack: explained("dualstack"),
    fips: explained("fips"),
    "fips-dualstack": explained("fips-dualstack"),
  };
}

function observedName(hostname: string, observed: ReadonlyMap<string, NameSupport>): ObservedName {
  const address = addressSupport(hostname);
  if (address !== null) return { ...address, since: null, checkedAt: null, confirmedAt: null };
  const states = observed.get(observableName(hostname));
  return {
    ipv4: supportOf(states?.ipv4),
    ipv6: supportOf(states?.ipv6),
    since: isoTimeOrNull(states?.ipv6.since ?? null),
    checkedAt: isoTimeOrNull(states?.ipv6.lastChecked ?? null),
    confirmedAt: isoTimeOrNull(states?.ipv6.lastConfirmed ?? null),
  };
}

function verdictOf(name: ObservedName | null): Readonly<Record<ClientFamilies, Support>> {
  const [ipv6Only, dualStack, ipv4Only] = CLIENT_FAMILIES;
  return {
    [ipv6Only]: reachOf(name, ipv6Only),
    [dualStack]: reachOf(name, dualStack),
    [ipv4Only]: reachOf(name, ipv4Only),
  };
}

function withoutWritten({ value, source, name, place }: Settled<boolean>): Settled<boolean> {
  return { value, source, name, place };
}
