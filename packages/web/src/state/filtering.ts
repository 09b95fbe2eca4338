import { parseFilterQuery } from "../map/filter-query.js";
import { filterServices } from "../map/filter-services.js";
import { filterByStates } from "../map/filter-states.js";
import { sortServices } from "../map/sort-services.js";

/** What makes of all services those that are shown: loaded once something is typed, chosen or sorted. */
export const FILTERING = { parseFilterQuery, filterServices, filterByStates, sortServices };

export type Filtering = typeof FILTERING;
