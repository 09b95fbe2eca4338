import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { MapRegion } from "@egress6/core/map/map-layout";
import { chosenRegions, type RegionChoice } from "../map/region-choice.js";
import { parseListParameter } from "../my-services/list-parameter.js";
import { isDay } from "../state/is-day.js";
import { formatQuery, type ParsedQuery, parseQuery } from "../state/query-state.js";

/** All that the changes page shows. */
export interface ChangesQuery {
  readonly text: string;
  readonly regions: RegionChoice;
  /** CLI names; empty: whatever the service. */
  readonly list: readonly string[];
  /** The days to compare, as `2026-11-23`; null in the list by day. */
  readonly from: string | null;
  readonly to: string | null;
}

export const FIRST_CHANGES_QUERY: ChangesQuery = {
  text: "",
  regions: "all",
  list: [],
  from: null,
  to: null,
};

const LONGEST_TEXT = 200;

/** Reads `?q=&r=&list=&from=&to=`. */
export function parseChangesQuery(
  search: string,
  catalog: Pick<Catalog, "services">,
  regions: readonly MapRegion[],
): ParsedQuery<ChangesQuery> {
  return parseQuery<ChangesQuery>(search, FIRST_CHANGES_QUERY, (name, value) => {
    switch (name) {
      case "q":
        return value.length > LONGEST_TEXT ? null : { text: value };
      case "r":
        return chosenRegions(value, regions) === null ? null : { regions: value };
      case "list": {
        const list = parseListParameter(catalog, value);
        return list === null ? null : { list };
      }
      case "from":
        return isDay(value) ? { from: value } : null;
      case "to":
        return isDay(value) ? { to: value } : null;
      default:
        return null;
    }
  });
}

export function formatChangesQuery({ text, regions, list, from, to }: ChangesQuery): string {
  const parts: (readonly [string, string])[] = [];
  if (text !== "") parts.push(["q", text]);
  if (regions !== FIRST_CHANGES_QUERY.regions) parts.push(["r", regions]);
  if (list.length > 0) parts.push(["list", list.join(",")]);
  if (from !== null) parts.push(["from", from]);
  if (to !== null) parts.push(["to", to]);
  return formatQuery(parts);
}
