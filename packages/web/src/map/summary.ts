import { CELLS, type Cell } from "@egress6/core/verdict/cell";

export type CellCounts = Readonly<Record<Cell, number>>;

/** How often each state is among the cells at the crossings of rows and columns. */
export function countPackedCells(
  cells: Uint8Array,
  width: number,
  rows: readonly number[],
  columns: readonly number[],
): CellCounts {
  const counts = CELLS.map(() => 0);
  for (const row of rows) {
    for (const column of columns) {
      const cell = cells[row * width + column] ?? 0;
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  // Beyond the states are unknown cells of which others say something.
  const [ipv6 = 0, optIn = 0, ipv4 = 0, none = 0, ...unknown] = counts;
  const sum = unknown.reduce((before, count) => before + count, 0);
  return { ipv6, "opt-in": optIn, ipv4, none, unknown: sum };
}

/** What of the observed endpoints answers over IPv6, in whole per cent; null when none was observed. */
export function reachablePercent(counts: CellCounts): number | null {
  const reachable = counts.ipv6 + counts["opt-in"];
  const endpoints = reachable + counts.ipv4;
  return endpoints === 0 ? null : Math.round((100 * reachable) / endpoints);
}
