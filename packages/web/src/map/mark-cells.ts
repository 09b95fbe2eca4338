import type { EvidenceMatrix } from "@egress6/core/map/evidence-matrix";
import type { MapData } from "@egress6/core/map/map-data";
import { cellPlace } from "@egress6/core/map/map-layout";
import { UNOBSERVED_NAME } from "@egress6/core/map/name-status";
import { FIRST_EVIDENCE, UNKNOWN_CELL, type View } from "./views.js";

/**
 * Marks cells that are unknown, and of which others say something: of the name to opt into, else of the one by
 * default. A name that was observed by now has no mark, whatever came of it.
 * @param day nothing counts that is of a later day; null: now
 */
export function markCells(
  cells: Uint8Array,
  { statusMatrix, layout }: Pick<MapData, "statusMatrix" | "layout">,
  { byDefault, optIn }: View,
  { sources, places }: EvidenceMatrix,
  day: string | null,
): void {
  const firsts = [optIn, byDefault].flatMap((variant) =>
    variant === null ? [] : [cellPlace(layout, variant, 0, 0)],
  );
  for (let cell = 0; cell < cells.length; cell++) {
    if (cells[cell] !== UNKNOWN_CELL) continue;
    for (const first of firsts) {
      const source = (places[first + cell] ?? 0) - 1;
      const date = sources[source]?.date;
      if (date === undefined || statusMatrix[first + cell] !== UNOBSERVED_NAME) continue;
      if (day !== null && date > day) continue;
      cells[cell] = FIRST_EVIDENCE + source;
      break;
    }
  }
}
