import type { Level, Place } from "./finding.js";
import type { Proposal } from "./proposal.js";
import type { Situation } from "./situation.js";
import type { TrapFix, TrapMessage } from "./trap-words.js";

/** What a trap says of where it is met; the rest of the finding follows from the rule. */
export interface Hit {
  readonly level: Level;
  readonly message: TrapMessage;
  readonly fix: TrapFix;
  /** What leads into it; null: no single place does. */
  readonly place: Place | null;
  readonly related?: readonly Place[];
  /** What tells it from the same trap in the same setting, such as the service. */
  readonly subject?: readonly string[];
  /** Where it is described, if elsewhere than the trap. */
  readonly source?: string | undefined;
}

/** A configuration that looks right and fails, or does not what it seems to. */
export interface Trap<Id extends string = string> {
  readonly id: Id;
  /** In a few words, for lists of rules. */
  readonly title: string;
  /** Where it is described. */
  readonly source: string;
  /** Whether such a client can be in it at all. */
  readonly applies: (situation: Situation) => boolean;
  /** Asked only where it applies; null: the client is not in it. */
  readonly find: (situation: Situation) => Hit | null;
  /** What settings about to be written lead into. */
  readonly foresee?: (proposal: Proposal) => readonly Hit[];
}

/** Keeps the id as a type, so that the list of traps knows all of them. */
export function trap<Id extends string>(rule: Trap<Id>): Trap<Id> {
  return rule;
}
