import type { Variant } from "@egress6/core/endpoint/types";
import { decodeMap, type MapData, type MapMeta } from "@egress6/core/map/map-data";
import type { ScanStatus } from "@egress6/core/map/scan-status";
import { isSharedName } from "@egress6/core/map/shared-names";
import type { Cell } from "@egress6/core/verdict/cell";
import { signal } from "@preact/signals";
import type { View } from "../map/views.js";
import { loadJson } from "./load-json.js";

/** The map as it was loaded; null until it was. Its status matrix changes while a scan runs. */
export const map = signal<MapData | null>(null);
export const meta = signal<MapMeta | null>(null);
/** Why there is no map. */
export const mapFault = signal<string | null>(null);
/** What others say of names that nobody asked about, as it was loaded; null: nothing. */
export const evidenceJson = signal<unknown>(null);
/** Grows with every change of the status matrix. */
export const statusMatrixVersion = signal(0);
export const scan = signal<ScanStatus | null>(null);
/** The service rows that the newest changes were about. */
export const changedServices = signal<ReadonlySet<number>>(new Set());

/** Loads the map, or loads it again: then only what was observed may differ, and the grid stays as it is. */
export async function loadMap(): Promise<void> {
  try {
    const loaded = decodeMap(await loadJson("data/map.json"));
    const shown = map.peek();
    if (shown === null || !isOfSameCatalog(shown, loaded)) map.value = loaded;
    else shown.statusMatrix.set(loaded.statusMatrix);
    meta.value = loaded.meta;
    evidenceJson.value = loaded.evidence;
    scan.value = loaded.meta.scan;
    mapFault.value = null;
    changedServices.value = new Set(loaded.catalog.services.keys());
    statusMatrixVersion.value++;
  } catch (error) {
    if (map.peek() === null) mapFault.value = error instanceof Error ? error.message : `${error}`;
  }
}

function isOfSameCatalog(a: MapData, b: MapData): boolean {
  return (
    a.catalog.rules.version === b.catalog.rules.version &&
    a.statusMatrix.length === b.statusMatrix.length
  );
}

/**
 * Whether what the state rests on is the same in all regions of the region's partition, since the names are:
 * the default name alone where it has IPv6, else the name to opt into as well.
 */
export function isPartitionWide(
  { catalog, layout, shared }: MapData,
  view: View,
  service: number,
  region: number,
  state: Cell,
): boolean {
  const id = layout.regions[region]?.partition;
  const partition = catalog.partitions.findIndex((each) => each.id === id);
  const cliName = catalog.services[service]?.cliName ?? "";
  const isShared = (variant: Variant) => isSharedName(shared, cliName, partition, variant);
  if (!isShared(view.byDefault)) return false;
  return state === "ipv6" || view.optIn === null || isShared(view.optIn);
}
