import fc from "fast-check";
import { expect, it } from "vitest";
import { parseSavedSets } from "./saved-sets.js";

const regions = [
  {
    id: "eu-west-1",
    name: "Ireland",
    partition: "aws",
    partitionTitle: "AWS",
    isPublic: true,
    largeRank: null,
  },
];

it("reads the sets of an earlier visit, but those with regions that are gone", () => {
  const kept = { name: "mine", choice: "eu-west-1" };
  const text = JSON.stringify([kept, { name: "old", choice: "mars-1" }, { name: 1 }, null]);
  expect(parseSavedSets(text, regions)).toEqual([kept]);
});

it("makes nothing of what is no list of sets, and never throws", () => {
  expect(parseSavedSets(null, regions)).toEqual([]);
  expect(parseSavedSets("{", regions)).toEqual([]);
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      for (const { choice } of parseSavedSets(text, regions)) expect(choice).not.toBe("");
    }),
  );
});
