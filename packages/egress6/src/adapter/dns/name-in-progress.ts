import type { Control } from "@egress6/core/observation/vet-resolver";
import { Question } from "./question.js";
import type { Resolver } from "./resolver.js";

/** A name whose two questions are being asked. */
export class NameInProgress {
  readonly name: string;
  readonly a: Question;
  readonly aaaa: Question;
  /** Questions of this name whose round is not over. */
  open = 2;
  /** How often a contradiction between the two was asked about again. */
  conflictRounds = 0;

  constructor(name: string) {
    this.name = name;
    this.a = new Question(this, "A");
    this.aaaa = new Question(this, "AAAA");
  }
}

/** A question whose true answer is known, asked of one resolver. */
export class ControlInProgress {
  readonly control: Control;
  readonly name: string;
  readonly resolver: Resolver<Question>;
  readonly question: Question;

  constructor(control: Control, resolver: Resolver<Question>) {
    this.control = control;
    this.name = control.name;
    this.resolver = resolver;
    this.question = new Question(this, control.type);
    this.question.onlyResolver = resolver;
    this.question.isOverTcp = control.transport === "tcp";
  }
}
