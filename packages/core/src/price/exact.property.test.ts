import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compare,
  decimal,
  decimalText,
  dividedBy,
  fraction,
  minus,
  plus,
  roundedText,
  sum,
  times,
  ZERO,
} from "./exact.js";

const exact = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([numerator, denominator]) => fraction(numerator, denominator));
const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });

describe("exact numbers", () => {
  test("sums do not depend on the order of their parts", () => {
    fc.assert(
      fc.property(fc.array(exact, { maxLength: 8 }), (values) => {
        expect(sum([...values].reverse())).toEqual(sum(values));
      }),
    );
  });

  test("what was added or multiplied can be taken away again, exactly", () => {
    fc.assert(
      fc.property(exact, exact, (a, b) => {
        expect(minus(plus(a, b), b)).toEqual(a);
        if (compare(b, ZERO) !== 0) expect(dividedBy(times(a, b), b)).toEqual(a);
      }),
    );
  });

  test("order is that of the numbers", () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const both = [a, b].map((value) => fraction(BigInt(value), 100n));
        expect(compare(...(both as [typeof ZERO, typeof ZERO]))).toBe(Math.sign(a - b));
      }),
    );
  });

  test("a decimal is read and written without loss", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat(12), (digits, places) => {
        const value = fraction(digits, 10n ** BigInt(places));
        expect(decimal(decimalText(value))).toEqual(value);
      }),
    );
  });

  test("the rounded text is never further off than half its last place", () => {
    fc.assert(
      fc.property(exact, fc.nat(6), (value, places) => {
        const off = minus(decimal(roundedText(value, places)), value);
        const half = fraction(1n, 2n * 10n ** BigInt(places));
        expect(compare(off, half)).toBeLessThanOrEqual(0);
        expect(compare(off, minus(ZERO, half))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("texts", () => {
  test.each([
    ["0.0450000000", 2, "0.05"],
    ["36.5", 2, "36.50"],
    ["-0.004", 2, "0.00"],
    ["-0.005", 2, "-0.01"],
    ["1042.857", 1, "1042.9"],
    ["2.5", 0, "3"],
  ])("%s to %i places is %s", (text, places, rounded) => {
    expect(roundedText(decimal(text), places)).toBe(rounded);
  });

  test.each(["", "1e3", "0x10", "1.", ".5", "1,5", "Inf", " 1"])("`%s` is refused", (text) => {
    expect(() => decimal(text)).toThrow("is not a decimal number");
  });

  test("a value without an end is written to twelve places", () => {
    expect(decimalText(fraction(1n, 3n))).toBe("0.333333333333");
    expect(decimalText(fraction(100n, 1n))).toBe("100");
  });
});
