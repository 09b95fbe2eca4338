import { compare, dividedBy, type Exact, minus, plus, times, whole, ZERO } from "./exact.js";
import { flatUsd, HOURS_PER_MONTH, type PriceBook, priceOf, tieredUsd } from "./price-book.js";

/**
 * Per hour and availability zone: a zonal NAT gateway with its own public IPv4 address, without bytes.
 * @throws Egress6Error PRICE_MISSING, as all of this file
 */
export const natGatewayUsdPerHour = (book: PriceBook, region: string): Exact =>
  plus(flatUsd(book, region, "natGatewayHour"), publicIpv4UsdPerHour(book, region));

const publicIpv4UsdPerHour = (book: PriceBook, region: string): Exact =>
  flatUsd(book, region, "publicIpv4InUseHour");

/** How many public IPv4 addresses cost as much as a NAT gateway with its own, per zone, without bytes. */
export const publicIpv4PerNatGateway = (book: PriceBook, region: string): Exact =>
  dividedBy(natGatewayUsdPerHour(book, region), publicIpv4UsdPerHour(book, region));

/** How many interface endpoints cost as much as a NAT gateway with its own address, per zone, without bytes. */
export const endpointsPerNatGateway = (book: PriceBook, region: string): Exact =>
  dividedBy(
    natGatewayUsdPerHour(book, region),
    flatUsd(book, region, "interfaceEndpointHourPerAz"),
  );

/** A month of that many interface endpoints in that many zones, without bytes. */
export const endpointsUsdPerMonth = (
  book: PriceBook,
  region: string,
  endpoints: number,
  zones: number,
): Exact =>
  times(
    times(flatUsd(book, region, "interfaceEndpointHourPerAz"), HOURS_PER_MONTH),
    whole(endpoints * zones),
  );

/**
 * From how many GB a month on that many interface endpoints, in one zone, cost no more than a NAT gateway:
 * they cost more by the hour and less by the GB.
 * @returns 0 when they never cost more; `null` when they do at any amount within the first tier of the price
 */
export function endpointsBreakEvenGb(
  book: PriceBook,
  region: string,
  endpoints: number,
): Exact | null {
  const extraUsd = minus(
    endpointsUsdPerMonth(book, region, endpoints, 1),
    times(natGatewayUsdPerHour(book, region), HOURS_PER_MONTH),
  );
  return gbThatPay(book, region, extraUsd);
}

/**
 * From how many GB a month, in one zone, one interface endpoint costs no more than sending its data through a
 * NAT gateway that is there anyway.
 * @returns `null` when it does not within the first tier of the price
 */
export const endpointBesideNatGb = (book: PriceBook, region: string): Exact | null =>
  gbThatPay(book, region, endpointsUsdPerMonth(book, region, 1, 1));

/**
 * From how many VPCs on a central egress costs no more than NAT gateways in each: a transit gateway attachment for each
 * VPC and one for the hub, whose NAT gateways all share. Each byte then crosses the transit gateway besides.
 * @param zones that have a NAT gateway, in each VPC or in the hub
 * @param gb a month, over the NAT gateways of each VPC
 * @returns `null` when it does at no number
 */
export function centralEgressFromVpcs(
  book: PriceBook,
  region: string,
  zones: number,
  gb: Exact,
): number | null {
  const attachment = times(flatUsd(book, region, "transitGatewayAttachmentHour"), HOURS_PER_MONTH);
  const gateways = times(natGatewayUsdPerHour(book, region), times(HOURS_PER_MONTH, whole(zones)));
  const crossing = tieredUsd(priceOf(book, region, "transitGatewayGb"), gb);
  const savedByEach = minus(gateways, plus(attachment, crossing));
  if (compare(savedByEach, ZERO) <= 0) return null;
  const { numerator, denominator } = dividedBy(plus(attachment, gateways), savedByEach);
  return Number((numerator + denominator - 1n) / denominator);
}

/** How many GB on endpoints, and not on a NAT gateway, save what they cost more by the hour. */
function gbThatPay(book: PriceBook, region: string, extraUsd: Exact): Exact | null {
  if (compare(extraUsd, ZERO) <= 0) return ZERO;
  const endpointGb = priceOf(book, region, "interfaceEndpointGb");
  const savedUsdPerGb = minus(
    flatUsd(book, region, "natGatewayGb"),
    tieredUsd(endpointGb, whole(1)),
  );
  if (compare(savedUsdPerGb, ZERO) <= 0) return null;
  const gb = dividedBy(extraUsd, savedUsdPerGb);
  const firstTierEnd = endpointGb.tiers[0]?.toGb ?? null;
  return firstTierEnd === null || compare(gb, firstTierEnd) <= 0 ? gb : null;
}
