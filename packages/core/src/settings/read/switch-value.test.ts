import { expect, it } from "vitest";
import { readSwitch } from "./switch-value.js";

it.each([
  ["true", "exact", "true"],
  ["false", "any-case-or-error", "false"],
  ["TRUE", "exact", "not set"],
  ["1", "exact", "not set"],
  ["", "exact", "not set"],
  ["TRUE", "any-case", "true"],
  ["1", "any-case", "false"],
  ["", "any-case", "false"],
  ["True", "any-case-or-error", "true"],
  ["FALSE", "any-case-or-error", "false"],
  ["", "any-case-or-error", "not set"],
  ["1", "any-case-or-error", "refused"],
  ["True", "any-case-or-ignored", "true"],
  ["FALSE", "any-case-or-ignored", "false"],
  ["1", "any-case-or-ignored", "not set"],
  ["ON", "words-or-error", "true"],
  ["1", "words-or-error", "true"],
  ["off", "words-or-error", "false"],
  ["0", "words-or-error", "false"],
  ["yes", "words-or-error", "refused"],
  ["", "words-or-error", "not set"],
  ["TRUE", null, "true"],
  ["yes", "unknown", "false"],
  ["", null, "not set"],
] as const)("%j, spelt %s, is %s", (text, spelling, reading) => {
  expect(readSwitch(text, spelling)).toBe(reading);
});
