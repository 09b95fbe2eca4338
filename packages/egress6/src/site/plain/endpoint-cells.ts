import type { StatedEvidence } from "@egress6/core/evidence/evidence";
import { CELL_ORDER, CELL_WORDS } from "@egress6/core/map/cell-words";
import { type Markup, markup } from "@egress6/core/map/markup";
import type { Cell } from "@egress6/core/verdict/cell";
import type { NameEvidence, Readiness, SwitchEffect } from "@egress6/core/verdict/readiness";
import { evidenceMarkup, stateMarkup } from "./plain-page.js";

/** What the global dual-stack setting does to calls of a service, for a column of a table. */
const SWITCH_WORDS: Readonly<Record<SwitchEffect, string>> = {
  same: "changes nothing",
  ipv6: "calls use IPv6",
  ipv4: "stays on IPv4",
  breaks: "calls fail",
  unknown: "not checked yet",
};

/** The columns that a table of regions and a table of services have in common. */
export const CELL_COLUMNS = [
  "State",
  "Default hostname",
  "Dual-stack hostname",
  "With the dual-stack setting",
] as const;

export function endpointCells(
  { cell, byDefault, byOptIn, switchEffect }: Readiness,
  evidence: StatedEvidence | null,
): Markup {
  return markup`<td class="state">${evidence === null ? stateMarkup(cell) : evidenceMarkup(evidence)}</td>${nameCell(byDefault)}${nameCell(byOptIn)}<td>${SWITCH_WORDS[switchEffect]}</td>`;
}

const IPV6_WORDS: Readonly<Record<NameEvidence["ipv6"], string>> = {
  yes: "has an IPv6 address",
  no: "no IPv6 address",
  unknown: "IPv6: not checked yet, or no conclusive answer",
};

function nameCell(name: NameEvidence | null): Markup {
  if (name === null) return markup`<td><small>none: SDKs have no such hostname</small></td>`;
  return markup`<td><code>${name.hostname}</code><br><small>${IPV6_WORDS[name.ipv6]}</small></td>`;
}

type CellCounts = Readonly<Record<Cell, number>>;

/** `IPv6 by default 3 · IPv6 with a setting 31`: only the states there are. */
export function countWords(counts: CellCounts): string {
  return CELL_ORDER.filter((cell) => counts[cell] > 0)
    .map((cell) => `${CELL_WORDS[cell].name} ${counts[cell]}`)
    .join(" · ");
}

export const COUNT_COLUMNS = CELL_ORDER.map((cell) => CELL_WORDS[cell].name);

export function countCellsMarkup(counts: CellCounts): Markup {
  return markup`${CELL_ORDER.map((cell) => markup`<td class="number">${counts[cell]}</td>`)}`;
}
