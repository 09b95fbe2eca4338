import { expect, test } from "vitest";
import { fieldWords, problemWords } from "./field-words.js";

test.each([
  [["azs"], "Zones"],
  [["services", 1, "gbPerMonth"], "GB a month of service 2"],
  [["compute", 0, "from", 3], "From of compute 1"],
  [["hosts", 2], "host 3"],
  [["constraints", "privateServices", 0], "Services that must stay private"],
  [[], "The workload"],
] as const)("%j is called %s", (path, words) => {
  expect(fieldWords(path)).toBe(words);
});

test.each([
  [
    "expected a whole number from 1 to 6, or the names of the zones, got nothing",
    "Enter a whole number from 1 to 6, or the names of the zones.",
  ],
  [
    'expected GB a month, from 0 to 1,000, or { low, high } of it, got "1,5"',
    'Enter GB a month, from 0 to 1,000, or a range such as 5–10, instead of "1,5".',
  ],
  ['there is no AWS service "sq". Nearest: sqs', 'There is no AWS service "sq". Nearest: sqs.'],
  ["add at least one kind of compute, for example `- kind: lambda`", "Add at least one compute."],
])("%s", (message, words) => {
  expect(problemWords(message)).toBe(words);
});
