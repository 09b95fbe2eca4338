import type { ResolverObservation, ResolverState } from "@egress6/core/doctor/host-observations";
import { Egress6Error } from "@egress6/core/errors";
import {
  isConclusive,
  type NameObservation,
  type Outcome,
} from "@egress6/core/observation/outcome";
import { resolverText } from "@egress6/core/observation/resolver-text";
import { IPV4_ONLY_NAME } from "@egress6/core/observation/vet-resolver";
import type { Clock, ObserveNames, ResolverAddress } from "../ports.js";

interface ResolverQuestion {
  readonly observe: ObserveNames;
  readonly now: Clock;
  readonly trustResolver?: boolean;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Asks one resolver what shows whether it answers, whether it tells the truth, and whether it has DNS64. */
export async function observeResolver(
  address: ResolverAddress,
  { observe, now, trustResolver = false, timeoutMs, signal }: ResolverQuestion,
): Promise<ResolverObservation> {
  const resolver = resolverText(address);
  const startedAt = now();
  const seen: NameObservation[] = [];
  const deadline = AbortSignal.timeout(timeoutMs);
  const options = {
    resolvers: [address],
    trustResolver,
    rate: Number.POSITIVE_INFINITY,
    signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    onUnfinished: (observation: NameObservation) => seen.push(observation),
  };
  try {
    const { witnesses } = await observe([IPV4_ONLY_NAME], options, (observation) =>
      seen.push(observation),
    );
    const [{ a, aaaa } = SILENCE] = seen;
    const answer = [aaaa, a].find(isAnswered);
    const isSilent = a.kind === "timeout" && aaaa.kind === "timeout";
    return {
      resolver,
      state: answer !== undefined ? "answers" : isSilent ? "silent" : "failing",
      ms: answer?.ms ?? now() - startedAt,
      witness: isSilent ? null : (witnesses[0] ?? null),
    };
  } catch (error) {
    if (!(error instanceof Egress6Error)) throw error;
    const state = stateOfFault(error, seen.length > 0);
    return { resolver, state, ms: now() - startedAt, witness: null };
  }
}

/** Something came that is no error, whatever it is worth. */
export function isAnswered({ kind }: Pick<Outcome, "kind">): boolean {
  return isConclusive(kind) || kind === "incomplete";
}

const SILENCE = { a: { kind: "timeout", ms: 0 }, aaaa: { kind: "timeout", ms: 0 } } as const;

function stateOfFault({ cause }: Egress6Error, wasHeard: boolean): ResolverState {
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  switch (code) {
    case "ECONNREFUSED":
      return "refused";
    case "ENETUNREACH":
    case "EHOSTUNREACH":
    case "EADDRNOTAVAIL":
    // A link-local address without its zone, or with one that is not here.
    case "EINVAL":
      return "no-route";
    default:
      return wasHeard ? "cut-off" : "silent";
  }
}
