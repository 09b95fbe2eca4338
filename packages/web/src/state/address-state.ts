import type { MapLayout } from "@egress6/core/map/map-layout";
import { signal } from "@preact/signals";
import { FIRST_ADDRESS, formatAddress, type PageAddress, parseAddress } from "./page-address.js";

export const address = signal<PageAddress>(FIRST_ADDRESS);
/** Parameters of the address that say nothing this page knows. */
export const ignoredParameters = signal<readonly string[]>([]);

/** Reads the address once, and again on back and forward. */
export function followAddress(layout: MapLayout): void {
  const read = () => {
    const parsed = parseAddress(location.search, layout);
    address.value = parsed.address;
    ignoredParameters.value = parsed.ignored;
  };
  addEventListener("popstate", read);
  read();
}

/** Opening a cell is a step to go back from; typing and choosing is not. */
export function changeAddress(change: Partial<PageAddress>): void {
  const before = address.peek();
  const after = { ...before, ...change };
  address.value = after;
  const url = `${location.pathname}${formatAddress(after)}${location.hash}`;
  const isStep =
    after.openCell !== null &&
    (after.openCell.service !== before.openCell?.service ||
      after.openCell.region !== before.openCell.region);
  if (isStep) history.pushState(null, "", url);
  else history.replaceState(null, "", url);
}
