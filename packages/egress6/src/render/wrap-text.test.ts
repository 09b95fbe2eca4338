import fc from "fast-check";
import { expect, test } from "vitest";
import { untoned } from "./style.js";
import { wrapText } from "./wrap-text.js";

test("lines stay within 100 columns, and no word is lost", () => {
  const word = fc.stringMatching(/^[a-z]{1,20}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 80 }), (words) => {
      const wrapped = untoned(wrapText(words.join(" "), "  "));
      expect(wrapped.split(/\s+/)).toEqual(words);
      for (const line of wrapped.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    }),
  );
});

test("a command in backticks is not broken", () => {
  const command = "`egress6 scan --service logs --region eu-central-1`";
  expect(untoned(wrapText(`${"word ".repeat(17)}${command}.`, "  "))).toContain(`\n  ${command}.`);
});
