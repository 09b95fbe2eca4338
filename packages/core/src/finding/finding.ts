/** `error` it fails · `warning` it does not do what it seems to · `note` right by itself, worth knowing. */
export const LEVELS = ["error", "warning", "note"] as const;
export type Level = (typeof LEVELS)[number];

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** What is said, as data: a table of words turns code and arguments into a sentence. */
export interface Message<Code extends string = string, Args = Readonly<Record<string, Json>>> {
  readonly code: Code;
  readonly args: Args;
}

/** Where it is: in a file, or in what a variable, a flag or a plan names. */
export interface Place {
  readonly file: string | null;
  /** 1-based, as `column`. */
  readonly line: number | null;
  readonly column: number | null;
  /** The variable, flag, key or resource. */
  readonly resource: string | null;
}

export interface FindingEvidence {
  readonly text: string;
  readonly place: Place | null;
}

/** Kept in reports, not counted. */
export interface Suppression {
  readonly kind: "in-source" | "external";
  readonly reason: string;
  /** The last day on which it holds, `2027-01-01`; null: for good. */
  readonly until: string | null;
}

/** What a check reports. */
export interface Finding<
  RuleId extends string = string,
  Said extends Message = Message,
  Fix extends Message = Message,
> {
  readonly ruleId: RuleId;
  readonly level: Level;
  /** `fail`: it is so · `review`: somebody must look, because something is not known. */
  readonly kind: "fail" | "review";
  readonly message: Said;
  /** Null: no single place leads into it. */
  readonly place: Place | null;
  /** What it stands in the way of; null: it counts whatever the goal is. */
  readonly goal: "dual-stack" | "ipv6-only" | "no-nat" | null;
  readonly fix: Fix | null;
  readonly evidence: readonly FindingEvidence[];
  /** Other places that belong to it. */
  readonly related: readonly Place[];
  /** Unique in a report, and the same in the next one: see `fingerprintOf`. */
  readonly fingerprint: string;
  readonly suppressed: Suppression | null;
  /** Where it is described. */
  readonly helpUri: string;
}

/** By level; in one level as given. */
export function worstFirst<Found extends Pick<Finding, "level">>(
  findings: readonly Found[],
): readonly Found[] {
  return LEVELS.flatMap((level) => findings.filter((each) => each.level === level));
}
