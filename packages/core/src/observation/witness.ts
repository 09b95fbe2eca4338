import type { Nat64Prefix } from "../address/nat64.js";
import type { NoFactReason } from "./outcome.js";
import type { WitnessState } from "./witness-state.js";

/**
 * What a resolver does.
 *
 * - `answers-for-all`: gives an address of its own for a name with known ones: a captive portal, a block page
 * - `answers-missing-names`: gives addresses for names that do not exist
 * - `filters-aaaa`: has no AAAA for names that surely have them
 * - `empties-answers`: has no records for names that surely have them
 * - `blocks`: denies names with a zone that contradicts it
 * - `replaces-aaaa`: its DNS64 replaces AAAA records that exist
 * - `no-controls`: does not answer the questions by which it would be vetted
 */
export type WitnessCause =
  | "answers-for-all"
  | "answers-missing-names"
  | "filters-aaaa"
  | "empties-answers"
  | "blocks"
  | "replaces-aaaa"
  | "no-controls";

export interface WitnessReason {
  readonly cause: WitnessCause;
  /** The question, such as `ipv4only.arpa A`. */
  readonly control: string;
  /** What came, as a predicate: `is 192.168.8.1`, `has no records`. */
  readonly came: string;
  /** What is true, as a clause: `it is 192.0.0.170`. */
  readonly truth: string;
}

/** What a resolver makes of names that do not exist, under one zone. */
export interface MissingNameAnswer {
  readonly zone: string;
  /** Whether other names got other ones: then no address there is the name's own. */
  readonly isVarying: boolean;
  readonly addresses: readonly string[];
  readonly targets: readonly string[];
}

/** What the controls told about a resolver. */
export interface Vetting {
  readonly state: WitnessState;
  readonly nat64Prefixes: readonly Nat64Prefix[];
  readonly filtersAaaa: boolean;
  readonly missingNames: readonly MissingNameAnswer[];
  /** Of AWS's, in which it denies a name that exists: it may have lost, or blocked, all of them. */
  readonly deniedZones: readonly string[];
  /** Empty when it is vetted. */
  readonly reasons: readonly WitnessReason[];
}

/** A resolver and how far its word went at the end of a run. */
export interface Witness {
  /** `host:port` or `[host]:port`. */
  readonly address: string;
  readonly state: WitnessState;
  readonly reasons: readonly WitnessReason[];
  /** Of its DNS64, such as `64:ff9b::/96`. */
  readonly nat64Prefixes: readonly string[];
  /** Whether its "no" counts although it is not vetted, as the user wants it. */
  readonly isTrusted: boolean;
}

const REASON_OF_CAUSE: Readonly<Record<WitnessCause, NoFactReason>> = {
  "answers-for-all": "rewritten",
  "answers-missing-names": "rewritten",
  "filters-aaaa": "filtered",
  "empties-answers": "filtered",
  blocks: "filtered",
  "replaces-aaaa": "synthesized",
  "no-controls": "unvetted",
};

/** What the answers of such a resolver are. */
export function noFactReasonOf({ reasons: [first] }: Pick<Vetting, "reasons">): NoFactReason {
  return first === undefined ? "unvetted" : REASON_OF_CAUSE[first.cause];
}

const DOUBT: Readonly<Record<WitnessState, number>> = { vetted: 0, unvetted: 1, lies: 2 };

/** What was said between two checks is worth no more than the worse of them. */
export function worseVetting(before: Vetting | null, after: Vetting): Vetting {
  if (before === null || DOUBT[before.state] <= DOUBT[after.state]) return after;
  return { ...after, state: before.state, reasons: before.reasons };
}

/** What was learned of a resolver holds on: its DNS64 may change the prefix, and its page the addresses. */
export function withLearned(told: Vetting, before: Vetting | null): Vetting {
  if (before === null) return told;
  const prefixes = [...before.nat64Prefixes, ...told.nat64Prefixes];
  return {
    ...told,
    nat64Prefixes: [...new Map(prefixes.map((prefix) => [prefix.join("."), prefix])).values()],
    missingNames: mergedAnswers(before.missingNames, told.missingNames),
  };
}

function mergedAnswers(
  before: readonly MissingNameAnswer[],
  told: readonly MissingNameAnswer[],
): readonly MissingNameAnswer[] {
  const zones = new Map(before.map((answer) => [answer.zone, answer]));
  for (const answer of told) {
    const earlier = zones.get(answer.zone);
    if (earlier?.isVarying) continue;
    const isVarying = earlier !== undefined && !isAlike(earlier, answer);
    zones.set(answer.zone, {
      zone: answer.zone,
      isVarying,
      addresses: [...new Set([...(earlier?.addresses ?? []), ...answer.addresses])],
      targets: [...new Set([...(earlier?.targets ?? []), ...answer.targets])],
    });
  }
  return [...zones.values()];
}

function isAlike(one: MissingNameAnswer, other: MissingNameAnswer): boolean {
  return (
    one.addresses.some((address) => other.addresses.includes(address)) ||
    one.targets.some((target) => other.targets.includes(target))
  );
}
