import { type Catalog, partitionOfRegion } from "../endpoint/catalog.js";
import { observableName } from "../endpoint/placeholder.js";
import { type Service, VARIANTS, type Variant } from "../endpoint/types.js";
import type { SdkFacts } from "../facts/sdk-facts.js";
import type { TrapFinding } from "../finding/find-traps.js";
import { checkServices } from "../settings/choose/check-services.js";
import { NO_CONFIG_FILES } from "../settings/read/aws-config.js";
import type { SdkChoice } from "../settings/read/find-sdk.js";
import { isSettingRead } from "../settings/read/is-setting-read.js";
import { adviceUnobserved } from "../settings/resolve/endpoint-advice.js";
import {
  type EndpointExplanation,
  explainEndpoint,
  type ObservedName,
  observationOf,
} from "../settings/resolve/explain-endpoint.js";
import { resolveEndpointSettings } from "../settings/resolve/resolve-endpoint-settings.js";
import type { SettingsInput } from "../settings/settings-input.js";
import {
  CLIENT_FAMILIES,
  evidenceOf,
  type NameEvidence,
  type Readiness,
  reachOf,
  readinessOf,
  readinessOfNames,
} from "../verdict/readiness.js";
import type { NameSupport } from "../verdict/support.js";
import type { IdentifiedMatch } from "./identified.js";
import { isFips } from "./is-fips.js";
import { DUALSTACK_SWITCH, otherNameAdvice } from "./other-name-advice.js";
import { regionOfMatch, serviceOfMatch, templateOf } from "./place-match.js";

export interface MatchQuestion {
  /** As the SDK that is named builds hostnames. */
  readonly catalog: Catalog;
  /** By the name that was looked up. */
  readonly observed: ReadonlyMap<string, NameSupport>;
  /** Null: no SDK in particular. */
  readonly sdk: SdkChoice | null;
  /** Of the fact base. */
  readonly sdks: readonly SdkFacts[];
}

/**
 * `ipv6` the name answers over IPv6 · `sibling` another name for the same does · `ipv4` none of them does ·
 * `absent` none of them exists · `private` the network that was asked answers for the name itself ·
 * `unknown` not enough was observed · `no-region` nothing says which region is meant
 */
export type MatchState =
  | "ipv6"
  | "sibling"
  | "ipv4"
  | "absent"
  | "private"
  | "unknown"
  | "no-region";

/** One service or endpoint that a text means, with what is known of it. */
export interface JudgedMatch extends IdentifiedMatch {
  /** What was observed of the siblings; null where there is none. */
  readonly observed: Readonly<Record<Variant, ObservedName | null>>;
  readonly state: MatchState;
  /** Of `hostname`: who reaches it. */
  readonly verdict: EndpointExplanation["verdict"];
  /** What to set, ready to paste; null: nothing, or no setting does it. */
  readonly setting: string | null;
  /** The name that answers over IPv6; null: none is known to. */
  readonly ipv6Hostname: string | null;
  readonly advice: readonly string[];
}

export const NOTHING_KNOWN: EndpointExplanation["verdict"] = {
  "ipv6-only": "unknown",
  "dual-stack": "unknown",
  "ipv4-only": "unknown",
};

/** The names to look up before the match can be judged. */
export function namesOfMatch(catalog: Catalog, match: IdentifiedMatch): readonly string[] {
  const names = VARIANTS.flatMap((variant) => {
    const sibling = match.siblings[variant];
    if (sibling === null) return [];
    const template = match.purpose === null ? null : templateOf(catalog, match, variant);
    return [sibling, ...(template === null ? [] : [template])].map(observableName);
  });
  if (match.purpose === null) return [...new Set(names)];
  return [...new Set([...names, ...(match.hostname === null ? [] : [match.hostname])])];
}

