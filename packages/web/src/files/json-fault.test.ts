import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonFault } from "./json-fault.js";

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test("says of every text whether it is JSON, as the browser does", () => {
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "}", "[", '"', "x", "1", " "))
    .map(([text, at, extra]) => {
      const cut = at % (text.length + 1);
      return text.slice(0, cut) + extra + text.slice(cut + (extra === "" ? 1 : 0));
    });
  fc.assert(
    fc.property(fc.oneof(fc.json(), broken), (text) => {
      expect(jsonFault(text) === null).toBe(isJson(text));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["not json", 0],
  ["{", 1],
  ['{ "a": 1, }', 10],
  ['{ "a": tru }', 7],
  ["[1 2]", 3],
  ['{"a":1} x', 8],
  ["[1}", 2],
  ["", 0],
])("%j stops fitting at %i", (text, offset) => {
  expect(jsonFault(text)).toBe(offset);
});
