import type { EndpointV2, HandlerExecutionContext } from "@smithy/types";
import { type Candidate, type Candidates, candidatesOf, withMark } from "./candidates.js";

/** The parts of the SDK's HTTP requests that a change of host touches. */
export interface HostRequest {
  readonly hostname: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export function isHostRequest(request: unknown): request is HostRequest {
  const { hostname, headers } = (request ?? {}) as Partial<HostRequest>;
  return typeof hostname === "string" && typeof headers === "object";
}

/** The endpoints a request may go to; `used` is the one it was made for. */
export interface Route extends Candidates {
  /** What the operation puts before the endpoint's name, such as `stream-`. */
  readonly hostPrefix: string;
}

/**
 * Null: the request is for an endpoint that the rules did not choose, such as a queue's own URL.
 * @param handsOut whether the service may hand out hosts for its calls (endpoint discovery)
 */
export function routeOf(
  endpoint: EndpointV2 | undefined,
  { hostname }: HostRequest,
  handsOut: boolean,
): Route | null {
  const candidates = candidatesOf(endpoint);
  if (candidates === undefined) return null;
  const { used, other } = candidates;
  const isOfRules = candidatesIn(candidates).some(
    (each) => each.endpoint.url.hostname === hostname,
  );
  if (handsOut && !isOfRules) return handedOutRoute(used, hostname);
  const prefix = prefixOf(hostname, used);
  if (prefix !== null) return { used, other, hostPrefix: prefix };
  if (other === null) return null;
  // A queue's URL may have the other name.
  const otherPrefix = prefixOf(hostname, other);
  return otherPrefix === null ? null : { used: other, other: used, hostPrefix: otherPrefix };
}

/** Nobody has set that host: it is looked up as any other, and there is no second one for it. */
function handedOutRoute(used: Candidate, hostname: string): Route {
  const { endpoint } = used;
  const url = new URL(endpoint.url);
  url.hostname = hostname;
  const candidate = { ...used, endpoint: { ...endpoint, url }, lookUpName: hostname };
  return { used: candidate, other: null, hostPrefix: "" };
}

function prefixOf(hostname: string, { endpoint }: Candidate): string | null {
  const { hostname: name } = endpoint.url;
  if (hostname === name) return "";
  if (!hostname.endsWith(name)) return null;
  const prefix = hostname.slice(0, -name.length);
  return /[.-]$/.test(prefix) ? prefix : null;
}

export const hostnameOf = ({ hostPrefix }: Route, { endpoint }: Candidate) =>
  hostPrefix + endpoint.url.hostname;

export const lookUpNameOf = ({ hostPrefix }: Route, { lookUpName }: Candidate) =>
  hostPrefix + lookUpName;

export const candidatesIn = ({ used, other }: Candidates) =>
  other === null ? [used] : [used, other];

/** All names to be looked up. */
export const namesOf = (route: Route) =>
  candidatesIn(route).map((candidate) => lookUpNameOf(route, candidate));

/** The second one over HTTP/2; with the port, where there is one. */
const HOST_HEADERS = ["host", ":authority"];

/**
 * The same request to the candidate, to be signed in the scope that the rules want there. The original is
 * left as it is: the SDK tries again with it.
 */
export function directTo(
  route: Route,
  candidate: Candidate,
  { request, body }: { readonly request: HostRequest; readonly body: unknown },
  context: HandlerExecutionContext,
): HostRequest {
  const hostname = hostnameOf(route, candidate);
  const isInScope = context.endpointV2?.url.hostname === candidate.endpoint.url.hostname;
  if (!isInScope) setScope(route, candidate, context);
  if (request.hostname === hostname && request.body === body) return request;
  const headers = { ...request.headers };
  for (const name of HOST_HEADERS) {
    const value = headers[name];
    if (value?.startsWith(request.hostname))
      headers[name] = hostname + value.slice(request.hostname.length);
  }
  const copy: HostRequest = Object.create(Object.getPrototypeOf(request));
  return Object.assign(copy, request, { hostname, headers, body });
}

/** As the SDK's own `endpointV2Middleware` does. */
function setScope(route: Route, candidate: Candidate, context: HandlerExecutionContext): void {
  context.endpointV2 = withMark(candidate.endpoint, candidatesOf(context.endpointV2) ?? route);
  const schemes = candidatesIn(route).map(schemeOf);
  // Where the rules name no scope, the client's own is right for both.
  if (schemes.every((scheme) => scheme === undefined)) return;
  const scheme = schemeOf(candidate);
  const { signingRegion } = candidate;
  const signingName = scheme?.["signingName"];
  context.authSchemes = candidate.endpoint.properties?.authSchemes ?? [];
  context["signing_region"] = signingRegion;
  context["signing_service"] = signingName;
  const option = context.__smithy_context?.["selectedHttpAuthScheme"]?.httpAuthOption;
  if (option === undefined) return;
  option.signingProperties = {
    ...option.signingProperties,
    signing_region: signingRegion,
    signingRegion,
    signing_service: signingName,
    signingName,
    signingRegionSet: scheme?.["signingRegionSet"],
    ...scheme?.["properties"],
  };
}

const schemeOf = ({ endpoint }: Candidate) => endpoint.properties?.authSchemes?.[0];
