import { CELLS, type Cell } from "@egress6/core/verdict/cell";
import { describe, expect, it } from "vitest";
import { countPackedCells, reachablePercent } from "./summary.js";
import { FIRST_EVIDENCE, UNKNOWN_CELL } from "./views.js";

const count = (states: readonly Cell[]) =>
  countPackedCells(
    Uint8Array.from(states, (state) => CELLS.indexOf(state)),
    states.length,
    [0],
    [...states.keys()],
  );

describe("the share that answers over IPv6", () => {
  it("is of endpoints that are known to exist", () => {
    const counts = count(["ipv6", "opt-in", "ipv4", "none", "none", "unknown", "unknown"]);
    expect(reachablePercent(counts)).toBe(67);
    expect(counts).toEqual({ ipv6: 1, "opt-in": 1, ipv4: 1, none: 2, unknown: 2 });
  });

  it("counts what others say something of as unknown", () => {
    const cells = Uint8Array.from([UNKNOWN_CELL, FIRST_EVIDENCE, FIRST_EVIDENCE + 1, 0]);
    expect(countPackedCells(cells, 4, [0], [0, 1, 2, 3])).toMatchObject({ ipv6: 1, unknown: 3 });
  });

  it("is not stated when nothing is known", () => {
    expect(reachablePercent(count(["unknown", "none"]))).toBeNull();
  });

  it("is of the rows and columns that are shown", () => {
    const cells = Uint8Array.from([0, 2, 2, 0, 0, 0]);
    expect(countPackedCells(cells, 3, [0], [0, 2]).ipv6).toBe(1);
    expect(countPackedCells(cells, 3, [0, 1], [1]).ipv4).toBe(1);
  });
});
