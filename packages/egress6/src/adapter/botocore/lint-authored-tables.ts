import type { AuthoredTables } from "./authored-tables.js";

/**
 * What a schema cannot say of the authored tables: services that exist, days that have come, one order.
 * @param services CLI names of the catalog
 * @param today `YYYY-MM-DD`
 * @returns one sentence for each thing wrong; empty when clean
 */
export function lintAuthoredTables(
  { parameters, endpoints, services: authoredServices }: AuthoredTables,
  services: ReadonlySet<string>,
  today: string,
): readonly string[] {
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
  ];
}
