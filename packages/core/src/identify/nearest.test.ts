import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest } from "./nearest.js";

test.each([
  ["", "", 0],
  ["lambda", "lamda", 1],
  ["lambda", "lmabda", 1],
  ["kitten", "sitting", 3],
  ["abc", "", 3],
])("from %j to %j it takes %i steps", (from, to, steps) => {
  expect(editDistance(from, to)).toBe(steps);
});

test("distance is symmetric, zero only for equal texts, and at most the longer length", () => {
  const text = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const distance = editDistance(a, b);
      expect(distance).toBe(editDistance(b, a));
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

test("the nearest come first, and equals in the order given", () => {
  const words = ["eu-west-2", "eu-west-1", "us-east-1"];
  expect(nearest("eu-wset-1", words, (word) => [word], 2)).toEqual(["eu-west-1", "eu-west-2"]);
  expect(nearest("zzz", words, (word) => [word], 3)).toHaveLength(3);
});
