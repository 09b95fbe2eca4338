import type { Variant } from "../endpoint/types.js";

/** @param variant null: none is named */
export function isFips(variant: Variant | null): boolean {
  return variant === "fips" || variant === "fips-dualstack";
}
