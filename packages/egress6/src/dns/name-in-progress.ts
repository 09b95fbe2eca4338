import { Question } from "./question.js";

/** A name whose two questions are being asked. */
export class NameInProgress {
  readonly name: string;
  /** Asked only to learn about the resolver. */
  readonly isProbe: boolean;
  readonly a: Question;
  readonly aaaa: Question;
  /** Questions of this name whose round is not over. */
  open = 2;
  /** How often a contradiction between the two was asked about again. */
  conflictRounds = 0;

  constructor(name: string, isProbe = false) {
    this.name = name;
    this.isProbe = isProbe;
    this.a = new Question(this, "A");
    this.aaaa = new Question(this, "AAAA");
  }
}
