import type { Variant } from "@egress6/core/endpoint/types";
import type { MapLayout } from "@egress6/core/map/map-layout";
import { chosenRegions, DEFAULT_REGIONS, type RegionChoice } from "../map/region-choice.js";
import { VIEWS } from "../map/views.js";

export interface OpenCell {
  readonly service: string;
  readonly region: string;
}

/** All that the address says about what is shown. */
export interface PageAddress {
  readonly query: string;
  readonly regions: RegionChoice;
  readonly view: Variant;
  readonly openCell: OpenCell | null;
}

export const FIRST_ADDRESS: PageAddress = {
  query: "",
  regions: DEFAULT_REGIONS,
  view: "default",
  openCell: null,
};

const MAX_QUERY = 200;

/**
 * Reads `?q=&r=&v=&c=service:region`.
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
      const view = VIEWS.find(({ id }) => id === value);
      return view === undefined ? null : { view: view.id };
    }
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
  if (address.view !== FIRST_ADDRESS.view) add("v", address.view);
  if (address.openCell !== null) {
    add("c", `${address.openCell.service}:${address.openCell.region}`);
  }
  return words.length === 0 ? "" : `?${words.join("&")}`;
}
