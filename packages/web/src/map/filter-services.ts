import type { Service } from "@egress6/core/endpoint/types";
import type { FilterQuery } from "./filter-query.js";

/** Positions of the services that have every word, and no excluded one, in one of their names. */
export function filterServices(
  services: readonly Service[],
  { words, excludedWords }: Pick<FilterQuery, "words" | "excludedWords">,
): readonly number[] {
  const kept: number[] = [];
  for (const [index, service] of services.entries()) {
    const names = searchText(service);
    const hasWord = (word: string) => names.includes(word);
    if (words.every(hasWord) && !excludedWords.some(hasWord)) kept.push(index);
  }
  return kept;
}

const searchTexts = new WeakMap<Service, string>();

function searchText(service: Service): string {
  const known = searchTexts.get(service);
  if (known !== undefined) return known;
  const text = `${service.cliName}\n${service.serviceId}\n${service.displayName}`.toLowerCase();
  searchTexts.set(service, text);
  return text;
}
