import { addressScope } from "../../address/ip-address.js";
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
    ? finding("note", summary, { details: [...details, ...delayWords(resolvers)] })
    : finding("failed", summary, { details, remedy: resolverRemedy(resolvers) });
}

/** @source resolv.conf(5): they are asked in the order in which they are listed, 5 seconds each by default */
function delayWords([first]: readonly ResolverObservation[]): readonly string[] {
  return first?.state === "silent"
    ? [
        "Programs ask the first one first: until it is taken out of /etc/resolv.conf, they wait for it with every name.",
      ]
    : [];
}

/** Whether it was seen that no resolver is of use here. */
export function isDnsDead(resolvers: readonly ResolverObservation[] | null): boolean {
  return resolvers?.every(({ state }) => state !== "answers") ?? false;
}

/** For resolvers of which none is of use. */
export function resolverRemedy(resolvers: readonly ResolverObservation[]): Remedy {
  const isHeard = resolvers.some(({ state }) => state === "cut-off" || state === "failing");
  if (isHeard) return REMEDIES.otherResolver;
  if (resolvers.length === 0) return REMEDIES.enableDnsSupport;
  if (resolvers.every(({ state }) => state === "no-route")) return REMEDIES.reachableResolver;
  return resolvers.every(isOnThisHost) ? REMEDIES.localResolver : REMEDIES.enableDnsSupport;
}

/** Such as `127.0.0.53:53` of systemd-resolved. */
function isOnThisHost({ resolver }: ResolverObservation): boolean {
  const address = resolver.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  return addressScope(address) === "loopback";
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
