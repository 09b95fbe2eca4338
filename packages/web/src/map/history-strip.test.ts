import { expect, it } from "vitest";
import { stripParts } from "./history-strip.js";

it("outcomes stand where they were seen, and what nobody looked at stays empty", () => {
  const parts = stripParts([
    { kind: "nodata", from: 0, to: 500 },
    { kind: "timeout", from: 600, to: 600 },
    { kind: "answer", from: 750, to: 1000 },
  ]);
  expect(parts.map(({ said, left, width }) => [said, left, width])).toEqual([
    ["no", 0, 50],
    ["unknown", 60, 0],
    ["yes", 75, 25],
  ]);
});

it("a name that was seen once has one part", () => {
  expect(stripParts([{ kind: "nxdomain", from: 5, to: 5 }])).toMatchObject([
    { said: "no", left: 0 },
  ]);
  expect(stripParts([])).toEqual([]);
});
