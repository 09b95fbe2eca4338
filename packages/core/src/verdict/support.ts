import {
  isConclusive,
  type NameObservation,
  type Outcome,
  type OutcomeKind,
} from "../observation/outcome.js";
import { isAnotherVoice } from "../observation/voice.js";

export type Family = "ipv4" | "ipv6";
export const FAMILIES = ["ipv4", "ipv6"] as const satisfies readonly Family[];

export type Support = "yes" | "no" | "unknown";

/**
 * What is known of one name for one address family.
 * Times are milliseconds since the epoch.
 */
export interface SupportState {
  /** The last value that conclusive outcomes established; `unknown` until the first one. */
  readonly known: Support;
  /** When `known` was first observed with its present value. */
  readonly since: number | null;
  /** When a conclusive outcome last agreed with `known`. */
  readonly lastConfirmed: number | null;
  /** How the most recent question ended, whatever it said. */
  readonly lastOutcome: OutcomeKind | null;
  readonly lastChecked: number | null;
  readonly lastResolver: string | null;
  /** A first "no" after "yes": counts only once another voice reports it later. */
  readonly unconfirmedNo: { readonly at: number; readonly resolver: string } | null;
}

/** What is known of one name. */
export interface NameSupport {
  readonly ipv4: SupportState;
  readonly ipv6: SupportState;
  /**
   * Addresses of its own by which the network that was asked just now answers for the name: an interface
   * endpoint, or a private zone. Never stored: they say nothing of the name elsewhere.
   */
  readonly privateAddresses?: readonly string[];
}

/**
 * What is known after both questions about a name were asked from here, for use here. Where the network
 * answers itself, what is known of the public name does not hold here.
 */
export function observeHere(
  known: NameSupport | undefined,
  { a, aaaa }: Pick<NameObservation, "a" | "aaaa">,
  at: number,
): NameSupport {
  const isPrivate = a.reason === "private" || aaaa.reason === "private";
  const { ipv4, ipv6 } = (isPrivate ? undefined : known) ?? { ipv4: UNOBSERVED, ipv6: UNOBSERVED };
  const support = { ipv4: observeSupport(ipv4, a, at), ipv6: observeSupport(ipv6, aaaa, at) };
  return isPrivate
    ? { ...support, privateAddresses: [...a.addresses, ...aaaa.addresses] }
    : support;
}

/** A name nobody has asked about yet. */
export const UNOBSERVED: SupportState = {
  known: "unknown",
  since: null,
  lastConfirmed: null,
  lastOutcome: null,
  lastChecked: null,
  lastResolver: null,
  unconfirmedNo: null,
};

/** The last known value; a name that was never observed is `unknown`. */
export function supportOf(state: SupportState | undefined): Support {
  return state?.known ?? "unknown";
}

/** `no` before `unknown` before `yes`. */
export function worst(support: readonly Support[]): Support {
  if (support.includes("no")) return "no";
  return support.includes("unknown") ? "unknown" : "yes";
}

/**
 * What is known after one more outcome.
 *
 * - `answer` says yes, `nodata` and `nxdomain` say no, every other outcome says nothing:
 *   it leaves the value, its dates and a doubt as they are and is only noted as the last one.
 * - The first conclusive outcome counts at once, and so does no → yes.
 * - yes → no needs two: a first no is kept as a doubt (`unconfirmedNo`), and only a no of *another*
 *   voice (see `voiceOf`) at *another* time turns the value. `since` is then the time of the first of
 *   the two. A yes in between clears the doubt.
 *
 * @param at milliseconds since the epoch
 */
export function observeSupport(state: SupportState, outcome: Outcome, at: number): SupportState {
  const seen = {
    ...state,
    lastOutcome: outcome.kind,
    lastChecked: latest(state.lastChecked, at),
    lastResolver: outcome.resolver,
  };
  if (!isConclusive(outcome.kind)) return seen;

  const said = outcome.kind === "answer" ? "yes" : "no";
  if (said === state.known) {
    const lastConfirmed = latest(state.lastConfirmed, at);
    return { ...seen, lastConfirmed, unconfirmedNo: null };
  }
  if (said === "yes" || state.known === "unknown") {
    return { ...seen, known: said, since: at, lastConfirmed: at, unconfirmedNo: null };
  }

  const doubt = state.unconfirmedNo;
  if (doubt !== null && doubt.at !== at && isAnotherVoice(doubt.resolver, outcome)) {
    return {
      ...seen,
      known: "no",
      since: Math.min(doubt.at, at),
      lastConfirmed: Math.max(doubt.at, at),
      unconfirmedNo: null,
    };
  }
  return { ...seen, unconfirmedNo: keptDoubt(doubt, { at, resolver: outcome.resolver }) };
}

type Doubt = NonNullable<SupportState["unconfirmedNo"]>;

/** The first doubt. Of two at one instant the choice is arbitrary, but must not depend on their order. */
function keptDoubt(first: Doubt | null, next: Doubt): Doubt {
  return first === null || (first.at === next.at && next.resolver < first.resolver) ? next : first;
}

function latest(a: number | null, b: number): number {
  return a === null ? b : Math.max(a, b);
}
