import { NameInProgress } from "./name-in-progress.js";
import type { Question } from "./question.js";
import type { Resolver } from "./resolver.js";

/** Whom to ask: in turn, and on a retry the one after the last. */
export class ResolverChoice {
  private readonly resolvers: readonly Resolver<Question>[];
  private nextFirst = 0;

  constructor(resolvers: readonly Resolver<Question>[]) {
    this.resolvers = resolvers;
  }

  /** One that keeps silent, lies, or is cut off is chosen only if there is no other. */
  choose(question: Question, now: number): Resolver<Question> {
    const { resolvers } = this;
    if (question.onlyResolver !== null) return question.onlyResolver;
    const last = question.resolver;
    if (question.staysWithResolver && last !== null) return last;
    const first = last === null ? this.firstFor(question) : resolvers.indexOf(last) + 1;
    let possible: Resolver<Question> | undefined;
    for (let step = 0; step < resolvers.length; step++) {
      const resolver = resolvers[(first + step) % resolvers.length];
      if (resolver?.isWorthAsking(now)) return resolver;
      if (resolver?.isOpen) possible ??= resolver;
    }
    if (possible === undefined) throw new Error("no resolver is open");
    return possible;
  }

  /** Both questions about a name begin with the same one: what one network answers privately belongs together. */
  private firstFor({ observed }: Question): number {
    const asked = observed instanceof NameInProgress ? observed.a.resolver : null;
    return asked === null ? this.nextFirst++ : this.resolvers.indexOf(asked);
  }
}
