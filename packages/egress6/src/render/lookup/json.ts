import type { NameObservation, Outcome } from "@egress6/core/observation/outcome";
import type { WitnessJson } from "@egress6/core/observation/witness-words";

/** What `egress6 lookup --json` prints of one name. */
export interface LookupDocument {
  readonly name: string;
  readonly a: OutcomeDocument;
  readonly aaaa: OutcomeDocument;
  /** Those who answered. */
  readonly resolvers: readonly WitnessJson[];
  /** The dual-stack name for the same, of a name of AWS that has no AAAA; else left out. */
  readonly sibling?: SiblingDocument;
  /** What else is to be known of a name of AWS that has no AAAA; else left out. */
  readonly note?: string;
}

interface SiblingDocument {
  readonly name: string;
  readonly a: OutcomeDocument;
  readonly aaaa: OutcomeDocument;
}

/** A name that was looked up, with what was looked up besides. */
export interface ShownObservation extends NameObservation {
  readonly sibling: NameObservation | null;
  readonly note: string | null;
}

type OutcomeDocument = ReturnType<typeof outcomeJson>;

export function lookupDocument(
  { name, a, aaaa, sibling, note }: ShownObservation,
  resolvers: readonly WitnessJson[],
): LookupDocument {
  return {
    name,
    a: outcomeJson(a),
    aaaa: outcomeJson(aaaa),
    resolvers,
    ...besidesJson(sibling, note),
  };
}

const besidesJson = (sibling: NameObservation | null, note: string | null) => ({
  ...(sibling === null ? {} : { sibling: answersJson(sibling) }),
  ...(note === null ? {} : { note }),
});

const answersJson = ({ name, a, aaaa }: NameObservation): SiblingDocument => ({
  name,
  a: outcomeJson(a),
  aaaa: outcomeJson(aaaa),
});

/**
 * `{"name","a":{"outcome","addresses","cname","attempts","resolver","ms"},"aaaa":{…},"resolvers":[…]}`. Of
 * what is no fact, `reason` and `said` stand behind `outcome`; `synthesized`, `ignored` and `witness` are there
 * where they say something. Behind `resolvers`, `sibling` and `note` where there are such.
 * @param witnesses those who answered, as JSON
 */
export function observationJson(
  { sibling, note, ...seen }: ShownObservation,
  witnesses: readonly string[],
): string {
  const answers = JSON.stringify(answersJson(seen));
  const more = JSON.stringify(besidesJson(sibling, note));
  const rest = more === "{}" ? "" : `,${more.slice(1, -1)}`;
  return `${answers.slice(0, -1)},"resolvers":[${witnesses.join(",")}]${rest}}`;
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
