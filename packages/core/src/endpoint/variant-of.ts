import type { Variant } from "./types.js";

/** The variant that the two switches ask for. */
export function variantOf(isDualstack: boolean, isFips: boolean): Variant {
  if (isFips) return isDualstack ? "fips-dualstack" : "fips";
  return isDualstack ? "dualstack" : "default";
}
