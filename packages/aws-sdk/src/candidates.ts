import type { EndpointParameters, EndpointV2 } from "@smithy/types";

export type EndpointVariant = "default" | "dualstack";

/** One endpoint that the client's rules built for a request. */
export interface Candidate {
  readonly variant: EndpointVariant;
  readonly endpoint: EndpointV2;
  /** What the rules say, or the client's own region where they say nothing. */
  readonly signingRegion: string | undefined;
  /** The name whose records say whether the endpoint has IPv6: for a bucket that of its region. */
  readonly lookUpName: string;
}

/** What the rules offer for one request. */
export interface Candidates {
  /** What the client would use by itself. */
  readonly used: Candidate;
  /** Null: the rules know no other endpoint, or none to which the same request could go. */
  readonly other: Candidate | null;
}

export type EndpointRules = (params: EndpointParameters, context?: object) => EndpointV2;

const CANDIDATES = Symbol("@egress6/aws-sdk candidates");
const MOST_KEPT = 500;

/** The candidates that an endpoint was marked with; copies by spreading keep them. */
export function candidatesOf(endpoint: object | undefined): Candidates | undefined {
  return (endpoint as { [CANDIDATES]?: Candidates } | undefined)?.[CANDIDATES];
}

export function withMark(endpoint: EndpointV2, candidates: Candidates): EndpointV2 {
  const marked: EndpointV2 & { [CANDIDATES]?: Candidates } = { ...endpoint };
  marked[CANDIDATES] = candidates;
  return marked;
}

/**
 * The same rules, whose endpoints know what the rules say with the dual-stack parameter the other way
 * round. An explicit endpoint is left as it is: it has no candidates.
 */
export function withCandidates(rules: EndpointRules): EndpointRules {
  // Newer SDKs give the same endpoint for the same parameters; older ones evaluate anew, in up to 80 µs.
  const marked = new WeakMap<EndpointV2, EndpointV2>();
  const kept = new Map<string, Candidates>();
  const candidatesFor = (params: EndpointParameters, endpoint: EndpointV2) => {
    const key = keyOf(params);
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size === MOST_KEPT) kept.clear();
    const candidates = evaluateBothWays(rules, params, endpoint);
    kept.set(key, candidates);
    return candidates;
  };
  return (params, context) => {
    const endpoint = rules(params, context);
    if (params["Endpoint"] !== undefined) return endpoint;
    let known = marked.get(endpoint);
    if (known === undefined) {
      known = withMark(endpoint, candidatesFor(params, endpoint));
      marked.set(endpoint, known);
    }
    return known;
  };
}

function evaluateBothWays(
  rules: EndpointRules,
  params: EndpointParameters,
  endpoint: EndpointV2,
): Candidates {
  const turned = { ...params, UseDualStack: params["UseDualStack"] !== true };
  const turnedEndpoint = endpointOrNull(rules, turned);
  const isUsable = turnedEndpoint !== null && isInterchangeable(endpoint, turnedEndpoint);
  return {
    used: candidateOf(rules, params, endpoint),
    other: isUsable ? candidateOf(rules, turned, turnedEndpoint) : null,
  };
}

function candidateOf(
  rules: EndpointRules,
  params: EndpointParameters,
  endpoint: EndpointV2,
): Candidate {
  const scheme = endpoint.properties?.authSchemes?.[0];
  return {
    variant: params["UseDualStack"] === true ? "dualstack" : "default",
    endpoint,
    signingRegion: textOf(scheme?.["signingRegion"]) ?? textOf(params["Region"]),
    lookUpName: lookUpNameOf(rules, params, endpoint),
  };
}

/** Rules refuse what a partition, or a combination of settings, does not support. */
function endpointOrNull(rules: EndpointRules, params: EndpointParameters): EndpointV2 | null {
  try {
    return rules(params, {});
  } catch {
    return null;
  }
}

/** Whether a request for one, serialized already, becomes one for the other by changing host and signing scope. */
function isInterchangeable(one: EndpointV2, other: EndpointV2): boolean {
  const schemeOf = ({ properties }: EndpointV2) => properties?.authSchemes?.[0]?.name ?? "sigv4";
  return (
    one.url.hostname !== other.url.hostname &&
    one.url.pathname === other.url.pathname &&
    schemeOf(one) === schemeOf(other)
  );
}

/** All buckets of a region have the addresses of its S3 name: one look-up serves them all. */
function lookUpNameOf(
  rules: EndpointRules,
  params: EndpointParameters,
  { url: { hostname } }: EndpointV2,
): string {
  const { Bucket: bucket, ...withoutBucket } = params;
  if (typeof bucket !== "string" || !hostname.startsWith(`${bucket}.`)) return hostname;
  const regional = endpointOrNull(rules, withoutBucket)?.url.hostname;
  return hostname === `${bucket}.${regional}` && regional !== undefined ? regional : hostname;
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

/** S3 gives them to the rules with every request; the SDK's own cache, too, leaves them out. */
const WITHOUT_EFFECT = new Set(["Key", "Prefix", "CopySource"]);

function keyOf(params: EndpointParameters): string {
  let key = "";
  for (const name in params) if (!WITHOUT_EFFECT.has(name)) key += `${name}=${params[name]}\n`;
  return key;
}
