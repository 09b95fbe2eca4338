import type { Service } from "@egress6/core/endpoint/types";
import type { FilterQuery } from "./filter-query.js";

/** Positions of the services, in that order, that have every word, and no excluded one, in one of their names, or that are meant. */
export function filterServices(
  services: readonly Service[],
  { words, excludedWords, named }: Pick<FilterQuery, "words" | "excludedWords" | "named">,
  order: Iterable<number> = services.keys(),
): readonly number[] {
  const kept: number[] = [];
  for (const index of order) {
    const service = services[index];
    if (service === undefined) continue;
    const has = (word: string) => hasWord(service, word);
    if ((named?.has(service.cliName) || words.every(has)) && !excludedWords.some(has)) {
      kept.push(index);
    }
  }
  return kept;
}

/** @param word lower case */
export function hasWord(service: Service, word: string): boolean {
  return searchText(service).includes(word);
}

const searchTexts = new WeakMap<Service, string>();

function searchText(service: Service): string {
  const known = searchTexts.get(service);
  if (known !== undefined) return known;
  const text = `${service.cliName}\n${service.serviceId}\n${service.displayName}`.toLowerCase();
  searchTexts.set(service, text);
  return text;
}
