import type { MapLayout } from "@egress6/core/map/map-layout";
import { CELLS, type Cell } from "@egress6/core/verdict/cell";
import type { ChangesFilter } from "./filter-changes.js";

/** The regions in which a service went from one state to another. */
export interface ChangedCells {
  /** CLI name. */
  readonly service: string;
  readonly from: Cell;
  readonly to: Cell;
  /** Ids, in the order of the map. */
  readonly regions: readonly string[];
}

/**
 * What is another state in the second map than in the first, by service.
 * @param before as positions in `CELLS`, a service after the other, and in it a region after the other
 * @param after likewise
 */
export function changedCells(
  { serviceIndex, regions }: MapLayout,
  before: Uint8Array,
  after: Uint8Array,
  meant: Pick<ChangesFilter, "services" | "regions">,
): readonly ChangedCells[] {
  const groups = new Map<string, ChangedCells>();
  for (const [service, row] of serviceIndex) {
    if (meant.services !== null && !meant.services.has(service)) continue;
    for (const [column, { id }] of regions.entries()) {
      const place = row * regions.length + column;
      if (before[place] === after[place]) continue;
      if (meant.regions !== null && !meant.regions.has(id)) continue;
      const [from, to] = [cellAt(before, place), cellAt(after, place)];
      const key = [service, from, to].join(" ");
      groups.set(key, { service, from, to, regions: [...(groups.get(key)?.regions ?? []), id] });
    }
  }
  return [...groups.values()];
}

const cellAt = (cells: Uint8Array, place: number): Cell => CELLS[cells[place] ?? 0] ?? "unknown";
