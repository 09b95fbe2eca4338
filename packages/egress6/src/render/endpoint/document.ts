import type { RulesVersion } from "@egress6/core/endpoint/catalog";
import type { Witness } from "@egress6/core/observation/witness";
import { type WitnessJson, witnessJson } from "@egress6/core/observation/witness-words";
import type { EndpointExplanation } from "@egress6/core/settings/resolve/explain-endpoint";
import { trapJson } from "../finding/json.js";

/** What `egress6 endpoint --json` prints. */
export interface EndpointDocument extends Omit<EndpointExplanation, "traps"> {
  readonly traps: readonly ReturnType<typeof trapJson>[];
  /** Those that build the names; null: not known for this version of the SDK. */
  readonly rules: RulesVersion | null;
  /** The resolvers that were asked now; empty without `--live`. */
  readonly resolvers: readonly WitnessJson[];
}

export function endpointDocument(
  explanation: EndpointExplanation,
  witnesses: readonly Witness[],
  rules: RulesVersion | null,
): EndpointDocument {
  return {
    ...explanation,
    traps: explanation.traps.map(trapJson),
    rules,
    resolvers: witnesses.map(witnessJson),
  };
}
