import type { WitnessState } from "./witness-state.js";

export type RecordType = "A" | "AAAA";

/**
 * How one DNS question ended. Only the first three are facts about the name.
 *
 * - `answer`: addresses owned by the end of the CNAME chain that began at the question
 * - `nodata`: the name exists, without this type (RFC 2308)
 * - `nxdomain`: the name does not exist
 * - `servfail`, `refused`: what the resolver returned, on every try
 * - `timeout`: no acceptable answer on any try
 * - `lame`: a referral instead of an answer
 * - `incomplete`: a CNAME chain, or an empty answer, whose end could not be established
 * - `conflict`: the two types contradict each other about whether the name exists
 * - `malformed`: what came back could not be parsed, on every try
 */
export const OUTCOME_KINDS = [
  "answer",
  "nodata",
  "nxdomain",
  "servfail",
  "refused",
  "timeout",
  "lame",
  "incomplete",
  "conflict",
  "malformed",
] as const;
export type OutcomeKind = (typeof OUTCOME_KINDS)[number];

/**
 * Why something that came back is no fact about the name on the internet. Its outcome is `incomplete`.
 *
 * - `filtered`: the resolver blocks or filters, by its own word (RFC 8914) or by what it does to controls
 * - `rewritten`: the resolver puts answers of its own in the place of the true ones
 * - `stale`: the resolver says that the answer is out of date
 * - `synthesized`: DNS64 made the AAAA up; it does so for names without AAAA and for names whose AAAA failed
 * - `private`: addresses of the network that asked: an interface endpoint, or a private zone
 * - `special-address`: addresses that no host on the internet has
 * - `unvetted`: a "no" of a resolver whose controls could not be had
 */
export const NO_FACT_REASONS = [
  "filtered",
  "rewritten",
  "stale",
  "synthesized",
  "private",
  "special-address",
  "unvetted",
] as const;
export type NoFactReason = (typeof NO_FACT_REASONS)[number];

export interface Outcome {
  readonly kind: OutcomeKind;
  /** Only with `incomplete`. */
  readonly reason?: NoFactReason;
  /** With a `reason`: what the answer itself said. Missing where it said neither. */
  readonly said?: "answer" | "nodata" | "nxdomain";
  /** Whose word it is, unless that of a vetted resolver. */
  readonly witness?: Exclude<WitnessState, "vetted">;
  /**
   * Text form, as in RFC 5952 for IPv6. Of an `answer` those that count; with a `reason` those that came,
   * none of which counts; else empty.
   */
  readonly addresses: readonly string[];
  /**
   * Addresses that DNS64 made of the name's IPv4 addresses. They lead to a NAT64, not to the name over IPv6,
   * so they do not count. Missing when there were none.
   */
  readonly synthesized?: readonly string[];
  /** Of an `answer`: private and special addresses that came beside those that count. Missing when none did. */
  readonly ignored?: readonly string[];
  /** The CNAME chain after the question, in order, without trailing dots. */
  readonly cname: readonly string[];
  /** Questions sent for this outcome, over all resolvers. */
  readonly attempts: number;
  /** `host:port` or `[host]:port` of the resolver that gave the outcome. */
  readonly resolver: string;
  /** As `voiceOf` has it. Missing: that of a resolver which the user named. */
  readonly voice?: string;
  /** Round-trip time of the deciding answer; for a time-out, how long was waited in all. Milliseconds. */
  readonly ms: number;
}

/** Both questions about one name. `name` is lower case, without a trailing dot. */
export interface NameObservation {
  readonly name: string;
  readonly a: Outcome;
  readonly aaaa: Outcome;
}

/** Whether the outcome says anything about the name itself. */
export function isConclusive(kind: OutcomeKind): kind is "answer" | "nodata" | "nxdomain" {
  return kind === "answer" || kind === "nodata" || kind === "nxdomain";
}
