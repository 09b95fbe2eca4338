import { compare, type Exact, fraction, plus, ZERO } from "../price/exact.js";

/**
 * How much data a destination gets in a month, both directions together. Unknown is never zero.
 * `high: null`: at least `low`, and nobody knows how much more.
 */
export type Volume =
  | { readonly kind: "known"; readonly gb: Exact }
  | { readonly kind: "range"; readonly low: Exact; readonly high: Exact | null }
  | { readonly kind: "unknown" };

export const UNKNOWN_VOLUME: Volume = { kind: "unknown" };

export const knownVolume = (gb: Exact): Volume => ({ kind: "known", gb });

/** The same amounts are always the same volume: a range without width is known. */
export function volumeBetween(low: Exact, high: Exact | null): Volume {
  if (high !== null) {
    return compare(low, high) === 0 ? knownVolume(low) : { kind: "range", low, high };
  }
  return compare(low, ZERO) === 0 ? UNKNOWN_VOLUME : { kind: "range", low, high };
}

/** What it is at least. */
export function leastGb(volume: Volume): Exact {
  if (volume.kind === "unknown") return ZERO;
  return volume.kind === "known" ? volume.gb : volume.low;
}

/** What it is at most; `null`: not known. */
export function mostGb(volume: Volume): Exact | null {
  if (volume.kind === "unknown") return null;
  return volume.kind === "known" ? volume.gb : volume.high;
}

export function plusVolume(a: Volume, b: Volume): Volume {
  const [mostA, mostB] = [mostGb(a), mostGb(b)];
  const high = mostA === null || mostB === null ? null : plus(mostA, mostB);
  return volumeBetween(plus(leastGb(a), leastGb(b)), high);
}

/** Files have amounts in GB to the kilobyte: what is finer is rounded. */
const KILOBYTES_PER_GB = 1_000_000;

/** An amount of a file, which is a JSON number, exactly as its decimal digits say. */
export const exactAmount = (amount: number): Exact =>
  fraction(BigInt(Math.round(amount * KILOBYTES_PER_GB)), BigInt(KILOBYTES_PER_GB));
