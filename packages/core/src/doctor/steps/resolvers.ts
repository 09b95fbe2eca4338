import { addressScope } from "../../address/ip-address.js";
import type { Witness } from "../../observation/witness.js";
import { type WitnessJson, witnessJson } from "../../observation/witness-words.js";
import { lieRemedy, lieWords, unvettedWords } from "../conclude/lying-resolver.js";
import { REMEDIES, type Remedy } from "../conclude/remedies.js";
import type { HostObservations, ResolverObservation, ResolverState } from "../host-observations.js";
import { finding, NOT_FINISHED, type StepFinding } from "../step.js";

const STATE_WORDS: Readonly<Record<ResolverState, string>> = {
  answers: "answers",
  failing: "answers with errors only",
  "cut-off": "cannot reach public DNS",
  silent: "does not answer",
  refused: "does not listen (connection refused)",
  "no-route": "cannot be reached: no route to it",
};

export function resolversFinding({ resolvers }: Pick<HostObservations, "resolvers">): StepFinding {
  if (resolvers === null) return NOT_FINISHED;
  if (resolvers.length === 0) {
    return finding("failed", resolversWords(resolvers), { remedy: resolverRemedy(resolvers) });
  }
  const words = resolvers.length === 1 ? [] : resolvers.map(resolverWords);
  const details = [...words, ...orderWords(resolvers)];
  const liar = lyingWitness(resolvers);
  if (liar !== null) {
    return finding("failed", lieWords(liar), { details, remedy: lieRemedy(liar) });
  }
  const answering = resolvers.filter(({ state }) => state === "answers");
  const summary =
    resolvers.length === 1
      ? resolversWords(resolvers)
      : `${answering.length} of ${resolvers.length} resolvers answer`;
  if (answering.length === 0) {
    return finding("failed", summary, { details, remedy: resolverRemedy(resolvers) });
  }
  const unvetted = answering.filter(isUnvetted);
  if (unvetted.length > 0) {
    return finding("note", summary, { details, remedy: unvettedRemedy(unvetted) });
  }
  const isAll = answering.length === resolvers.length;
  return finding(isAll ? "ok" : "note", summary, { details });
}

/** @source resolv.conf(5): they are asked in the order in which they are listed, 5 seconds each by default */
function orderWords(resolvers: readonly ResolverObservation[]): readonly string[] {
  const isDelayed =
    resolvers[0]?.state === "silent" && resolvers.some(({ state }) => state === "answers");
  return [
    ...(isDelayed
      ? [
          "Programs ask the first one first: until it is taken out of /etc/resolv.conf, they wait for it with every name.",
        ]
      : []),
    ...(resolvers.length > MOST_ASKED
      ? [`Most programs ask the first ${MOST_ASKED} only, in this order.`]
      : []),
  ];
}

/** @source MAXNS of resolv.h; musl and Go have the same limit */
const MOST_ASKED = 3;

/** The first resolver that contradicted what is known; null: none did. */
export function lyingWitness(resolvers: readonly ResolverObservation[] | null): Witness | null {
  return resolvers?.find(({ witness }) => witness?.state === "lies")?.witness ?? null;
}

export function isUnvetted({ state, witness }: ResolverObservation): boolean {
  return state === "answers" && witness?.state === "unvetted";
}

/** None where the word of all of them was taken. */
function unvettedRemedy(unvetted: readonly ResolverObservation[]): Remedy | null {
  return unvetted.some(({ witness }) => witness?.isTrusted === false)
    ? REMEDIES.trustResolver
    : null;
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

function resolverWords(observation: ResolverObservation): string {
  const { resolver, state, witness } = observation;
  if (witness?.state === "lies") return `${resolver} answers, and what it says is not true`;
  const vetting =
    witness !== null && isUnvetted(observation) ? ` and ${unvettedWords(witness)}` : "";
  return `${resolver} ${STATE_WORDS[state]}${vetting}`;
}

/** How far a resolver's word goes, or why that is not known. */
export function resolverJson({ resolver, state, witness }: ResolverObservation): WitnessJson {
  if (witness !== null) return witnessJson(witness);
  const reasons = [STATE_WORDS[state]];
  return { address: resolver, state: "unvetted", reasons, nat64Prefixes: [] };
}
