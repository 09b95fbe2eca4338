import { compare, decimalText, type Exact, isZero, roundedText, whole } from "../price/exact.js";
import type { Variation } from "./break-evens.js";
import type { DesignPlan, DesignStatus } from "./design-plan.js";

/** `$1,234.50` */
export function usdText(usd: Exact): string {
  const [whole = "", part = ""] = roundedText(usd, 2).split(".");
  return `$${inThousands(whole)}.${part}`;
}

const inThousands = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ",");

/** `1,273.1 GB`, `0.05 GB`, `100 to 200 GB`: as much of an amount as a reader needs. */
export const gigabytesText = (gb: Exact, most: Exact = gb): string =>
  compare(gb, most) === 0 ? `${amountText(gb)} GB` : `${amountText(gb)} to ${amountText(most)} GB`;

function amountText(gb: Exact): string {
  const places = compare(gb, whole(1)) < 0 ? 4 : 1;
  const [digits = "", part = ""] = roundedText(gb, places).split(".");
  const rest = part.replace(/0+$/, "");
  if (digits === "0" && rest === "" && !isZero(gb)) return "less than 0.0001";
  return `${inThousands(digits)}${rest === "" ? "" : `.${rest}`}`;
}

/**
 * What a design costs a month: one figure, a range where unknowns matter, the least where it charges for data
 * of unknown amount or lacks a price, or a dash.
 */
export function costText({
  status,
  low,
  high,
  pricedPart,
}: Pick<DesignPlan, "status" | "low" | "high" | "pricedPart">): string {
  const least = low ?? pricedPart;
  if (pricedPart !== null && least !== null) return `from ${usdText(least)}`;
  if (low === null && high === null) return "–";
  if (status === "works" && high === null && low !== null) return `from ${usdText(low)}`;
  if (status === "unsure" || high === null) return low === null ? "–" : `${usdText(low)} or more`;
  if (low === null || compare(low, high) === 0) return usdText(high);
  return `${usdText(low)} to ${usdText(high)}`;
}

export const STATUS_WORDS: Readonly<Record<DesignStatus, string>> = {
  works: "works",
  unsure: "unsure",
  "not-priceable": "no price",
  blocked: "blocked",
  excluded: "ruled out",
};

/** What is to be done when a price is missing. */
export const pricesCommand = (region: string): string => `egress6 prices update --region ${region}`;

/** `3 zones`, `10 × the data` */
export function variationText({ varied, value }: Variation): string {
  const number = decimalText(value);
  if (varied === "azs") return number === "1" ? "1 zone" : `${number} zones`;
  return varied === "data" ? `${number} × the data` : `${number} × the instances`;
}
