import type { Witness } from "@egress6/core/observation/witness";
import { witnessJson } from "@egress6/core/observation/witness-words";
import type { EndpointExplanation } from "@egress6/core/settings/resolve/explain-endpoint";
import { trapJson } from "../finding/json.js";

/** What `egress6 endpoint SERVICE --json` prints. */
export function explanationJson(
  explanation: EndpointExplanation,
  witnesses: readonly Witness[],
): string {
  const document = {
    ...explanation,
    traps: explanation.traps.map(trapJson),
    resolvers: witnesses.map(witnessJson),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
