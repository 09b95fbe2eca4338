import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { AuthoredTables, CatalogFacts } from "./authored-tables.js";

/**
 * What a schema cannot say of the authored tables: services that exist, days that have come, one order.
 * @param catalog built from these tables, or from older ones
 * @param today `YYYY-MM-DD`
 * @returns one sentence for each thing wrong; empty when clean
 */
export function lintAuthoredTables(
  { parameters, endpoints, services: authoredServices, facts }: AuthoredTables,
  catalog: Pick<Catalog, "partitions" | "services">,
  today: string,
): readonly string[] {
  const services = new Set(catalog.services.map(({ cliName }) => cliName));
  const entries = [
    ...Object.entries(parameters).map(([service, { date }]) => ({ service, date })),
    ...endpoints,
    ...authoredServices,
  ];
  const inTables = [
    Object.keys(parameters),
    endpoints.map(({ service }) => service),
    authoredServices.map(({ service }) => service),
  ];
  return [
    ...entries
      .filter(({ service }) => !services.has(service))
      .map(({ service }) => `${service} is not a service of the catalog`),
    ...entries
      .filter(({ date }) => date > today)
      .map(({ service, date }) => `${service}: its date ${date} is after today, ${today}`),
    ...inTables.flatMap((names) =>
      names.flatMap((name, index) => {
        const previous = names[index - 1];
        return previous === undefined || previous <= name
          ? []
          : [`${name} comes after ${previous}: sort by service`];
      }),
    ),
    ...lintCatalogFacts(facts, catalog, today),
  ];
}

function lintCatalogFacts(
  facts: CatalogFacts,
  { partitions, services }: Pick<Catalog, "partitions" | "services">,
  today: string,
): readonly string[] {
  const known = {
    partition: new Set(partitions.map(({ id }) => id)),
    region: new Set(partitions.flatMap(({ regions }) => regions.map(({ id }) => id))),
    service: new Set(services.map(({ cliName }) => cliName)),
  };
  const named = [
    ["largeRegions", "region", facts.largeRegions.value],
    ["partitionTitles", "partition", Object.keys(facts.partitionTitles.value)],
    ["plainEndpointServices", "partition", facts.plainEndpointServices.value],
    ["refusesOwnUrl", "service", facts.refusesOwnUrl.value],
    ["displayNames", "service", Object.keys(facts.displayNames.value)],
    ["cliCommands", "service", Object.values(facts.cliCommands.value)],
  ] as const;
  return [
    ...named.flatMap(([fact, kind, ids]) =>
      ids
        .filter((id) => !known[kind].has(id))
        .map((id) => `${fact}: ${id} is not a ${kind} of the catalog`),
    ),
    ...Object.keys(facts.cliCommands.value)
      .filter((command) => known.service.has(command))
      .map((command) => `cliCommands: ${command} is a service of its own`),
    ...Object.entries(facts)
      .filter(([, { date }]) => date > today)
      .map(([fact, { date }]) => `${fact}: its date ${date} is after today, ${today}`),
  ];
}
