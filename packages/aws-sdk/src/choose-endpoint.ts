import { Egress6Error } from "@egress6/core/errors";
import type { HandlerExecutionContext, SerializeMiddleware } from "@smithy/types";
import type { Candidate } from "./candidates.js";
import { type Chosen, chooseCandidate } from "./choose-candidate.js";
import { setChosenRoute } from "./chosen-route.js";
import { type NameState, offersIpv6 } from "./name-state.js";
import { report } from "./report.js";
import {
  directTo,
  hostnameOf,
  isHostRequest,
  lookUpNameOf,
  namesOf,
  type Route,
  routeOf,
} from "./route.js";
import type { Settings } from "./settings.js";

/** Right after a request was serialized: chooses its endpoint, and waits for names never looked up before. */
export function chooseEndpoint(settings: Settings): SerializeMiddleware<object, object> {
  return (next, context) => async (args) => {
    const { request } = args;
    if (!isHostRequest(request)) return next(args);
    const route = routeOf(context.endpointV2, request.hostname);
    if (route === null) {
      setChosenRoute(context, undefined);
      report(settings, context, { hostname: request.hostname, reason: "explicit" });
      return next(args);
    }
    const signal = signalOf(context);
    const startedAt = settings.now();
    const chosen = decide(settings, route) ?? (await decideInTime(settings, route, signal));
    const waitedMs = settings.now() - startedAt;
    const { candidate, reason } = chosen;
    report(settings, context, {
      ...chosen,
      route,
      hostname: hostnameOf(route, candidate),
      waitedMs,
    });
    if (settings.isRequired && reason !== "has-ipv6" && signal?.aborted !== true) {
      throw noIpv6Error(settings, route);
    }
    if (candidate !== route.used) directTo(route, candidate, request, context);
    setChosenRoute(context, { route, candidate });
    return next(args);
  };
}

/** Newer SDKs let middleware see it; with older ones an abort takes effect when the look-up is over. */
function signalOf(context: HandlerExecutionContext): AbortSignal | undefined {
  const signal: unknown = context.__smithy_context?.["abortSignal"];
  return signal instanceof AbortSignal ? signal : undefined;
}

/** What follows from what is known; null: a name was never looked up. */
function decide(settings: Settings, route: Route): Chosen | null {
  const { table, lookUpTimeoutMs, isRequired } = settings;
  if (route.other === null && !isRequired) return { candidate: route.used, reason: "only-name" };
  let isComplete = true;
  const stateOf = (candidate: Candidate) => {
    const state = table.peek(lookUpNameOf(route, candidate), lookUpTimeoutMs);
    isComplete &&= state !== undefined;
    return state;
  };
  const chosen = chooseCandidate(route, stateOf, settings.now());
  return isComplete ? chosen : null;
}

/** What follows from look-ups, or from what is known when their time is over, or the caller's patience. */
async function decideInTime(
  settings: Settings,
  route: Route,
  signal: AbortSignal | undefined,
): Promise<Chosen> {
  const { table, lookUpTimeoutMs: timeoutMs, now } = settings;
  const states = namesOf(route).map(
    (name) => table.peek(name, timeoutMs) ?? table.ask(name, timeoutMs),
  );
  await firstOf(untilDecided(states, now), timeoutMs, signal);
  const stateOf = (candidate: Candidate) => table.peek(lookUpNameOf(route, candidate), timeoutMs);
  return chooseCandidate(route, stateOf, now());
}

async function untilDecided(
  states: readonly (NameState | Promise<NameState>)[],
  now: () => number,
): Promise<void> {
  for (const state of states) {
    if (offersIpv6(await state, now())) return;
  }
}

/** Waits until the work is done, the time is over, or the signal says stop. */
async function firstOf(
  work: Promise<void>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal?.aborted === true) return;
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const timer = setTimeout(stop, timeoutMs);
  signal?.addEventListener("abort", stop, { once: true });
  await Promise.race([work, stopped]);
  clearTimeout(timer);
  signal?.removeEventListener("abort", stop);
}

function noIpv6Error({ table }: Settings, route: Route): Egress6Error {
  const known = namesOf(route).map((name) => {
    return `${name}: ${table.known(name)?.outcome ?? "not looked up"}`;
  });
  return new Egress6Error(
    "IPV6_REQUIRED",
    "incomplete",
    `No name of this service is known to have an IPv6 address (${known.join(", ")}), and the client was ` +
      'wrapped with { ipv6: "require" }. Use { ipv6: "prefer" }, or look at the names with ' +
      `"npx egress6 lookup ${namesOf(route).join(" ")}".`,
  );
}
