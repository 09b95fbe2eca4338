import { expect, it } from "vitest";
import { sortServices } from "./sort-services.js";

/** Four services in two regions; a digit is a position in CELLS: 0 and 1 are reachable, 2 is IPv4 only, 4 unknown. */
const cells = Uint8Array.from([2, 2, 0, 2, 4, 4, 1, 0]);
const map = {
  order: [2, 3, 1, 0],
  layout: {
    serviceCount: 4,
    regions: [],
    serviceIndex: new Map(["a", "b", "c", "d"].map((name, index) => [name, index])),
    regionIndex: new Map(),
  },
};
const shown = { cells, width: 2, regions: [0, 1] };

it.each([
  ["popular", [2, 3, 1, 0]],
  ["name", [0, 1, 2, 3]],
  ["most", [3, 1, 0, 2]],
  ["least", [0, 1, 3, 2]],
] as const)("sorts services by %s, unknown ones last", (by, sorted) => {
  expect(sortServices(map, by, shown)).toEqual(sorted);
});

it("counts the regions that are shown only", () => {
  expect(sortServices(map, "least", { ...shown, regions: [0] })).toEqual([0, 3, 1, 2]);
});
