import { Egress6Error } from "@egress6/core/errors";
import type { NameObservation } from "@egress6/core/observation/outcome";
import type { Witness } from "@egress6/core/observation/witness";
import { witnessJson } from "@egress6/core/observation/witness-words";
import { observeNames } from "../adapter/dns/observe-names.js";
import { parseTypedName } from "../adapter/dns/typed-name.js";
import { runLookup } from "../app/run-lookup.js";
import { type LookupDocument, lookupDocument } from "../render/lookup/json.js";
import { observeOptions, type ResolverArguments } from "./resolver-arguments.js";

/**
 * Asks A and AAAA of names, and says how each question ended, as `egress6 lookup --json`.
 * @returns in the order of the names; without those that were not final when the signal came
 * @throws Egress6Error NAME_INVALID, RESOLVER_INVALID (input), RESOLVER_UNREACHABLE (incomplete)
 */
export async function lookUp(
  names: readonly string[],
  options: ResolverArguments = {},
): Promise<readonly LookupDocument[]> {
  const asked = names.map(nameIn);
  const found: NameObservation[] = [];
  const witnesses: Witness[] = [];
  await runLookup({
    batches: oneBatch(asked),
    observe: observeNames,
    options: await observeOptions(options),
    onObservation: (observation) => found.push(observation),
    onWitnesses: (heard) => witnesses.push(...heard),
  });
  return found.map((observation) => {
    const by = [observation.a.resolver, observation.aaaa.resolver];
    const resolvers = witnesses.filter(({ address }) => by.includes(address)).map(witnessJson);
    return lookupDocument(observation, resolvers);
  });
}

async function* oneBatch(names: readonly string[]) {
  yield names;
}

function nameIn(text: string): string {
  const parsed = parseTypedName(text);
  if (parsed.ok) return parsed.name;
  throw new Egress6Error(
    "NAME_INVALID",
    "input",
    `The name "${text}" cannot be looked up: ${parsed.reason}. Give a host name such as logs.eu-central-1.api.aws.`,
  );
}
