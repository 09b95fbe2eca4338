import type { Variant } from "@egress6/core/endpoint/types";
import type { MapData } from "@egress6/core/map/map-data";
import { cellPlace } from "@egress6/core/map/map-layout";
import { NO_NAME, statusOfCode } from "@egress6/core/map/name-status";
import { CELLS, cellOf } from "@egress6/core/verdict/cell";

/** Which names a cell is about: one to begin with, and one to opt into. */
export interface View {
  readonly id: Variant;
  /** In the address, and in the filter. */
  readonly word: string;
  readonly title: string;
  readonly byDefault: Variant;
  readonly optIn: Variant | null;
}

const USUAL: View = {
  id: "default",
  word: "default",
  title: "default",
  byDefault: "default",
  optIn: "dualstack",
};

export const VIEWS: readonly View[] = [
  USUAL,
  { id: "dualstack", word: "ds", title: "dual-stack", byDefault: "dualstack", optIn: null },
  { id: "fips", word: "fips", title: "FIPS", byDefault: "fips", optIn: "fips-dualstack" },
  {
    id: "fips-dualstack",
    word: "fips-ds",
    title: "FIPS dual-stack",
    byDefault: "fips-dualstack",
    optIn: null,
  },
];

export function viewOf(id: Variant): View {
  return VIEWS.find((view) => view.id === id) ?? USUAL;
}

/** @param word as in the address, or the variant's whole name; null when it is neither */
export function viewOfWord(word: string): Variant | null {
  return VIEWS.find((view) => view.word === word || view.id === word)?.id ?? null;
}

/** Position in `CELLS`. */
export const UNKNOWN_CELL = CELLS.indexOf("unknown");
/** Stands for an unknown cell of which the first source of evidence says something; the others follow. */
export const FIRST_EVIDENCE = CELLS.length;

const CODES = 10;

/** Every pair of status codes has its cell worked out once, as a position in `CELLS`. */
const CELL_OF_CODES = Uint8Array.from({ length: CODES * CODES }, (_, pair) =>
  CELLS.indexOf(
    cellOf({
      default: statusOfCode(Math.floor(pair / CODES)),
      dualstack: statusOfCode(pair % CODES),
    }),
  ),
);

/**
 * What a view says about every service and region, as positions in `CELLS`: a service after the other,
 * and in it a region after the other.
 */
export function cellsOfView(
  { statusMatrix, layout, catalog }: ShownMatrix,
  { byDefault, optIn }: View,
): Uint8Array {
  const width = layout.regions.length;
  const first = cellPlace(layout, byDefault, 0, 0);
  const second = optIn === null ? null : cellPlace(layout, optIn, 0, 0);
  return Uint8Array.from({ length: layout.serviceCount * width }, (_, place) => {
    const optInCode = second === null ? NO_NAME : (statusMatrix[second + place] ?? NO_NAME);
    const cell = CELL_OF_CODES[(statusMatrix[first + place] ?? NO_NAME) * CODES + optInCode] ?? 0;
    const service = catalog.services[Math.floor(place / width)];
    // `ipv6` and `opt-in` come first, and say nothing of the hosts that these hand out for calls.
    return cell < 2 && service?.endpointDiscovery === "required" ? UNKNOWN_CELL : cell;
  });
}

type ShownMatrix = Pick<MapData, "statusMatrix" | "layout" | "catalog">;
