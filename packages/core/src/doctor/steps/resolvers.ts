import type { HostObservations, ResolverObservation, ResolverState } from "../host-observations.js";
import { REMEDIES, type Remedy } from "../remedies.js";
import { type Finding, finding, NOT_FINISHED } from "../step.js";

const STATE_WORDS: Readonly<Record<ResolverState, string>> = {
  answers: "answers",
  failing: "answers with errors only",
  "cut-off": "is cut off from public DNS",
  silent: "does not answer",
  refused: "does not listen (connection refused)",
  "no-route": "cannot be reached: no route to it",
};

export function resolversFinding({ resolvers }: Pick<HostObservations, "resolvers">): Finding {
  if (resolvers === null) return NOT_FINISHED;
  if (resolvers.length === 0) {
    return finding("failed", resolversWords(resolvers), { remedy: resolverRemedy(resolvers) });
  }
  const answering = resolvers.filter(({ state }) => state === "answers");
  const details = resolvers.length === 1 ? [] : resolvers.map(resolverWords);
  const summary =
    resolvers.length === 1
      ? resolversWords(resolvers)
      : `${answering.length} of ${resolvers.length} resolvers answer`;
  if (answering.length === resolvers.length) return finding("ok", summary, { details });
  return answering.length > 0
    ? finding("note", summary, { details })
    : finding("failed", summary, { details, remedy: resolverRemedy(resolvers) });
}

/** Whether it was seen that no resolver is of use here. */
export function isDnsDead(resolvers: readonly ResolverObservation[] | null): boolean {
  return resolvers?.every(({ state }) => state !== "answers") ?? false;
}

/** For resolvers of which none is of use. */
export function resolverRemedy(resolvers: readonly ResolverObservation[]): Remedy {
  const isHeard = resolvers.some(({ state }) => state === "cut-off" || state === "failing");
  return isHeard ? REMEDIES.otherResolver : REMEDIES.enableDnsSupport;
}

/** `127.0.0.53:53 does not answer, …`. */
export function resolversWords(resolvers: readonly ResolverObservation[]): string {
  return resolvers.length === 0
    ? "the system names no resolver"
    : resolvers.map(resolverWords).join(", ");
}

function resolverWords({ resolver, state }: ResolverObservation): string {
  return `${resolver} ${STATE_WORDS[state]}`;
}
