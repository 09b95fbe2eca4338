import type { StatedEvidence } from "@egress6/core/evidence/evidence";
import { CELL_ORDER, CELL_WORDS } from "@egress6/core/map/cell-words";
import { type Markup, markup } from "@egress6/core/map/markup";
import type { Cell } from "@egress6/core/verdict/cell";
import type { NameEvidence, Readiness, SwitchEffect } from "@egress6/core/verdict/readiness";
import { evidenceMarkup, stateMarkup } from "./plain-page.js";

/** What the global dual-stack switch does to calls of a service, for a column of a table. */
const SWITCH_WORDS: Readonly<Record<SwitchEffect, string>> = {
  same: "same name",
  ipv6: "leads to IPv6",
  ipv4: "leads to IPv4 only",
  breaks: "calls fail",
  unknown: "not observed",
};

/** The columns that a table of regions and a table of services have in common. */
export const CELL_COLUMNS = [
  "State",
  "Default name",
  "AAAA",
  "Dual-stack name",
  "AAAA",
  "Global dual-stack switch",
] as const;

export function endpointCells(
  { cell, byDefault, byOptIn, switchEffect }: Readiness,
  evidence: StatedEvidence | null,
): Markup {
  return markup`<td class="state">${evidence === null ? stateMarkup(cell) : evidenceMarkup(evidence)}</td>${nameCells(byDefault)}${nameCells(byOptIn)}<td>${SWITCH_WORDS[switchEffect]}</td>`;
}

function nameCells(name: NameEvidence | null): Markup {
  if (name === null) return markup`<td>no such name</td><td></td>`;
  return markup`<td><code>${name.hostname}</code></td><td>${name.ipv6}</td>`;
}

type CellCounts = Readonly<Record<Cell, number>>;

/** `IPv6 by default 3 · opt-in hostname 31`: only the states there are. */
export function countWords(counts: CellCounts): string {
  return CELL_ORDER.filter((cell) => counts[cell] > 0)
    .map((cell) => `${CELL_WORDS[cell].name} ${counts[cell]}`)
    .join(" · ");
}

export const COUNT_COLUMNS = CELL_ORDER.map((cell) => CELL_WORDS[cell].name);

export function countCellsMarkup(counts: CellCounts): Markup {
  return markup`${CELL_ORDER.map((cell) => markup`<td class="number">${counts[cell]}</td>`)}`;
}
