import type { ServiceList } from "@egress6/core/identify/parse-service-list";
import type { MapRegion } from "@egress6/core/map/map-layout";
import { chosenRegions, DEFAULT_REGIONS, type RegionChoice } from "../map/region-choice.js";
import { formatQuery, type ParsedQuery, parseQuery } from "../state/query-state.js";

/** All that the page of one's own services shows. */
export interface MyServicesQuery {
  /** CLI names, in the order in which they were given. */
  readonly list: readonly string[];
  readonly regions: RegionChoice;
  /** Whether the FIPS names have to be used. */
  readonly isFips: boolean;
}

export const FIRST_MY_SERVICES_QUERY: MyServicesQuery = {
  list: [],
  regions: DEFAULT_REGIONS,
  isFips: false,
};

const LONGEST_LIST = 8_000;

/**
 * Reads `?list=&r=&fips=1`. Services may go by any of their names.
 * @param read how a list is understood
 * @returns with the words of the list that are no services, so that they can be asked about
 */
export function parseMyServicesQuery(
  search: string,
  read: (list: string) => ServiceList,
  regions: readonly MapRegion[],
): ParsedQuery<MyServicesQuery> & { readonly unknownWords: readonly string[] } {
  let unknownWords: readonly string[] = [];
  const parsed = parseQuery<MyServicesQuery>(search, FIRST_MY_SERVICES_QUERY, (name, value) => {
    switch (name) {
      case "list": {
        if (value.length > LONGEST_LIST) return null;
        const { services, unknown } = read(value);
        unknownWords = unknown.map(({ text }) => text);
        return { list: services.map(({ cliName }) => cliName) };
      }
      case "r":
        return chosenRegions(value, regions) === null ? null : { regions: value };
      case "fips":
        return value === "1" ? { isFips: true } : null;
      default:
        return null;
    }
  });
  return { ...parsed, unknownWords };
}

export function formatMyServicesQuery({ list, regions, isFips }: MyServicesQuery): string {
  const parts: (readonly [string, string])[] = [];
  if (list.length > 0) parts.push(["list", list.join(",")]);
  if (regions !== FIRST_MY_SERVICES_QUERY.regions) parts.push(["r", regions]);
  if (isFips) parts.push(["fips", "1"]);
  return formatQuery(parts);
}
