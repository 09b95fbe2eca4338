import type { Witness, WitnessCause, WitnessReason } from "./witness.js";

/** One sentence without its subject: `says ipv4only.arpa A is 192.168.8.1; it is 192.0.0.170 and …`. */
export function reasonText({ cause, control, came, truth }: WitnessReason): string {
  if (cause === "no-controls") return `could not be vetted: ${control} do not resolve there`;
  return `says ${control} ${came}; ${truth}`;
}

const WHAT_IT_IS: Readonly<Record<WitnessCause, string>> = {
  "answers-for-all": "A captive portal or a rewriting resolver answers for every name",
  "answers-missing-names": "It answers for names that do not exist",
  "filters-aaaa": "It filters IPv6 addresses",
  "empties-answers": "It gives empty answers",
  blocks: "It blocks names",
  "replaces-aaaa": "Its DNS64 replaces IPv6 addresses that exist",
  "no-controls": "Names without an answer stay unknown",
};

const REMEDY: Readonly<Record<WitnessCause, string>> = {
  "answers-for-all": "Log in to the network, or name another resolver with --resolver HOST[:PORT].",
  "answers-missing-names": "Name another resolver with --resolver HOST[:PORT].",
  "filters-aaaa": "Turn the filter off, or name another resolver with --resolver HOST[:PORT].",
  "empties-answers": "Repair it, or name another resolver with --resolver HOST[:PORT].",
  blocks: "Allow AWS's names there, or name another resolver with --resolver HOST[:PORT].",
  "replaces-aaaa": "Name a resolver without DNS64 with --resolver HOST[:PORT].",
  "no-controls": "Add --trust-resolver to take its word.",
};

/** What is wrong with a resolver, what that is, and what to do; empty for a vetted one. */
export function witnessText({ address, state, reasons: [first], isTrusted }: Witness): string {
  if (first === undefined || state === "vetted") return "";
  if (state === "unvetted" && isTrusted) {
    return `${address} ${reasonText(first)}. Its word was taken, as --trust-resolver says.`;
  }
  return `${address} ${reasonText(first)}. ${WHAT_IT_IS[first.cause]}. ${REMEDY[first.cause]}`;
}

export interface WitnessJson {
  readonly address: string;
  readonly state: Witness["state"];
  readonly reasons: readonly string[];
  readonly nat64Prefixes: readonly string[];
  /** Present and true where `--trust-resolver` was given and counted. */
  readonly trusted?: true;
}

export function witnessJson(witness: Witness): WitnessJson {
  const { address, state, reasons, nat64Prefixes, isTrusted } = witness;
  const trusted = isTrusted && state === "unvetted" ? { trusted: true as const } : {};
  return { address, state, reasons: reasons.map(reasonText), nat64Prefixes, ...trusted };
}

/** A paragraph for each resolver whose word does not count, or counts because the user wants it. */
export function witnessLines(witnesses: readonly Witness[]): readonly string[] {
  return witnesses
    .filter(({ state }) => state !== "vetted")
    .map((witness) => `The resolver ${witnessText(witness)}`);
}
