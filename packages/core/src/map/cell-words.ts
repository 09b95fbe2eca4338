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
    sentence: "Answers over IPv6 without setting anything.",
  },
  "opt-in": {
    glyph: "◐",
    word: "opt-in",
    name: "opt-in hostname",
    sentence: "Answers over IPv6 by its dual-stack name only, which has to be opted into.",
  },
  ipv4: {
    glyph: "○",
    word: "IPv4",
    name: "IPv4 only",
    sentence: "There is an endpoint, and it answers over IPv4 only.",
  },
  none: {
    glyph: "·",
    word: "–",
    name: "no endpoint",
    sentence: "No name that this view is about has an address: no such endpoint.",
  },
  unknown: {
    glyph: "?",
    word: "?",
    name: "unknown",
    sentence: "Not enough was observed to say.",
  },
};

/** As they stand in the legend and in sums. */
export const CELL_ORDER: readonly Cell[] = CELLS;
