import type {
  AnswerReading,
  Failure,
  NegativeProof,
} from "@egress6/core/observation/classify-answer";
import type { NoFactReason } from "@egress6/core/observation/outcome";
import type { Question } from "./question.js";
import type { Resolver } from "./resolver.js";

/** What an answer means for its question. */
export type AnswerStep =
  | Conclusion
  | { readonly step: "follow"; readonly cname: readonly string[] }
  | { readonly step: "ask-without-edns" }
  | {
      readonly step: "fail";
      readonly failure: Failure;
      readonly reason?: NoFactReason;
      readonly addresses?: readonly string[];
    };

export interface Conclusion {
  readonly step: "conclude";
  readonly kind: "answer" | "nodata" | "nxdomain";
  readonly addresses: readonly string[];
  readonly cname: readonly string[];
  /**
   * `proven`: by what the answer holds · `repeated`: by being told more than once ·
   * `weak`: repeated, and to be judged once more is known about the resolver
   */
  readonly strength: "proven" | "repeated" | "weak";
  /** Of a "no". */
  readonly proof?: NegativeProof;
}

type Negative = AnswerReading & { readonly kind: "nodata" | "nxdomain" };

/** Equal answers without SOA that are needed from a resolver known to leave it out, and from others. */
const WEAK_REPEATS = { soaStripped: 2, undecided: 3 };
const CHAIN_END_REPEATS = 2;
const NONE: readonly string[] = [];
const INCOMPLETE: AnswerStep = { step: "fail", failure: "incomplete" };

/** Counts, on the question, answers that must be repeated to be believed. */
export function stepAfter(
  reading: AnswerReading,
  question: Question,
  resolver: Resolver<Question>,
): AnswerStep {
  switch (reading.kind) {
    case "answer":
      return { step: "conclude", ...reading, strength: "proven" };
    case "nodata":
    case "nxdomain":
      if (question.followed.length > 0 && reading.kind === "nxdomain") return INCOMPLETE;
      if (reading.proof === "none") return afterWeakAnswer(reading, question, resolver);
      if (question.followed.length > 0) return afterChainEnd(reading, question);
      return conclude(reading, "proven");
    case "follow":
      return { step: "follow", cname: reading.cname };
    case "no-edns":
      return question.hasEdns
        ? { step: "ask-without-edns" }
        : { step: "fail", failure: "servfail" };
    case "failure":
      return { step: "fail", ...reading };
  }
}

/**
 * NODATA at the end of a chain that had to be followed. A resolver that does not know where the
 * chain leads may as well be wrong about its beginning: so it must come twice, from the beginning.
 * For the same reason, NXDOMAIN shows there only that the chain leads nowhere.
 */
function afterChainEnd(reading: Negative, question: Question): AnswerStep {
  question.nodataAtChainEnd += 1;
  const isRepeated = question.nodataAtChainEnd >= CHAIN_END_REPEATS;
  return isRepeated ? conclude(reading, "repeated") : INCOMPLETE;
}

function afterWeakAnswer(
  reading: Negative,
  question: Question,
  resolver: Resolver<Question>,
): AnswerStep {
  if (reading.kind === "nxdomain") question.weakNxdomain += 1;
  else question.weakNodata += 1;
  const { weakNodata, weakNxdomain } = question;
  if (weakNodata > 0 && weakNxdomain > 0) return INCOMPLETE;
  if (weakNxdomain > 0) {
    // Who sends an SOA with what it knows, and none here, made this up.
    if (resolver.soaHabit === "sends") return INCOMPLETE;
    const isRepeated = weakNxdomain >= WEAK_REPEATS.soaStripped;
    const strength = resolver.hasShownKnowledge ? "repeated" : "weak";
    return isRepeated ? conclude(reading, strength) : INCOMPLETE;
  }
  switch (resolver.soaHabit) {
    case "sends":
      return INCOMPLETE;
    case "strips": {
      const isRepeated = weakNodata >= WEAK_REPEATS.soaStripped;
      return isRepeated ? conclude(reading, "repeated") : INCOMPLETE;
    }
    case "unknown": {
      const isRepeated = weakNodata >= WEAK_REPEATS.undecided;
      return isRepeated ? conclude(reading, "weak") : INCOMPLETE;
    }
  }
}

function conclude(reading: Negative, strength: Conclusion["strength"]): Conclusion {
  return { step: "conclude", addresses: NONE, ...reading, strength };
}
