import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseCatalog } from "./catalog.js";
import { fitsRegionRegex, parseRegionPattern } from "./region-pattern.js";

const { partitions } = parseCatalog(
  JSON.parse(readFileSync(new URL("../../../../data/catalog.json", import.meta.url), "utf8")),
);

it("fits the regions that AWS's own expression fits", () => {
  const words = fc.constantFrom(
    "us",
    "eu",
    "cn",
    "gov",
    "iso",
    "eusc",
    "de",
    "west",
    "1",
    "12",
    "_",
    "",
  );
  const region = fc.oneof(
    fc.array(words, { maxLength: 5 }).map((parts) => parts.join("-")),
    fc.string({ unit: fc.constantFrom("u", "s", "-", "1", "w"), maxLength: 12 }),
    fc.constantFrom(...partitions.flatMap(({ regions }) => regions.map(({ id }) => id))),
  );
  fc.assert(
    fc.property(fc.constantFrom(...partitions), region, ({ regionRegex }, id) => {
      expect(fitsRegionRegex(regionRegex, id)).toBe(new RegExp(regionRegex).test(id));
    }),
    { numRuns: 1000 },
  );
});

it.each([
  "us-\\w+",
  "^us[",
  "^(a+)+$",
  "^us-(west|(east))-\\d+$",
  "^.*$",
  "^us-\\d{1,9}$",
  "^us||eu$",
])("does not take %s, in which there is more", (expression) => {
  expect(parseRegionPattern(expression)).toBeNull();
});

it("is done with a long text at once, however many runs could share it", () => {
  expect(fitsRegionRegex("^\\w+\\w+\\w+\\w+\\-\\d+$", "a".repeat(20_000))).toBe(false);
  expect(fitsRegionRegex("^\\w+\\w+\\w+\\w+\\-\\d+$", `${"a".repeat(20_000)}-1`)).toBe(true);
});

it("without an end fits what begins so", () => {
  expect(fitsRegionRegex("^(us|eu)", "eu-west-1")).toBe(true);
  expect(fitsRegionRegex("^(us|eu)$", "eu-west-1")).toBe(false);
  expect(fitsRegionRegex("^(us|eu)", "ap-west-1")).toBe(false);
});
