import { CELLS, type Cell } from "@egress6/core/verdict/cell";
import { expect, it } from "vitest";
import { filterByStates, type StateFilter } from "./filter-states.js";
import { FIRST_EVIDENCE, UNKNOWN_CELL } from "./views.js";

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

it("finds unknown cells by what others say of them, and as unknown all the same", () => {
  const says = ["declared", "seen-by-others"] as const;
  const marked = {
    cells: Uint8Array.from([FIRST_EVIDENCE, 0, FIRST_EVIDENCE + 1, 0, UNKNOWN_CELL, 0]),
    width: 2,
  };
  const found = (filter: Partial<StateFilter>) =>
    filterByStates([0, 1, 2], [0, 1], marked, { groups: [], excluded: [], says, ...filter });
  expect(found({ groups: [["declared"]] })).toEqual([0]);
  expect(found({ groups: [["declared", "seen-by-others"]] })).toEqual([0, 1]);
  expect(found({ groups: [["documented"]] })).toEqual([]);
  expect(found({ groups: [["unknown"]] })).toEqual([0, 1, 2]);
  expect(found({ excluded: ["seen-by-others"] })).toEqual([0, 2]);
  expect(found({ excluded: ["unknown"] })).toEqual([]);
});
