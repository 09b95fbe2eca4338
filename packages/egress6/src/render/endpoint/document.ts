import type { Witness } from "@egress6/core/observation/witness";
import { type WitnessJson, witnessJson } from "@egress6/core/observation/witness-words";
import type { EndpointExplanation } from "@egress6/core/settings/resolve/explain-endpoint";
import { trapJson } from "../finding/json.js";

/** What `egress6 endpoint --json` prints. */
export interface EndpointDocument extends Omit<EndpointExplanation, "traps"> {
  readonly traps: readonly ReturnType<typeof trapJson>[];
  /** The resolvers that were asked now; empty without `--live`. */
  readonly resolvers: readonly WitnessJson[];
}

export function endpointDocument(
  explanation: EndpointExplanation,
  witnesses: readonly Witness[],
): EndpointDocument {
  return {
    ...explanation,
    traps: explanation.traps.map(trapJson),
    resolvers: witnesses.map(witnessJson),
  };
}
