import type { Service } from "@egress6/core/endpoint/types";

/** Positions of the services that have every word of the text in one of their names. */
export function filterServices(services: readonly Service[], text: string): readonly number[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const kept: number[] = [];
  for (const [index, service] of services.entries()) {
    const names = searchText(service);
    if (words.every((word) => names.includes(word))) kept.push(index);
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
