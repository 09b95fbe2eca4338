import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable, printableText } from "./printable.js";

describe("a value that is quoted", () => {
  it.each([
    ["an escape sequence", "eu-\x1b[31mwest-1", "eu-\\u001b[31mwest-1"],
    [
      "a line break, by which a log would begin a command",
      "a\n::error::b\r",
      "a\\u000a::error::b\\u000d",
    ],
    ["delete", "a\x7fb", "a\\u007fb"],
    ["a C1 control, which some terminals take for an escape sequence", "a\x9b31m", "a\\u009b31m"],
    ["an override of direction", "a\u202eb\u2066c", "a\\u202eb\\u2066c"],
    ["a space without width", "a\u200bb\ufeff", "a\\u200bb\\ufeff"],
    ["a separator of lines", "a\u2028b\u2029", "a\\u2028b\\u2029"],
    ["a letter that fills nothing", "a\u3164b", "a\\u3164b"],
    ["a tag above the first plane", "a\u{e0041}", "a\\udb40\\udc41"],
    ["half a character", "a\ud800", "a\\ud800"],
  ])("shows %s", (_, value, shown) => {
    expect(printable(value)).toBe(shown);
  });

  it("leaves the letters of all languages and our own signs as they are", () => {
    const text = "eu-west-1 “größer” 日本語 עברית → … · ✓ \u00a0 e\u0301";
    expect(printable(text)).toBe(text);
  });
});

describe("a text", () => {
  it("keeps its lines and columns, and no return that would overwrite one", () => {
    expect(printableText("a\tb\nc\r\nd\re")).toBe("a\tb\nc\r\nd\\u000de");
  });

  it("of JSON means the same", () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: "binary" }), (json) => {
        const shown = printableText(json);
        expect(JSON.parse(shown)).toEqual(JSON.parse(json));
        expect(shown).not.toMatch(/[\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});
