import type { EndpointV2, HandlerExecutionContext } from "@smithy/types";
import { type Candidate, type Candidates, candidatesOf } from "./candidates.js";

/** The parts of the SDK's HTTP requests that a change of host touches. They need be of no class: middleware spreads them. */
export interface HostRequest {
  hostname: string;
  headers: Record<string, string>;
  body?: unknown;
}

export function isHostRequest(request: unknown): request is HostRequest {
  const { hostname, headers } = (request ?? {}) as Partial<HostRequest>;
  return typeof hostname === "string" && typeof headers === "object";
}

/** The endpoints a serialized request may go to. */
export interface Route extends Candidates {
  /** What the operation puts before the endpoint's name, such as `stream-`. */
  readonly hostPrefix: string;
}

/** Null: the request goes to an endpoint that the rules did not choose, such as a queue's own URL. */
export function routeOf(endpoint: EndpointV2 | undefined, hostname: string): Route | null {
  const candidates = candidatesOf(endpoint);
  if (endpoint === undefined || candidates === undefined) return null;
  const { used, other } = candidates;
  const endpointName = endpoint.url.hostname;
  if (!hostname.endsWith(endpointName)) return null;
  const hostPrefix = hostname.slice(0, -endpointName.length);
  if (endpointName === used.endpoint.url.hostname) return { used, other, hostPrefix };
  // A queue's URL may have the other name.
  if (endpointName === other?.endpoint.url.hostname) {
    return { used: other, other: used, hostPrefix };
  }
  return null;
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

/** Sends the request to the candidate, signed in the scope that the rules want there. */
export function directTo(
  route: Route,
  candidate: Candidate,
  request: HostRequest,
  context: HandlerExecutionContext,
): void {
  const hostname = hostnameOf(route, candidate);
  if (request.headers["host"] === request.hostname) request.headers["host"] = hostname;
  request.hostname = hostname;
  context.endpointV2 = candidate.endpoint;
  const schemes = candidatesIn(route).map(schemeOf);
  // Where the rules name no scope, the client's own is right for both.
  if (schemes.every((scheme) => scheme === undefined)) return;
  const scheme = schemeOf(candidate);
  const { signingRegion } = candidate;
  const signingName = scheme?.["signingName"];
  // As the SDK's own endpointV2Middleware does.
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
