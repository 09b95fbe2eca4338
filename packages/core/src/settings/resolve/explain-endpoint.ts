import type { EndpointAnswer, VariantName } from "../../endpoint/answer-endpoint.js";
import {
  endpointUrl,
  isNameKnown,
  refusesOwnUrl,
  type SigningScope,
  signingScopeOf,
} from "../../endpoint/catalog.js";
import { observableName } from "../../endpoint/placeholder.js";
import { VARIANTS, type Variant } from "../../endpoint/types.js";
import { variantOf } from "../../endpoint/variant-of.js";
import { Egress6Error } from "../../errors.js";
import type { SdkFacts } from "../../facts/sdk-facts.js";
import { findTraps, type TrapFinding } from "../../finding/find-traps.js";
import { trapFix } from "../../finding/trap-words.js";
import { isoTimeOrNull } from "../../observation/iso-time.js";
import type { OutcomeKind } from "../../observation/outcome.js";
import {
  CLIENT_FAMILIES,
  type ClientFamilies,
  type NameEvidence,
  type Readiness,
  reachOf,
  readinessOf,
} from "../../verdict/readiness.js";
import { type NameSupport, type Support, supportOf, UNOBSERVED } from "../../verdict/support.js";
import { endpointAdvice } from "./endpoint-advice.js";
import type { EndpointSource, TrailStep } from "./endpoint-trail.js";
import { addressSupport } from "./endpoint-url.js";
import { homeRegion } from "./global-sts.js";
import type { OtherEndpoint, ResolvedEndpoint } from "./resolve-endpoint-settings.js";
import type { Resolved } from "./resolve-settings.js";
import { doubtWords } from "./version-words.js";

/** What was observed of a name. Times are ISO 8601, UTC. */
export interface ObservedName {
  readonly ipv4: Support;
  readonly ipv6: Support;
  /** Since when `ipv6` holds, as far as was looked. */
  readonly since: string | null;
  readonly checkedAt: string | null;
  /** When an answer last agreed with `ipv6`. */
  readonly confirmedAt: string | null;
  /** How the newest questions ended; null: never asked. */
  readonly outcomes: { readonly a: OutcomeKind | null; readonly aaaa: OutcomeKind | null };
  /** Addresses of this network's own by which it answers for the name; empty: it does not. */
  readonly privateAddresses: readonly string[];
}

export interface ExplainedName extends VariantName, ObservedName {
  readonly signing: SigningScope;
}

/** Which endpoint a client uses, why, whether it is reached over IPv6, and what to do about it. */
export interface EndpointExplanation extends Omit<EndpointAnswer, "variants"> {
  readonly source: EndpointSource;
  readonly variants: Readonly<Record<Variant, ExplainedName | null>>;
  /** Of the four, those of which it is not known which name this version of the SDK builds; they are null above. */
  readonly notKnown: readonly Variant[];
  /** What requests are signed for; with a URL, SDKs take the client's region. */
  readonly signing: SigningScope;
  /** As given to AWS's rules. */
  readonly parameters: Readonly<Record<string, string | boolean>>;
  readonly settings: {
    readonly profile: Resolved<string>;
    readonly region: Resolved<string>;
    readonly dualstack: Resolved<boolean>;
    readonly fips: Resolved<boolean>;
    readonly ignoreConfiguredEndpointUrls: Resolved<boolean>;
  };
  readonly sdk: {
    readonly id: string;
    readonly name: string;
    readonly version: string | null;
    /** Whether it is known which hostname that version builds with these settings. */
    readonly namesKnown: boolean;
  } | null;
  /** Each place where SDKs look, in their order. */
  readonly trail: readonly TrailStep[];
  /** Of `hostname`. */
  readonly observed: ObservedName | null;
  /** Whether a client with these address families reaches its endpoint, in whatever way it takes the settings. */
  readonly verdict: Readonly<Record<ClientFamilies, Support>>;
  /** Where clients call that take the same configuration in another way; mostly empty. */
  readonly otherReadings: readonly OtherReading[];
  readonly traps: readonly TrapFinding[];
  readonly advice: readonly string[];
}

