import type { Variant } from "@egress6/core/endpoint/types";
import type { MapLayout } from "@egress6/core/map/map-layout";
import { CELLS, type Cell } from "@egress6/core/verdict/cell";
import { chosenRegions, DEFAULT_REGIONS, type RegionChoice } from "../map/region-choice.js";
import { SERVICE_ORDERS, type ServiceOrder } from "../map/service-order.js";
import { viewOf, viewOfWord } from "../map/views.js";
import { isDay } from "./is-day.js";

export interface OpenCell {
  readonly service: string;
  readonly region: string;
}

/** All that the address says about what is shown. */
export interface PageAddress {
  readonly query: string;
  readonly regions: RegionChoice;
  readonly view: Variant;
  /** Services with a cell in one of these states, in the order of `CELLS`; empty: whatever the state. */
  readonly states: readonly Cell[];
  readonly order: ServiceOrder;
  /** The day whose end is shown, as `2026-11-01`; null: now. */
  readonly at: string | null;
  readonly openCell: OpenCell | null;
}

export const FIRST_ADDRESS: PageAddress = {
  query: "",
  regions: DEFAULT_REGIONS,
  view: "default",
  states: [],
  order: "popular",
  at: null,
  openCell: null,
};

const MAX_QUERY = 200;

/**
 * Reads `?q=&r=&v=&s=&o=&at=&c=service:region`.
 * @returns what could be read, and the names of parameters that say nothing this page knows
 */
export function parseAddress(
  search: string,
  layout: MapLayout,
): { readonly address: PageAddress; readonly ignored: readonly string[] } {
  const ignored: string[] = [];
  let address = FIRST_ADDRESS;
  for (const [name, value] of new URLSearchParams(search)) {
    const part = parsePart(name, value, layout);
    if (part === null) ignored.push(name.slice(0, 20));
    else address = { ...address, ...part };
  }
  return { address, ignored };
}

function parsePart(name: string, value: string, layout: MapLayout): Partial<PageAddress> | null {
  switch (name) {
    case "q":
      return value.length > MAX_QUERY ? null : { query: value };
    case "r":
      return chosenRegions(value, layout.regions) === null ? null : { regions: value };
    case "v": {
      const view = viewOfWord(value);
      return view === null ? null : { view };
    }
    case "s": {
      const words = new Set(value.split(","));
      const states = CELLS.filter((cell) => words.delete(cell));
      return words.size > 0 ? null : { states };
    }
    case "o": {
      const order = SERVICE_ORDERS.find((each) => each === value);
      return order === undefined ? null : { order };
    }
    case "at":
      return isDay(value) ? { at: value } : null;
    case "c": {
      const [service = "", region = "", ...rest] = value.split(":");
      const isKnown = layout.serviceIndex.has(service) && layout.regionIndex.has(region);
      return isKnown && rest.length === 0 ? { openCell: { service, region } } : null;
    }
    default:
      return null;
  }
}

/** Only what differs from a first visit; empty, or beginning with `?`. */
export function formatAddress(address: PageAddress): string {
  const words: string[] = [];
  const add = (name: string, value: string) =>
    // Kept readable: these need no escape in a query.
    words.push(`${name}=${encodeURIComponent(value).replace(/%(2A|2C|3A)/g, decodeURIComponent)}`);
  if (address.query !== "") add("q", address.query);
  if (address.regions !== FIRST_ADDRESS.regions) add("r", address.regions);
  if (address.view !== FIRST_ADDRESS.view) add("v", viewOf(address.view).word);
  if (address.states.length > 0) add("s", address.states.join());
  if (address.order !== FIRST_ADDRESS.order) add("o", address.order);
  if (address.at !== null) add("at", address.at);
  if (address.openCell !== null) {
    add("c", `${address.openCell.service}:${address.openCell.region}`);
  }
  return words.length === 0 ? "" : `?${words.join("&")}`;
}
