import { endpointOf } from "@egress6/core/endpoint/catalog";
import type { Scope } from "@egress6/core/endpoint/types";
import { decodeMap, type MapData, type MapMeta } from "@egress6/core/map/map-data";
import { placeOf } from "@egress6/core/map/map-layout";
import type { ScanStatus } from "@egress6/core/map/scan-status";
import type { StatusChanges } from "@egress6/core/map/status-changes";
import type { Cell } from "@egress6/core/verdict/cell";
import { signal } from "@preact/signals";
import { cellOfCodes, type View } from "../map/views.js";
import { loadJson } from "./load-json.js";

/** The map as it was loaded; null until it was. Its planes change while a scan runs. */
export const map = signal<MapData | null>(null);
export const meta = signal<MapMeta | null>(null);
/** Why there is no map. */
export const mapFault = signal<string | null>(null);
/** Grows with every change of the planes. */
export const planesVersion = signal(0);
export const scan = signal<ScanStatus | null>(null);
/** The service rows that the newest changes were about. */
export const changedServices = signal<ReadonlySet<number>>(new Set());

/** Loads the map, or loads it again: then only what was observed may differ, and the grid stays as it is. */
export async function loadMap(): Promise<void> {
  try {
    const loaded = decodeMap(await loadJson("data/map.json"));
    const shown = map.peek();
    if (shown === null || !isOfSameCatalog(shown, loaded)) map.value = loaded;
    else shown.planes.set(loaded.planes);
    meta.value = loaded.meta;
    scan.value = loaded.meta.scan;
    mapFault.value = null;
    changedServices.value = new Set(loaded.catalog.services.keys());
    planesVersion.value++;
  } catch (error) {
    if (map.peek() === null) mapFault.value = error instanceof Error ? error.message : `${error}`;
  }
}

function isOfSameCatalog(a: MapData, b: MapData): boolean {
  return a.catalog.rules.version === b.catalog.rules.version && a.planes.length === b.planes.length;
}

export function applyChanges({ planes, layout }: MapData, changes: StatusChanges): void {
  const services = new Set<number>();
  for (const [place, code] of changes) {
    planes[place] = code;
    services.add(Math.floor(place / layout.regions.length) % layout.serviceCount);
  }
  changedServices.value = services;
  planesVersion.value++;
}

/** What the view says about one service in one region. */
export function cellAt(
  { planes, layout }: MapData,
  view: View,
  service: number,
  region: number,
): Cell {
  const code = (variant: View["byDefault"]) =>
    planes[placeOf(layout, variant, service, region)] ?? 0;
  return cellOfCodes(code(view.byDefault), view.optIn === null ? 0 : code(view.optIn));
}

const scopes = new WeakMap<MapData["catalog"], Map<string, Scope | null>>();

/** Whether one name serves all regions of the region's partition. */
export function isPartitionWide(
  { catalog, layout }: MapData,
  view: View,
  service: number,
  region: number,
): boolean {
  const known = scopes.get(catalog) ?? new Map<string, Scope | null>();
  scopes.set(catalog, known);
  const place = layout.regions[region];
  const named = catalog.services[service];
  if (place === undefined || named === undefined) return false;
  const key = `${view.byDefault} ${place.partition} ${service}`;
  let scope = known.get(key);
  if (scope === undefined) {
    scope = endpointOf(catalog, named, place.id, view.byDefault)?.scope ?? null;
    known.set(key, scope);
  }
  return scope === "partition";
}
