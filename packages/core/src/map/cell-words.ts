import { CELLS, type Cell } from "../verdict/cell.js";

export interface CellWords {
  /** In a narrow column. */
  readonly glyph: string;
  /** In a wide column. */
  readonly word: string;
  /** In the legend, and what a screen reader says. */
  readonly name: string;
  /** Above the details. */
  readonly sentence: string;
}

export const CELL_WORDS: Readonly<Record<Cell, CellWords>> = {
  ipv6: {
    glyph: "●",
    word: "IPv6",
    name: "IPv6 by default",
    sentence: "Reachable over IPv6. Nothing to set.",
  },
  "opt-in": {
    glyph: "◐",
    word: "with setting",
    name: "IPv6 with a setting",
    sentence:
      "Reachable over IPv6, but only through its dual-stack hostname. One setting turns that on.",
  },
  ipv4: {
    glyph: "○",
    word: "IPv4",
    name: "IPv4 only",
    sentence: "IPv4 only. None of its hostnames has an IPv6 address.",
  },
  none: {
    glyph: "–",
    word: "–",
    name: "not available",
    sentence: "No endpoint found here. None of its hostnames has an address.",
  },
  unknown: {
    glyph: "?",
    word: "?",
    name: "unknown",
    sentence: "Not known: not checked yet, or no conclusive answer.",
  },
};

/** As they stand in the legend and in sums. */
export const CELL_ORDER: readonly Cell[] = CELLS;
