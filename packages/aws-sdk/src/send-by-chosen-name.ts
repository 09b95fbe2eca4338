import type { FinalizeRequestMiddleware, HandlerExecutionContext } from "@smithy/types";
import type { Candidate } from "./candidates.js";
import type { Chosen } from "./choose-candidate.js";
import {
  chooseAfterLookUps,
  chooseAtOnce,
  fallingBackTo,
  noIpv6Error,
  secondChoice,
} from "./choose-route.js";
import { isConnectFailure, isUnanswered } from "./connect-failure.js";
import {
  type ReplayableBody,
  replayableBody,
  replayableUnlessStream,
  sentOnce,
} from "./replayable-body.js";
import { report, reportExplicit } from "./report.js";
import {
  directTo,
  type HostRequest,
  isHostRequest,
  lookUpNameOf,
  type Route,
  routeOf,
} from "./route.js";
import type { Settings } from "./settings.js";

/** Requests that the chosen name did not answer in time: when the SDK tries again, their own name has a turn. */
const unanswered = new WeakMap<HostRequest, Candidate>();

/**
 * Right before a request is signed, within the SDK's retries: chooses its name, and waits for look-ups of
 * names that are new. When the chosen name cannot be connected to, the request goes once to the other.
 * @param handsOut whether the service may hand out hosts for its calls (endpoint discovery)
 */
export function sendByChosenName(
  settingsNow: () => Settings,
  handsOut: boolean,
): FinalizeRequestMiddleware<object, object> {
  return (next, context) => async (args) => {
    const { request } = args;
    if (!isHostRequest(request)) return next(args);
    const settings = settingsNow();
    const route = routeOf(context.endpointV2, request, handsOut);
    if (route === null) {
      reportExplicit(settings, context, request.hostname);
      return next(args);
    }
    const askedAt = settings.now();
    // Without a wait, when everything is known: this is the path of all requests but the first.
    const silent = unanswered.get(request);
    let first =
      silent === undefined ? chooseAtOnce(settings, route, askedAt) : fallingBackTo(route.used);
    if (first === null) {
      first = await chooseAfterLookUps(settings, route, signalOf(context));
      report(settings, context, route, first, settings.now() - askedAt);
    } else report(settings, context, route, first);
    if (settings.isRequired) ensureIpv6(settings, context, route, first);

    const send = ({ candidate }: Chosen, { body }: ReplayableBody) =>
      next({ ...args, request: directTo(route, candidate, { request, body }, context) });
    const body = bodyOf(route, first, request);
    const { candidate } = first;
    const { table } = settings;
    try {
      const output = await send(first, body);
      if (candidate !== route.used) table.noteSuccess(lookUpNameOf(route, candidate));
      else if (silent !== undefined) table.noteSilence(lookUpNameOf(route, silent));
      return output;
    } catch (error) {
      if (!isConnectFailure(error)) {
        const mayFallBack = candidate !== route.used && !settings.isRequired;
        if (mayFallBack && isUnanswered(error)) unanswered.set(request, candidate);
        throw error;
      }
      const second =
        silent === undefined
          ? await secondChoice(settings, route, { candidate, error }, signalOf(context))
          : fallingBackTo(silent);
      const again = second === null ? null : body.replay();
      if (second === null || again === null) throw error;
      report(settings, context, route, second);
      const noteFailure = () => table.noteConnectFailure(lookUpNameOf(route, candidate));
      return await send(second, again).then(
        (output) => {
          noteFailure();
          return output;
        },
        (secondError: unknown) => {
          // Had the second name failed alike, the fault would not be the first one's.
          if (!isConnectFailure(secondError)) noteFailure();
          throw secondError;
        },
      );
    }
  };
}

/** @throws Egress6Error IPV6_REQUIRED when no name is known to have IPv6 */
function ensureIpv6(
  settings: Settings,
  context: HandlerExecutionContext,
  route: Route,
  { reason }: Chosen,
): void {
  // An aborted request gets the SDK's own error, from its request handler.
  const isAborted = signalOf(context)?.aborted === true;
  if (reason !== "has-ipv6" && !isAborted) throw noIpv6Error(settings, route);
}

/** Newer SDKs let middleware see it; with older ones an abort takes effect when the look-up is over. */
function signalOf(context: HandlerExecutionContext): AbortSignal | undefined {
  const signal: unknown = context.__smithy_context?.["abortSignal"];
  return signal instanceof AbortSignal ? signal : undefined;
}

/** A stream is remembered only where the request may have to leave a name it would not have used by itself. */
function bodyOf(
  route: Route,
  { candidate }: Chosen,
  { body, headers }: HostRequest,
): ReplayableBody {
  // Its events are signed one after the other, from the request's signature on.
  if (headers["content-type"] === "application/vnd.amazon.eventstream") return sentOnce(body);
  return candidate === route.used ? replayableUnlessStream(body) : replayableBody(body);
}
