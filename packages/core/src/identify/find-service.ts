import type { Catalog } from "../endpoint/catalog.js";
import type { Service } from "../endpoint/types.js";
import { nearNames, type Spelling, spellingsOf } from "./near-names.js";
import { bare, displayNames } from "./service-words.js";

export type ServiceMatch =
  | { readonly found: Service }
  /** Those that are called nearly so, three at most; mostly none. */
  | { readonly nearest: readonly Service[] };

/**
 * Finds a service by CLI name or command, service id or display name; case, spaces, hyphens and underscores do
 * not matter, nor does a leading "Amazon" or "AWS" of a display name.
 */
export function findService(catalog: Pick<Catalog, "services">, text: string): ServiceMatch {
  const found = serviceCalled(catalog, text);
  if (found !== undefined) return { found };
  return { nearest: nearNames(indexOf(catalog.services).spellings, bare(text)) };
}

/** Like `findService`, without suggestions. */
export function serviceCalled(
  { services }: Pick<Catalog, "services">,
  text: string,
): Service | undefined {
  const { byCliName, byWord } = indexOf(services);
  return byCliName.get(text) ?? byWord.get(bare(text));
}

interface ServiceIndex {
  readonly byCliName: ReadonlyMap<string, Service>;
  readonly byWord: ReadonlyMap<string, Service>;
  readonly spellings: readonly Spelling<Service>[];
}

const indexes = new WeakMap<readonly Service[], ServiceIndex>();

function indexOf(services: readonly Service[]): ServiceIndex {
  const known = indexes.get(services);
  if (known !== undefined) return known;
  const byWord = new Map<string, Service>();
  for (const wordsOf of LEVELS) {
    for (const service of services) {
      for (const word of wordsOf(service)) if (!byWord.has(word)) byWord.set(word, service);
    }
  }
  const made = {
    byCliName: new Map(services.map((service) => [service.cliName, service])),
    byWord,
    spellings: spellingsOf(Array.from(byWord, ([word, service]) => [word, [service]])),
  };
  indexes.set(services, made);
  return made;
}

/** A word means what the first of these says of it. */
const LEVELS: readonly ((service: Service) => readonly string[])[] = [
  ({ cliName }) => [bare(cliName)],
  ({ serviceId }) => [bare(serviceId)],
  ({ cliCommands = [] }) => cliCommands,
  ({ displayName }) => displayNames(displayName),
];
