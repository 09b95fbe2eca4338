import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moveBy } from "./move-by.js";

const plain = { ctrlKey: false, metaKey: false, altKey: false };
const size = { rows: 427, columns: 39, rowsPerPage: 25 };
const middle = { row: 100, column: 10 };

describe("keys in the grid", () => {
  it.each([
    ["ArrowUp", { row: 99, column: 10 }],
    ["ArrowDown", { row: 101, column: 10 }],
    ["ArrowLeft", { row: 100, column: 9 }],
    ["ArrowRight", { row: 100, column: 11 }],
    ["Home", { row: 100, column: 0 }],
    ["End", { row: 100, column: 38 }],
    ["PageUp", { row: 75, column: 10 }],
    ["PageDown", { row: 125, column: 10 }],
    ["a", null],
    ["Tab", null],
  ])("%s leads to %j", (key, to) => {
    expect(moveBy({ ...plain, key }, middle, size)).toEqual(to);
  });

  it("Control with Home and End leads to the corners", () => {
    expect(moveBy({ ...plain, ctrlKey: true, key: "Home" }, middle, size)).toEqual({
      row: 0,
      column: 0,
    });
    expect(moveBy({ ...plain, ctrlKey: true, key: "End" }, middle, size)).toEqual({
      row: 426,
      column: 38,
    });
  });

  it("leaves keys to the browser that are held with Alt, and all keys of an empty grid", () => {
    expect(moveBy({ ...plain, altKey: true, key: "ArrowLeft" }, middle, size)).toBeNull();
    expect(moveBy({ ...plain, key: "ArrowLeft" }, middle, { ...size, rows: 0 })).toBeNull();
  });

  it("never leave it, whatever is pressed", () => {
    const keys = fc.constantFrom(
      "ArrowUp",
      "ArrowDown",
      "ArrowLeft",
      "ArrowRight",
      "Home",
      "End",
      "PageUp",
      "PageDown",
    );
    const sizes = fc.record({
      rows: fc.integer({ min: 1, max: 500 }),
      columns: fc.integer({ min: 1, max: 50 }),
      rowsPerPage: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(
        sizes,
        fc.array(fc.tuple(keys, fc.boolean()), { maxLength: 60 }),
        (grid, presses) => {
          let at = { row: 0, column: 0 };
          for (const [key, ctrlKey] of presses)
            at = moveBy({ ...plain, key, ctrlKey }, at, grid) ?? at;
          expect(
            at.row >= 0 && at.row < grid.rows && at.column >= 0 && at.column < grid.columns,
          ).toBe(true);
        },
      ),
    );
  });
});
