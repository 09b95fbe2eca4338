import type { Catalog } from "../endpoint/catalog.js";
import type { Service } from "../endpoint/types.js";
import type { IdentifyNames } from "./names.js";
import { type Spelling, spellingsOf } from "./near-names.js";

/** Without case, and what people put between the parts of a name. */
export function bare(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, "");
}

/** A display name, and as people shorten it: without the maker, and what stands in parentheses. */
export function displayNames(displayName: string): readonly string[] {
  const short = displayName.replace(/^(Amazon|AWS) /, "");
  return [...new Set([displayName, short].map(bare))];
}

/** What a word may mean, the most likely first; and where words lead to in ARNs, policies and packages. */
export interface ServiceWords {
  /** By bare word, whatever people call a service. */
  readonly called: ReadonlyMap<string, readonly Service[]>;
  /** By bare word, what AWS calls a service in ARNs, IAM, CloudTrail and endpoints. */
  readonly namespaces: ReadonlyMap<string, readonly Service[]>;
  /** By bare word: CLI names and service ids, which SDKs name packages after. */
  readonly ids: ReadonlyMap<string, readonly Service[]>;
  readonly byCliName: ReadonlyMap<string, Service>;
  /** Of `called`, for suggestions. */
  readonly spellings: readonly Spelling<Service>[];
}

const known = new WeakMap<Catalog, WeakMap<IdentifyNames, ServiceWords>>();

export function serviceWords(catalog: Catalog, names: IdentifyNames): ServiceWords {
  let ofCatalog = known.get(catalog);
  if (ofCatalog === undefined) {
    ofCatalog = new WeakMap();
    known.set(catalog, ofCatalog);
  }
  const made = ofCatalog.get(names) ?? makeServiceWords(catalog, names);
  ofCatalog.set(names, made);
  return made;
}

type Level = readonly (readonly [word: string, service: Service])[];

function makeServiceWords(catalog: Catalog, names: IdentifyNames): ServiceWords {
  const { services } = catalog;
  const byCliName = new Map(services.map((service) => [service.cliName, service]));
  const authored = (entries: Readonly<Record<string, readonly string[]>>): Level =>
    Object.entries(entries).flatMap(([word, cliNames]) =>
      cliNames.flatMap((cliName) => {
        const service = byCliName.get(cliName);
        return service === undefined ? [] : [[bare(word), service] as const];
      }),
    );
  const level = (wordsOf: (service: Service) => readonly string[]): Level =>
    services.flatMap((service) => wordsOf(service).map((word) => [bare(word), service] as const));
  const cliNames = level(({ cliName }) => [cliName]);
  const ids = level(({ serviceId }) => [serviceId]);
  const commands = level(({ cliCommands = [] }) => cliCommands);
  const labels = level(({ cliName }) => asList(serviceLabelOf(catalog, cliName)));
  const signing = level(({ cliName }) => asList(catalog.names.get(cliName)?.signingName));
  const display = level(({ displayName }) => displayNames(displayName));
  const aliases = authored(
    Object.fromEntries(names.aliases.map(({ alias, services: meant }) => [alias, meant])),
  );
  const called = firstLevels([aliases, cliNames, ids, commands, display, labels, signing]);
  return {
    called,
    namespaces: firstLevels([authored(names.iacTypes.namespaces), cliNames, signing, labels, ids]),
    ids: firstLevels([authored(names.iacTypes.packages), cliNames, ids]),
    byCliName,
    spellings: spellingsOf(called),
  };
}

const asList = (word: string | null | undefined): readonly string[] =>
  word === null || word === undefined ? [] : [word];

/** What the first level says of a word that says anything of it. */
function firstLevels(levels: readonly Level[]): ReadonlyMap<string, readonly Service[]> {
  const all = new Map<string, readonly Service[]>();
  for (const level of levels) {
    const own = new Map<string, Service[]>();
    for (const [word, service] of level) {
      if (word === "" || all.has(word)) continue;
      const list = own.get(word);
      if (list === undefined) own.set(word, [service]);
      else if (!list.includes(service)) list.push(service);
    }
    for (const [word, list] of own) all.set(word, list);
  }
  return all;
}

/** What the service's hostname begins with, which its model calls `endpointPrefix`: `monitoring`, `api.ecr`. */
export function serviceLabelOf({ names }: Catalog, cliName: string): string | null {
  const template = names.get(cliName)?.rules.byVariant.default ?? null;
  if (template === null) return null;
  const end = template.indexOf(".{");
  return end > 0 && !template.startsWith("{") ? template.slice(0, end) : null;
}
