import type { Candidate } from "./candidates.js";
import { type Chosen, chooseCandidate } from "./choose-candidate.js";
import { isNameMissing } from "./connect-failure.js";
import { type NameState, offersIpv6 } from "./name-state.js";
import { lookUpNameOf, namesOf, type Route } from "./route.js";
import type { Settings } from "./settings.js";
import { Egress6Error } from "./vocabulary.js";

/** What follows from what is known now; null: a name was never looked up. */
export function chooseAtOnce(settings: Settings, route: Route, now: number): Chosen | null {
  const { table, lookUpTimeoutMs, isRequired } = settings;
  if (route.other === null && !isRequired) return { candidate: route.used, reason: "only-name" };
  let isComplete = true;
  const stateOf = (candidate: Candidate) => {
    const state = table.peek(lookUpNameOf(route, candidate), lookUpTimeoutMs, now);
    isComplete &&= state !== undefined;
    return state;
  };
  const chosen = chooseCandidate(route, stateOf, { now, isRequired });
  return isComplete ? chosen : null;
}

/** What follows from look-ups, or from what is known when their time is over, or the caller's patience. */
export async function chooseAfterLookUps(
  settings: Settings,
  route: Route,
  signal: AbortSignal | undefined,
): Promise<Chosen> {
  const { table, lookUpTimeoutMs: timeoutMs, now, isRequired } = settings;
  const decide = () => {
    const states = namesOf(route).map(
      (name) => table.peek(name, timeoutMs) ?? table.ask(name, timeoutMs, signal),
    );
    return untilDecided(states, now);
  };
  await firstOf(decide, timeoutMs, signal);
  const stateOf = (candidate: Candidate) => table.peek(lookUpNameOf(route, candidate), timeoutMs);
  return chooseCandidate(route, stateOf, { now: now(), isRequired });
}

async function untilDecided(
  states: readonly (NameState | Promise<NameState>)[],
  now: () => number,
): Promise<void> {
  for (const state of states) {
    if (offersIpv6(await state, now())) return;
  }
}

/**
 * Waits until the work is done, the time is over, or the signal says stop; only so long it keeps the process from
 * ending.
 */
async function firstOf(
  work: () => Promise<unknown>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal?.aborted === true) return;
  // Before the timer, so that what ends by its own time-out has ended then.
  const working = work();
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const timer = setTimeout(stop, timeoutMs);
  signal?.addEventListener("abort", stop, { once: true });
  await Promise.race([working, stopped]);
  clearTimeout(timer);
  signal?.removeEventListener("abort", stop);
}

export function noIpv6Error({ table }: Settings, route: Route): Egress6Error {
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

export const fallingBackTo = (candidate: Candidate): Chosen => ({ candidate, reason: "fell-back" });

/** Where a request goes whose first choice could not be connected to; null: nowhere. */
export async function secondChoice(
  { table, lookUpTimeoutMs: timeoutMs, now, isRequired }: Settings,
  route: Route,
  { candidate: first, error }: { readonly candidate: Candidate; readonly error: unknown },
  signal: AbortSignal | undefined,
): Promise<Chosen | null> {
  const stateOf = (candidate: Candidate) => table.known(lookUpNameOf(route, candidate));
  if (isNameMissing(error)) {
    // What was believed of the name was wrong, unless it was learnt meanwhile.
    if (stateOf(first)?.ipv6 !== "no") {
      const askAnew = () =>
        Promise.all(namesOf(route).map((name) => table.ask(name, timeoutMs, signal)));
      await firstOf(askAnew, timeoutMs, signal);
    }
    const { candidate, reason } = chooseCandidate(route, stateOf, { now: now(), isRequired });
    const isAllowed = !isRequired || reason === "has-ipv6";
    if (candidate !== first && isAllowed) return fallingBackTo(candidate);
  }
  if (isRequired) return null;
  if (first !== route.used) return fallingBackTo(route.used);
  // The dual-stack switch is on, and builds a name that does not exist, whatever the look-up could find out.
  const isMissing = first.variant === "dualstack" && isNameMissing(error);
  return isMissing && route.other !== null ? fallingBackTo(route.other) : null;
}
