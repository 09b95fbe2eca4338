import { type Catalog, expandCatalog } from "../endpoint/catalog.js";
import { observableName } from "../endpoint/placeholder.js";
import type { Service } from "../endpoint/types.js";
import type { FamilySupport } from "../verdict/cell.js";
import { type NameSupport, type Support, UNOBSERVED } from "../verdict/support.js";
import type { MapData } from "./map-data.js";
import { cellPlace } from "./map-layout.js";
import { statusOfCode } from "./name-status.js";

interface Part {
  readonly services?: readonly Service[];
  /** Region ids. */
  readonly regions?: ReadonlySet<string>;
}

/**
 * What the page knows of each name, in the form that verdicts are made from: yes, no or unknown.
 * Dates, outcomes and doubts are not in the page's data, so they are as of a name never asked about.
 * @param part whose names are needed: to make all of them takes a phone half a second
 */
export function observedOfStatusMatrix(
  catalog: Catalog,
  { layout, statusMatrix }: Pick<MapData, "layout" | "statusMatrix">,
  part: Part = {},
): ReadonlyMap<string, NameSupport> {
  const observed = new Map<string, NameSupport>();
  for (const { service, region, variant, hostname } of expandCatalog(partOf(catalog, part))) {
    const place = cellPlace(
      layout,
      variant,
      layout.serviceIndex.get(service) ?? -1,
      layout.regionIndex.get(region) ?? -1,
    );
    const status = statusOfCode(statusMatrix[place] ?? 0);
    if (status !== null) observed.set(observableName(hostname), nameSupportOf(status));
  }
  return observed;
}

/** Without dates, which the page's data does not have. */
export function nameSupportOf({ ipv4, ipv6 }: FamilySupport): NameSupport {
  return { ipv4: STATES[ipv4], ipv6: STATES[ipv6] };
}

function partOf(catalog: Catalog, { services = catalog.services, regions }: Part): Catalog {
  if (regions === undefined) return { ...catalog, services };
  const partitions = catalog.partitions.map((each) => ({
    ...each,
    regions: each.regions.filter(({ id }) => regions.has(id)),
  }));
  return { ...catalog, services, partitions };
}

const STATES = {
  yes: { ...UNOBSERVED, known: "yes" },
  no: { ...UNOBSERVED, known: "no" },
  unknown: UNOBSERVED,
} as const satisfies Readonly<Record<Support, NameSupport["ipv4"]>>;