/** What becomes of the configuration for other clients, or might for the one that is named. */
export interface OtherReading {
  /** Ids of SDKs; empty: nobody knows whether the SDK that is named reads it so. */
  readonly readBy: readonly string[];
  readonly url: string | null;
  readonly hostname: string | null;
  /** Why such a client calls nowhere; null: it calls. */
  readonly fault: { readonly code: string; readonly message: string } | null;
  readonly verdict: Readonly<Record<ClientFamilies, Support>>;
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
  const { catalog, service, input, settings, answer, hostname, variant, source } = resolved;
  const { own } = settings;
  const region = settings.region.value;
  const readiness = readinessOf({
    catalog,
    service,
    region: isPseudoRegion(region) ? (own?.signingRegion ?? region) : region,
    observed,
    isFips: settings.fips.value,
  });
  const scope = signingScope(resolved, variant);
  const wanted = resolved.isGlobalName ? { ...scope, region: homeRegion(catalog) } : scope;
  const traps = findTraps({
    catalog,
    service,
    services: catalog.services,
    region,
    env: input.env,
    files: input.files,
    resolved: settings,
    readiness,
    observed,
    source,
    hostname,
    variant: resolved.isKnownName ? variant : null,
    signing: wanted,
    isGlobalName: resolved.isGlobalName,
    sdk: input.sdk,
    sdks,
  });
  const seen = resolved.observedAs === null ? null : observedName(resolved.observedAs, observed);
  return {
    ...answer,
    url: resolved.url,
    hostname,
    variant,
    source,
    scope: resolved.scope,
    signing: source === "rules" ? wanted : { ...wanted, region: own?.signingRegion ?? region },
    variants: explainedNames(resolved, observed),
    notKnown: VARIANTS.filter(
      (variant) =>
        answer.variants[variant] === null &&
        !isNameKnown(catalog, { service: service.cliName, region, variant }),
    ),
    // Of versions, these are not recorded.
    additional: catalog.release?.isOfCatalog === false ? [] : answer.additional,
    parameters: resolved.parameters,
    settings: {
      profile: settings.profile,
      region: settings.region,
      dualstack: withoutWritten(settings.dualstack),
      fips: withoutWritten(settings.fips),
      ignoreConfiguredEndpointUrls: withoutWritten(settings.ignoreUrls),
    },
    sdk:
      input.sdk === null
        ? null
        : {
            id: input.sdk.sdk.id,
            name: input.sdk.sdk.name,
            version: input.sdk.version,
            namesKnown: resolved.whyNotKnown === null,
          },
    trail: settings.trail.map((step) =>
      step.source === "rules" ? { ...step, value: rulesUrl(resolved) } : step,
    ),
    observed: seen,
    verdict: combinedVerdict(resolved, observed),
    otherReadings: resolved.others.map((each) => explainOther(each, observed)),
    traps,
    advice: endpointAdvice({
      catalog,
      readiness,
      settings,
      source,
      hostname,
      seen,
      name:
        resolved.isKnownName && !resolved.isGlobalName ? nameOfVariant(readiness, variant) : null,
      mendFirst: fixOf(traps.find(isInTheWay)),
      takesAlso:
        input.sdk === null ? null : fixOf(traps.find(({ ruleId }) => ruleId === "sqs-queue-url")),
      sdk: input.sdk,
      doubt:
        source === "rules" && resolved.whyNotKnown !== null
          ? doubtWords(catalog, { service: service.cliName, region, variant }, resolved.whyNotKnown)
          : null,
      todays:
        catalog.release === undefined
          ? null
          : readinessOf({
              catalog: catalog.release.todays,
              service,
              region,
              observed,
              isFips: settings.fips.value,
            }),
    }),
  };
}

/** Whether calls fail whatever the name has; advice on names speaks of a missing one itself. */
function isInTheWay({ ruleId, level }: TrapFinding): boolean {
  return level === "error" && ruleId !== "dualstack-name-missing";
}

function fixOf(finding: TrapFinding | undefined): string | null {
  return finding === undefined ? null : trapFix(finding.fix);
}

function nameOfVariant({ byDefault, byOptIn }: Readiness, variant: Variant): NameEvidence | null {
  return [byDefault, byOptIn].find((name) => name?.variant === variant) ?? null;
}

function rulesUrl({ catalog, source, url, answer, settings }: ResolvedEndpoint): string | null {
  if (source === "rules") return url;
  const variant = variantOf(settings.dualstack.value, settings.fips.value);
  const name = answer.variants[variant];
  return name && endpointUrl(catalog, { ...answer, variant, hostname: name.hostname });
}

/** Calls to the global name of STS are signed for the partition's home region. */
function signingScope({ catalog, service, answer, settings }: ResolvedEndpoint, variant: Variant) {
  const region = isPseudoRegion(answer.region)
    ? (settings.own?.signingRegion ?? homeRegion(catalog))
    : answer.region;
  return signingScopeOf(catalog, service, region, variant);
}

