import type { ChangesDocument } from "@egress6/core/changes/changes-document";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import { changesAtom } from "./atom.js";

/** A reader that comes by once a month misses nothing. */
export const MOST_ENTRIES = 200;

export interface FeedsSource {
  readonly catalog: Catalog;
  /** Of everything. */
  readonly changes: () => ChangesDocument;
  /** Milliseconds since the epoch. */
  readonly generatedAt: () => number;
  /** Where the site will be, with a slash at the end; null: not known, so links are relative. */
  readonly siteUrl: string | null;
}

/** The site's Atom feeds, by path: of everything, of each service, of each region. */
export function changesFeeds(source: FeedsSource): ReadonlyMap<string, () => string> {
  const { catalog, siteUrl, generatedAt } = source;
  const feeds = new Map<string, () => string>();
  const add = (
    path: string,
    scope: string,
    choose: (changes: ChangesDocument) => ChangesDocument,
  ) => {
    const root = siteUrl ?? "../".repeat(path.split("/").length - 1);
    feeds.set(path, () =>
      changesAtom(choose(source.changes()), {
        scope,
        isOfSomeRegions: scope.startsWith("region="),
        generatedAt: generatedAt(),
        links: { self: `${root}${path}`, page: `${root}changes.html` },
        mostEntries: MOST_ENTRIES,
      }),
    );
  };
  add("feeds/all.atom", "all", (all) => all);
  for (const { cliName } of catalog.services) {
    add(`feeds/services/${cliName}.atom`, `service=${cliName}`, ({ changes }) => ({
      changes: changes.filter(({ service }) => service === cliName),
      hosts: [],
    }));
  }
  for (const { regions } of catalog.partitions.filter(({ isPublic }) => isPublic)) {
    for (const { id } of regions) {
      add(`feeds/regions/${id}.atom`, `region=${id}`, ({ changes }) => ({
        changes: changes.filter(({ region }) => region === id),
        hosts: [],
      }));
    }
  }
  return feeds;
}