export function judgeMatch(question: MatchQuestion, match: IdentifiedMatch): JudgedMatch {
  const { catalog, observed } = question;
  const service = serviceOfMatch(catalog, match);
  const region = regionOfMatch(catalog, match);
  const isPlaced = match.partition !== null || partitionOfRegion(catalog, region ?? "") !== null;
  if (service === undefined || region === null || !isPlaced) {
    return {
      ...match,
      observed: { default: null, dualstack: null, fips: null, "fips-dualstack": null },
      state: "no-region",
      verdict: NOTHING_KNOWN,
      setting: null,
      ipv6Hostname: null,
      advice: [],
    };
  }
  const supportOf = (variant: Variant) => supportOfName(catalog, observed, match, variant);
  const seen = (variant: Variant) => {
    if (match.siblings[variant] === null) return null;
    const support = supportOf(variant);
    return support === undefined ? UNSEEN : observationOf(support);
  };
  const seenNames = {
    default: seen("default"),
    dualstack: seen("dualstack"),
    fips: seen("fips"),
    "fips-dualstack": seen("fips-dualstack"),
  };
  const isUnseen = VARIANTS.every((variant) => (seenNames[variant] ?? UNSEEN) === UNSEEN);
  const judgement =
    isUnseen && match.purpose === null && match.hostname !== null && question.sdk === null
      ? judgeUnseen(question.catalog, service, region)
      : (match.purpose === null ? judgeOwn : judgeOther)(question, match, service, region);
  return { ...match, observed: seenNames, ...judgement };
}

/** Of a name that nobody has asked about. */
const UNSEEN = observationOf(undefined);

/** What `judgeOwn` comes to of names that nobody has asked about: lists of thousands are full of them. */
function judgeUnseen(catalog: Catalog, { cliName }: Service, region: string): Judgement {
  return {
    state: "unknown",
    verdict: NOTHING_KNOWN,
    setting: null,
    ipv6Hostname: null,
    advice: [adviceUnobserved(catalog, cliName, region)],
  };
}

type Judgement = Pick<JudgedMatch, "state" | "verdict" | "setting" | "ipv6Hostname" | "advice">;

/** The endpoint of the service itself, called as an SDK does that is set to lead there. */
function judgeOwn(
  question: MatchQuestion,
  match: IdentifiedMatch,
  service: Service,
  region: string,
): Judgement {
  const { variant } = match;
  const code = {
    region,
    ...(variant !== null && isDualstack(variant) ? { dualstack: true } : {}),
    ...(isFips(variant) ? { fips: true } : {}),
  };
  const explained = explain(question, service, { code, env: {} });
  const readiness = readinessOf({ ...question, service, region, isFips: isFips(match.variant) });
  const state = stateOf(readiness, explained.verdict["ipv6-only"] === "yes", explained.observed);
  return {
    state,
    verdict: explained.verdict,
    setting: state === "sibling" ? settingFor(question, readiness) : null,
    ipv6Hostname: state === "ipv6" ? explained.hostname : (readiness.ipv6Name?.hostname ?? null),
    advice: explained.advice,
  };
}

function explain(
  { catalog, observed, sdk, sdks }: MatchQuestion,
  service: Service,
  { code, env }: Pick<SettingsInput, "code" | "env">,
): EndpointExplanation {
  const resolved = resolveEndpointSettings({
    catalog,
    service,
    input: { code, env, files: NO_CONFIG_FILES, sdk, sdks },
    parameters: {},
    evaluate: null,
  });
  return explainEndpoint(resolved, observed, sdks);
}

