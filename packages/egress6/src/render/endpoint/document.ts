import type { Witness } from "@egress6/core/observation/witness";
import { type WitnessJson, witnessJson } from "@egress6/core/observation/witness-words";
import type { EndpointExplanation } from "@egress6/core/settings/resolve/explain-endpoint";

/** What `egress6 endpoint --json` prints. */
export interface EndpointDocument extends EndpointExplanation {
  /** The resolvers that were asked now; empty without `--live`. */
  readonly resolvers: readonly WitnessJson[];
}

export function endpointDocument(
  explanation: EndpointExplanation,
  witnesses: readonly Witness[],
): EndpointDocument {
  return { ...explanation, resolvers: witnesses.map(witnessJson) };
}
