import type { FinalizeRequestMiddleware } from "@smithy/types";
import type { Candidate } from "./candidates.js";
import { chooseCandidate } from "./choose-candidate.js";
import { type ChosenRoute, chosenRouteOf } from "./chosen-route.js";
import { isConnectFailure, isNameMissing } from "./connect-failure.js";
import {
  type ReplayableBody,
  replayableBody,
  replayableUnlessStream,
  sentOnce,
} from "./replayable-body.js";
import { report } from "./report.js";
import {
  candidatesIn,
  directTo,
  type HostRequest,
  hostnameOf,
  isHostRequest,
  lookUpNameOf,
  namesOf,
} from "./route.js";
import type { Settings } from "./settings.js";

/**
 * Before a request is signed, within the SDK's retries: when the chosen name cannot be connected to, the
 * request goes once to the other one.
 */
export function fallBack(settings: Settings): FinalizeRequestMiddleware<object, object> {
  return (next, context) => async (args) => {
    const { request } = args;
    const chosen = chosenRouteOf(context);
    if (chosen === undefined || !isHostRequest(request) || !isOnRoute(chosen, request)) {
      return next(args);
    }
    const { route, candidate: first } = chosen;
    const send = (to: Candidate, { body }: ReplayableBody) => {
      if (request.hostname === hostnameOf(route, to) && body === request.body) return next(args);
      const directed = { ...request, headers: { ...request.headers }, body };
      directTo(route, to, directed, context);
      return next({ ...args, request: directed });
    };
    const body = bodyOf(chosen, request);
    try {
      return await send(first, body);
    } catch (error) {
      const second = isConnectFailure(error) ? await secondChoice(settings, chosen, error) : null;
      const again = second === null ? null : body.replay();
      if (second === null || again === null) throw error;
      const failedName = lookUpNameOf(route, first);
      chosen.candidate = second;
      const hostname = hostnameOf(route, second);
      report(settings, context, { hostname, reason: "fell-back", candidate: second, route });
      const noteWhoseFault = () => settings.table.noteConnectFailure(failedName);
      return send(second, again).then(
        (output) => {
          noteWhoseFault();
          return output;
        },
        (secondError: unknown) => {
          // Had the second name failed alike, the fault would not be the first one's.
          if (!isConnectFailure(secondError)) noteWhoseFault();
          throw secondError;
        },
      );
    }
  };
}

/** Endpoint discovery, for one, sends requests to where the rules know nothing of. */
function isOnRoute({ route }: ChosenRoute, { hostname }: HostRequest): boolean {
  return candidatesIn(route).some((candidate) => hostnameOf(route, candidate) === hostname);
}

/** Where to go instead; null: nowhere. */
async function secondChoice(
  { table, lookUpTimeoutMs: timeoutMs, now, isRequired }: Settings,
  { route, candidate: first }: ChosenRoute,
  error: unknown,
): Promise<Candidate | null> {
  const stateOf = (candidate: Candidate) => table.known(lookUpNameOf(route, candidate));
  if (isNameMissing(error)) {
    // What was believed of the name was wrong, unless it was learnt meanwhile.
    if (stateOf(first)?.ipv6 !== "no") {
      await Promise.all(namesOf(route).map((name) => table.ask(name, timeoutMs)));
    }
    const { candidate, reason } = chooseCandidate(route, stateOf, now());
    if (candidate !== first && !(isRequired && reason !== "has-ipv6")) return candidate;
  }
  return first === route.used || isRequired ? null : route.used;
}

/** A stream is remembered only where the request may have to leave a name it would not have used by itself. */
function bodyOf({ route, candidate }: ChosenRoute, { body, headers }: HostRequest): ReplayableBody {
  // Its events are signed one after the other, from the request's signature on.
  const isEventStream = headers["content-type"] === "application/vnd.amazon.eventstream";
  if (isEventStream) return sentOnce(body);
  return candidate === route.used ? replayableUnlessStream(body) : replayableBody(body);
}
