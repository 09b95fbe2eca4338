import type { Candidate, Candidates } from "./candidates.js";
import { type NameState, offersIpv6 } from "./name-state.js";

/**
 * Why a name was chosen:
 * - `explicit`: an endpoint was set, or the request goes to one of its own; it always wins
 * - `only-name`: the rules know no other name for the request
 * - `has-ipv6`: the name has AAAA records
 * - `private`: PrivateLink answers for the client's own name; the other would lead past it
 * - `no-ipv6`: neither name has; the client's own stays
 * - `unknown`: no name is known to have, and for one of them it could not be found out; the client's own stays
 * - `fell-back`: the name chosen first could not be connected to, or did not answer in time
 */
export type ChoiceReason =
  | "explicit"
  | "only-name"
  | "has-ipv6"
  | "private"
  | "no-ipv6"
  | "unknown"
  | "fell-back";

export interface Chosen {
  readonly candidate: Candidate;
  readonly reason: ChoiceReason;
}

export interface ChoiceConditions {
  readonly now: number;
  /** IPv6 is wanted more than what is private. */
  readonly isRequired: boolean;
}

/** The name to use, by what is known. */
export function chooseCandidate(
  { used, other }: Candidates,
  stateOf: (candidate: Candidate) => NameState | undefined,
  { now, isRequired }: ChoiceConditions,
): Chosen {
  const stateOfUsed = stateOf(used);
  if (offersIpv6(stateOfUsed, now)) return { candidate: used, reason: "has-ipv6" };
  if (other === null) return { candidate: used, reason: "only-name" };
  if (stateOfUsed?.isPrivate === true && !isRequired) {
    return { candidate: used, reason: "private" };
  }
  const stateOfOther = stateOf(other);
  if (offersIpv6(stateOfOther, now)) return { candidate: other, reason: "has-ipv6" };
  const reason = isKnown(stateOfUsed) && isKnown(stateOfOther) ? "no-ipv6" : "unknown";
  // The dual-stack switch is on, and builds a name that does not exist.
  const isMissing = used.variant === "dualstack" && stateOfUsed?.outcome === "nxdomain";
  return { candidate: isMissing ? other : used, reason };
}

const isKnown = (state: NameState | undefined) => state !== undefined && state.ipv6 !== "unknown";
