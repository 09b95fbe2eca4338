import { type Exact, times, whole } from "../price/exact.js";
import { UNITS_PER_GB } from "./flows.js";

/** Turns exact amounts of USD into whole numbers, all by one factor, so that nothing is rounded. */
export class NetworkChoiceScale {
  private readonly factor: bigint;

  /** @param amounts all amounts that will be turned */
  constructor(amounts: readonly Exact[]) {
    this.factor = amounts.reduce(
      (factor, { denominator }) => leastCommonMultiple(factor, denominator),
      1n,
    );
  }

  /** For rates by the GB: the same money for each microgigabyte, times a million. */
  rate(usdPerGb: Exact): bigint {
    return times(usdPerGb, whole(this.factor)).numerator;
  }

  amount(usd: Exact): bigint {
    return this.rate(usd) * UNITS_PER_GB;
  }
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return (a / larger) * b;
}