/** `aws-global`, `aws-cn-global`. */
function isPseudoRegion(region: string): boolean {
  return region.endsWith("-global");
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
  const found = address === null ? observed.get(observableName(hostname)) : undefined;
  return { ...observationOf(found), ...address };
}

/** @param found what is known of the name; undefined: nothing */
export function observationOf(found: NameSupport | undefined): ObservedName {
  const { ipv4, ipv6 } = found ?? { ipv4: UNOBSERVED, ipv6: UNOBSERVED };
  return {
    ipv4: supportOf(ipv4),
    ipv6: supportOf(ipv6),
    since: isoTimeOrNull(ipv6.since),
    checkedAt: isoTimeOrNull(ipv6.lastChecked),
    confirmedAt: isoTimeOrNull(ipv6.lastConfirmed),
    outcomes: { a: ipv4.lastOutcome, aaaa: ipv6.lastOutcome },
    privateAddresses: found?.privateAddresses ?? [],
  };
}

/** Of one way in which the configuration may be taken. */
function verdictOf(
  resolved: ResolvedEndpoint,
  observed: ReadonlyMap<string, NameSupport>,
): EndpointExplanation["verdict"] {
  const name = resolved.observedAs === null ? null : observedName(resolved.observedAs, observed);
  const call = callOutcome(resolved);
  const isUnknownName = resolved.source === "rules" && resolved.whyNotKnown !== null;
  const reach = (client: ClientFamilies): Support => {
    if (isUnknownName) return "unknown";
    const support = reachOf(call === "refused" ? null : name, client);
    return call === "unknown" && support === "yes" ? "unknown" : support;
  };
  const [ipv6Only, dualStack, ipv4Only] = CLIENT_FAMILIES;
  return {
    [ipv6Only]: reach(ipv6Only),
    [dualStack]: reach(dualStack),
    [ipv4Only]: reach(ipv4Only),
  };
}

/** Whether the SDK calls at all with such settings. */
function callOutcome(resolved: ResolvedEndpoint): "made" | "refused" | "unknown" {
  const { catalog, source, settings, input, service, isKnownName, variant } = resolved;
  if (source === "rules" || source === "client") return "made";
  const isOwnDualstackName = isKnownName && variant === "dualstack";
  if (isOwnDualstackName && refusesOwnUrl(catalog, service)) return "refused";
  const isSwitchOn = settings.dualstack.value || settings.fips.value;
  if (input.sdk === null || !isSwitchOn) return "made";
  const outcomes = { refuses: "refused", "url-wins": "made", unknown: "unknown" } as const;
  return outcomes[input.sdk.sdk.switchAndUrl.value];
}

const MOST_CAREFUL_FIRST: readonly Support[] = ["no", "unknown", "yes"];

/**
 * Where SDKs take the configuration differently, that of the one it works worst for; where it is not known
 * how the SDK that is named takes it, unknown.
 */
function combinedVerdict(
  resolved: ResolvedEndpoint,
  observed: ReadonlyMap<string, NameSupport>,
): EndpointExplanation["verdict"] {
  const all = [
    verdictOf(resolved, observed),
    ...resolved.others.map(({ endpoint }) =>
      endpoint instanceof Egress6Error ? NOTHING_REACHED : verdictOf(endpoint, observed),
    ),
  ];
  const combine = (client: ClientFamilies): Support => {
    const found = new Set(all.map((verdict) => verdict[client]));
    if (resolved.input.sdk !== null && found.size > 1) return "unknown";
    return MOST_CAREFUL_FIRST.find((each) => found.has(each)) ?? "unknown";
  };
  const [ipv6Only, dualStack, ipv4Only] = CLIENT_FAMILIES;
  return {
    [ipv6Only]: combine(ipv6Only),
    [dualStack]: combine(dualStack),
    [ipv4Only]: combine(ipv4Only),
  };
}

const NOTHING_REACHED = { "ipv6-only": "no", "dual-stack": "no", "ipv4-only": "no" } as const;

function explainOther(
  { readBy, endpoint }: OtherEndpoint,
  observed: ReadonlyMap<string, NameSupport>,
): OtherReading {
  if (endpoint instanceof Egress6Error) {
    const { code, message } = endpoint;
    return {
      readBy,
      url: null,
      hostname: null,
      fault: { code, message },
      verdict: NOTHING_REACHED,
    };
  }
  const { url, hostname } = endpoint;
  return { readBy, url, hostname, fault: null, verdict: verdictOf(endpoint, observed) };
}

function withoutWritten({ value, source, name, place }: Resolved<boolean>): Resolved<boolean> {
  return { value, source, name, place };
}
