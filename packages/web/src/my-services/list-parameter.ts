import type { Catalog } from "@egress6/core/endpoint/catalog";
import { parseServiceList } from "@egress6/core/identify/parse-service-list";

const LONGEST_LIST = 8_000;

/** CLI names of the services in a `list=` parameter, under any of their names. @returns null when one is none */
export function parseListParameter(
  catalog: Pick<Catalog, "services">,
  value: string,
): readonly string[] | null {
  if (value.length > LONGEST_LIST) return null;
  const { services, unknown } = parseServiceList(catalog, value);
  if (unknown.length > 0 || services.length === 0) return null;
  return services.map(({ cliName }) => cliName);
}
