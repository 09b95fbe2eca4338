import type { NameObservation, Outcome } from "@egress6/core/observation/outcome";
import type { WitnessJson } from "@egress6/core/observation/witness-words";

/** What `egress6 lookup --json` prints of one name. */
export interface LookupDocument {
  readonly name: string;
  readonly a: OutcomeDocument;
  readonly aaaa: OutcomeDocument;
  /** Those who answered. */
  readonly resolvers: readonly WitnessJson[];
}

type OutcomeDocument = ReturnType<typeof outcomeJson>;

export function lookupDocument(
  { name, a, aaaa }: NameObservation,
  resolvers: readonly WitnessJson[],
): LookupDocument {
  return { name, a: outcomeJson(a), aaaa: outcomeJson(aaaa), resolvers };
}

/**
 * `{"name","a":{"outcome","addresses","cname","attempts","resolver","ms"},"aaaa":{…},"resolvers":[…]}`. Of
 * what is no fact, `reason` and `said` stand behind `outcome`; `synthesized`, `ignored` and `witness` are there
 * where they say something.
 * @param witnesses those who answered, as JSON
 */
export function observationJson(
  { name, a, aaaa }: NameObservation,
  witnesses: readonly string[],
): string {
  const answers = JSON.stringify({ name, a: outcomeJson(a), aaaa: outcomeJson(aaaa) });
  return `${answers.slice(0, -1)},"resolvers":[${witnesses.join(",")}]}`;
}

function outcomeJson({ kind, reason, said, witness, synthesized, ignored, ...rest }: Outcome) {
  const { addresses, cname, attempts, resolver, ms } = rest;
  // JSON leaves out what is undefined.
  const why = { reason, said, witness };
  return {
    outcome: kind,
    ...why,
    addresses,
    synthesized,
    ignored,
    cname,
    attempts,
    resolver,
    ms,
  };
}
