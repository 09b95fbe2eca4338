import { Egress6Error } from "@egress6/core/errors";
import type { Witness } from "@egress6/core/observation/witness";
import { witnessJson } from "@egress6/core/observation/witness-words";
import { observeNames } from "../adapter/dns/observe-names.js";
import { type LookedUp, runLookup } from "../app/run-lookup.js";
import { type LookupDocument, lookupDocument } from "../render/lookup/json.js";
import { type LookupNames, lookupNames } from "./lookup-names.js";
import { observeOptions, type ResolverArguments } from "./resolver-arguments.js";

/**
 * Asks A and AAAA of names, or of the hosts of URLs, and says how each question ended, as `egress6 lookup --json`.
 * @returns in the order of the names; without those that were not final when the signal came
 * @throws Egress6Error NAME_INVALID, RESOLVER_INVALID (input), RESOLVER_UNREACHABLE (incomplete)
 */
export async function lookUp(
  names: readonly string[],
  options: ResolverArguments = {},
): Promise<readonly LookupDocument[]> {
  const { parse, aboutName } = lookupNames();
  const asked = names.map((text) => nameIn(text, parse));
  const found: LookedUp[] = [];
  const witnesses: Witness[] = [];
  await runLookup({
    batches: oneBatch(asked),
    observe: observeNames,
    options: await observeOptions(options),
    aboutName,
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

function nameIn(text: string, parse: LookupNames["parse"]): string {
  const parsed = parse(text);
  if (parsed.ok) return parsed.name;
  throw new Egress6Error(
    "NAME_INVALID",
    "input",
    `The name "${text}" cannot be looked up: ${parsed.reason}. Give a host name such as logs.eu-central-1.api.aws.`,
  );
}
