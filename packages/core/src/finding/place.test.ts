import { describe, expect, it } from "vitest";
import { placeOf, placeText } from "./place.js";

describe("the place of a setting", () => {
  it.each([
    ["use_fips_endpoint", "config:3", "config", 3],
    ["use_fips_endpoint", "C:\\Users\\me\\.aws\\config:12", "C:\\Users\\me\\.aws\\config", 12],
    [null, "a:1\nb:2", "a:1\nb", 2],
  ])("%s at %j is a line of a file", (name, place, file, line) => {
    expect(placeOf({ name, place })).toEqual({ file, line, column: null, resource: name });
  });

  it.each([null, "environment", "command line"])("is the name alone, where it is %j", (place) => {
    const found = placeOf({ name: "AWS_REGION", place });
    expect(found).toEqual({ file: null, line: null, column: null, resource: "AWS_REGION" });
    expect(placeOf({ name: null, place })).toBeNull();
  });

  it("reads as the line, else as the file, else as the name", () => {
    const text = (file: string | null, line: number | null) =>
      placeText({ file, line, column: null, resource: "AWS_REGION" });
    expect([text("a", 1), text("a", null), text(null, null), placeText(null)]).toEqual([
      "a:1",
      "a",
      "AWS_REGION",
      null,
    ]);
  });
});
