import type { Catalog } from "../endpoint/catalog.js";
import { identify } from "./identify.js";
import { isFips } from "./is-fips.js";
import type { IdentifyNames } from "./names.js";

/** What there is to know of a name of AWS that has no IPv6 address. */
export interface AboutName {
  /** The dual-stack name for the same; null: there is no other. */
  readonly sibling: string | null;
  /** What else helps: of a host that was made for one resource, what switches it; null: nothing is known. */
  readonly note: string | null;
}

/** @returns null for a name that is not AWS's */
export function aboutName(
  catalog: Catalog,
  names: IdentifyNames,
  hostname: string,
): AboutName | null {
  const [entry] = identify(hostname, catalog, names);
  if (entry === undefined) return null;
  const match = entry.matches.find((each) => each.hostname === hostname);
  const resource = names.resourceHosts.find(({ id }) => id === entry.resource);
  if (match === undefined && resource === undefined) return null;
  const named = match?.siblings[isFips(match.variant) ? "fips-dualstack" : "dualstack"] ?? null;
  // The host that a resource gets once it is switched is no sibling: before, it may not be there.
  const sibling = named === hostname || match?.purpose === resource?.name ? null : named;
  if (resource === undefined || sibling !== null) return { sibling, note: null };
  const { name, switch: change } = resource;
  const how = change === null ? "" : `: ${change}`;
  return { sibling, note: `host of one resource (${name}), to be switched on the resource${how}` };
}
