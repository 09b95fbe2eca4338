import { expect, test } from "vitest";
import { flowCoverage } from "./billed-bytes.js";

const hour = (from: number, bytes: number) => ({ from, to: from + 3600, bytes });

test("coverage is the share of what is billed in the window", () => {
  const window = { from: 3600, to: 7200 };
  expect(flowCoverage([hour(0, 500), hour(3600, 1000), hour(7200, 9)], window, 900n)).toBe(90);
});

test("a period that reaches over the window counts by its share", () => {
  expect(flowCoverage([hour(0, 1000)], { from: 0, to: 900 }, 250n)).toBe(100);
});

test("without a bill for the window, coverage is not known, and is not zero", () => {
  expect(flowCoverage([hour(0, 1000)], { from: 7200, to: 9000 }, 250n)).toBeNull();
  expect(flowCoverage([], { from: null, to: null }, 0n)).toBeNull();
});
