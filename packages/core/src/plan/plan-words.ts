import { compare, decimalText, type Exact, roundedText } from "../price/exact.js";
import type { Variation } from "./break-evens.js";
import type { DesignPlan, DesignStatus } from "./design-plan.js";
import type { PathId } from "./flows.js";

/** `$1,234.50` */
export function usdText(usd: Exact): string {
  const [whole = "", part = ""] = roundedText(usd, 2).split(".");
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${part}`;
}

/**
 * What a design costs a month: one figure, a range where unknowns matter, the least where it charges for data
 * of unknown amount or lacks a price, or a dash.
 */
export function costText({ status, low, high, pricedPart }: DesignPlan): string {
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

export const PATH_WORDS: Readonly<Record<PathId, string>> = {
  "internet-gateway": "internet gateway, public IPv4",
  "nat-instance": "NAT instance",
  "nat-gateway-zonal": "NAT gateway",
  "nat-gateway-regional": "regional NAT gateway",
  "nat-provisioned-bandwidth": "NAT gateway, provisioned bandwidth",
  "egress-only-internet-gateway": "egress-only internet gateway, IPv6",
  "gateway-endpoint": "gateway endpoint",
  "interface-endpoint": "interface endpoint",
  nat64: "NAT gateway, NAT64",
  "transit-gateway": "transit gateway, central egress",
  "outside-vpc": "outside the VPC, by AWS",
};

/** For lists: the kinds of NAT are one word. */
export const SHORT_PATHS: Readonly<Record<PathId, string>> = {
  "internet-gateway": "public IPv4",
  "nat-instance": "NAT",
  "nat-gateway-zonal": "NAT",
  "nat-gateway-regional": "NAT",
  "nat-provisioned-bandwidth": "NAT",
  "egress-only-internet-gateway": "IPv6",
  "gateway-endpoint": "a gateway endpoint",
  "interface-endpoint": "an interface endpoint",
  nat64: "NAT64",
  "transit-gateway": "NAT",
  "outside-vpc": "AWS's own network",
};

/** What is to be done when a price is missing. */
export const pricesCommand = (region: string): string => `egress6 prices update --region ${region}`;

/** `3 zones`, `10 × the data` */
export function variationText({ varied, value }: Variation): string {
  const number = decimalText(value);
  if (varied === "azs") return number === "1" ? "1 zone" : `${number} zones`;
  return varied === "data" ? `${number} × the data` : `${number} × the instances`;
}
