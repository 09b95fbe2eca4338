import type { PrivateLinkServices } from "./privatelink-services.js";

/**
 * @param services CLI names of the catalog
 * @param today `YYYY-MM-DD`
 * @returns one sentence for each thing wrong; empty when clean
 */
export function lintPrivateLinkServices(
  { services, asOf }: PrivateLinkServices,
  catalog: ReadonlySet<string>,
  today: string,
): readonly string[] {
  const names = [...services.keys()];
  return [
    ...names
      .filter((name) => !catalog.has(name))
      .map((name) => `privatelink-services: the catalog has no service ${name}`),
    ...names
      .filter((name, index) => name < (names[index - 1] ?? ""))
      .map((name) => `privatelink-services: ${name} is out of order: sort by name`),
    ...(asOf > today ? [`privatelink-services: asOf ${asOf} is after today, ${today}`] : []),
  ];
}
