import { CELLS, type Cell } from "@egress6/core/verdict/cell";
import { expect, it } from "vitest";
import { filterByStates, type StateFilter } from "./filter-states.js";

const rows: readonly (readonly Cell[])[] = [
  ["ipv6", "ipv6"],
  ["ipv4", "opt-in"],
  ["none", "ipv4"],
  ["unknown", "none"],
];
const cells = { cells: Uint8Array.from(rows.flat(), (cell) => CELLS.indexOf(cell)), width: 2 };
const kept = (filter: Partial<StateFilter>, regions = [0, 1]) =>
  filterByStates([0, 1, 2, 3], regions, cells, { groups: [], excluded: [], ...filter });

it("keeps services with a cell of one of the states, in a region that is shown", () => {
  expect(kept({})).toEqual([0, 1, 2, 3]);
  expect(kept({ groups: [["ipv4"]] })).toEqual([1, 2]);
  expect(kept({ groups: [["ipv4"]] }, [1])).toEqual([2]);
  expect(kept({ groups: [["ipv6", "unknown"]] })).toEqual([0, 3]);
});

it("wants a cell for each of several groups", () => {
  expect(kept({ groups: [["ipv4"], ["opt-in"]] })).toEqual([1]);
});

it("leaves out services with a cell that is not wanted", () => {
  expect(kept({ excluded: ["none"] })).toEqual([0, 1]);
  expect(kept({ groups: [["ipv4"]], excluded: ["none"] })).toEqual([1]);
});
