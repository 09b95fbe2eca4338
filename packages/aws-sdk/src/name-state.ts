import type { LookUpResult } from "./look-up.js";
import { isConclusive, type OutcomeKind, type Support } from "./vocabulary.js";

/** What is known of one name. Times are milliseconds of the clock that is passed in. */
export interface NameState {
  /** Whether it has AAAA records: what the last conclusive look-up, or the seed, said. */
  readonly ipv6: Support;
  /** How the last look-up ended; null: only the seed has spoken. */
  readonly outcome: OutcomeKind | null;
  /** Whether PrivateLink answers for it. */
  readonly isPrivate: boolean;
  /** Until then nothing is asked. */
  readonly freshUntil: number;
  /** Until then the name is left alone: it could not be connected to, while another one could. */
  readonly avoidedUntil: number;
  /** How often that happened since the name last worked. */
  readonly connectFailures: number;
  /** Whether a request was ever answered there. */
  readonly hasAnswered: boolean;
}

const SECOND = 1000;
const KEPT_NO_MS = 60 * SECOND;
const KEPT_INCONCLUSIVE_MS = 5 * SECOND;
/** A resolver's time-to-live counts within these bounds. */
const KEPT_YES_MS = { least: 5 * SECOND, most: 3600 * SECOND, untold: 60 * SECOND };
const AVOIDED_MS = { first: 60 * SECOND, most: 3600 * SECOND };

const UNKNOWN: NameState = {
  ipv6: "unknown",
  outcome: null,
  isPrivate: false,
  freshUntil: Number.NEGATIVE_INFINITY,
  avoidedUntil: Number.NEGATIVE_INFINITY,
  connectFailures: 0,
  hasAnswered: false,
};

/** A state that is used at once, and asked about at the first opportunity. */
export function seeded(ipv6: Support): NameState {
  return { ...UNKNOWN, ipv6 };
}

/** What is known after a look-up. One that says nothing about the name leaves the verdict as it was. */
export function afterLookUp(
  before: NameState | undefined,
  { outcome, ttlSeconds, isPrivate = false }: LookUpResult,
  now: number,
): NameState {
  const state = { ...(before ?? UNKNOWN), outcome, isPrivate };
  if (!isConclusive(outcome)) return { ...state, freshUntil: now + KEPT_INCONCLUSIVE_MS };
  if (outcome !== "answer") return { ...state, ipv6: "no", freshUntil: now + KEPT_NO_MS };
  const told = ttlSeconds === undefined ? KEPT_YES_MS.untold : ttlSeconds * SECOND;
  const kept = Math.min(Math.max(told, KEPT_YES_MS.least), KEPT_YES_MS.most);
  return { ...state, ipv6: "yes", freshUntil: now + kept };
}

/** The name could not be connected to, the other one could: leave it alone, longer each time. */
export function afterConnectFailure(before: NameState | undefined, now: number): NameState {
  const state = before ?? UNKNOWN;
  // Requests that were on their way together failed for one and the same reason.
  if (now < state.avoidedUntil) return state;
  const avoidedMs = Math.min(AVOIDED_MS.first * 2 ** state.connectFailures, AVOIDED_MS.most);
  return {
    ...state,
    avoidedUntil: now + avoidedMs,
    connectFailures: state.connectFailures + 1,
  };
}

export function afterSuccess(before: NameState): NameState {
  return { ...before, connectFailures: 0, hasAnswered: true };
}

export function isFresh(state: NameState, now: number): boolean {
  return now < state.freshUntil;
}

/** Whether IPv6 may be expected to work by this name. */
export function offersIpv6(state: NameState | undefined, now: number): boolean {
  return state?.ipv6 === "yes" && now >= state.avoidedUntil;
}
