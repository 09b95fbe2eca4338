import type { Cell } from "@egress6/core/verdict/cell";

export type CellCounts = Readonly<Record<Cell, number>>;

export function countCells(cells: Iterable<Cell>): CellCounts {
  const counts = { ipv6: 0, "opt-in": 0, ipv4: 0, none: 0, unknown: 0 };
  for (const cell of cells) counts[cell]++;
  return counts;
}

/** What of the observed endpoints answers over IPv6, in whole per cent; null when none was observed. */
export function reachablePercent(counts: CellCounts): number | null {
  const reachable = counts.ipv6 + counts["opt-in"];
  const endpoints = reachable + counts.ipv4;
  return endpoints === 0 ? null : Math.round((100 * reachable) / endpoints);
}
