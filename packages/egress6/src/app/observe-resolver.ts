import { nat64PrefixOf } from "@egress6/core/address/nat64";
import type { ResolverObservation, ResolverState } from "@egress6/core/doctor/host-observations";
import { Egress6Error } from "@egress6/core/errors";
import { isConclusive, type NameObservation } from "@egress6/core/observation/outcome";
import { resolverText } from "@egress6/core/observation/resolver-text";
import { IPV4_ONLY_NAME } from "@egress6/core/observation/vet-resolver";
import type { Clock, ObserveNames, ResolverAddress } from "../ports.js";

interface ResolverQuestion {
  readonly observe: ObserveNames;
  readonly now: Clock;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Asks one resolver the question that shows whether it answers, and whether it has DNS64. */
export async function observeResolver(
  address: ResolverAddress,
  { observe, now, timeoutMs, signal }: ResolverQuestion,
): Promise<ResolverObservation> {
  const resolver = resolverText(address);
  const startedAt = now();
  const seen: NameObservation[] = [];
  const deadline = AbortSignal.timeout(timeoutMs);
  let state: ResolverState | null = null;
  try {
    const options = {
      resolvers: [address],
      rate: Number.POSITIVE_INFINITY,
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      onUnfinished: (observation: NameObservation) => seen.push(observation),
    };
    await observe([IPV4_ONLY_NAME], options, (observation) => seen.push(observation));
  } catch (error) {
    if (!(error instanceof Egress6Error)) throw error;
    state = stateOfFault(error, seen.length > 0);
  }
  const [observation] = seen;
  if (observation === undefined || state !== null) {
    return { resolver, state: state ?? "silent", ms: now() - startedAt, nat64Prefix: null };
  }
  const { a, aaaa } = observation;
  const isAnswered = isConclusive(a.kind) || a.addresses.length > 0 || isConclusive(aaaa.kind);
  const isSilent = a.kind === "timeout" && aaaa.kind === "timeout";
  const prefixes = aaaa.addresses.map(nat64PrefixOf);
  return {
    resolver,
    state: isAnswered ? "answers" : isSilent ? "silent" : "failing",
    ms: isAnswered ? aaaa.ms : now() - startedAt,
    nat64Prefix: prefixes.find((prefix) => prefix !== null) ?? null,
  };
}

function stateOfFault({ cause }: Egress6Error, wasHeard: boolean): ResolverState {
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  switch (code) {
    case "ECONNREFUSED":
      return "refused";
    case "ENETUNREACH":
    case "EHOSTUNREACH":
    case "EADDRNOTAVAIL":
      return "no-route";
    default:
      return wasHeard ? "cut-off" : "silent";
  }
}
