import type { NameObservation, Outcome, OutcomeKind } from "@egress6/core/observation/outcome";

/** An outcome with plausible details; `addresses` are given to answers only. */
export function outcome(
  kind: OutcomeKind,
  { resolver = "192.0.2.53:53", address = "52.94.5.1" } = {},
): Outcome {
  const addresses = kind === "answer" ? [address] : [];
  return { kind, addresses, cname: [], attempts: 1, resolver, ms: 1.5 };
}

export function observation(
  name: string,
  a: OutcomeKind,
  aaaa: OutcomeKind,
  resolver = "192.0.2.53:53",
): NameObservation {
  return {
    name,
    a: outcome(a, { resolver }),
    aaaa: outcome(aaaa, { resolver, address: "2600:1f18:a::1" }),
  };
}