/** A name of one use of the service: of some operations, an account, a bucket, a registry. */
function judgeOther(
  question: MatchQuestion,
  match: IdentifiedMatch,
  service: Service,
  region: string,
): Judgement {
  const { catalog, observed, sdk } = question;
  const isOfFips = isFips(match.variant);
  const nameOf = (variant: Variant): NameEvidence | null => {
    const hostname = match.siblings[variant];
    if (hostname === null) return null;
    const support = supportOfName(catalog, observed, match, variant);
    const known = new Map(support === undefined ? [] : [[observableName(hostname), support]]);
    return evidenceOf({ variant, hostname, scope: "regional" }, known);
  };
  const readiness = readinessOfNames(
    service,
    region,
    nameOf(isOfFips ? "fips" : "default"),
    nameOf(isOfFips ? "fips-dualstack" : "dualstack"),
  );
  const { byDefault, byOptIn, ipv6Name } = readiness;
  const used = match.variant !== null && isDualstack(match.variant) ? byOptIn : byDefault;
  const [ipv6Only, dualStack, ipv4Only] = CLIENT_FAMILIES;
  const state = stateOf(readiness, used?.ipv6 === "yes", used?.states ?? null);
  const purpose = match.purpose ?? "";
  const { advice, setting } = otherNameAdvice({ readiness, used, purpose, sdk });
  return {
    state,
    verdict: {
      [ipv6Only]: reachOf(used, ipv6Only),
      [dualStack]: reachOf(used, dualStack),
      [ipv4Only]: reachOf(used, ipv4Only),
    },
    setting,
    ipv6Hostname: state === "ipv6" ? (used?.hostname ?? null) : (ipv6Name?.hostname ?? null),
    advice,
  };
}

/** What was observed of the very name; else of one with example values, which holds for all of them. */
function supportOfName(
  catalog: Catalog,
  observed: MatchQuestion["observed"],
  match: IdentifiedMatch,
  variant: Variant,
): NameSupport | undefined {
  const hostname = match.siblings[variant];
  if (observed.size === 0) return undefined;
  const own = hostname === null ? undefined : observed.get(observableName(hostname));
  if (own !== undefined || match.purpose === null) return own;
  const template = templateOf(catalog, match, variant);
  return template === null ? undefined : observed.get(observableName(template));
}

function stateOf(
  { ipv6Name, cell }: Readiness,
  isReached: boolean,
  used: { readonly privateAddresses?: readonly string[] } | null,
): MatchState {
  if (isReached) return "ipv6";
  if ((used?.privateAddresses ?? []).length > 0) return "private";
  if (ipv6Name !== null) return "sibling";
  if (cell === "unknown") return "unknown";
  return cell === "none" ? "absent" : "ipv4";
}

/** What leads this SDK to the dual-stack name of exactly this service. */
function settingFor(question: MatchQuestion, readiness: Readiness): string | null {
  const { service, region, ipv6Name } = readiness;
  const { sdk } = question;
  if (ipv6Name !== null && isFips(ipv6Name.variant)) {
    return isDualstack(ipv6Name.variant) && isSettingRead(sdk, "dualstack", "env")
      ? DUALSTACK_SWITCH
      : null;
  }
  const [checked] = checkServices({ ...question, services: [service], regions: [region] });
  const setting = checked?.services[0]?.setting ?? null;
  const isRead = isSettingRead(
    sdk,
    setting === DUALSTACK_SWITCH ? "dualstack" : "endpoint-url",
    "env",
  );
  return isRead ? setting : null;
}

/** Every trap beside the way, once the setting that the advice names is in force. */
export function trapsAhead(question: MatchQuestion, match: JudgedMatch): readonly TrapFinding[] {
  const { variant, purpose, state } = match;
  const region = regionOfMatch(question.catalog, match);
  const service = serviceOfMatch(question.catalog, match);
  if (state !== "sibling" || purpose !== null || service === undefined || region === null) {
    return [];
  }
  const [name = "", value = ""] = DUALSTACK_SWITCH.split("=");
  const code = { region, ...(isFips(variant) ? { fips: true } : {}) };
  return explain(question, service, { code, env: { [name]: value } }).traps;
}

function isDualstack(variant: Variant): boolean {
  return variant === "dualstack" || variant === "fips-dualstack";
}
