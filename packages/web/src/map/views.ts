import type { Variant } from "@egress6/core/endpoint/types";
import { statusOfCode } from "@egress6/core/map/name-status";
import { type Cell, cellOf } from "@egress6/core/verdict/cell";

/** Which names a cell is about: one to begin with, and one to opt into. */
export interface View {
  readonly id: Variant;
  readonly title: string;
  readonly byDefault: Variant;
  readonly optIn: Variant | null;
}

const USUAL: View = {
  id: "default",
  title: "Usual names",
  byDefault: "default",
  optIn: "dualstack",
};

export const VIEWS: readonly View[] = [
  USUAL,
  { id: "dualstack", title: "Dual-stack names", byDefault: "dualstack", optIn: null },
  { id: "fips", title: "FIPS names", byDefault: "fips", optIn: "fips-dualstack" },
  {
    id: "fips-dualstack",
    title: "FIPS dual-stack names",
    byDefault: "fips-dualstack",
    optIn: null,
  },
];

export function viewOf(id: Variant): View {
  return VIEWS.find((view) => view.id === id) ?? USUAL;
}

const CODES = 10;

/** Every pair of status codes has its cell worked out once. */
const CELL_OF_CODES: readonly Cell[] = Array.from({ length: CODES * CODES }, (_, pair) =>
  cellOf({
    default: statusOfCode(Math.floor(pair / CODES)),
    dualstack: statusOfCode(pair % CODES),
  }),
);

/** @param optIn 0 when the view has no name to opt into */
export function cellOfCodes(byDefault: number, optIn: number): Cell {
  return CELL_OF_CODES[byDefault * CODES + optIn] ?? "unknown";
}
