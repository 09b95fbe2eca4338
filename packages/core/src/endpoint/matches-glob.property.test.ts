import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCatalog } from "./catalog.js";
import { matchesGlob } from "./matches-glob.js";

/** By the definition, and as slow as that is. */
function matchesNaively(glob: string, text: string): boolean {
  if (glob === "") return text === "";
  const rest = glob.slice(1);
  if (glob.startsWith("*")) {
    return Array.from(`${text}$`).some((_, length) => matchesNaively(rest, text.slice(length)));
  }
  return text !== "" && (glob[0] === "?" || glob[0] === text[0])
    ? matchesNaively(rest, text.slice(1))
    : false;
}

/** Counts how often a character is looked at, which does not depend on the machine. */
function countedReads(text: string): { readonly text: string; readonly reads: () => number } {
  let reads = 0;
  const counted = new Proxy(Object(text), {
    get: (target, key) => {
      if (typeof key === "string" && /^\d+$/.test(key)) reads++;
      return Reflect.get(target, key, target);
    },
  });
  return { text: counted, reads: () => reads };
}

const catalog = parseCatalog(
  JSON.parse(readFileSync(new URL("../../../../data/catalog.json", import.meta.url), "utf8")),
);
const regions = catalog.partitions.flatMap((partition) => partition.regions.map(({ id }) => id));

describe("a glob", () => {
  it("fits what it fits by definition", () => {
    const letters = fc.constantFrom("a", "b", "-", "*", "?");
    const glob = fc.string({ unit: letters, maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom("a", "b", "-", "?"), maxLength: 8 });
    fc.assert(
      fc.property(glob, text, (pattern, subject) => {
        expect(matchesGlob(pattern, subject)).toBe(matchesNaively(pattern, subject));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["eu-*-1", "eu-west-1", true],
    ["eu-**-?", "eu-west-1", true],
    ["eu-.est-1", "eu-west-1", false],
    ["EU-*", "eu-west-1", false],
    ["", "", true],
    ["**", "", true],
    ["?", "", false],
  ])("%j and %j: %s", (glob, text, fits) => {
    expect(matchesGlob(glob, text)).toBe(fits);
  });

  it("takes no more steps than the lengths multiplied, whatever it is", () => {
    const glob = fc.oneof(
      fc.string({ unit: fc.constantFrom("*", "?", "e", "u", "-", "1"), maxLength: 200 }),
      fc.nat(100).map((stars) => `${"*".repeat(stars)}x`),
      fc.nat(100).map((stars) => `${"*1".repeat(stars)}x`),
      fc.string({ maxLength: 200 }),
    );
    fc.assert(
      fc.property(glob, fc.constantFrom(...regions), (pattern, region) => {
        const { text, reads } = countedReads(pattern);
        matchesGlob(text, region);
        expect(reads()).toBeLessThanOrEqual(2 * (pattern.length + 1) * (region.length + 1));
      }),
    );
  });
});
