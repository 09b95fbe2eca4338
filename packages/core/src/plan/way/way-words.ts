import { compare, type Exact, isZero, minus, ZERO } from "../../price/exact.js";
import { gigabytesText, usdText } from "../plan-words.js";
import type { Bytes, SavedUsd } from "./way.js";

/** `saves $188.10`, `costs $7.30`, `saves $0.00 to $65.70`, `between $2.00 of cost and $9.00 of saving`, `no cost`, `saving unknown` */
export function savedText({ low, high }: SavedUsd): string {
  if (low === null && high === null) return "saving unknown";
  if (low === null || high === null) return `${oneText(low ?? high ?? ZERO)}, or unknown`;
  if (compare(low, high) === 0) return oneText(low);
  const [least, most] = compare(low, high) < 0 ? [low, high] : [high, low];
  if (compare(least, ZERO) >= 0) return `saves ${usdText(least)} to ${usdText(most)}`;
  if (compare(most, ZERO) <= 0) {
    return `costs ${usdText(minus(ZERO, most))} to ${usdText(minus(ZERO, least))}`;
  }
  return `between ${usdText(minus(ZERO, least))} of cost and ${usdText(most)} of saving`;
}

function oneText(usd: Exact): string {
  if (isZero(usd)) return "no cost";
  return compare(usd, ZERO) > 0 ? `saves ${usdText(usd)}` : `costs ${usdText(minus(ZERO, usd))}`;
}

/** `6,000 GB`, `bytes unknown` */
export function bytesText(bytes: Bytes): string {
  if (bytes === null) return "bytes unknown";
  return gigabytesText({ numerator: bytes, denominator: 1_000_000_000n });
}
