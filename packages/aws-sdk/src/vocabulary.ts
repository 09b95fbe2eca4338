/**
 * The few words of core that the plugin's published types use, written down again: core's code is bundled with
 * the plugin, its types are not. `test/aws-sdk/vocabulary.test.ts` holds the two to each other.
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

/** How a question to DNS ended. Only the first three are facts about the name. */
export type OutcomeKind = (typeof OUTCOME_KINDS)[number];

/** Whether a name has addresses of a family. */
export type Support = "yes" | "no" | "unknown";

export function isSupport(value: unknown): value is Support {
  return value === "yes" || value === "no" || value === "unknown";
}

/** Whether the outcome says anything about the name itself. */
export function isConclusive(kind: OutcomeKind): kind is "answer" | "nodata" | "nxdomain" {
  return kind === "answer" || kind === "nodata" || kind === "nxdomain";
}

/** A fault a person can act on; `kind` as in core: `input` is wrong, or the work is `incomplete`. */
export class Egress6Error extends Error {
  override readonly name = "Egress6Error";
  /** Stable, upper snake case, such as `IPV6_REQUIRED`. */
  readonly code: string;
  readonly kind: "input" | "incomplete";

  /** @param message what went wrong, where, and what to do next */
  constructor(code: string, kind: "input" | "incomplete", message: string) {
    super(message);
    this.code = code;
    this.kind = kind;
  }
}
