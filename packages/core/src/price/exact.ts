import { Egress6Error } from "../errors.js";

/**
 * An exact number: a fraction in lowest terms, its denominator positive. Prices, bytes and costs are
 * such numbers, so that no sum depends on the order of its parts and 0.1 + 0.2 is 0.3.
 */
export interface Exact {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Exact = { numerator: 0n, denominator: 1n };

/** @throws RangeError when the denominator is 0 */
export function fraction(numerator: bigint, denominator: bigint): Exact {
  if (denominator === 0n) throw new RangeError("division by zero");
  if (denominator < 0n) return fraction(-numerator, -denominator);
  const divisor = commonDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function commonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/;

/**
 * Reads a decimal such as `0.045`, `730` or AWS's `0.0450000000`.
 * @throws Egress6Error DECIMAL_INVALID
 */
export function decimal(text: string): Exact {
  const found = DECIMAL.exec(text);
  if (found === null) {
    throw new Egress6Error(
      "DECIMAL_INVALID",
      "input",
      `\`${text}\` is not a decimal number such as 0.045.`,
    );
  }
  const [, sign = "", whole = "", part = ""] = found;
  return fraction(BigInt(`${sign}${whole}${part}`), 10n ** BigInt(part.length));
}

export const whole = (value: number | bigint): Exact => ({
  numerator: BigInt(value),
  denominator: 1n,
});

export const plus = (a: Exact, b: Exact): Exact =>
  fraction(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  );

export const minus = (a: Exact, b: Exact): Exact =>
  plus(a, { numerator: -b.numerator, denominator: b.denominator });

export const times = (a: Exact, b: Exact): Exact =>
  fraction(a.numerator * b.numerator, a.denominator * b.denominator);

/** @throws RangeError when `b` is 0 */
export const dividedBy = (a: Exact, b: Exact): Exact =>
  fraction(a.numerator * b.denominator, a.denominator * b.numerator);

export const sum = (values: readonly Exact[]): Exact => values.reduce(plus, ZERO);

/** Negative when `a` is less, 0 when equal, positive when greater: as `sort` wants it. */
export function compare(a: Exact, b: Exact): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const isZero = ({ numerator }: Exact): boolean => numerator === 0n;

/**
 * As a decimal with that many places, halves away from zero: what a person reads.
 * @param places 0 or more
 */
export function roundedText({ numerator, denominator }: Exact, places: number): string {
  const scaled = (numerator < 0n ? -numerator : numerator) * 10n ** BigInt(places);
  const units = (2n * scaled + denominator) / (2n * denominator);
  const sign = numerator < 0n && units > 0n ? "-" : "";
  const digits = String(units).padStart(places + 1, "0");
  if (places === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/**
 * The whole value as a decimal, without trailing zeros: what a machine reads. A value without an end,
 * such as 1/3, is rounded to 12 places.
 */
export function decimalText(value: Exact): string {
  return roundedText(value, decimalPlaces(value.denominator))
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

const MOST_PLACES = 12;

/** How many decimal places a fraction of that denominator takes. */
function decimalPlaces(denominator: bigint): number {
  let rest = denominator;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  return rest === 1n ? Math.max(twos, fives) : MOST_PLACES;
}

/** For charts and sorting on screen only; results keep the exact value. */
export const approximate = ({ numerator, denominator }: Exact): number =>
  Number(numerator) / Number(denominator);
